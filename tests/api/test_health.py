"""Those who watch over the server ask it how it is."""

from __future__ import annotations

from starlette.testclient import TestClient

from migraflow.api import routes_app
from migraflow.settings import read_settings
from migraflow.wiring import Agency


def test_a_house_that_is_well_says_so_and_nothing_more(browser: TestClient, agency: Agency) -> None:
    answer = browser.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {"state": "well", "database": agency.database.engine.dialect.name}


def test_a_house_without_its_database_says_that_it_is_not(postgres_url: str, tmp_path: object) -> None:
    elsewhere = postgres_url.replace("/t_", "/gone_", 1)
    agency = Agency(read_settings({"MIGRAFLOW_DATABASE_URL": elsewhere, "MIGRAFLOW_VAR": str(tmp_path)}))
    with TestClient(routes_app(lambda: agency, lambda: agency.settings)) as client:
        assert client.get("/health").status_code == 503
    agency.close()


def test_people_may_be_sent_to_a_house_that_has_everything(browser: TestClient) -> None:
    answer = browser.get("/ready")
    assert (answer.status_code, answer.json()) == (200, {"state": "ready"})


def test_nobody_is_sent_to_a_house_of_another_version(browser: TestClient, agency: Agency) -> None:
    with agency.working() as work:
        work.store.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    answer = browser.get("/ready")
    assert (answer.status_code, "another version" in answer.json()["state"]) == (503, True)
    assert browser.get("/health").status_code == 200


def test_nobody_is_sent_where_the_shared_memory_is_missing(sqlite_url: str, tmp_path: object) -> None:
    environment = {"DATABASE_URL": sqlite_url, "VAR": str(tmp_path), "REDIS_URL": "redis://127.0.0.1:1"}
    agency = Agency(read_settings({f"MIGRAFLOW_{name}": text for name, text in environment.items()}))
    with TestClient(routes_app(lambda: agency, lambda: agency.settings)) as client:
        answer = client.get("/ready")
    assert (answer.status_code, "redis" in answer.json()["state"]) == (503, True)
    agency.close()

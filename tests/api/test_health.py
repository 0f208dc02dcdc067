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

"""The lists every form leans on are complete, unique and well formed."""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest

from migraflow.domain.access import Permission, Scope
from migraflow.domain.calendar import Unit
from migraflow.domain.notices import read_template
from migraflow.domain.registers import LIST
from migraflow.engine import House
from migraflow.engine.expressions import Language
from migraflow.services import alerts

NATIONAL = 22_395_490
"""Population of the 20 regions, census of 2022; the source warns of rounding."""
PARTNERS = "direction_travail consulat formation financement comite_reinsertion".split()


def rows(workflows: Path, name: str) -> list[dict[str, str]]:
    """The lines of a list."""
    with (workflows / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_mali_has_nineteen_regions_and_the_district(workflows: Path) -> None:
    regions = rows(workflows, "regions")
    assert len(regions) == 20
    assert sum(int(region["population"]) for region in regions) == NATIONAL
    assert len({region["sigle"] for region in regions}) == 20
    assert all(len(region["sigle"]) == 3 and region["sigle"].isupper() for region in regions)
    assert {region["code"]: region["iso"] for region in regions}["taoudenit"] == "ML-10"


def test_every_region_has_its_office(workflows: Path) -> None:
    regions = {region["code"] for region in rows(workflows, "regions")}
    offices = rows(workflows, "structures")
    assert {office["region"] for office in offices} == regions
    served = {o["region"] for o in offices if o["type"] in {"direction_regionale", "antenne"}}
    assert served == regions
    assert {cercle["region"] for cercle in rows(workflows, "cercles")} <= regions


def test_countries_are_those_of_iso_in_french(workflows: Path) -> None:
    countries = {country["code"]: country for country in rows(workflows, "pays")}
    assert len(countries) == 249
    assert countries["CIV"]["libelle"] == "Côte d’Ivoire"
    assert countries["COD"]["libelle"] == "Congo-Kinshasa"
    assert not {"XKX", "EUR"} & countries.keys()
    first = sorted((int(c["ordre_destination"]), c["code"]) for c in countries.values() if c["ordre_destination"])
    assert first[0][1] == "CIV"
    assert [place for place, _ in first] == list(range(1, len(first) + 1))


def test_occupations_hang_together(workflows: Path) -> None:
    jobs = {job["code"]: job for job in rows(workflows, "citp")}
    sizes = {size: sum(len(code) == size for code in jobs) for size in (1, 2, 4)}
    assert sizes[1] == 10
    assert sizes[2] == 43
    assert sizes[4] >= 120
    assert all(job["groupe"] in jobs for job in jobs.values() if job["groupe"])
    assert {"9111", "8322", "2221", "3221", "9211", "4222", "5321"} <= jobs.keys()


def test_every_list_reads_and_no_label_is_missing(house: House) -> None:
    for name, found in house.lists.items():
        assert found.entries or name.startswith(LIST), name  # what registers say is kept in the database
        assert all(entry.label and entry.label == entry.label.strip() for entry in found.entries.values()), name


@pytest.mark.parametrize("year", range(2024, 2029))
def test_the_holidays_of_each_year_are_known(year: int, workflows: Path) -> None:
    days = {row["libelle"] for row in rows(workflows, "jours_feries") if date.fromisoformat(row["date"]).year == year}
    assert days >= {
        "Jour de l’an", "Fête de l’Armée", "Journée des Martyrs", "Lundi de Pâques", "Fête du Travail",
        "Journée de l’Afrique", "Fête de l’Indépendance", "Noël", "Tabaski", "Korité (fin du ramadan)", "Maouloud",
        "Baptême du Prophète",
    }  # fmt: skip


def test_army_day_is_no_working_day(house: House) -> None:
    assert not house.holidays.is_working(date(2026, 1, 20))
    assert house.holidays.is_working(date(2026, 1, 21))


def test_every_deadline_has_somebody_to_turn_to(house: House) -> None:
    for deadline in house.deadlines.values():
        assert deadline.escalation in house.roles, deadline.code
        assert deadline.amount > 0, deadline.code
    assert house.deadlines["DS-03z"].amount == 45
    assert (house.deadlines["RP-03r"].amount, house.deadlines["RP-03r"].unit) == (24, Unit.HOURS)


def test_the_ministry_sees_figures_and_never_a_person(house: House) -> None:
    acts = {Permission.COMPLETE_TASK, Permission.SUSPEND, Permission.SEE_REGISTER}  # of registers with people, counts
    figures = {Permission.SEE_MEASURES, Permission.SET_TARGETS}
    assert house.roles["ministere"].permissions == {*acts, *figures, Permission.SEE_PROCEDURE}


@pytest.mark.parametrize("role", PARTNERS)
def test_a_partner_gets_its_tasks_and_no_list_of_cases(role: str, house: House) -> None:
    permissions = house.roles[role].permissions
    assert Permission.COMPLETE_TASK in permissions
    assert not permissions & {Permission.SEE_CASE, Permission.SEE_PERSON, Permission.SEE_MEASURES}


def test_the_front_desk_stays_in_its_office_and_the_department_sees_the_country(house: House) -> None:
    reach = {code: role.scope for code, role in house.roles.items()}
    assert reach["accueil"] == reach["conseiller"] == Scope.OFFICE
    assert reach["directeur_regional"] == Scope.REGION
    assert reach["chef_dcm"] == reach["service_migration"] == Scope.EVERYWHERE


def test_only_procedure_owners_publish_and_only_administrators_make_accounts(house: House) -> None:
    def holders(permission: Permission) -> set[str]:
        return {code for code, role in house.roles.items() if permission in role.permissions}

    assert holders(Permission.PUBLISH_PROCEDURE) == holders(Permission.CHANGE_PROCEDURE) == {"gestionnaire"}
    assert holders(Permission.MANAGE_ACCOUNTS) == {"administrateur"}
    assert all(holders(permission) for permission in Permission)


def test_every_notice_a_step_sends_is_written(workflows: Path, house: House) -> None:
    language, sent = Language(house), set[str]()
    for path in workflows.glob("*/procedure.bpmn"):
        text = path.read_text(encoding="utf-8")
        sent |= {part.split("&quot;")[1] for part in text.split('id="modele"')[1:] if "&quot;" in part[:60]}
    models = {name for name in sent if not (name[0] == "L" and name[1:].isdigit())}
    written = {path.name.removesuffix(".fr.md") for path in (workflows / "notices").glob("*.fr.md")}
    ruled = "".join(path.read_text(encoding="utf-8") for path in workflows.glob("*/rules/*.dmn"))
    models -= {path.stem for path in (workflows / "campagnes").glob("*.toml")}
    models |= {name for name in written if f'"{name}"' in ruled}
    models |= {alerts.RAISED, alerts.RESOLVED}  # sent by the house itself
    assert models == written
    for path in (workflows / "notices").glob("*.fr.md"):
        subject, body = read_template(path.read_text(encoding="utf-8"))
        assert subject and body, path.name
        for part in body.split("{{")[1:]:
            language.compile(part.split("}}")[0].strip())


def test_every_procedure_says_what_it_is(procedure: str, workflows: Path) -> None:
    facts = tomllib.loads((workflows / procedure / "procedure.toml").read_text(encoding="utf-8"))
    assert facts["title"] and facts["resume"].endswith(".")
    assert facts["issues"]

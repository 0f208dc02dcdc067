"""Salif keeps the agency's lists: what he writes is checked like the files, holds at once everywhere, and can be taken
back; Ibrahim keeps the roles, and cannot lock anybody out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from migraflow.cli.procedures import publish_bundles
from migraflow.domain.access import SYSTEM, Permission, Role, Scope
from migraflow.domain.errors import Conflict, NotAllowed, NotFound, Unfit
from migraflow.domain.lists import Rows, faults, read_rows, retired, rows_text
from migraflow.services import list_syncing, lists, notice_texts, notices, role_sheets
from migraflow.services.list_house import ROLES, list_path
from migraflow.services.syncing import Standing
from migraflow.settings import Settings
from migraflow.wiring import Agency
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.small import petit_secret, petite_demande, publish

WORKFLOWS = Path(__file__).parents[2] / "workflows"
AT = {"name": "delais"}


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite, unless the test asks for both."""
    kind = getattr(request, "param", "sqlite")
    return request.getfixturevalue("sqlite_url" if kind == "sqlite" else "postgres_url")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """An installation with a folder of its own, whose files may be written."""
    folder = tmp_path / "workflows"
    shutil.copytree(WORKFLOWS, folder)
    return replace(settings_for(database_url, tmp_path), workflows=folder)


@pytest.fixture
def house(agency: Agency) -> Agency:
    """The agency with its small procedure published."""
    publish(agency, petit_secret(), petite_demande())
    return agency


@pytest.fixture
def elsewhere(settings: Settings, clock: Clock) -> Iterator[Agency]:
    """Another process of the same installation."""
    other = Agency(settings, clock=clock)
    yield other
    other.close()


def with_cell(rows: Rows, key: str, column: str, text: str) -> Rows:
    at, place = next(n for n, line in enumerate(rows.lines) if line[0] == key), rows.place(column)
    line = rows.lines[at]
    return replace(rows, lines=(*rows.lines[:at], (*line[:place], text, *line[place + 1 :]), *rows.lines[at + 1 :]))


def save(agency: Agency, cast: Cast, name: str, rows: Rows, number: int = 0, **more: object) -> lists.ListSheet:
    return agency.perform(lists.save, cast.token("salif"), name=name, rows=rows, number=number, **more)


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_longer_deadline_holds_at_once_here_and_in_other_processes(
    house: Agency, cast: Cast, elsewhere: Agency
) -> None:
    sheet = house.perform(lists.sheet, cast.token("salif"), **AT)
    assert house.house.deadlines["DS-01"].amount == 1
    elsewhere.hear()
    after = save(house, cast, "delais", with_cell(sheet.rows, "DS-01", "valeur", "4"), note="Décision du 12 janvier")
    assert after.number == 1
    assert house.house.deadlines["DS-01"].amount == 4
    elsewhere.hear(at_once=True)
    assert elsewhere.house.deadlines["DS-01"].amount == 4
    (past,) = house.perform(lists.past, cast.token("awa"), path=list_path("delais"))
    assert (past.saved_by, past.note, [one.key for one in past.changes]) == (
        "Salif Traoré", "Décision du 12 janvier", ["DS-01"],
    )  # fmt: skip
    assert "valeur : 1 " in past.changes[0].before and "valeur : 4 " in past.changes[0].after
    house.perform(lists.restore, cast.token("salif"), path=list_path("delais"), number=0)
    assert house.house.deadlines["DS-01"].amount == 1
    assert len(house.perform(lists.past, cast.token("salif"), path=list_path("delais"))) == 2


def test_a_holiday_may_begin_to_count_on_a_day(house: Agency, cast: Cast, clock: Clock) -> None:
    sheet = house.perform(lists.sheet, cast.token("salif"), name="jours_feries")
    day = (clock() + timedelta(days=3)).date()
    more = replace(sheet.rows, lines=(*sheet.rows.lines, ("2026-08-03", "Pont", "annoncé")))
    waiting = save(house, cast, "jours_feries", more, begins=day)
    assert waiting.awaits is not None and waiting.rows == sheet.rows
    with pytest.raises(Unfit):
        save(house, cast, "jours_feries", more, number=1)
    clock.advance(days=3)
    house.hear(at_once=True)
    assert "2026-08-03" in {one.isoformat() for one in house.house.holidays.holidays}


def test_a_change_that_awaits_its_day_is_withdrawn(house: Agency, cast: Cast, clock: Clock) -> None:
    sheet = house.perform(lists.sheet, cast.token("salif"), name="langues")
    wish = with_cell(sheet.rows, sheet.rows.lines[0][0], "libelle", "Autre nom")
    save(house, cast, "langues", wish, begins=(clock() + timedelta(days=9)).date())
    house.perform(lists.withdraw, cast.token("salif"), path=list_path("langues"))
    assert house.perform(lists.sheet, cast.token("salif"), name="langues").awaits is None
    with pytest.raises(NotFound):
        house.perform(lists.withdraw, cast.token("salif"), path=list_path("langues"))


def test_a_line_is_never_taken_from_cases_only_no_longer_offered(house: Agency, cast: Cast) -> None:
    sheet = house.perform(lists.sheet, cast.token("salif"), name="secteurs")
    code = sheet.rows.lines[0][0]
    with pytest.raises(Unfit):
        save(house, cast, "secteurs", replace(sheet.rows, lines=sheet.rows.lines[1:]))
    assert code in {one.code for one in house.house.lists["secteurs"].search("", 99)}
    save(house, cast, "secteurs", retired(sheet.rows, 0, gone=True))
    assert code not in {one.code for one in house.house.lists["secteurs"].search("", 99)}
    assert house.house.lists["secteurs"].entries[code].label == sheet.rows.cell(0, "libelle")


def test_a_deadline_a_procedure_counts_by_stays(house: Agency, cast: Cast) -> None:
    sheet = house.perform(lists.sheet, cast.token("salif"), **AT)
    used = house.perform(lists.used, cast.token("salif"), name="delais", code="DS-01")
    assert [(one.title, one.file, one.written) for one in used][:1] == [(used[0].title, "procedure.bpmn", True)]
    without = replace(sheet.rows, lines=tuple(line for line in sheet.rows.lines if line[0] != "DS-01"))
    with pytest.raises(Unfit) as refusal:
        save(house, cast, "delais", without)
    assert refusal.value.facts["key"] == "DS-01"


def test_another_list_that_names_a_line_is_told(house: Agency, cast: Cast) -> None:
    found = house.perform(lists.used, cast.token("salif"), name="regions", code="kayes")
    assert ("cercles", "region") in {(one.title, one.file) for one in found}


def test_what_is_wrong_is_told_by_line_and_column() -> None:
    rows = read_rows("code,libelle,valeur,unite,rappel,escalade\nA,Un,trois,jours,75,\nA,,2,jo,200,\n")
    assert [(one.line, one.column, one.code) for one in faults("delais", rows)] == [
        (0, 2, "number"), (0, 3, "unit"), (1, 1, "empty"), (1, 4, "percent"), (1, 0, "twice"),
    ]  # fmt: skip
    assert [one.code for one in faults("jours_feries", read_rows("date,libelle\n12/01/2026,Fête\n"))] == ["day"]
    assert [one.code for one in faults("pays", read_rows("code,nom\nA,B\n"))] == ["column_missing"]


@pytest.mark.parametrize("path", sorted((WORKFLOWS / "reference").glob("*.csv")), ids=lambda path: path.stem)
def test_every_list_of_the_folder_reads_and_comes_back_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rows = read_rows(text)
    assert faults(path.stem, rows) == ()
    assert read_rows(rows_text(rows)) == rows


def test_two_people_do_not_overwrite_each_other_and_counsellors_only_read(house: Agency, cast: Cast) -> None:
    sheet = house.perform(lists.sheet, cast.token("salif"), **AT)
    save(house, cast, "delais", with_cell(sheet.rows, "DS-01", "valeur", "2"))
    with pytest.raises(Conflict):
        save(house, cast, "delais", with_cell(sheet.rows, "DS-01", "valeur", "3"))
    assert not house.perform(lists.sheet, cast.token("awa"), **AT).may_change
    with pytest.raises(NotAllowed):
        house.perform(lists.save, cast.token("awa"), name="delais", rows=sheet.rows, number=1)
    with pytest.raises(NotFound):
        house.perform(lists.sheet, cast.token("salif"), name="partenaires")


def test_files_changed_by_hand_come_in_and_what_people_wrote_goes_out(house: Agency, cast: Cast) -> None:
    sheet = house.perform(lists.sheet, cast.token("salif"), **AT)
    save(house, cast, "delais", with_cell(sheet.rows, "DS-01", "valeur", "4"))
    (beside,) = house.perform_as(SYSTEM, list_syncing.beside)
    assert (beside.path, beside.standing) == ("reference/delais.csv", Standing.EDITION_AHEAD)
    file = house.settings.workflows / "reference/delais.csv"
    assert house.perform_as(SYSTEM, list_syncing.bring_in) == {}
    file.write_text(file.read_text(encoding="utf-8").replace("demande,1,jo", "demande,7,jo"), encoding="utf-8")
    publish_bundles(house, (), "")
    assert house.house.deadlines["DS-01"].amount == 7
    assert house.perform_as(SYSTEM, list_syncing.beside)[0].standing is Standing.SAME


def test_ibrahim_gives_a_role_a_right_and_cannot_lock_anybody_out(house: Agency, cast: Cast) -> None:
    token = cast.token("ibrahim")
    roles = {one.role.code: one for one in house.perform(role_sheets.role_sheets, token)}
    reception = roles["accueil"].role
    wider = replace(reception, permissions=reception.permissions | {Permission.SEE_MEASURES})
    house.perform(role_sheets.save_role, token, role=wider, number=0)
    assert Permission.SEE_MEASURES in house.house.roles["accueil"].permissions
    assert "# Qui fait quoi" in (house.perform(lists.past, token, path=ROLES), house_text(house))[1]
    for code, gone in (("administrateur", Permission.MANAGE_ACCOUNTS), ("accueil", Permission.COMPLETE_TASK)):
        less = replace(house.house.roles[code], permissions=house.house.roles[code].permissions - {gone})
        with pytest.raises(Unfit):
            house.perform(role_sheets.save_role, token, role=less, number=1)
    with pytest.raises(Unfit):
        house.perform(role_sheets.remove_role, token, code="conseiller", number=1)
    with pytest.raises(NotAllowed):
        house.perform(role_sheets.save_role, cast.token("salif"), role=wider, number=1)


def house_text(house: Agency) -> str:
    """The text of the roles as it holds."""
    with house.working() as work:
        return lists.text_now(work, ROLES) or ""


def test_a_new_role_comes_and_goes(house: Agency, cast: Cast) -> None:
    token, role = (
        cast.token("ibrahim"),
        Role("stagiaire", "Stagiaire", "", Scope.OFFICE, frozenset({Permission.SEE_CASE})),
    )
    house.perform(role_sheets.save_role, token, role=role, number=0)
    assert house.house.roles["stagiaire"].name_en == "Stagiaire"
    house.perform(role_sheets.remove_role, token, code="stagiaire", number=1)
    assert "stagiaire" not in house.house.roles


def test_a_notice_says_what_salif_wrote(house: Agency, cast: Cast) -> None:
    token = cast.token("salif")
    given = house.perform(notice_texts.notice_text, token, code="relance_pieces")
    text = "# Il manque des pièces\n\nDossier {{ dossier.numero }}, {{ message_pieces }}"
    seen = house.perform(notice_texts.looks, token, text=text)
    assert seen.body == "Dossier DS-2026-KAY-000123, [message_pieces]"
    house.perform(notice_texts.save_notice, token, code="relance_pieces", text=text, number=given.number)
    with house.working() as work:
        assert notices.words(work, "relance_pieces")[0] == "Il manque des pièces"
    with pytest.raises(Unfit) as refusal:
        house.perform(notice_texts.save_notice, token, code="relance_pieces", text="# A\n\nb {{ 1 + }}", number=1)
    assert "ligne 3, colonne 3" in refusal.value.facts["reason"]
    models = {one.code: one for one in house.perform(notice_texts.notice_models, token)}
    assert models["relance_pieces"].changed_by == "Salif Traoré"

"""Figures leave the house: right types, nothing that runs, masked as on the screen, signed, and written down."""

from __future__ import annotations

import email
import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest

from migraflow.channels.file import FOLDER
from migraflow.documents import sheets, signing
from migraflow.documents.figure_svg import svg
from migraflow.domain.accesses import AccessAction, AccessObject
from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.figure_words import PAPER
from migraflow.domain.indicators import Head, Line, Mark, Shown
from migraflow.domain.mailings import Rhythm, following
from migraflow.domain.measures import Unit
from migraflow.domain.printed import Kind
from migraflow.services import bulletin, exports, journal_exports, mailings, signatures, timers
from migraflow.settings import Outward, Settings
from migraflow.store import accesses as journal
from migraflow.wiring import Agency
from migraflow.worker import send_word
from tests.cast import Cast, Clock
from tests.conftest import settings_for
from tests.post import post_office
from tests.services.counted import write

HIDDEN = PAPER["fr"]["hidden"]
JULY = datetime(2026, 7, 15, 9, tzinfo=UTC)
HALF = {"periode": "annee"}


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """One kind of database is enough for paper."""
    return replace(settings_for(sqlite_url, tmp_path), outward=Outward(kept="file"))


@pytest.fixture(autouse=True)
def counted(agency: Agency, clock: Clock) -> None:
    """A July with half a year of figures."""
    clock.now = JULY
    write(agency)


def lines(agency: Agency) -> list[tuple[str, str, str, int]]:
    """The journal of access: who took what."""
    with agency.working() as work:
        found = journal.page(work.store, "", None)
    assert all(line.action is AccessAction.EXPORT for line in found)
    return [(line.account, line.what.value, line.detail, line.count) for line in found]


def test_an_indicator_goes_out_in_every_form_and_each_is_written_down(agency: Agency, cast: Cast) -> None:
    begins = {Kind.CSV: b"\xef\xbb\xbfMois", Kind.XLSX: b"PK", Kind.SVG: b"<svg", Kind.PNG: b"\x89PNG",
              Kind.PDF: b"%PDF", Kind.HTML: b"<!doctype html>"}  # fmt: skip
    for kind in Kind:
        made = agency.perform_as(cast["mariam"], exports.figure, code="DS01", kind=kind, query={**HALF, "sexe": "F"})
        assert made.content.startswith(begins[kind])
        assert made.name == f"DS01-2026-01-2026-06.{kind}"
    noted = lines(agency)
    assert len(noted) == len(Kind)
    account, what, detail, count = noted[-1]
    assert (account, what, count) == ("Mariam Sidibé", AccessObject.FIGURES.value, 6)
    assert "Sexe : Femmes" in detail
    assert "janvier 2026" in detail


def test_months_are_dates_and_figures_numbers_in_a_spreadsheet(agency: Agency, cast: Cast) -> None:
    made = agency.perform_as(cast["mariam"], exports.figure, code="DS01", kind=Kind.XLSX, query=HALF)
    page = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets[0]
    assert page["A2"].value == datetime(2026, 1, 1)
    assert page["B2"].data_type == "n"


@pytest.mark.parametrize("words", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_word_of_ours_is_a_formula_elsewhere(words: str) -> None:
    csv = sheets.to_csv([words], [[words]]).decode("utf-8-sig")
    assert all(cell.lstrip('"').startswith("'") for cell in csv.split("\r\n")[:1])
    page = openpyxl.load_workbook(io.BytesIO(sheets.to_book([("A", [words], [[words]])]))).worksheets[0]
    assert {page["A1"].data_type, page["A2"].data_type} == {"s"}


def test_what_is_hidden_on_the_screen_is_hidden_in_every_file(agency: Agency, cast: Cast) -> None:
    query = {"periode": "annee", "par": "region", "sexe": "F"}
    shown = agency.perform_as(cast["mariam"], lambda work: exports.counted(work, "DS01", query)).table
    hidden = sum(mark.hidden for row in shown.rows for mark in row.marks)
    assert hidden
    for kind in (Kind.CSV, Kind.HTML):
        text = agency.perform_as(cast["mariam"], exports.figure, code="DS01", kind=kind, query=query).content.decode()
        assert text.count(f";{HIDDEN}" if kind is Kind.CSV else f"<td>{HIDDEN}</td>") == hidden


def test_who_reads_english_takes_english_files_and_the_journal_stays_french(agency: Agency, cast: Cast) -> None:
    reader, query = replace(cast["mariam"], language="en"), {**HALF, "sexe": "F", "par": "region"}
    texts = [
        agency.perform_as(reader, exports.page, name="demandes", kind=kind, query=query).content.decode("utf-8-sig")
        for kind in (Kind.CSV, Kind.HTML)
    ]
    assert texts[0].startswith("Indicator;Label;Row;Column;Value;Unit")
    assert '<html lang="en">' in texts[1]
    for words in ("From January 2026 to June 2026", "Filters: Sex: Women", "Requests registered", "Caveat:"):
        assert words in texts[1]
    for word in ("Femmes", "janvier", "Réserve", "masqué", "Définition", "Mois", "Ensemble", "Effectifs"):
        assert all(word not in text for text in texts), word
    assert "Sexe : Femmes" in lines(agency)[0][2]


def test_a_page_goes_out_whole_and_an_unknown_one_does_not(agency: Agency, cast: Cast) -> None:
    made = agency.perform_as(cast["mariam"], exports.page, name="placements", kind=Kind.CSV, query=HALF)
    codes = {line.cells[0] for line in sheets.read(made.content).lines}
    assert "PL01" in codes
    with pytest.raises(NotFound):
        agency.perform_as(cast["mariam"], exports.page, name="rien", kind=Kind.PDF, query={})
    with pytest.raises(NotAllowed):
        agency.perform_as(cast["fanta"], exports.page, name="placements", kind=Kind.CSV, query={})


def test_a_signed_page_opens_anywhere_and_betrays_any_change(agency: Agency, cast: Cast, tmp_path: Path) -> None:
    made = agency.perform_as(cast["mariam"], exports.page, name="demandes", kind=Kind.HTML, query=HALF).content
    assert b"<script" not in made
    assert b"src=" not in made and b"href=" not in made
    assert signatures.ours(agency.settings, made)
    assert not signatures.ours(agency.settings, made.replace(b"janvier", b"fevrier", 1))
    assert not signatures.ours(agency.settings, made + b"<p>de plus</p>")
    content, seal = made.rsplit(b"<!-- ", 1)
    (tmp_path / "contenu").write_bytes(content)
    (tmp_path / "cle.pem").write_text(signatures.public_key(agency.settings).pem)
    found = signing.SEALED.search(b"<!-- " + seal)
    assert found
    (tmp_path / "signature.b64").write_bytes(found.group(1))
    subprocess.run("base64 -d signature.b64 > signature", shell=True, cwd=tmp_path, check=True)
    asked = "openssl pkeyutl -verify -pubin -inkey cle.pem -rawin -in contenu -sigfile signature"
    assert subprocess.run(asked.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_the_key_of_the_house_is_its_owners_alone(agency: Agency) -> None:
    signatures.public_key(agency.settings)
    assert (agency.settings.var / signing.FILE).stat().st_mode & 0o077 == 0


def test_the_bulletin_is_the_same_paper_whoever_prints_it_and_when(agency: Agency, cast: Cast, clock: Clock) -> None:
    first = agency.perform_as(cast["mariam"], bulletin.made, quarter="2026-T2", kind=Kind.PDF)
    clock.advance(days=20)
    second = agency.perform_as(cast["moussa"], bulletin.made, quarter="2026-T2", kind=Kind.PDF)
    assert first.content == second.content
    assert [what for _, what, *_ in lines(agency)] == [AccessObject.BULLETIN.value] * 2
    for quarter in ("2026-T3", "2026-T5", "demain"):
        with pytest.raises(NotFound):
            agency.perform_as(cast["mariam"], bulletin.made, quarter=quarter, kind=Kind.PDF)


def test_the_tables_of_the_ilo_add_up_and_hide_small_cells(agency: Agency, cast: Cast) -> None:
    made = agency.perform_as(cast["mariam"], bulletin.made, quarter="", kind=Kind.XLSX)
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert len(book.worksheets) == len(bulletin.TABLES) + 2
    for page in book.worksheets[:-2]:
        assert [cell.value for cell in page[1]][1:] == ["Femmes", "Hommes", "Ensemble"]
        for row in page.iter_rows(min_row=2, values_only=True):
            figures = [one for one in row[1:] if one != HIDDEN]
            assert all(figure == 0 or figure >= 5 for figure in figures)
            assert len(figures) < 3 or figures[0] + figures[1] == figures[2]
    wide = {cell.value for page in book.worksheets[:-2] for cell in [row[-1] for row in page.iter_rows(min_row=2)]}
    long = list(book.worksheets[-2].iter_rows(min_row=2, values_only=True))
    assert {HIDDEN if row[7] == "C" else row[6] for row in long if row[5] == "T"} == wide
    assert all((row[6] is None) == (row[7] == "C") for row in long)
    assert "Couverture partielle" in str(book.worksheets[-1]["A2"].value)


def test_a_drawing_leaves_hidden_months_out_and_words_of_ours_are_escaped() -> None:
    rows = tuple(Line(f"2026-0{n}", f"2026-0{n}", (Mark(None, hidden=n == 2) if n == 2 else Mark(n * 9),))
                 for n in range(1, 6))  # fmt: skip
    table = Shown("X", (Head(Unit.LABEL, "month"), Head(Unit.CASES, label="<b>")), rows, Mark(99))
    drawn = svg("<script>", table, "fr")
    assert drawn.count("<polyline") == 2
    assert "<script" not in drawn
    assert svg("rien", Shown("X", table.columns, (), Mark(0)), "fr") == ""


def test_the_log_of_cases_goes_out_to_those_who_see_cases_and_is_written_down(agency: Agency, cast: Cast) -> None:
    name, content = agency.perform_as(cast["moussa"], journal_exports.made, kind="xes", query=HALF)
    assert name.endswith(".xes")
    assert content.endswith(b"</log>\n")
    assert lines(agency)[0][:2] == ("Moussa Keïta", AccessObject.CASES.value)
    with pytest.raises(NotAllowed):
        agency.perform_as(cast["mariam"], journal_exports.made, kind="xes", query={})


def test_a_page_is_sent_on_the_first_of_each_month_until_it_is_stopped(
    agency: Agency, cast: Cast, clock: Clock
) -> None:
    wish = {"page": "demandes", "query": "periode=mois&region=kayes", "rhythm": "mensuel", "address": "dne@emploi.ml"}
    agency.perform_as(cast["mariam"], mailings.schedule, **wish)
    assert sent(agency) == []
    clock.now = datetime(2026, 8, 1, 8, tzinfo=UTC)
    [body] = sent(agency)
    assert "Demandes enregistrées" in body
    assert "Région : Kayes" in body
    assert "juillet" in body.lower()
    assert sent(agency) == [body]
    assert [what for _, what, *_ in lines(agency)] == [AccessObject.FIGURES.value]
    clock.now = datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert len(sent(agency)) == 2
    [one] = agency.perform_as(cast["mariam"], mailings.mine)
    with pytest.raises(NotFound):
        agency.perform_as(cast["moussa"], mailings.stop, id=one.id)
    agency.perform_as(cast["mariam"], mailings.stop, id=one.id)
    clock.now = datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert len(sent(agency)) == 2


def test_the_bulletin_is_sent_each_quarter_and_nothing_to_a_broken_address(
    agency: Agency, cast: Cast, clock: Clock
) -> None:
    wish = {"page": "bulletin", "query": "", "rhythm": "trimestriel"}
    for wrong in ("dne", "dne@emploi.ml, autre@x.ml", ""):
        with pytest.raises(Unfit):
            agency.perform_as(cast["mariam"], mailings.schedule, address=wrong, **wish)
    agency.perform_as(cast["mariam"], mailings.schedule, address="onef@emploi.ml", **wish)
    clock.now = datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert "/bulletin.pdf?trimestre=2026-T3" in sent(agency)[0]


def test_rhythms_follow_the_calendar() -> None:
    december = datetime(2026, 12, 5, tzinfo=UTC)
    assert following(december, Rhythm.MONTHLY) == following(december, Rhythm.QUARTERLY)
    assert following(december, Rhythm.MONTHLY) == datetime(2027, 1, 1, 7, tzinfo=UTC)
    assert following(JULY, Rhythm.QUARTERLY) == datetime(2026, 10, 1, 7, tzinfo=UTC)


def test_the_files_of_a_page_go_with_the_e_mail_masked_for_whoever_sends_it(
    agency: Agency, cast: Cast, clock: Clock
) -> None:
    wish = {"page": "demandes", "query": "periode=annee&par=region&sexe=F", "rhythm": "mensuel"}
    agency.perform_as(cast["moussa"], mailings.schedule, address="chef@anpe.ml", **wish)
    clock.now = datetime(2026, 8, 1, 8, tzinfo=UTC)
    mail = mailed(agency)
    assert "En pièces jointes : demandes-2026-01-2026-07.pdf, demandes-2026-01-2026-07.xlsx." in text_of(mail)
    paper, book = mail.iter_attachments()
    assert paper.get_content().startswith(b"%PDF")
    page = openpyxl.load_workbook(io.BytesIO(book.get_content())).worksheets[0]
    cells = [cell for row in page.iter_rows(min_row=2, min_col=2, values_only=True) for cell in row]
    assert HIDDEN in cells  # Moussa sees cases, what he has sent does not: only what figures alone may tell
    assert all(cell in (None, HIDDEN, 0) or cell >= 5 for cell in cells)
    assert "pdf · xlsx · chef@anpe.ml" in lines(agency)[0][2]


def test_files_too_heavy_for_an_e_mail_stay_and_the_bulletin_says_where(
    agency: Agency, cast: Cast, clock: Clock
) -> None:
    wish = {"page": "bulletin", "query": "", "rhythm": "trimestriel", "address": "onef@emploi.ml"}
    agency.perform_as(cast["mariam"], mailings.schedule, **wish)
    clock.now = datetime(2026, 10, 1, 8, tzinfo=UTC)
    mail = mailed(agency, heaviest=20_000)
    assert not list(mail.iter_attachments())
    assert "/bulletin.pdf?trimestre=2026-T3" in text_of(mail)
    assert "Trop lourd pour un courriel (bulletin-2026-T3.pdf, bulletin-2026-T3.xlsx)" in text_of(mail)


def mailed(agency: Agency, heaviest: int = Outward().heaviest) -> EmailMessage:
    """The one e-mail that leaves over SMTP in a round of the worker."""
    with post_office() as (kept, channel):
        agency.settings = replace(agency.settings, outward=Outward(smtp=channel.smtp, heaviest=heaviest))
        with agency.working() as work:
            assert mailings.send_next in timers.ROUND
            assert mailings.send_next(work) == 1
        assert send_word(agency) == 1
    [content] = kept
    found = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def text_of(mail: EmailMessage) -> str:
    """The words of an e-mail."""
    return mail.get_body().get_content()


def sent(agency: Agency) -> list[str]:
    """Let the worker do its round; every e-mail that left the house so far."""
    with agency.working() as work:
        while mailings.send_next in timers.ROUND and mailings.send_next(work):
            continue
    send_word(agency)
    path = agency.settings.var / FOLDER / "courriel.jsonl"
    return path.read_text().splitlines() if path.exists() else []

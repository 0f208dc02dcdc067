"""Tables come from many hands: old spreadsheets, wrong accents, traps; what goes out must hurt nobody."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from migraflow.documents import sheets
from migraflow.domain.errors import Unfit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_is_read_whatever_spreadsheet_wrote_it(encoding: str, mark: str) -> None:
    text = f'nom{mark}région\r\n"Traoré{mark} Awa"{mark}Ségou\r\n\r\nKoné{mark}\r\n'
    found = sheets.read(text.encode(encoding))
    assert found.titles == ("nom", "région")
    assert [(line.number, line.cells) for line in found.lines] == [
        (2, (f"Traoré{mark} Awa", "Ségou")),
        (4, ("Koné", "")),
    ]


def test_accents_decoded_wrongly_once_are_put_right() -> None:
    found = sheets.read("ville;note\nSÃ©gou;Voilà\nÃ  Gao;Âge\n".encode())
    assert [line.cells for line in found.lines] == [("Ségou", "Voilà"), ("à Gao", "Âge")]


def test_a_cell_never_begins_a_formula_on_the_readers_machine() -> None:
    nasty = ['=HYPERLINK("http://x")', "+223 76 12 34 56", "@SUM(A1)", "-2+3", "\t=1", "-12,5", "texte"]
    written = sheets.to_csv(["a"], [[cell] for cell in nasty])
    cells = [line.split(";")[0].strip('"') for line in written.decode("utf-8-sig").splitlines()[1:]]
    assert [cell[:1] for cell in cells] == ["'", "'", "'", "'", "'", "-", "t"]
    assert [line.cells[0] for line in sheets.read(written).lines] == [cell.strip() for cell in nasty]
    book = openpyxl.load_workbook(io.BytesIO(sheets.to_xlsx(["a"], [[cell] for cell in nasty])))
    assert {cell.data_type for row in book.worksheets[0].iter_rows(min_row=2) for cell in row} == {"s"}


def test_dates_and_numbers_come_back_from_xlsx_as_they_went() -> None:
    rows = [["Awa", date(2026, 3, 9), 45, Decimal("600.5"), True, None]]
    found = sheets.read(
        sheets.to_xlsx(["nom", "le", "postes", "salaire", "ouvert", "note"], rows, name="Offres: [2026]")
    )
    assert found.lines[0].cells == ("Awa", "2026-03-09", "45", "600.5", "oui", "")


def test_dates_in_csv_are_written_the_french_way() -> None:
    assert sheets.to_csv(["le", "prix"], [[date(2026, 3, 9), Decimal("1.5")]]).endswith(b"09/03/2026;1,5\r\n")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheet_empty"),
        (b"\n\n;;\n", "sheet_empty"),
        (b"nom;nom\na;b\n", "sheet_title_twice"),
        (b"PK\x03\x04 not an archive", "sheet_unreadable"),
        (b"\x89PNG\x00\x00\x00", "sheet_unreadable"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        sheets.read(content)
    assert refused.value.code == code


def test_a_table_longer_than_asked_for_is_refused() -> None:
    with pytest.raises(Unfit) as refused:
        sheets.read(b"nom\n" + b"Awa\n" * 11, most=10)
    assert refused.value.facts == {"most": "10"}


def test_an_xlsx_that_declares_entities_is_refused() -> None:
    whole, out = zipfile.ZipFile(io.BytesIO(sheets.to_xlsx(["a"], [["b"]]))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as trapped:
        for name in whole.namelist():
            trap = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' if name.endswith("sheet1.xml") else b""
            trapped.writestr(name, trap + whole.read(name))
    with pytest.raises(Unfit) as refused:
        sheets.read(out.getvalue())
    assert refused.value.code == "sheet_unreadable"

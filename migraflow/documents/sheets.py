"""Tables as people exchange them: rows out of the bytes of a CSV or XLSX file, and back, without traps.

Read: UTF-8 (with or without mark), UTF-16 and Windows-1252; ``;`` ``,`` tab or ``|`` between cells; words that were
decoded wrongly once (« SÃ©gou ») are put right. Written: a cell never begins a formula on the reader's machine.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import xlsxwriter

from migraflow.domain.errors import Unfit

Cell = str | int | Decimal | date | bool | None

MOST_LINES = 100_000
MOST_COLUMNS = 200
MOST_UNPACKED = 300 * 1024 * 1024
"""Bytes an XLSX file may unfold to: beyond, it is a trap."""
SEPARATORS = ";,\t|"
STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet read a cell as a formula."""
PLAIN_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
ONCE_WRONG = re.compile("[ÃÂâ]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number as the spreadsheet shows it (the titles stand on line 1), a text per title."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its titles, and its lines that are not blank, each as long as the titles."""

    titles: tuple[str, ...]
    lines: tuple[Line, ...]


def read(content: bytes, *, most: int = MOST_LINES) -> Sheet:
    """The table in `content`, of a CSV or XLSX file; dates come as ISO text, numbers without thousands.

    Raises Unfit: ``sheet_unreadable``, ``sheet_empty``, ``sheet_title_twice`` (title), ``sheet_too_long`` (most).
    """
    rows = read_xlsx(content) if content[:4] == b"PK\x03\x04" else read_csv(content)
    numbered = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    first = next(numbered, None)
    if first is None:
        raise Unfit("sheet_empty")
    titles = titles_of(first[1])
    lines: list[Line] = []
    for number, row in numbered:
        if len(lines) == most:
            raise Unfit("sheet_too_long", most=str(most))
        lines.append(Line(number, tuple([*row, *([""] * len(titles))][: len(titles)])))
    return Sheet(titles, tuple(lines))


def titles_of(row: Sequence[str]) -> tuple[str, ...]:
    """The titles of a table, blank ones at the end left out. Raises Unfit when one stands twice."""
    last = max(place for place, title in enumerate(row, start=1) if title)
    titles = tuple(row[:last])
    twice = next((title for place, title in enumerate(titles) if title and title in titles[:place]), "")
    if twice:
        raise Unfit("sheet_title_twice", title=twice[:80])
    return titles


def read_csv(content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file."""
    text = decoded(content)
    if "\x00" in text:
        raise Unfit("sheet_unreadable")
    head = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(head), strict=False):
            yield [clean(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Unfit("sheet_unreadable") from error


def decoded(content: bytes) -> str:
    """The text of a CSV file, whatever spreadsheet wrote it."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def separator(head: str) -> str:
    """What stands between the cells, told from the line of titles: the mark seen most often outside quotes."""
    bare = re.sub(r'"[^"]*"', "", head)
    return max(SEPARATORS, key=lambda mark: (bare.count(mark), -SEPARATORS.index(mark)))


def read_xlsx(content: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet of an XLSX file, formulas by their last result."""
    refuse_traps(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        page = book.worksheets[0]
        page.reset_dimensions()
        for row in page.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [cell_text(value) for value in row]
    except Unfit:
        raise
    except Exception as error:  # the library meets a broken file with whatever exception comes
        raise Unfit("sheet_unreadable") from error


def refuse_traps(content: bytes) -> None:
    """Refuse an archive that unfolds beyond measure, or whose XML declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise Unfit("sheet_unreadable")
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in part.read(4096):
                        raise Unfit("sheet_unreadable")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unfit("sheet_unreadable") from error


def cell_text(value: object) -> str:
    """A cell of XLSX as the text a person would type."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return clean(str(value))


def clean(cell: str) -> str:
    """A cell without outer spaces, without the mark that kept it from being a formula, its accents put right."""
    text = cell.strip().replace("\r\n", "\n")
    if text[:1] == "'" and text[1:2] in STARTS:
        text = text[1:].strip()
    return put_right(text) if ONCE_WRONG.search(text) else text


def put_right(text: str) -> str:
    """`text`, or what it was before somebody read its UTF-8 as Windows-1252."""
    for spelt in (text, text.replace("Ã ", "Ã\u00a0")):
        try:
            return spelt.encode("cp1252").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text


def to_csv(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file spreadsheets in French open well: UTF-8 with its mark, ``;`` between cells."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([harmless(title) for title in titles])
    writer.writerows([harmless(csv_text(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def csv_text(cell: Cell) -> str:
    """A cell of CSV: dates day/month/year, decimals with a comma."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def harmless(text: str) -> str:
    """`text` marked as text when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(STARTS) and not PLAIN_NUMBER.fullmatch(text) else text


def to_xlsx(titles: Sequence[str], rows: Iterable[Sequence[Cell]], *, name: str = "Feuille 1") -> bytes:
    """An XLSX file: titles in bold that stay in sight, dates and numbers as such, text never read as a formula."""
    return to_book([(name, titles, rows)])


def to_book(pages: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """An XLSX file of several sheets, each with its name, titles and rows; made at no particular moment."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2020, 1, 1)})
    taken: set[str] = set()
    for name, titles, rows in pages:
        write_page(book, page_name(name, taken), titles, rows)
    book.close()
    return out.getvalue()


def page_name(name: str, taken: set[str]) -> str:
    """What a sheet may be called, beside those there are."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:31].strip() or "Feuille"
    number, found = 2, plain
    while found.lower() in taken:
        found, number = f"{plain[:27]} {number}", number + 1
    taken.add(found.lower())
    return found


def write_page(book: xlsxwriter.Workbook, name: str, titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """One sheet."""
    page = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for column, title in enumerate(titles):
        page.write_string(0, column, title, bold)
    page.freeze_panes(1, 0)
    page.set_column(0, max(0, len(titles) - 1), 20)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, int | Decimal) and not isinstance(cell, bool):
                page.write_number(number, column, float(cell))
            elif cell is not None:
                page.write_string(number, column, csv_text(cell)[:32_000])

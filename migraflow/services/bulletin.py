"""The statistical bulletin of a quarter: what happened in words and figures, and the tables the ILO asks for (§12.2).

It is made of what anybody may know, whoever asks for it, so that the same quarter always makes the same paper.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from migraflow.documents import frames, sheets
from migraflow.documents import leaf as paper
from migraflow.documents.figure_svg import svg
from migraflow.domain import printed
from migraflow.domain.access import Permission, Scope
from migraflow.domain.accesses import AccessObject
from migraflow.domain.errors import NotFound
from migraflow.domain.figure_words import PAPER, said
from migraflow.domain.indicators import Counted, Head, Row, Shown
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.printed import Kind, Leaf, Printed
from migraflow.services import accesses, concealing, exports, indicators, tallies, targets
from migraflow.services.exports import File
from migraflow.services.fact_sources import SECTOR
from migraflow.services.figure_shapes import in_order
from migraflow.services.figures import FIGURES
from migraflow.services.work import Work

FRENCH = "fr"
"""The tongue of the bulletin."""
UNKNOWN = "_X"
"""The code of what nobody said, after SDMX."""
QUARTER = re.compile(r"(20\d\d)-T([1-4])")
TEXTS = "textes_bulletin"
"""The list that holds its sentences, in French: the ministry may correct a word."""
OUT, IN = "depart", "retour"
"""The facts the tables are made of: departures ANPE has seen to, returns somebody has told of."""
TOLD = ("DS01", "PL01", "RM01", "PL04", "QS03")
"""The indicators the bulletin speaks of."""
SECTORS = "secteurs"
"""The list of economic activities (ISIC sections)."""
TO_READ = ("couverture", "source", "emploi", "branche", "stocks")
"""What must be known of the tables."""
COUNTRY = "MLI"
LONG = ("ref_area", "time", "table", "classif", "classif_code", "sex", "obs_value", "conf_status")
"""The columns of the long table, after those of SDMX; hidden figures are confidential (C), others free (F)."""
ALL = "T"
"""Both sexes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One table of the ILMS: what is counted, by what, beside the sex; by economic activity where no dimension is."""

    number: str
    fact: str
    by: Dimension | None

    @property
    def along(self) -> str:
        """What its rows are."""
        return self.by.value if self.by else "secteur"


TABLES = (
    Asked("1", OUT, Dimension.DESTINATION),
    Asked("2", OUT, Dimension.DESTINATION),
    Asked("3", OUT, Dimension.EDUCATION),
    Asked("4", SECTOR, None),
    Asked("5", OUT, Dimension.OCCUPATION),
    Asked("6", OUT, Dimension.AGE),
    Asked("7", IN, Dimension.DESTINATION),
    Asked("8", IN, Dimension.AGE),
)


def made(work: Work, *, quarter: str, kind: Kind) -> File:
    """The bulletin of a quarter (``2026-T3``; "" for the last one that is over), as PDF or its tables alone as XLSX.

    Raises NotFound for a quarter that is none or is not over, NotAllowed for whoever may not watch the figures.
    """
    work.require(Permission.SEE_MEASURES)
    quarter = quarter or last_quarter(work.now.date())
    slice_ = slice_of(quarter)
    if slice_.until >= work.now.date() or kind not in {Kind.PDF, Kind.XLSX}:
        raise NotFound("bulletin", quarter)
    accesses.note_export(work, AccessObject.BULLETIN, f"{quarter} · {kind.value}", len(TABLES))
    return written(work, quarter, kind)


def written(work: Work, quarter: str, kind: Kind) -> File:
    """The bulletin of a quarter that is over."""
    reader, slice_ = in_public(work), slice_of(quarter)
    tables = [(one, crossed(reader, slice_, one)) for one in TABLES]
    if kind is Kind.PDF:
        content = paper.pdf(leaf(reader, slice_, quarter, tables), exports.head_of(work))
    else:
        content = book(reader, quarter, tables)
    return File(f"bulletin-{quarter}.{kind}", kind, content)


def in_public(work: Work) -> Work:
    """The same work, of somebody who reads French and sees figures only, of the whole country."""
    return replace(work, actor=replace(work.actor, language=FRENCH, grants={Permission.SEE_MEASURES: Scope.EVERYWHERE}))


def text(work: Work, code: str, **facts: str) -> str:
    """A sentence of the bulletin, its facts in their places."""
    words = tallies.listed(work, TEXTS, code)
    for name, fact in facts.items():
        words = words.replace(f"{{{name}}}", fact)
    return words


def last_quarter(today: date) -> str:
    """The last quarter that is over."""
    quarter = (today.month - 1) // 3
    return f"{today.year}-T{quarter}" if quarter else f"{today.year - 1}-T4"


def slice_of(quarter: str) -> Slice:
    """The months of a quarter. Raises NotFound."""
    found = QUARTER.fullmatch(quarter)
    if found is None:
        raise NotFound("bulletin", quarter)
    year, last = int(found.group(1)), 3 * int(found.group(2))
    return Slice(date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1]))


def crossed(work: Work, slice_: Slice, asked: Asked) -> Shown:
    """A table of a fact by one dimension and sex, masked as the figures of the ministry are."""
    by = asked.by or "part"

    def count() -> Counted:
        found = tallies.tally(work, slice_, asked.fact, by, Dimension.SEX)
        every = tallies.tally(work, slice_, asked.fact, by)
        rows = tuple(
            Row(key, words_of(work, asked, key),
                (*(tallies.counts(found.get((key, sex), 0)) for sex in tallies.SEXES),
                 tallies.counts(every.get((key,), 0))))
            for key in keys_of(work, asked, (str(one[0]) for one in every))
        )  # fmt: skip
        columns = (
            head_of(work, asked),
            *(Head(Unit.PEOPLE, label=tallies.label_of(work, Dimension.SEX, sex)) for sex in tallies.SEXES),
            Head(Unit.PEOPLE, "all"),
        )
        return Counted(
            asked.number, columns, rows, tallies.counts(tallies.total(work, slice_, asked.fact)), asked.by
        )  # fmt: skip

    return concealing.concealed(work, slice_, count)


def keys_of(work: Work, asked: Asked, found: Iterable[str]) -> list[str]:
    """What a table is told by, in the order of its list."""
    return tallies.keys_of(work, asked.by, found) if asked.by else in_order(work, SECTORS, dict.fromkeys(found))


def head_of(work: Work, asked: Asked) -> Head:
    """What the rows of a table are."""
    return Head(Unit.LABEL, asked.by.value) if asked.by else Head(Unit.LABEL, label=text(work, "colonne_branche"))


def words_of(work: Work, asked: Asked, key: str) -> str:
    """What a row of a table is called."""
    return tallies.label_of(work, asked.by, key) if asked.by else tallies.listed(work, SECTORS, key)


Tables = Sequence[tuple[Asked, Shown]]
"""The tables of the ILMS, masked."""


def leaf(work: Work, slice_: Slice, quarter: str, tables: Tables) -> Leaf:
    """The bulletin as a paper. It bears the last day of its quarter, not the day it was printed."""
    figures = [told(work, slice_, code) for code in TOLD if code in work.house.definitions and code in FIGURES]
    title = text(work, "titre", rang=text(work, f"rang_{quarter[-1]}"), annee=quarter[:4])
    words = (text(work, "introduction"), text(work, "couverture"))
    papers = tuple(on_paper(work, asked, table, slice_) for asked, table in tables)
    ending = Printed("", text(work, "lire"), " ".join(text(work, code) for code in TO_READ[1:]), (), ())
    return Leaf(
        title, printed.span(slice_, FRENCH), printed.listed((), FRENCH), printed.day(slice_.until, FRENCH),
        (*figures, *papers, ending), words, FRENCH,
    )  # fmt: skip


def book(work: Work, quarter: str, tables: Tables) -> bytes:
    """The tables as XLSX: a sheet each, all of them in one long sheet, and what must be known of them."""
    pages = [
        (f"ILMS {one.number} {exports.heads(table, FRENCH)[0]}", exports.heads(table, FRENCH),
         printed.values(table, FRENCH))
        for one, table in tables
    ]  # fmt: skip
    long = [line for one, table in tables for line in long_lines(quarter, one, table)]
    notes = [*(text(work, code) for code in TO_READ), said(PAPER, FRENCH, "note")]
    notes += [f"ILMS {one.number} : {text(work, f'ilms_{one.number}')}" for one, _ in tables]
    about = (text(work, "page_couverture"), (text(work, "a_lire"),), [[words] for words in notes])
    return sheets.to_book([*pages, (text(work, "page_longue"), LONG, long), about])


def long_lines(quarter: str, asked: Asked, table: Shown) -> Iterator[list[sheets.Cell]]:
    """A table one figure a line, as databases of statistics take it: codes, the figure, whether it is hidden."""
    rows = [[row.key, *row.marks] for row in table.rows]
    for code, _, sex, mark in frames.longer(rows, (asked.along, *tallies.SEXES, ALL)):
        yield [COUNTRY, quarter.replace("T", "Q"), f"ILMS {asked.number}", asked.along, code or UNKNOWN, sex,
               mark.value, "C" if mark.hidden else "F"]  # fmt: skip


def told(work: Work, slice_: Slice, code: str) -> Printed:
    """One indicator of the bulletin, with the same quarter a year before."""
    table = indicators.figure(work, code=code, slice_=slice_)
    before = indicators.figure(work, code=code, slice_=indicators.a_year_before(slice_)).total
    return exports.on_paper(exports.Counted(targets.definitions(work)[code], table, slice_, before), FRENCH)


def on_paper(work: Work, asked: Asked, table: Shown, slice_: Slice) -> Printed:
    """One table of the ILMS in words."""
    title = text(work, f"ilms_{asked.number}")
    drawing = svg(title, only(table), FRENCH) if len(table.rows) > 1 else ""
    sentence = printed.sentence(Unit.PEOPLE, table.total, slice_, None, FRENCH)
    return Printed(f"ILMS {asked.number}", title, sentence, exports.heads(table, FRENCH),
                   printed.cells(table, FRENCH), caveat=text(work, "couverture"), drawing=drawing)  # fmt: skip


def only(table: Shown) -> Shown:
    """A table without its last column: what is drawn beside its total would be drawn twice."""
    rows = tuple(replace(row, marks=row.marks[:-1]) for row in table.rows)
    return replace(table, columns=table.columns[:-1], rows=rows)

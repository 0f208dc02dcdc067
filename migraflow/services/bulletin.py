"""The statistical bulletin of a quarter: what happened in words and figures, and the tables the ILO asks for (§12.2).

It is made of what anybody may know, whoever asks for it, so that the same quarter always makes the same paper.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from migraflow.documents import leaf as paper
from migraflow.documents import sheets
from migraflow.documents.figure_svg import svg
from migraflow.domain import printed, shown
from migraflow.domain.access import Permission, Scope
from migraflow.domain.accesses import AccessObject
from migraflow.domain.errors import NotFound
from migraflow.domain.indicators import Counted, Head, Row, Shown
from migraflow.domain.measures import Dimension, Slice, Unit
from migraflow.domain.printed import Kind, Leaf, Printed
from migraflow.services import accesses, concealing, exports, indicators, tallies, targets
from migraflow.services.exports import File
from migraflow.services.figures import FIGURES
from migraflow.services.work import Work

QUARTER = re.compile(r"(20\d\d)-T([1-4])")
ORDINALS = ("premier", "deuxième", "troisième", "quatrième")
OUT, IN = "depart", "retour"
"""The facts the tables are made of: departures ANPE has seen to, returns somebody has told of."""
TOLD = ("DS01", "PL01", "RM01", "PL04", "QS03")
"""The indicators the bulletin speaks of."""
PARTIAL = "Couverture partielle : seuls les mouvements enregistrés par l’ANPE et ses partenaires sont comptés."
SOURCE = "Source administrative : dossiers de l’ANPE. Présentation : base de l’OIT sur la migration de travail (ILMS)."
PLACED = "Tout départ suivi par l’ANPE mène à un emploi : les sorties de nationaux employés sont les placements."
NO_SECTOR = (
    "Branche d’activité (CITI) : elle n’est pas encore enregistrée dossier par dossier ; le tableau par métier (CITP, "
    "deux chiffres) en tient lieu."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One table of the ILMS: what is counted, by what, beside the sex."""

    number: str
    title: str
    fact: str
    by: Dimension


TABLES = (
    Asked("1", "Sorties de nationaux, par sexe et pays de destination", OUT, Dimension.DESTINATION),
    Asked("2", "Sorties de nationaux employés, par sexe et pays de destination", OUT, Dimension.DESTINATION),
    Asked("3", "Sorties de nationaux employés, par sexe et niveau d’instruction", OUT, Dimension.EDUCATION),
    Asked("4", "Sorties de nationaux employés, par sexe et métier (CITP)", OUT, Dimension.OCCUPATION),
    Asked("5", "Sorties de nationaux employés, par sexe et tranche d’âge", OUT, Dimension.AGE),
    Asked("6", "Entrées (retours) de nationaux, par sexe et pays de résidence précédent", IN, Dimension.DESTINATION),
    Asked("7", "Entrées (retours) de nationaux, par sexe et tranche d’âge", IN, Dimension.AGE),
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
    reader = in_public(work)
    tables = [(one, crossed(reader, slice_, one)) for one in TABLES]
    if kind is Kind.PDF:
        content = paper.pdf(leaf(reader, slice_, quarter, tables), exports.head_of(work))
    else:
        notes = [[words] for words in (PARTIAL, SOURCE, PLACED, NO_SECTOR, masked())]
        pages = [(f"{one.number} {one.title}", exports.heads(table), printed.values(table)) for one, table in tables]
        content = sheets.to_book([*pages, ("Couverture", ("À lire",), notes)])
    accesses.note_export(work, AccessObject.BULLETIN, f"{quarter} · {kind.value}", len(tables))
    return File(f"bulletin-{quarter}.{kind}", kind, content)


def in_public(work: Work) -> Work:
    """The same work, of somebody who sees figures only, of the whole country."""
    return replace(work, actor=replace(work.actor, grants={Permission.SEE_MEASURES: Scope.EVERYWHERE}))


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

    def count() -> Counted:
        found = tallies.tally(work, slice_, asked.fact, asked.by, Dimension.SEX)
        every = tallies.tally(work, slice_, asked.fact, asked.by)
        rows = tuple(
            Row(key, tallies.label_of(work, asked.by, key),
                (*(tallies.counts(found.get((key, sex), 0)) for sex in tallies.SEXES),
                 tallies.counts(every.get((key,), 0))))
            for key in tallies.keys_of(work, asked.by, (str(one[0]) for one in every))
        )  # fmt: skip
        columns = (
            Head(Unit.LABEL, asked.by.value),
            *(Head(Unit.PEOPLE, label=name) for name in tallies.SEXES.values()),
            Head(Unit.PEOPLE, "all"),
        )
        return Counted(asked.number, columns, rows, tallies.counts(tallies.total(work, slice_, asked.fact)), asked.by)

    return concealing.concealed(work, slice_, count)


def leaf(work: Work, slice_: Slice, quarter: str, tables: Iterable[tuple[Asked, Shown]]) -> Leaf:
    """The bulletin as a paper. It bears the last day of its quarter, not the day it was printed."""
    figures = [told(work, slice_, code) for code in TOLD if code in work.house.definitions and code in FIGURES]
    title = f"Bulletin statistique du {ORDINALS[int(quarter[-1]) - 1]} trimestre {quarter[:4]}"
    words = (
        "Ce bulletin dit ce que l’agence a fait pour la migration professionnelle pendant le trimestre : qui a "
        "demandé, qui est parti, qui est revenu, ce que partir a coûté, et si les délais ont été tenus.",
        PARTIAL,
    )
    papers = tuple(on_paper(asked, table, slice_) for asked, table in tables)
    ending = Printed("", "Lire ces tableaux", f"{SOURCE} {PLACED} {NO_SECTOR}", (), ())
    return Leaf(title, printed.span(slice_), "aucun", shown.day(slice_.until), (*figures, *papers, ending), words)


def told(work: Work, slice_: Slice, code: str) -> Printed:
    """One indicator of the bulletin, with the same quarter a year before."""
    table = indicators.figure(work, code=code, slice_=slice_)
    before = indicators.figure(work, code=code, slice_=indicators.a_year_before(slice_)).total
    return exports.on_paper(exports.Counted(targets.definitions(work)[code], table, slice_, before))


def on_paper(asked: Asked, table: Shown, slice_: Slice) -> Printed:
    """One table of the ILMS in words."""
    total = table.total
    words = "aucun mouvement enregistré" if total.value == 0 else (
        "trop peu pour être montré" if total.value is None else printed.amount(total.value, Unit.PEOPLE)
    )  # fmt: skip
    drawing = svg(asked.title, only(table)) if len(table.rows) > 1 else ""
    return Printed(f"ILMS {asked.number}", asked.title, f"{printed.span(slice_)} : {words}.", exports.heads(table),
                   printed.cells(table), caveat=PARTIAL, drawing=drawing)  # fmt: skip


def only(table: Shown) -> Shown:
    """A table without its last column: what is drawn beside its total would be drawn twice."""
    rows = tuple(replace(row, marks=row.marks[:-1]) for row in table.rows)
    return replace(table, columns=table.columns[:-1], rows=rows)


def masked() -> str:
    """What is hidden, in words."""
    return Leaf("", "", "", "", ()).note

"""Figures to take away: a table, a picture, a page. Masked as on the screen, and written down each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from migraflow.documents import leaf as paper
from migraflow.documents import leaf_html, sheets, signing
from migraflow.documents.figure_svg import svg
from migraflow.domain import printed, shown
from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.errors import NotFound
from migraflow.domain.indicators import Definition, Mark, Shown
from migraflow.domain.measures import Dimension, Slice
from migraflow.domain.printed import Kind, Leaf, Printed
from migraflow.domain.slices import a_year_before, asked
from migraflow.services import accesses, indicators, tallies, targets
from migraflow.services.figures import FIGURES
from migraflow.services.letter_folder import FOLDER, letterhead
from migraflow.services.work import Work

BY = "par"
"""The word of an address that says by what figures are broken down."""
OVERVIEW, PONAM = "ensemble", "ponam"
LEADING = ("DS01", "OI06", "PL01", "PL04", "RM01", "RM06", "QS03")
"""What stands on the overview."""
TITLES = {
    OVERVIEW: "Vue d’ensemble", "demandes": "Demandes", "offres": "Offres", "placements": "Placements",
    "couts": "Coûts et protection", "reinsertion": "Réinsertion", "formation": "Formation et partenariats",
    "prospection": "Prospection et accords", "performance": "Performance du service",
    "qualite": "Qualité des données", PONAM: "PONAM",
}  # fmt: skip
AXIS = "axe_"
"""How tags of the PONAM begin."""
ROW = ("Indicateur", "Libellé", "Ligne", "Colonne", "Valeur", "Unité")
CHECKED_AT = "/verifier/fichier"


@dataclass(frozen=True, slots=True)
class Counted:
    """One indicator as it leaves the house."""

    definition: Definition
    table: Shown
    slice_: Slice
    before: Mark | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand out."""

    name: str
    kind: Kind
    content: bytes


def figure(work: Work, *, code: str, kind: Kind, query: Mapping[str, str]) -> File:
    """One indicator as a file, filtered as an address asks. Raises NotFound for a code nobody defines."""
    found = counted(work, code, query)
    content = {
        Kind.CSV: lambda: sheets.to_csv(heads(found.table), printed.values(found.table)),
        Kind.XLSX: lambda: book(work, [found], query),
        Kind.SVG: lambda: svg(title_of(found), found.table).encode(),
        Kind.PNG: lambda: paper.png(leaf(work, title_of(found), [found], query), head_of(work)),
        Kind.PDF: lambda: paper.pdf(leaf(work, title_of(found), [found], query), head_of(work)),
        Kind.HTML: lambda: signed(work, leaf(work, title_of(found), [found], query)),
    }[kind]()
    note(work, f"{code} {title_of(found)}", [found], query, kind)
    return File(f"{code}-{stamp(found.slice_)}.{kind}", kind, content)


def page(work: Work, *, name: str, kind: Kind, query: Mapping[str, str]) -> File:
    """A page of the dashboards as a file. Raises NotFound for a page or a form there is not."""
    if name not in TITLES or kind in {Kind.SVG, Kind.PNG}:
        raise NotFound("page", name)
    found = [counted(work, code, query) for code in codes_of(work, name)]
    content = {
        Kind.CSV: lambda: sheets.to_csv(ROW, [line for one in found for line in long_lines(one)]),
        Kind.XLSX: lambda: book(work, found, query),
        Kind.PDF: lambda: paper.pdf(leaf(work, TITLES[name], found, query), head_of(work)),
        Kind.HTML: lambda: signed(work, leaf(work, TITLES[name], found, query)),
    }[kind]()
    note(work, TITLES[name], found, query, kind)
    return File(f"{name}-{stamp(slice_of(work, query))}.{kind}", kind, content)


def codes_of(work: Work, name: str) -> list[str]:
    """The indicators of a page that are defined and counted, in the order of its file."""
    work.require(Permission.SEE_MEASURES)
    known = {code: one for code, one in work.house.definitions.items() if code in FIGURES}
    if name == OVERVIEW:
        return [code for code in LEADING if code in known]
    if name == PONAM:
        return [code for code, one in known.items() if any(tag.startswith(AXIS) for tag in one.tags)]
    return [code for code, one in known.items() if one.page == name]


def counted(work: Work, code: str, query: Mapping[str, str]) -> Counted:
    """One indicator in what an address asks for, as the actor may see it, with the year before unless refused."""
    definition = targets.definitions(work).get(code)
    if definition is None or code not in FIGURES:
        raise NotFound("indicator", code)
    slice_ = slice_of(work, query)
    slice_ = replace(slice_, **{one.name.lower(): "" for one in slice_.chosen() if one not in definition.dimensions})
    by = by_of(query)
    by = by if by in definition.dimensions else None
    table = indicators.figure(work, code=code, slice_=slice_, by=by)
    compared = asked(query, work.now.date()).compared
    before = indicators.figure(work, code=code, slice_=a_year_before(slice_), by=by).total if compared else None
    return Counted(definition, table, slice_, before)


def slice_of(work: Work, query: Mapping[str, str]) -> Slice:
    """What an address asks for, cut to what the actor may see."""
    return indicators.allowed(work, asked(query, work.now.date()).slice_)


def by_of(query: Mapping[str, str]) -> Dimension | None:
    """By what an address breaks figures down."""
    word = query.get(BY, "")
    return Dimension(word) if word in set(Dimension) else None


def filters_of(work: Work, slice_: Slice) -> tuple[str, ...]:
    """The filters of a slice in words: « Région : Kayes »."""
    return tuple(
        f"{printed.HEADS[one.value]} : {tallies.label_of(work, one, value)}" for one, value in slice_.chosen().items()
    )


def leaf(work: Work, title: str, found: Sequence[Counted], query: Mapping[str, str]) -> Leaf:
    """Figures on one paper."""
    slice_ = slice_of(work, query)
    return Leaf(
        title, printed.span(slice_), printed.listed(filters_of(work, slice_)), shown.day(work.now.date()),
        tuple(on_paper(one) for one in found),
    )  # fmt: skip


def on_paper(found: Counted) -> Printed:
    """One figure in words, with its drawing."""
    definition, table = found.definition, found.table
    return Printed(
        code=definition.code,
        title=title_of(found),
        sentence=printed.sentence(definition, table, found.slice_, found.before),
        heads=heads(table),
        rows=printed.cells(table),
        formula=definition.formula.get("fr", ""),
        caveat=definition.caveat.get("fr", ""),
        drawing=svg(title_of(found), table),
    )


def title_of(found: Counted) -> str:
    """What an indicator is called."""
    return found.definition.label.get("fr", found.definition.code)


def heads(table: Shown) -> tuple[str, ...]:
    """What the columns of a table are called."""
    return tuple(printed.head(one) for one in table.columns)


def long_lines(found: Counted) -> list[list[sheets.Cell]]:
    """The figures of one indicator, one a line, so that many stand in one table."""
    names, units = heads(found.table), [printed.NOUNS[one.unit][1] for one in found.table.columns]
    return [
        [found.definition.code, title_of(found), row[0], names[place], row[place], units[place]]
        for row in printed.values(found.table)
        for place in range(1, len(row))
    ]


def book(work: Work, found: Sequence[Counted], query: Mapping[str, str]) -> bytes:
    """Figures as XLSX: a sheet each, then what they are."""
    slice_ = slice_of(work, query)
    about: list[list[sheets.Cell]] = [
        ["Période", printed.span(slice_)], ["Filtres", printed.listed(filters_of(work, slice_))],
        ["Édité le", work.now.date()], ["Masque", Leaf("", "", "", "", ()).note],
    ]  # fmt: skip
    for one in found:
        about.append([one.definition.code, title_of(one)])
        about.append(["", one.definition.formula.get("fr", "")])
    pages = [(f"{one.definition.code} {title_of(one)}", heads(one.table), printed.values(one.table)) for one in found]
    return sheets.to_book([*pages, ("Définitions", ("Quoi", "Comment"), about)])


def signed(work: Work, made: Leaf) -> bytes:
    """One HTML file, signed by the house."""
    address = f"{work.settings.public_url.rstrip('/')}{CHECKED_AT}"
    return leaf_html.html(made, head_of(work), signing.signer(work.settings.var), address)


def head_of(work: Work) -> paper.Letterhead:
    """What stands on every paper of the house."""
    return letterhead(work.settings.workflows / FOLDER)


def stamp(slice_: Slice) -> str:
    """The months of a slice, for the name of a file."""
    return f"{slice_.since:%Y-%m}-{slice_.until:%Y-%m}"


def note(work: Work, what: str, found: Sequence[Counted], query: Mapping[str, str], kind: Kind) -> None:
    """Write down that figures leave the house."""
    slice_ = slice_of(work, query)
    told = " · ".join([what, printed.span(slice_), *filters_of(work, slice_), kind.value])
    accesses.note_export(work, AccessObject.FIGURES, told, sum(len(one.table.rows) for one in found))

"""Figures to take away: a table, a picture, a page. Masked as on the screen, and written down each time.

A file speaks the language of whoever takes it; the journal of what was taken is in French.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from migraflow.documents import frames, leaf_html, sheets, signing
from migraflow.documents import leaf as paper
from migraflow.documents.figure_svg import svg
from migraflow.domain import printed
from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.errors import NotFound
from migraflow.domain.figure_words import HEADS, PAPER, TITLES, said
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
AXIS = "axe_"
"""How tags of the PONAM begin."""
ROW = ("code", "label", "row", "column", "value", "unit")
"""The columns of a page whose figures stand one a line."""
PAGES = frozenset(TITLES["fr"])
"""The pages of the dashboards."""
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
    found, language = counted(work, code, query), work.actor.language
    title = title_of(found, language)
    content = {
        Kind.CSV: lambda: sheets.to_csv(heads(found.table, language), printed.values(found.table, language)),
        Kind.XLSX: lambda: book(work, [found], query),
        Kind.SVG: lambda: svg(title, found.table, language).encode(),
        Kind.PNG: lambda: paper.png(leaf(work, title, [found], query), head_of(work)),
        Kind.PDF: lambda: paper.pdf(leaf(work, title, [found], query), head_of(work)),
        Kind.HTML: lambda: signed(work, leaf(work, title, [found], query)),
    }[kind]()
    note(work, f"{code} {title_of(found, 'fr')}", [found], query, kind)
    return File(f"{code}-{stamp(found.slice_)}.{kind}", kind, content)


def page(work: Work, *, name: str, kind: Kind, query: Mapping[str, str]) -> File:
    """A page of the dashboards as a file. Raises NotFound for a page or a form there is not."""
    if name not in PAGES or kind in {Kind.SVG, Kind.PNG}:
        raise NotFound("page", name)
    found = figures_of(work, name, query)
    made = page_of(work, name, found, kind, query)
    note(work, said(TITLES, "fr", name), found, query, kind)
    return made


def figures_of(work: Work, name: str, query: Mapping[str, str]) -> list[Counted]:
    """The figures of a page."""
    return [counted(work, code, query) for code in codes_of(work, name)]


def page_of(work: Work, name: str, found: Sequence[Counted], kind: Kind, query: Mapping[str, str]) -> File:
    """Figures of a page as a file."""
    language = work.actor.language
    title = said(TITLES, language, name)
    content = {
        Kind.CSV: lambda: sheets.to_csv(
            [said(PAPER, language, word) for word in ROW], [line for one in found for line in long_lines(one, language)]
        ),
        Kind.XLSX: lambda: book(work, found, query),
        Kind.PDF: lambda: paper.pdf(leaf(work, title, found, query), head_of(work)),
        Kind.HTML: lambda: signed(work, leaf(work, title, found, query)),
    }[kind]()
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
    language = work.actor.language
    return tuple(
        said(PAPER, language, "filter", name=said(HEADS, language, one.value), value=tallies.label_of(work, one, value))
        for one, value in slice_.chosen().items()
    )


def leaf(work: Work, title: str, found: Sequence[Counted], query: Mapping[str, str]) -> Leaf:
    """Figures on one paper."""
    slice_, language = slice_of(work, query), work.actor.language
    return Leaf(
        title, printed.span(slice_, language), printed.listed(filters_of(work, slice_), language),
        printed.day(work.now.date(), language), tuple(on_paper(one, language) for one in found), language=language,
    )  # fmt: skip


def on_paper(found: Counted, language: str) -> Printed:
    """One figure in words, with its drawing."""
    definition, table = found.definition, found.table
    title = title_of(found, language)
    return Printed(
        code=definition.code,
        title=title,
        sentence=printed.sentence(definition.unit, table.total, found.slice_, found.before, language),
        heads=heads(table, language),
        rows=printed.cells(table, language),
        formula=definition.formula.get(language, ""),
        caveat=definition.caveat.get(language, ""),
        drawing=svg(title, table, language),
    )


def title_of(found: Counted, language: str) -> str:
    """What an indicator is called."""
    return found.definition.label.get(language, found.definition.code)


def heads(table: Shown, language: str) -> tuple[str, ...]:
    """What the columns of a table are called."""
    return tuple(printed.head(one, language) for one in table.columns)


def long_lines(found: Counted, language: str) -> list[list[sheets.Cell]]:
    """The figures of one indicator, one a line, so that many stand in one table."""
    table, title = found.table, title_of(found, language)
    units = [printed.noun(2, one.unit, language) for one in table.columns]
    return [
        [found.definition.code, title, row, column, value, units[place]]
        for row, place, column, value in frames.longer(printed.values(table, language), heads(table, language))
    ]


def book(work: Work, found: Sequence[Counted], query: Mapping[str, str]) -> bytes:
    """Figures as XLSX: a sheet each, then what they are."""
    slice_, language = slice_of(work, query), work.actor.language
    facts: dict[str, sheets.Cell] = {
        "span": printed.span(slice_, language),
        "chosen": printed.listed(filters_of(work, slice_), language),
        "day": work.now.date(),
        "mask": said(PAPER, language, "note"),
    }
    about = [lined(said(PAPER, language, key), fact) for key, fact in facts.items()]
    pages: list[tuple[str, Sequence[str], Sequence[Sequence[sheets.Cell]]]] = []
    for one in found:
        title = title_of(one, language)
        pages.append(
            (f"{one.definition.code} {title}", heads(one.table, language), printed.values(one.table, language))
        )
        about += [lined(one.definition.code, title), lined("", one.definition.formula.get(language, ""))]
    top = [said(PAPER, language, word) for word in ("what", "how")]
    return sheets.to_book([*pages, (said(PAPER, language, "sheet"), top, about)])


def lined(*cells: sheets.Cell) -> list[sheets.Cell]:
    """One line of a sheet."""
    return list(cells)


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


def note(work: Work, what: str, found: Sequence[Counted], query: Mapping[str, str], *kinds: Kind) -> None:
    """Write down, in French, that figures leave the house."""
    slice_ = slice_of(work, query)
    told = " · ".join([what, printed.span(slice_, "fr"), *filters_of(in_french(work), slice_), *kinds])
    accesses.note_export(work, AccessObject.FIGURES, told, sum(len(one.table.rows) for one in found))


def in_french(work: Work) -> Work:
    """The same work, told in French."""
    return replace(work, actor=replace(work.actor, language="fr"))

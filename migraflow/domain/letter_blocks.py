"""The words of a letter's model, as blocks: headings, paragraphs, lists and tables with their conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from migraflow import feel

PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
WHEN = re.compile(r"::\s*si\s+(.+)")
EACH = re.compile(r"::\s*pour\s+([^\W\d]\w*)\s+dans\s+(.+)")
RULE = re.compile(r"[\s|:]*-[\s|:-]*")


def label(name: object = None, code: object = None) -> object:
    """``libelle(liste, code)`` before the words are known: the code itself."""
    return code if name else None


LETTER_FUNCTIONS: Mapping[str, Callable[..., object]] = {"libelle": label}
"""What a letter's FEEL may call, by name: enough to read a model before it is filled."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: words, or FEEL between ``{{`` and ``}}``."""

    text: str
    strong: bool = False
    feel: bool = False


Cell = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `rows` are its lines, each of one cell except in a table, whose first row is its head.

    `condition` is FEEL, "" for always; with `source` (FEEL) the last row stands once for each entry, named `item`.
    """

    kind: str
    rows: tuple[tuple[Cell, ...], ...]
    condition: str = ""
    source: str = ""
    item: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The variables it reads."""
        own = (self.item,) if self.item else ()
        found = {name for row in self.rows for cell in row for name in names_in(cell, own)}
        texts = [text for text in (self.condition, self.source) if text]
        return frozenset(found.union(*(compiled(text).names for text in texts)))


def compiled(text: str) -> feel.Expression:
    """`text` as a letter reads it. Raises feel.FeelSyntaxError."""
    return feel.compile(text, functions=LETTER_FUNCTIONS)


def names_in(spans: Iterable[Span], own: Iterable[str]) -> frozenset[str]:
    """The variables the placeholders of a line read, its `own` left out."""
    found = frozenset[str]().union(*(compiled(span.text).names for span in spans if span.feel))
    return found - frozenset(own)


def spans_of(line: str) -> Cell:
    """A line as words and placeholders. Raises feel.FeelSyntaxError for a placeholder that does not read."""
    found: list[Span] = []
    strong = False
    end = 0
    for match in PLACE.finditer(line):
        words, strong = plain_spans(line[end : match.start()], strong)
        expression = match[1].strip()
        compiled(expression)
        found += [*words, Span(expression, strong, True)]
        end = match.end()
    return (*found, *plain_spans(line[end:], strong)[0])


def plain_spans(text: str, strong: bool) -> tuple[list[Span], bool]:
    """Words cut at ``**``, and whether what follows is bold. Raises ValueError for half a placeholder."""
    if "{{" in text or "}}" in text:
        raise ValueError(f"« {text.strip()[:80]} » : il manque « {{{{ » ou « }}}} »")
    found: list[Span] = []
    for number, part in enumerate(text.split("**")):
        strong = strong if number == 0 else not strong
        if part:
            found.append(Span(part, strong))
    return found, strong


def read_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a model, parted by blank lines. Raises ValueError and feel.FeelSyntaxError."""
    chunks = re.split(r"\n\s*\n", text.strip())
    return tuple(read_block([line.rstrip() for line in chunk.splitlines()]) for chunk in chunks if chunk.strip())


def read_block(lines: list[str]) -> Block:
    """One block with the directives above it."""
    condition, source, item = "", "", ""
    while lines and lines[0].startswith("::"):
        line = lines.pop(0)
        when, each = WHEN.fullmatch(line), EACH.fullmatch(line)
        if when:
            condition = when[1].strip()
        elif each:
            item, source = each[1], each[2].strip()
        else:
            raise ValueError(f"« {line[:80]} » ne se lit pas : écrivez « :: si … » ou « :: pour nom dans … »")
    if not lines:
        raise ValueError("une ligne « :: » se place juste au-dessus du bloc qu’elle règle")
    for text in (condition, source):
        if text:
            compiled(text)
    kind, rows = shape(lines)
    return Block(kind, tuple(rows), condition, source, item)


def shape(lines: list[str]) -> tuple[str, Iterator[tuple[Cell, ...]]]:
    """What kind of block the lines make, and its rows."""
    if lines[0].startswith("#"):
        return "heading", iter([(spans_of(" ".join(lines).lstrip("# ").strip()),)])
    if all(line.startswith("- ") for line in lines):
        return "items", ((spans_of(line[2:].strip()),) for line in lines)
    if lines[0].startswith("|"):
        return "table", table(lines)
    return "paragraph", iter([(spans_of(" ".join(line.strip() for line in lines)),)])


def table(lines: list[str]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table, each as wide as its head. Raises ValueError for one that is not."""
    width = 0
    for line in lines:
        if RULE.fullmatch(line):
            continue
        cells = cells_of(line)
        width = width or len(cells)
        if len(cells) != width:
            raise ValueError(f"la ligne « {line[:80]} » a {len(cells)} cases, l’en-tête {width}")
        yield tuple(spans_of(cell.strip()) for cell in cells)


def cells_of(line: str) -> list[str]:
    """A row cut at its bars; those inside placeholders are FEEL's own."""
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\x00{len(kept) - 1}\x00"

    hidden = PLACE.sub(hide, line.strip().strip("|"))
    return [re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match[1])], cell) for cell in hidden.split("|")]

"""What a drawing is made of: a masked table with its words, nothing that asks for a clock, a language or a database."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.domain.indicators import Shown
from migraflow.domain.measures import Unit

Value = float | int | None


@dataclass(frozen=True, slots=True)
class Plate:
    """A `Shown` table ready to be drawn.

    `rows` and `heads` are its labels in words, `texts` every figure in words, in the order of the table; `shorts` the
    short names of its rows, where there are any. `target` and `before` (the first column a year earlier, row by row,
    empty when nothing is compared) come with the words of their legend.
    """

    table: Shown
    rows: tuple[str, ...]
    heads: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    shorts: tuple[str, ...] = ()
    target: float | None = None
    target_words: str = ""
    before: tuple[Value, ...] = ()
    before_words: str = ""
    french: bool = True

    def column(self, place: int) -> list[Value]:
        """The figures of one column, None where there is none to show."""
        return [row.marks[place].value for row in self.table.rows]

    @property
    def suffix(self) -> str:
        """What follows the figures of an axis: the percent sign, or nothing."""
        heads = self.table.columns[1:]
        return ("\u202f%" if self.french else "%") if heads and heads[0].unit is Unit.PERCENT else ""

    def hover(self, place: int) -> list[str]:
        """What a pointer reads over each figure of one column."""
        single = len(self.heads) == 1
        return [
            f"{row} : {texts[place]}" if single else f"{row}<br>{self.heads[place]} : {texts[place]}"
            for row, texts in zip(self.rows, self.texts, strict=True)
        ]

    def short(self, place: int) -> str:
        """The short name of a row, its label where it has none."""
        return (self.shorts[place] if place < len(self.shorts) else "") or self.rows[place]

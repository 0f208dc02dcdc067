"""Lists page by keyset: a cursor says after which row to go on; it never counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PAGE = 50
"""Rows on one page of a list."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows; `after` is the cursor of the next page, None on the last one."""

    rows: tuple[Row, ...]
    after: str | None

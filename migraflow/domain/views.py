"""Views of the dashboards people keep: a page and its filters, under a name, for themselves or for others."""

from __future__ import annotations

from dataclasses import dataclass

EVERYBODY = "tous"
"""Shared with everybody who may see figures; otherwise the code of a role, or "" for nobody."""
LONGEST = 80
"""Characters of a name."""
MOST = 60
"""Views one person keeps."""


@dataclass(frozen=True, slots=True)
class View:
    """One view: `query` is the part of the address after the question mark. `mine`: whoever reads the list kept it."""

    id: int
    name: str
    page: str
    query: str
    shared: str
    owner: str
    mine: bool

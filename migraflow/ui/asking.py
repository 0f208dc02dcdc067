"""What a page of the dashboards is asked for by its address, and the addresses it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from migraflow.domain.measures import Dimension
from migraflow.domain.slices import SINCE, SPAN, UNTIL, Asked, Span, address, asked, narrowed
from migraflow.ui.routes import DASHBOARDS

BY, COMPARE = "par", "comparer"
"""Words of the address and of the form: by what every figure is broken down; whether the year before is shown."""
COUNTED = "indicateur"
"""In the address of the list of cases: those behind this indicator, in the slice that follows."""
FIELDS = (SPAN, SINCE, UNTIL, BY, COMPARE, *(one.value for one in Dimension))


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the dashboards, what it counts and by what it breaks figures down."""

    page: str
    asked: Asked
    by: Dimension | None = None


def place_of(path: str, query: Mapping[str, str], today: date) -> Place:
    """The place an address names."""
    page = path.removeprefix(DASHBOARDS).strip("/")
    by = query.get(BY, "")
    return Place(page, asked(query, today), Dimension(by) if by in set(Dimension) else None)


def query_of(place: Place) -> str:
    """The part of the address after the question mark."""
    return urlencode(address(place.asked) | ({BY: place.by.value} if place.by else {}))


def address_of(place: Place, page: str | None = None) -> str:
    """The address of a place, or of another page with the same filters."""
    query = query_of(place)
    path = f"{DASHBOARDS}/{place.page if page is None else page}".rstrip("/")
    return f"{path}?{query}" if query else path


def with_value(place: Place, dimension: Dimension, value: str) -> str:
    """The address narrowed to one value; "" takes the filter away."""
    return address_of(replace(place, asked=narrowed(place.asked, dimension, value)))


def from_form(place: Place, form: Mapping[str, object], today: date) -> str:
    """The address a filled form asks for; months count only when they were chosen."""
    said = {name: str(form.get(name) or "") for name in FIELDS}
    if said[SPAN] != Span.CHOSEN:
        said[SINCE] = said[UNTIL] = ""
    wanted = replace(asked(said, today), compared=bool(form.get(COMPARE)))
    return address_of(replace(place_of(place.page, {BY: said[BY]}, today), asked=wanted))

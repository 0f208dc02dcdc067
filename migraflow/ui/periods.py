"""The period and region a page of figures is asked for by its address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from migraflow.domain.measures import Slice
from migraflow.ui.moments import now


def asked(query: Any) -> Slice:
    """The slice the address asks for; the last twelve months when it does not say, or says nonsense."""
    today = now().date()
    start = (today.replace(day=1) - timedelta(days=335)).replace(day=1)
    since, until = read_day(query.get("du"), start), read_day(query.get("au"), today)
    if since > until:
        since, until = until, since
    since = max(since, until.replace(year=until.year - 5, day=1))
    return Slice(since, until, str(query.get("region", ""))[:40])


def read_day(text: object, otherwise: date) -> date:
    """An ISO day between 2000 and 2100, else `otherwise`."""
    try:
        found = date.fromisoformat(str(text))
    except ValueError:
        return otherwise
    return found if 2000 <= found.year < 2100 else otherwise

"""Views of the dashboards: kept under a name, shared, renamed, forgotten. Only what one may filter by is kept."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from migraflow.domain.access import Permission
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.slices import address, asked
from migraflow.domain.views import EVERYBODY, LONGEST, MOST, View
from migraflow.services.work import Work
from migraflow.store import views as store


def seen(work: Work) -> tuple[View, ...]:
    """The views this person kept, and those shared with them."""
    work.require(Permission.SEE_MEASURES)
    return store.seen(work.store, seen_by=work.actor)


def circles(work: Work) -> tuple[tuple[str, str], ...]:
    """Whom a view may be shared with: roles that see figures, as (code, name)."""
    work.require(Permission.SEE_MEASURES)
    roles = work.house.roles.values()
    language = work.actor.language
    return tuple((role.code, role.name(language)) for role in roles if Permission.SEE_MEASURES in role.permissions)


def keep(work: Work, *, name: str, page: str, query: str, shared: str = "") -> int:
    """Keep a page with its filters under a name. What is no filter of the dashboards is left out of `query`."""
    work.require(Permission.SEE_MEASURES)
    if store.count(work.store, work.actor.account_id) >= MOST:
        raise Unfit("too_many_views", most=str(MOST))
    words = urlencode(address(asked(dict(parse_qsl(query)), work.now.date())))
    view = View(0, fit_name(name), page[:40], words, fit_circle(work, shared), work.actor.name, mine=True)
    return store.add(work.store, view, work.actor.account_id, work.now)


def change(work: Work, *, id: int, name: str, shared: str) -> None:
    """Rename a view of one's own, share it or share it no more."""
    work.require(Permission.SEE_MEASURES)
    circle = fit_circle(work, shared)
    if not store.change(work.store, id, work.actor.account_id, name=fit_name(name), shared=circle):
        raise NotFound("view", id)


def forget(work: Work, *, id: int) -> None:
    """Delete a view of one's own."""
    work.require(Permission.SEE_MEASURES)
    if not store.drop(work.store, id, work.actor.account_id):
        raise NotFound("view", id)


def fit_name(name: str) -> str:
    """A name of one line."""
    words = " ".join(name.split())
    if not words:
        raise Unfit("view_without_name")
    if len(words) > LONGEST:
        raise Unfit("view_name_long", most=str(LONGEST))
    return words


def fit_circle(work: Work, shared: str) -> str:
    """Nobody, everybody, or a role that sees figures."""
    if shared in {"", EVERYBODY} or shared in {code for code, _ in circles(work)}:
        return shared
    raise Unfit("view_shared_with_nobody_known")

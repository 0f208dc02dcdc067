"""Figures sent by e-mail on a day of their own: a page or the bulletin, in sentences, with the way to the whole.

What goes out is what anybody may know (masked as for the ministry), whoever asked for it; each time is written down.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

from migraflow.domain import printed
from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.figure_words import PAPER, TITLES, said
from migraflow.domain.mailings import BULLETIN, Mailing, Rhythm, following
from migraflow.domain.sendings import LOOKS_LIKE_EMAIL, ChannelKind, Sending
from migraflow.services import accesses, bulletin, exports, sessions
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import accounts, sendings
from migraflow.store import mailings as store

MOST = 20
"""What one person may have sent."""


def schedule(work: Work, *, page: str, query: str, rhythm: str, address: str) -> None:
    """Have a page sent, from the next month or quarter on.

    Raises Unfit ``mailing_unknown``, ``mailing_address``, ``mailing_many`` (most); NotAllowed.
    """
    work.require(Permission.SEE_MEASURES)
    if page not in {BULLETIN, *exports.PAGES} or rhythm not in set(Rhythm):
        raise Unfit("mailing_unknown")
    address = address.strip()
    if not LOOKS_LIKE_EMAIL.fullmatch(address) or len(address) > 320:
        raise Unfit("mailing_address")
    if len(mine(work)) >= MOST:
        raise Unfit("mailing_many", most=str(MOST))
    chosen = Rhythm(rhythm)
    one = Mailing(0, work.actor.account_id, address, page, query[:400], chosen, following(work.now, chosen))
    store.add(work.store, one, work.now)


def mine(work: Work) -> tuple[Mailing, ...]:
    """What the actor has sent."""
    work.require(Permission.SEE_MEASURES)
    return tuple(store.of_account(work.store, work.actor.account_id))


def stop(work: Work, *, id: int) -> None:
    """Let it go out no more. Raises NotFound for what is not the actor's."""
    work.require(Permission.SEE_MEASURES)
    if not store.remove(work.store, id, work.actor.account_id):
        raise NotFound("mailing", str(id))


def filters(work: Work, *, query: str) -> tuple[str, ...]:
    """The filters of an address in words."""
    work.require(Permission.SEE_MEASURES)
    slice_ = exports.slice_of(work, dict(parse_qsl(query)))
    return (printed.span(slice_, work.actor.language), *exports.filters_of(work, slice_))


def send_next(work: Work) -> int:
    """Send one that is due: 1, or 0 when none is. One whose owner left, or sees no figures any more, ends."""
    require_house(work)
    one = store.due(work.store, work.now)
    if one is None:
        return 0
    owner = accounts.account(work.store, one.account_id)
    actor = sessions.actor_of(work, owner) if owner is not None and owner.active else None
    if actor is None or not actor.may(Permission.SEE_MEASURES):
        store.remove(work.store, one.id, one.account_id)
        return 1
    reader = replace(work, actor=actor, session_token="")
    grants = {Permission.SEE_MEASURES: actor.grants[Permission.SEE_MEASURES]}
    subject, body, rows = written(replace(reader, actor=replace(actor, grants=grants)), one)
    key = f"mailing:{one.id}:{one.next:%Y-%m-%d}"
    sendings.add(work.store, Sending(0, key, ChannelKind.EMAIL, one.address, subject, body, None, 0), work.now)
    what = AccessObject.BULLETIN if one.page == BULLETIN else AccessObject.FIGURES
    accesses.note_export(reader, what, f"{subject} · {one.address}", rows)
    store.went(work.store, one, work.now, following(work.now, one.rhythm))
    return 1


def written(work: Work, one: Mailing) -> tuple[str, str, int]:
    """Subject and body of an e-mail, and how many figures it tells."""
    language = work.actor.language
    home = work.settings.public_url.rstrip("/")
    if one.page == BULLETIN:
        quarter = bulletin.last_quarter(work.now.date())
        reader, slice_ = bulletin.in_public(work), bulletin.slice_of(quarter)
        language = bulletin.FRENCH
        found = [bulletin.told(reader, slice_, code) for code in bulletin.TOLD if code in work.house.definitions]
        way, subject = f"{home}/bulletin.pdf?trimestre={quarter}", f"Bulletin statistique {quarter}"
    else:
        query = dict(parse_qsl(one.query))
        found = [exports.on_paper(figure, language) for figure in exports.figures_of(work, one.page, query)]
        where = "" if one.page == exports.OVERVIEW else f"/{one.page}"
        way = f"{home}/tableaux{where}" + (f"?{one.query}" if one.query else "")
        slice_ = exports.slice_of(work, query)
        subject = f"{said(TITLES, language, one.page)} – {printed.span(slice_, language)}"
    named = printed.listed(exports.filters_of(work, slice_), language)
    lines = [f"{subject}.", f"{said(PAPER, language, 'filters')} {named}.", "",
             *[f"- {each.title} – {each.sentence}" for each in found], "",
             said(PAPER, language, "way", way=way), said(PAPER, language, "note")]  # fmt: skip
    return subject, "\n".join(lines), len(found)

"""Figures sent by e-mail on a day of their own: a page or the bulletin, in sentences, with its files.

What goes out is what anybody may know (masked as for the ministry), whoever asked for it; each time is written down.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time
from urllib.parse import parse_qsl

from migraflow.domain import printed
from migraflow.domain.access import Permission
from migraflow.domain.accesses import AccessObject
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.figure_words import PAPER, TITLES, said
from migraflow.domain.mailings import BULLETIN, HOUR, Mailing, Rhythm, following
from migraflow.domain.printed import MIMES, Kind
from migraflow.domain.sendings import LOOKS_LIKE_EMAIL, Attached, ChannelKind, Message, Sending
from migraflow.services import accesses, bulletin, exports, sessions
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import accounts, sendings
from migraflow.store import mailings as store

MAILED = "mailing"
SENT = re.compile(rf"{MAILED}:(\d+):(\d{{4}}-\d\d-\d\d)")
"""The key of word that carries figures: which mailing, and the day it was written."""
ATTACHED = (Kind.PDF, Kind.XLSX)
"""In what forms figures go with an e-mail: to read and to count with."""
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
    reader = reading(work, one)
    if reader is None:
        store.remove(work.store, one.id, one.account_id)
        return 1
    subject, body, rows = written(reader, one)
    key = f"{MAILED}:{one.id}:{work.now:%Y-%m-%d}"
    sendings.add(work.store, Sending(0, key, ChannelKind.EMAIL, one.address, subject, body, None, 0), work.now)
    what = AccessObject.BULLETIN if one.page == BULLETIN else AccessObject.FIGURES
    accesses.note_export(reader, what, " · ".join([subject, *ATTACHED, one.address]), rows)
    store.went(work.store, one, work.now, following(work.now, one.rhythm))
    return 1


def reading(work: Work, one: Mailing) -> Work | None:
    """The work of whoever has it sent, as one who sees figures and no case, the bulletin as anybody may; None when
    they left or see figures no more."""
    owner = accounts.account(work.store, one.account_id)
    actor = sessions.actor_of(work, owner) if owner is not None and owner.active else None
    if actor is None or not actor.may(Permission.SEE_MEASURES):
        return None
    grants = {Permission.SEE_MEASURES: actor.grants[Permission.SEE_MEASURES]}
    reader = replace(work, actor=replace(actor, grants=grants), session_token="")
    return bulletin.in_public(reader) if one.page == BULLETIN else reader


def message(work: Work, *, sending: Sending) -> Message:
    """Word in hand as its channel carries it. Figures go with their files, or with the address of these when the
    e-mail would be too heavy."""
    require_house(work)
    plain = Message(sending.key, sending.address, sending.subject, sending.body)
    reader, files = remade(work, sending)
    if not files:
        return plain
    weight = sum(len(one.content) for one in files) * 4 // 3  # as text, which is how mail carries them
    heavy = weight > work.settings.outward.heaviest
    names = ", ".join(one.name for one in files)
    words = said(PAPER, reader.actor.language, "too_heavy" if heavy else "attached", files=names)
    return replace(plain, body=f"{plain.body}\n\n{words}", files=() if heavy else files)


def remade(work: Work, sending: Sending) -> tuple[Work, tuple[Attached, ...]]:
    """The files of word in hand, as on the day it was written, and for whom; none for what is no page of figures, was
    stopped since, or is of somebody who sees figures no more."""
    found = SENT.fullmatch(sending.key)
    one = store.find(work.store, int(found[1])) if found else None
    reader = reading(work, one) if one else None
    if found is None or one is None or reader is None:
        return work, ()
    reader = replace(reader, now=datetime.combine(date.fromisoformat(found[2]), time(HOUR), UTC))
    return reader, tuple(Attached(file.name, MIMES[file.kind], file.content) for file in files_of(reader, one))


def files_of(work: Work, one: Mailing) -> list[exports.File]:
    """A page or the bulletin, to read and to count with."""
    if one.page == BULLETIN:
        quarter = bulletin.last_quarter(work.now.date())
        return [bulletin.written(work, quarter, kind) for kind in ATTACHED]
    query = dict(parse_qsl(one.query))
    found = exports.figures_of(work, one.page, query)
    return [exports.page_of(work, one.page, found, kind, query) for kind in ATTACHED]


def written(work: Work, one: Mailing) -> tuple[str, str, int]:
    """Subject and body of an e-mail, and how many figures it tells."""
    language, home = work.actor.language, work.settings.public_url.rstrip("/")
    if one.page == BULLETIN:
        quarter = bulletin.last_quarter(work.now.date())
        slice_ = bulletin.slice_of(quarter)
        found = [bulletin.told(work, slice_, code) for code in bulletin.TOLD if code in work.house.definitions]
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

"""Campaigns in words: what to do now, figures, shares, works under way, quotas as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migraflow.domain.campaigns import (
    APPLIED,
    Batch,
    CampaignKind,
    CampaignState,
    Errand,
    ErrandState,
    Quota,
    Standing,
)
from migraflow.domain.parity import Share
from migraflow.domain.shown import number
from migraflow.services.campaign_boards import Board, Tally
from migraflow.store.campaigns import Told
from migraflow.ui import routes
from migraflow.ui.components.campaign_parts import Work
from migraflow.ui.moments import now
from migraflow.ui.when import moment_words
from migraflow.ui.words import known, say

QUOTA = re.compile(r"(région|region|sexe|lot)\s+(\S+)\s+(au plus\s+)?(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Sent:
    """A list that was sent, as the board shows it."""

    told: str
    fates: str
    href: str


def task_now(board: Board, working: bool, language: str) -> str:
    """What to do now, in one sentence."""
    if not board.plain:
        return say(language, "campaigns.todo_read")
    if working:
        return say(language, "campaigns.todo_work")
    if board.campaign.state is CampaignState.CLOSED:
        return say(language, "campaigns.todo_done")
    if board.campaign.state is CampaignState.CHOSEN:
        return say(language, "campaigns.todo_follow")
    if not board.counts:
        return say(language, "campaigns.todo_send")
    if board.campaign.kind is CampaignKind.RETURN:
        return say(language, "campaigns.todo_group")
    left = board.counts.get(Standing.ELIGIBLE) or 0
    return say(language, "campaigns.todo_decide", count=number(left)) if left else say(language, "campaigns.todo_close")


def figures(board: Board, language: str) -> list[tuple[str, str]]:
    """The figures on top: (value, words)."""
    counts = board.counts
    hidden = any(counts.get(one, 0) is None for one in APPLIED)
    total = None if hidden else sum(counts.get(one, 0) or 0 for one in APPLIED)
    found = [(shown(total, language), "applied")]
    found += [(shown(counts.get(one, 0), language), f"standing_{one}") for one in board.standings]
    if board.campaign.kind is CampaignKind.SELECTION:
        found.append((number(board.campaign.seats), "places"))
    if board.plain:
        found.append((number(board.with_case), "cases"))
        found += [(number(board.rendered), "rendered")] if board.rendered else []
    return [(value, say(language, f"campaigns.{word}")) for value, word in found]


def opening(board: Board, language: str) -> str:
    """Number, model, offer, and who opened the campaign when: the line under its name."""
    one, model = board.campaign, board.model
    when = moment_words(one.opened, now(), language)
    title = model.title_en if language == "en" and model.title_en else model.title
    who = say(language, "campaigns.opened", who=one.opened_by_name, when=when)
    return " · ".join(part for part in (one.ref, title, one.offer_ref, who) if part)


def tally_heads(board: Board, language: str) -> list[str]:
    """The columns of the table by region: the region, each standing, all of them together."""
    words = ("region", *(f"standing_{code}" for code in board.standings), "total")
    return [say(language, f"campaigns.{word}") for word in words]


def tally(line: Tally, names: dict[str, str], language: str) -> list[str]:
    """One region of that table."""
    return [names.get(line.region, line.region or "—"), *(shown(one, language) for one in (*line.counts, line.total))]


def shown(value: int | None, language: str) -> str:
    """A count, or what stands for a hidden one."""
    return say(language, "campaigns.hidden") if value is None else number(value)


def share(row: Share, names: dict[str, str], language: str) -> list[str]:
    """One group of the parity report."""
    words = {"F": say(language, "campaigns.woman"), "M": say(language, "campaigns.man"), "": "—", **names}
    rate = "—" if row.rate is None else f"{100 * row.rate:.1f} %".replace(".", "," if language == "fr" else ".")
    ratio = "—" if row.ratio is None else f"{row.ratio:.2f}".replace(".", "," if language == "fr" else ".")
    ratio += f" ({say(language, 'campaigns.low')})" if row.low else ""
    counts = [shown(value, language) for value in (row.pool, row.passed, row.chosen)]
    return [words.get(row.group, row.group), *counts, rate, ratio]


def work(errand: Errand, language: str) -> Work:
    """A chore in words."""
    runs = errand.state is ErrandState.QUEUED
    return Work(
        id=errand.id,
        what=say(language, f"campaigns.chore_{errand.chore.value}"),
        state=say(language, f"campaigns.errand_{errand.state.value}", fault=errand.fault),
        told=say(language, "campaigns.progress", done=number(errand.done), total=number(errand.total)),
        done=errand.done,
        total=max(errand.total, 1),
        stops=runs,
        goes=not runs,
    )


def sent(ref: str, batch: Batch, fates: dict[str, int], language: str) -> Sent:
    """A list that was sent, in words."""
    when = moment_words(batch.sent, now(), language)
    told = say(
        language, "campaigns.batch", name=batch.name, lines=number(batch.lines), who=batch.sent_by_name, when=when
    )
    parts = [f"{say(language, f'campaigns.fate_{code}')} : {number(count)}" for code, count in sorted(fates.items())]
    return Sent(told, ", ".join(parts), routes.campaign_lines_at(ref, batch.id))


def told_story(line: Told, language: str) -> str:
    """A line of the story."""
    key = f"campaigns.deed_{line.deed}"
    what = say(language, key) if known(key) else line.deed
    count = f" ({number(line.count)})" if line.count else ""
    why = f" : {line.facts['motif']}" if line.facts.get("motif") else ""
    return f"{moment_words(line.at, now(), language)} · {line.actor} · {what}{count}{why}"


def quota_text(quota: Quota) -> str:
    """A quota as it is typed."""
    by = "région" if quota.by == "region" else quota.by
    return f"{by} {quota.code} {f'au plus {quota.most}' if quota.most else quota.least}"


def read_quotas(text: str) -> tuple[Quota, ...]:
    """Quotas as they were typed, one per line; other lines say nothing."""
    found: list[Quota] = []
    for match in QUOTA.finditer(text):
        by = "region" if match[1].lower().startswith("r") else match[1].lower()
        code = match[2].upper() if by == "sexe" else match[2]
        places = int(match[4])
        found.append(Quota(by, code, most=places) if match[3] else Quota(by, code, least=places))
    return tuple(found)

"""Why a case waits, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from migraflow.domain.waiting import Cause, Reason
from migraflow.ui.when import lasting, on_day, since
from migraflow.ui.words import say


@dataclass(frozen=True)
class WaitLine:
    """One place where a case waits: what it waits for, since when, what is usual, who can move it."""

    title: str
    detail: str
    usual: str
    movers: str
    longer: bool


def wait_line(one: Reason, now: datetime, language: str) -> WaitLine:
    """`one` in the words of `language`."""
    return WaitLine(one.name, detail(one, now, language), usual(one, language), movers(one, language), one.longer)


def detail(one: Reason, now: datetime, language: str) -> str:
    """For whom, since when, until when."""
    waited = since(one.since, now, language)
    words = [waited]
    if one.cause is Cause.COLLEAGUE:
        words = [say(language, "cases.wait_task", who=one.who, since=waited)]
    elif one.token is not None:
        words = [one.role, say(language, "cases.wait_role", since=waited)]
    if one.due is not None:
        words.append(say(language, "cases.wait_until", day=on_day(one.due, now, language)))
    return ", ".join(words)


def usual(one: Reason, language: str) -> str:
    """What is usual there; "" when too little is known."""
    if one.usual is None:
        return ""
    spans = {"median": lasting(int(one.usual.median), language), "p90": lasting(one.usual.p90, language)}
    return say(language, "cases.wait_longer" if one.longer else "cases.wait_usual", **spans)


def movers(one: Reason, language: str) -> str:
    """Who can move it on."""
    names = ", ".join(one.movers)
    if one.cause is Cause.NOBODY:
        return say(language, "cases.wait_nobody", role=one.role)
    if not names:
        return ""
    if one.cause is Cause.MESSAGE:
        return say(language, "cases.wait_told_by", names=names)
    key = "cases.wait_movers_more" if one.others else "cases.wait_movers"
    return say(language, key, names=names, count=one.others)

"""The banner on what is suspended: who decided it, when, what, why and by what right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from migraflow.domain.suspensions import Suspension
from migraflow.ui.components.pieces import Live, notice
from migraflow.ui.when import moment_words
from migraflow.ui.words import say, t


@dataclass(frozen=True)
class HeldLine:
    """One suspension in words."""

    sentence: str
    why: str


def held_lines(held: Iterable[Suspension], now: datetime, language: str) -> list[HeldLine]:
    """Suspensions in the words of `language`."""
    return [
        HeldLine(
            say(language, "suspensions.banner", who=one.decided_by_name, what=one.label,
                when=moment_words(one.decided, now, language)),
            say(language, "suspensions.banner_why", why=one.reason, basis=one.basis),
        )
        for one in held
    ]  # fmt: skip


def held_banner(lines: Live) -> rx.Component:
    """The suspensions of a case, when there are any."""

    def line(one: Live) -> rx.Component:
        return rx.el.p(rx.el.strong(one.sentence), " ", one.why)

    return rx.cond(
        lines.length() > 0,
        notice(rx.foreach(lines, line), rx.el.p(t("suspensions.banner_more")), tone="warn", id="suspended"),
    )

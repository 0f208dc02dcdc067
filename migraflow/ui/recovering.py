"""A case to be taken up again, in words; and what a form of its panel asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from migraflow.domain.recovery import Trouble
from migraflow.services import recovery
from migraflow.ui.when import moment_words
from migraflow.ui.words import say

DECISIONS: Mapping[str, Callable[..., object]] = {
    "retry": recovery.retry,
    "amend": recovery.amend,
    "skip": recovery.skip,
    "annul": recovery.annul,
}
ASKED = {"retry": (), "amend": ("name", "value", "reason"), "skip": ("reason",), "annul": ("reason",)}
"""What each decision asks for besides the case as it was seen."""


@dataclass(frozen=True)
class TroubleWords:
    """What the panel shows. `key` changes with every decision, so that its fields are drawn afresh."""

    what: str = ""
    cause: str = ""
    may_skip: bool = False
    fields: list[tuple[str, str]] = field(default_factory=list)
    version: int = 0
    key: str = ""


def trouble_words(trouble: Trouble | None, now: datetime, language: str) -> TroubleWords:
    """`trouble` in the words of `language`; nothing when there is none for this person."""
    if trouble is None:
        return TroubleWords()
    when = moment_words(trouble.at, now, language)
    broke = "broke" if trouble.step else "broke_somewhere"
    parts = [
        say(language, f"recovery.{broke}", step=trouble.step),
        say(language, "recovery.asked", asked=trouble.asked, who=trouble.who, when=when)
        if trouble.who
        else say(language, "recovery.asked_house", when=when),
        say(language, "recovery.tries", count=trouble.attempts) if trouble.attempts > 1 else "",
    ]
    return TroubleWords(
        what=", ".join(part for part in parts if part) + ".",
        cause=say(language, "recovery.cause", cause=trouble.cause),
        may_skip=trouble.may_skip,
        fields=[(one.name, f"{one.label} ({one.value or '—'})") for one in trouble.amendable],
        version=trouble.version,
        key=str(trouble.version),
    )


def decision_of(form: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The decision a form asks for, and its words."""
    gesture = str(form.get("gesture") or "retry")
    gesture = gesture if gesture in DECISIONS else "retry"
    return gesture, {name: str(form.get(name) or "") for name in ASKED[gesture]}

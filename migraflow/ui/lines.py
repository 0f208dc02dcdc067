"""One line of *Mes tâches* in words, for the list and for the home page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from migraflow.domain.tasks import TaskRow, Urgency
from migraflow.ui.routes import case_at, task_at
from migraflow.ui.when import due_long, due_short, iso, moment_words
from migraflow.ui.words import say

TONES = {Urgency.LATE: "late", Urgency.SOON: "soon", Urgency.CALM: "ok", Urgency.NONE: ""}


@dataclass(frozen=True)
class TaskLine:
    """A task as a row shows it. `due` is short (« demain »), `exact` is said on hover and to screen readers."""

    token: str
    href: str
    step: str
    person: str
    age: str
    case_ref: str
    case_to: str
    region: str
    who: str
    mine: bool
    may_claim: bool
    due: str
    exact: str
    machine: str
    tone: str
    done: str


def task_line(row: TaskRow, now: datetime, language: str, places: Mapping[str, str] = MappingProxyType({})) -> TaskLine:
    """`row` in the words of `language`; `places` names the regions."""
    return TaskLine(
        token=row.token,
        href=task_at(row.token),
        step=row.step,
        person=row.person,
        age=say(language, "tasks.years", age=row.age) if row.age is not None else "",
        case_ref=row.case_ref,
        case_to=case_at(row.case_ref),
        region=places.get(row.region, row.region),
        who=say(language, "tasks.me") if row.mine else row.assignee or say(language, "tasks.free"),
        mine=row.mine,
        may_claim=row.may_claim,
        due=due_short(row.days, row.urgency, language),
        exact=due_long(row.due, row.days, row.urgency, now, language),
        machine=iso(row.due),
        tone=TONES[row.urgency],
        done=moment_words(row.completed, now, language) if row.completed else "",
    )


def plural(language: str, key: str, count: int, most: int = 0) -> str:
    """The words under `key` followed by ``_one`` or ``_many``, whichever `count` calls for.

    Where counting stopped at `most` the words say « 999+ ».
    """
    told = f"{most - 1}+" if most and count >= most else counted(language, count)
    return say(language, f"{key}_one" if count == 1 else f"{key}_many", count=told)


def counted(language: str, count: int) -> str:
    """A number that begins a sentence: in letters up to ten, as people write."""
    names = say(language, "dates.numbers").split()
    return names[count] if count < len(names) else str(count)

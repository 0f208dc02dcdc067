"""The ministry's figures the slow way: plain Python over the journal, nothing shared with the services.

Only who a case is about comes from the register: a case begun for somebody already known answers no identity.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from migraflow.store.database import Session, moment, run

JOURNAL = """SELECT j.case_id, j.kind, j.procedure, j.element, j.name, j.role, j.at, j.created, j.answers, j.detail,
cases.region, people.known
FROM journal j JOIN cases ON cases.id = j.case_id LEFT JOIN people ON people.id = cases.person_id
ORDER BY j.case_id, j.number"""


@dataclass(frozen=True)
class Told:
    """One entry of the journal, read plainly; `person` is what the register knows of the case's person."""

    case: int
    kind: str
    procedure: str
    element: str
    name: str
    role: str
    at: datetime
    created: datetime | None
    answers: dict[str, Any]
    detail: dict[str, Any]
    region: str
    person: dict[str, Any]


def journal(session: Session) -> list[Told]:
    """The whole journal."""
    told: list[Told] = []
    for row in run(session, JOURNAL):
        case, kind, procedure, element, name, role, at, created, answers, detail, region, person = row
        when = moment(at)
        assert when is not None
        said, more, known = (json.loads(text) if text else {} for text in (answers, detail, person))
        told.append(Told(case, kind, procedure, element, name, role, when, moment(created), said, more, region, known))
    return told


def opened_by_month(entries: list[Told], since: datetime, until: datetime) -> Counter[str]:
    """Cases opened, by month."""
    return Counter(f"{entry.at:%Y-%m}" for entry in entries if entry.kind == "opened" and since <= entry.at < until)


def opened_by_region_and_sex(entries: list[Told], since: datetime, until: datetime) -> Counter[tuple[str, str]]:
    """Cases opened, by region and sex: the one last answered in the case, else that of the person it was begun for."""
    sexes: dict[int, str] = {}
    for entry in entries:
        said = entry.answers.get("identite") or {}
        if isinstance(said, dict) and said.get("sexe"):
            sexes[entry.case] = said["sexe"]
        sexes.setdefault(entry.case, (entry.person.get("identite") or {}).get("sexe") or "")
    opened = [entry for entry in entries if entry.kind == "opened" and since <= entry.at < until]
    return Counter((entry.region, sexes.get(entry.case, "")) for entry in opened)


def outcomes(entries: list[Told], since: datetime, until: datetime) -> Counter[str]:
    """Cases closed, by outcome in words."""
    return Counter(entry.name for entry in entries if entry.kind == "closed" and since <= entry.at < until)


def reached(entries: list[Told], since: datetime, until: datetime, elements: list[str]) -> int:
    """Cases opened in the span that ever met one of `elements`."""
    opened = {entry.case for entry in entries if entry.kind == "opened" and since <= entry.at < until}
    met = {entry.case for entry in entries if entry.kind in {"completed", "passed"} and entry.element in elements}
    return len(opened & met)


def step_days(entries: list[Told], since: datetime, until: datetime) -> dict[tuple[str, str], list[float]]:
    """Days from a task's creation to its completion, by procedure and step."""
    days: dict[tuple[str, str], list[float]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "completed" and entry.created and since <= entry.at < until:
            days[entry.procedure, entry.element].append(int((entry.at - entry.created).total_seconds()) / 86_400)
    return days


def kept(entries: list[Told], since: datetime, until: datetime) -> dict[str, tuple[int, int]]:
    """By lane: tasks with a deadline that were completed, and of them those in time."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        due = due_of(entry)
        if entry.kind == "completed" and due is not None and since <= entry.at < until:
            tasks, timely = found.get(entry.role, (0, 0))
            found[entry.role] = (tasks + 1, timely + (entry.at <= due))
    return found


def due_of(entry: Told) -> datetime | None:
    """The due moment a completed task carried."""
    due = entry.detail.get("due")
    return datetime.fromisoformat(due["="]) if isinstance(due, dict) else None


def share_below(values: list[float], share: float) -> float:
    """The value that `share` of `values` do not exceed, interpolated between neighbours."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

"""Checks a draft in a process of its own, with a limit on time and memory: a file made to hang or to fill the memory
costs its author a finding, never the server.

Both ways only JSON is exchanged; nothing is pickled.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from migraflow.domain.access import Role, Scope
from migraflow.domain.calendar import Calendar, Deadline, Deadlines, Unit
from migraflow.domain.letters import LetterWords
from migraflow.domain.reference import ReferenceList
from migraflow.engine.bundle import PROCEDURE, Bundle, House
from migraflow.engine.check import check
from migraflow.engine.child import SECONDS, Failed, TooLong, in_child, limit_memory
from migraflow.engine.findings import Finding, Severity, finding


def check_apart(bundle: Bundle, house: House, *, seconds: float = SECONDS) -> tuple[Finding, ...]:
    """What `check` finds, or the finding that it had to be stopped."""
    parcel = {"bundle": packed_bundle(bundle), "house": packed_house(house)}
    try:
        return tuple(unpacked_finding(entry) for entry in in_child("migraflow.engine", parcel, seconds))
    except TooLong:
        return (finding("check_too_long", PROCEDURE, seconds=f"{seconds:g}"),)
    except Failed:
        return (finding("check_broken", PROCEDURE),)


def main() -> None:
    """The child: read a parcel, check it, write the findings."""
    limit_memory()
    parcel = json.load(sys.stdin)
    found = check(unpacked_bundle(parcel["bundle"]), unpacked_house(parcel["house"]))
    json.dump([packed_finding(one) for one in found], sys.stdout)


def packed_bundle(bundle: Bundle) -> dict[str, Any]:
    """A bundle as JSON."""
    return {"id": bundle.id, "files": {path: base64.b64encode(text).decode() for path, text in bundle.files.items()}}


def unpacked_bundle(entry: Mapping[str, Any]) -> Bundle:
    """The bundle `packed_bundle` wrote."""
    return Bundle.of(entry["id"], {path: base64.b64decode(text) for path, text in entry["files"].items()})


def packed_house(house: House) -> dict[str, Any]:
    """A house as JSON: of roles and lists the names only, for the checker asks no more."""
    return {
        "roles": list(house.roles),
        "lists": list(house.lists),
        "deadlines": [
            [one.code, one.label, one.amount, one.unit.value, one.reminder, one.escalation]
            for one in house.deadlines.values()
        ],
        "holidays": [day.isoformat() for day in house.holidays.holidays],
        "called": [packed_bundle(bundle) for bundle in house.called.values()],
        "letters": {code: [sorted(one.read), sorted(one.needed)] for code, one in house.letters.items()},
    }


def unpacked_house(entry: Mapping[str, Any]) -> House:
    """A house that answers the checker as the packed one would."""
    deadlines = [
        Deadline(code, label, amount, Unit(unit), reminder, escalation)
        for code, label, amount, unit, reminder, escalation in entry["deadlines"]
    ]
    called = [unpacked_bundle(one) for one in entry["called"]]
    return House(
        roles={code: Role(code, code, code, Scope.OWN, frozenset()) for code in entry["roles"]},
        lists={name: ReferenceList(name, {}) for name in entry["lists"]},
        deadlines=Deadlines({one.code: one for one in deadlines}),
        holidays=Calendar(frozenset(date.fromisoformat(day) for day in entry["holidays"])),
        called={bundle.id: bundle for bundle in called},
        letters={code: LetterWords(*map(frozenset, words)) for code, words in entry["letters"].items()},
    )


def packed_finding(one: Finding) -> list[Any]:
    """A finding as JSON."""
    return [one.code, one.severity.value, one.file, one.element, dict(one.facts)]


def unpacked_finding(entry: list[Any]) -> Finding:
    """The finding `packed_finding` wrote."""
    code, severity, file, element, facts = entry
    return Finding(code, Severity(severity), file, element, facts)

"""Imports a stranger's file in a process of its own: one made to hang or to fill the memory costs a finding only."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Mapping, Set
from typing import Any

from migraflow.engine.apart import (
    packed_bundle,
    packed_finding,
    packed_house,
    unpacked_bundle,
    unpacked_finding,
    unpacked_house,
)
from migraflow.engine.bundle import DIAGRAM, House
from migraflow.engine.child import Failed, TooLong, in_child, limit_memory
from migraflow.engine.findings import finding
from migraflow.engine.importing.importer import Imported, Liberty, Newcomer, import_diagram
from migraflow.engine.importing.upload import Arrived, receive
from migraflow.engine.parcel import MOST_BYTES
from migraflow.engine.repairs import Repair

SECONDS = 30


def import_apart(
    content: bytes,
    procedure: str,
    house: House,
    *,
    opened_by: tuple[str, ...] = (),
    roles: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> Imported:
    """What `import_diagram` gives, or the finding that it had to be stopped."""
    parcel = {
        "content": base64.b64encode(content).decode(),
        "procedure": procedure,
        "house": packed_house(house),
        "opened_by": list(opened_by),
        "roles": dict(roles or {}),
    }
    answer = asked(parcel, seconds)
    return answer if isinstance(answer, Imported) else unpacked(answer)


def receive_apart(
    content: bytes, house: House, *, opened_by: tuple[str, ...], taken: Set[str], seconds: float = SECONDS
) -> Arrived:
    """What `receive` gives, or the finding that it had to be stopped. What is plainly too much starts no process."""
    if len(content) > MOST_BYTES:
        return Arrived(Imported(), suspect="parcel_too_large", facts={"megabytes": str(MOST_BYTES // 1_000_000)})
    parcel = {
        "content": base64.b64encode(content).decode(),
        "house": packed_house(house),
        "opened_by": list(opened_by),
        "taken": sorted(taken),
    }
    answer = asked(parcel, seconds)
    if isinstance(answer, Imported):
        return Arrived(answer)
    return Arrived(unpacked(answer["found"]), answer["ours"], tuple(answer["left"]), answer["suspect"], answer["facts"])


def asked(parcel: Mapping[str, Any], seconds: float) -> Any:
    """What the child answers, or an import refused with why it had to be stopped."""
    try:
        return in_child("migraflow.engine.importing", parcel, seconds)
    except TooLong:
        return Imported(refused=(finding("check_too_long", DIAGRAM, seconds=f"{seconds:g}"),))
    except Failed:
        return Imported(refused=(finding("check_broken", DIAGRAM),))


def main() -> None:
    """The child: read a parcel, import it, write what it gave."""
    limit_memory()
    parcel = json.load(sys.stdin)
    content, house = base64.b64decode(parcel["content"]), unpacked_house(parcel["house"])
    opened_by = tuple(parcel["opened_by"])
    if "taken" not in parcel:
        found = import_diagram(content, parcel["procedure"], house, opened_by=opened_by, roles=parcel["roles"])
        json.dump(packed(found), sys.stdout)
        return
    arrived = receive(content, house, opened_by=opened_by, taken=frozenset(parcel["taken"]))
    told = {"ours": arrived.ours, "left": arrived.left, "suspect": arrived.suspect, "facts": dict(arrived.facts)}
    json.dump({"found": packed(arrived.found), **told}, sys.stdout)


def packed(found: Imported) -> dict[str, Any]:
    """An import as JSON."""
    return {
        "refused": [packed_finding(one) for one in found.refused],
        "procedures": [
            {
                "bundle": packed_bundle(one.bundle),
                "liberties": [[packed_finding(each.finding), packed_repair(each.repair)] for each in one.liberties],
                "findings": [packed_finding(each) for each in one.findings],
            }
            for one in found.procedures
        ],
    }


def unpacked(entry: Mapping[str, Any]) -> Imported:
    """The import `packed` wrote."""
    procedures = tuple(
        Newcomer(
            unpacked_bundle(one["bundle"]),
            tuple(Liberty(unpacked_finding(each), Repair(*repair)) for each, repair in one["liberties"]),
            tuple(unpacked_finding(each) for each in one["findings"]),
        )
        for one in entry["procedures"]
    )
    return Imported(procedures, tuple(unpacked_finding(one) for one in entry["refused"]))


def packed_repair(repair: Repair) -> list[Any]:
    """A repair as JSON, its fields in their order."""
    return [repair.code, repair.element, dict(repair.facts), repair.alone]

"""Proves many procedure folders at once, in processes of their own: a first start has twenty to check and rehearse.

A proof says that the folder was checked without an error and that its scenarios went as written, in one house; it names
both by content, so that it proves nothing of a folder changed since.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from migraflow import engine
from migraflow.engine.child import Failed, TooLong, in_child
from migraflow.services import editions
from migraflow.services.house import bundles_in, read_house

SECONDS = 300.0
"""After which a child is given up; what it would have proved is proved when it is published."""
FEWEST = 4
"""Folders below which it is quicker to prove each as it is published."""


def proofs(folder: Path, bundles: Sequence[engine.Bundle], *, processes: int = 0) -> frozenset[str]:
    """The proofs of those of `bundles` (read from `folder`) in which nothing is wrong; `processes` 0: one per core."""
    many = processes or min(4, os.cpu_count() or 1)
    if many < 2 or len(bundles) < FEWEST:
        return frozenset()
    shares = shared_out(bundles, many)
    with ThreadPoolExecutor(many) as pool:
        found = list(pool.map(proved_apart, [folder] * len(shares), shares))
    return frozenset(proof for proofs in found for proof in proofs)


def shared_out(bundles: Sequence[engine.Bundle], many: int) -> list[list[str]]:
    """The folders' ids in `many` shares of about the same work: what takes time are the scenarios."""
    shares: list[list[str]] = [[] for _ in range(many)]
    weights = [0] * many
    for one in sorted(bundles, key=weight, reverse=True):
        lightest = weights.index(min(weights))
        shares[lightest].append(one.id)
        weights[lightest] += weight(one)
    return [share for share in shares if share]


def weight(one: engine.Bundle) -> int:
    """About how long a folder takes to prove."""
    return sum(map(len, one.under("scenarios/").values())) + len(one.files["procedure.bpmn"]) // 4


def proved_apart(folder: Path, ids: Sequence[str]) -> list[str]:
    """The proofs of some folders, made in a child; none when it fails."""
    try:
        return in_child("migraflow.services.proving", {"folder": str(folder), "ids": list(ids)}, SECONDS)
    except (TooLong, Failed):
        return []


def sound(one: engine.Bundle, house: engine.House, now: datetime) -> bool:
    """Whether no check finds an error and every scenario goes as written."""
    return not editions.faults(one, house, one.sha256) and not editions.unlike_at(
        engine.compile_edition(one, house), now
    )


def main() -> None:
    """The child: check and rehearse the folders named, write the proofs of those that are sound."""
    parcel = json.load(sys.stdin)
    folder = Path(parcel["folder"])
    house, now = read_house(folder), datetime.now(UTC)
    bundles = [one for one in bundles_in(folder) if one.id in parcel["ids"]]
    json.dump([editions.proof_of(one, house) for one in bundles if sound(one, house, now)], sys.stdout)


if __name__ == "__main__":
    main()

"""Processes that replay cases side by side: one line of JSON in, one line of JSON out; nothing is pickled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from migraflow.domain.reference import Entry, ReferenceList
from migraflow.engine.apart import packed_bundle, packed_house, unpacked_house
from migraflow.engine.bundle import Bundle, House
from migraflow.engine.child import SOURCES, Failed
from migraflow.engine.replay.record import Replayed, unpacked_result

MOST = 4
MODULE = "migraflow.engine.replay"


def packed_setup(
    house: House, draft: Bundle, editions: Mapping[str, tuple[Bundle, Mapping[str, Bundle]]], own_number: str
) -> str:
    """All a process needs to know: the house, the draft, the editions cases followed (with what those call) by key."""
    lists = {name: [[one.code, one.label, one.label_en, dict(one.more)] for one in found.entries.values()]
             for name, found in house.lists.items()}  # fmt: skip
    told = {
        "house": packed_house(house), "lists": lists, "draft": packed_bundle(draft), "own_number": own_number,
        "editions": {key: {"bundle": packed_bundle(one), "called": [packed_bundle(other) for other in called.values()]}
                     for key, (one, called) in editions.items()},
    }  # fmt: skip
    return json.dumps(told)


def unpacked_lists(entry: Mapping[str, list[list[Any]]]) -> dict[str, ReferenceList]:
    """The reference lists of a setup."""
    return {name: ReferenceList(name, {line[0]: Entry(*line) for line in lines}) for name, lines in entry.items()}


def house_in(told: Mapping[str, Any]) -> House:
    """The house of a setup."""
    plain = unpacked_house(told["house"])
    return House(plain.roles, unpacked_lists(told["lists"]), plain.deadlines, plain.holidays, plain.called,
                 plain.letters)  # fmt: skip


class Crew:
    """At most `many` processes set up for one replay; use as a context, they end with it."""

    def __init__(self, setup: str, many: int = MOST) -> None:
        self.setup = setup
        self.many = max(1, min(many, MOST, os.cpu_count() or 1))
        self.children: list[subprocess.Popen[str]] = []
        self.threads = ThreadPoolExecutor(self.many)

    def __enter__(self) -> Crew:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCES), os.environ.get("PYTHONPATH", "")))}
        for _ in range(self.many):
            child = subprocess.Popen([sys.executable, "-m", MODULE], text=True, encoding="utf-8", env=environment,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
            self.children.append(child)
            write(child, self.setup)
        return self

    def __exit__(self, *_reason: object) -> None:
        for child in self.children:
            child.kill()
            child.communicate()
        self.threads.shutdown()

    def replay(self, records: Sequence[list[Any]]) -> list[Replayed]:
        """What would have become of `records`, shared out among the processes. Raises Failed when one dies."""
        shares = [list(records[place :: self.many]) for place in range(self.many)]
        pairs = [(child, share) for child, share in zip(self.children, shares, strict=True) if share]
        answers = self.threads.map(lambda pair: asked(*pair), pairs)
        return [result for answer in answers for result in answer]


def asked(child: subprocess.Popen[str], share: list[list[Any]]) -> list[Replayed]:
    """What one process answers. Raises Failed."""
    try:
        write(child, json.dumps(share))
        assert child.stdout is not None
        return [unpacked_result(entry) for entry in json.loads(child.stdout.readline())]
    except (OSError, ValueError) as error:
        raise Failed from error


def write(child: subprocess.Popen[str], line: str) -> None:
    """One line to a process."""
    assert child.stdin is not None
    child.stdin.write(line + "\n")
    child.stdin.flush()

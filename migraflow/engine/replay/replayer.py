"""What one process of a crew does: compiles the draft and the editions its cases followed, and replays them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from migraflow.engine.apart import unpacked_bundle
from migraflow.engine.compile import Compiled, compile_edition
from migraflow.engine.replay.crew import house_in
from migraflow.engine.replay.record import Replayed, unpacked_record
from migraflow.engine.replay.walk import Places, changed_timers, replay


class Replayer:
    """Set up by the text `packed_setup` made; editions are compiled as cases of them come."""

    def __init__(self, setup: str) -> None:
        self.told: dict[str, Any] = json.loads(setup)
        self.house = house_in(self.told)
        self.draft = compile_edition(unpacked_bundle(self.told["draft"]), self.house)
        self.own: dict[str, tuple[Compiled, Places]] = {}

    def replay(self, entries: Iterable[list[Any]]) -> list[Replayed]:
        """What would have become of the cases `packed_record` made."""
        times = (self.house.holidays, self.house.deadlines)
        found: list[Replayed] = []
        for entry in entries:
            record = unpacked_record(entry, self.told["own_number"])
            own, fresh = self.edition(record.edition)
            found.append(replay(record, self.draft, own, times, fresh))
        return found

    def edition(self, key: str) -> tuple[Compiled, Places]:
        """An edition cases followed, with the timers of the draft that it has not."""
        if key not in self.own:
            kept = self.told["editions"][key]
            called = {one["id"]: unpacked_bundle(one) for one in kept["called"]}
            made = compile_edition(unpacked_bundle(kept["bundle"]), replace(self.house, called=called))
            self.own[key] = made, changed_timers(self.draft, made)
        return self.own[key]

"""Replays recorded cases through a draft, in memory: what would have become of them (decision 16)."""

from migraflow.engine.replay.crew import Crew, packed_setup
from migraflow.engine.replay.record import Event, Fate, Recorded, Replayed, packed_record
from migraflow.engine.replay.replayer import Replayer
from migraflow.engine.replay.walk import changed_timers, replay

__all__ = ["Crew", "Event", "Fate", "Recorded", "Replayed", "Replayer", "changed_timers", "packed_record",
           "packed_setup", "replay"]  # fmt: skip

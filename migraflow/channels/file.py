"""A file in place of the outside: one line of JSON per message, for development, rehearsals and tests."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from migraflow.domain.sendings import ChannelKind, Message

FOLDER = "envois"


class File:
    """Writes what would be sent into ``envois/<channel>.jsonl``, which its owner alone may read."""

    def __init__(self, folder: Path, kind: ChannelKind) -> None:
        self.path = folder / FOLDER / f"{kind.value}.jsonl"

    def send(self, message: Message) -> None:
        """Add one line."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(asdict(message), ensure_ascii=False) + "\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as out:
            out.write(line)

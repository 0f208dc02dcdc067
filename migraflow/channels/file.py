"""A file in place of the outside: one line of JSON per message, for development, rehearsals and tests."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from migraflow.domain.sendings import ChannelKind, Message

FOLDER = "envois"


class File:
    """Writes what would be sent into ``envois/<channel>.jsonl``, files into a folder beside it; its owner alone may
    read them."""

    def __init__(self, folder: Path, kind: ChannelKind) -> None:
        self.path = folder / FOLDER / f"{kind.value}.jsonl"

    def send(self, message: Message) -> None:
        """Add one line."""
        beside = self.path.parent / hashlib.sha256(message.key.encode()).hexdigest()[:16]
        for one in message.files:
            write(beside / one.name, one.content, os.O_TRUNC)
        words = {"key": message.key, "to": message.to, "subject": message.subject, "body": message.body}
        files = {"files": [f"{beside.name}/{one.name}" for one in message.files]} if message.files else {}
        line = json.dumps({**words, **files}, ensure_ascii=False) + "\n"
        write(self.path, line.encode(), os.O_APPEND)


def write(path: Path, content: bytes, how: int) -> None:
    """Write a file anew, or at its end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600), "ab") as out:
        out.write(content)

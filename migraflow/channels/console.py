"""The terminal in place of the outside, for development."""

from __future__ import annotations

import sys

from migraflow.channels.base import one_line
from migraflow.domain.sendings import ChannelKind, Message


class Console:
    """Says on the terminal of the worker what would be sent."""

    def __init__(self, kind: ChannelKind) -> None:
        self.kind = kind

    def send(self, message: Message) -> None:
        """Say one line."""
        words = " | ".join(map(one_line, (message.to, message.subject, message.body)))
        sys.stdout.write(f"[{self.kind.value}] {words}\n")
        sys.stdout.flush()

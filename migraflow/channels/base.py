"""What every channel does: carry one message out of the house, or say why not."""

from __future__ import annotations

from typing import Protocol

from migraflow.domain.errors import Unfit
from migraflow.domain.sendings import Message

PATIENCE = 15.0
"""Seconds the other side may take to answer."""


class Channel(Protocol):
    """One way out."""

    def send(self, message: Message) -> None:
        """Hand `message` over. Raises Unfit ``sending_failed`` when a later try may do, ``sending_impossible`` when
        none will."""
        ...


def failed(reason: object) -> Unfit:
    """The other side did not take the message now."""
    return Unfit("sending_failed", reason=str(reason)[:300])


def impossible(reason: object) -> Unfit:
    """The other side will never take this message."""
    return Unfit("sending_impossible", reason=str(reason)[:300])


def one_line(text: str) -> str:
    """Words on one line: no break, no control character."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())

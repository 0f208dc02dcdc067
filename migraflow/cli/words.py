"""How the command line speaks: to one person, in French, saying what to do next."""

from __future__ import annotations


class Stop(Exception):
    """The command cannot go on; the message says why and what to do."""


def say(text: str) -> None:
    """One line for the person at the keyboard, at once even through a pipe."""
    print(text, flush=True)

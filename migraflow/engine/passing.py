"""Steps passed over: what somebody decides when a step cannot be taken and the case is to go on without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SKIPPED: ContextVar[str] = ContextVar("SKIPPED", default="")
"""The element passed over in this advance: it does nothing, and leaves by its default way or its first."""


@contextmanager
def skipping(element: str) -> Iterator[None]:
    """Whatever is advanced inside passes over `element`; "" passes over nothing."""
    before = SKIPPED.set(element)
    try:
        yield
    finally:
        SKIPPED.reset(before)


def passed_over(element: str) -> bool:
    """Whether `element` is to be passed over now."""
    return element != "" and element == SKIPPED.get()

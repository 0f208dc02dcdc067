"""How many, as people read it: a number, or that there are more than anybody counts."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.domain.tasks import MOST_COUNTED


def counted(count: Any) -> Any:
    """``12``, or ``999+`` where the count stopped; `count` is a Var of an int."""
    return rx.cond(count < MOST_COUNTED, count.to_string(), f"{MOST_COUNTED - 1}+")

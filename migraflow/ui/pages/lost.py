"""An address that leads nowhere."""

from __future__ import annotations

import reflex as rx

from migraflow.ui.door import Doorway, door, live
from migraflow.ui.routes import LOST
from migraflow.ui.shell import shell


class LostState(Doorway, rx.State):
    """Nothing is here; the frame around it still is."""

    @door
    async def load(self) -> None:
        """Say so."""
        self.standing = "absent"


SEEN = live(LostState)


def page() -> rx.Component:
    """The frame, and why there is nothing in it."""
    return shell(LOST, SEEN.standing)

"""The language the person reads, known to every component."""

from __future__ import annotations

import reflex as rx


class Tongue(rx.State):
    """French until the person says otherwise; pages are built in French, so nothing flickers for most."""

    english: bool = False

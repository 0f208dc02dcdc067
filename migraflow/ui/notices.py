"""Short messages about what just happened, shown in a live region and read aloud by screen readers."""

from __future__ import annotations

import json

import reflex as rx


def notify(text: str, tone: str = "ok") -> rx.event.EventSpec:
    """Show `text`; `tone` is ``ok``, ``warn`` or ``bad``. It stays until it is read or the next one comes."""
    return rx.call_script(f"migraflow.notify({json.dumps(text)}, {json.dumps(tone)})")

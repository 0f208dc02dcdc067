"""What a handler tells the browser besides the page itself: short messages, the title of the tab, the language."""

from __future__ import annotations

import json

import reflex as rx


def notify(text: str, tone: str = "ok") -> rx.event.EventSpec:
    """Show `text` in the live region; `tone` is ``ok``, ``warn`` or ``bad``. It goes along to the next page."""
    return rx.call_script(f"migraflow.notify({json.dumps(text)}, {json.dumps(tone)})")


def away(text: str) -> rx.event.EventSpec:
    """Say `text` until the database answers again; the browser asks for itself."""
    return rx.call_script(f"migraflow.away({json.dumps(text)})")


def titled(text: str) -> rx.event.EventSpec:
    """Name the tab after what it shows."""
    return rx.call_script(f"document.title = {json.dumps(f'{text} · migraflow')}")


def speaking(language: str) -> rx.event.EventSpec:
    """Tell screen readers which language the page speaks."""
    return rx.call_script(f"document.documentElement.lang = {json.dumps(language)}")

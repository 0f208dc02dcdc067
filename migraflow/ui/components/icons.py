"""A dozen line icons, drawn inline so that nothing more is fetched; they decorate words, never replace them."""

from __future__ import annotations

import reflex as rx

PATHS: dict[str, tuple[str, ...]] = {
    "home": ("M3 11 12 4l9 7v9h-6v-6H9v6H3z",),
    "tasks": ("M4 6h16M4 12h10M4 18h7", "m16 17 2 2 4-4"),
    "cases": ("M3 7h6l2 2h10v11H3z",),
    "people": (
        "M5.5 8a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0",
        "M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6",
        "M16 5a3.5 3.5 0 0 1 0 6.5M18 14c2 .7 3.2 2.6 3.5 6",
    ),
    "registers": ("M5 3h12l2 2v16H5zM9 3v18M12 8h4M12 12h4",),
    "procedures": ("M2.5 6a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0", "M7.5 6H16v4", "m16 10-4 4 4 4 4-4z"),
    "dashboards": ("M4 20V4M4 20h16M9 16v-5M14 16V8M19 16v-8",),
    "more": ("M4 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0M18 12a1 1 0 1 0 2 0a1 1 0 1 0-2 0",),
    "bell": ("M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4",),
    "clock": ("M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0", "M12 7v5l3 2"),
    "check": ("m5 12 5 5L20 7",),
    "warn": ("M12 3 2 20h20zM12 10v4M12 17v.5",),
    "print": ("M7 9V4h10v5M7 18H4V9h16v9h-3M7 14h10v6H7z",),
    "plus": ("M12 5v14M5 12h14",),
    "cross": ("M6 6l12 12M18 6 6 18",),
    "search": ("M4 10.5a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0", "m15.5 15.5 5 5"),
    "file": ("M6 3h8l5 5v13H6zM14 3v5h5",),
    "person": ("M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0", "M4 21c.5-5 3.500-7 8-7s7.500 2 8 7"),
    "accounts": (
        "M3 5h18v14H3z",
        "M6.5 10.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        "M5.5 16c.4-2 1.500-3 3-3s2.600 1 3 3M14 10h4M14 14h4",
    ),
    "eye": (
        "M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7z",
        "M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    ),
    "envelope": ("M3 6h18v12H3z", "m3 7 9 6 9-6"),
    "pause": ("M3.5 12a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0", "M10 9v6M14 9v6"),
    "line": (
        "M3 3l18 18M5 12.5a10 10 0 0 1 4-2.3M8.5 16a5 5 0 0 1 5-1.2",
        "M12 20h.01M13 9.6c2.2.2 4.3 1.2 6 2.9",
    ),
}


def icon(name: str) -> rx.Component:
    """The icon `name`, hidden from screen readers: the words beside it say the same."""
    return rx.el.svg(
        *[rx.el.path(d=path) for path in PATHS[name]],
        class_name="i",
        view_box="0 0 24 24",
        aria_hidden="true",
    )

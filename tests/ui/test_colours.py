"""Every pair of colours text is drawn in reads at 4.5 to 1 at least, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "assets" / "migraflow.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\n\s*\}", CSS, re.S)[:2]
)
GROUNDS = ("paper", "surface", "raised")
PAIRS = [
    *[(text, ground) for text in ("ink", "ink-soft", "green", "ochre", "brick", "indigo") for ground in GROUNDS],
    *[(tone, f"{tone}-soft") for tone in ("green", "ochre", "brick", "indigo")],
    *[("ink", f"{tone}-soft") for tone in ("green", "ochre", "brick", "indigo")],
    ("indigo", "brick-soft"),
    ("on-green", "green"),
    ("paper", "brick"),
]


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    bright, dim = sorted((brightness(one), brightness(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("text, ground", PAIRS)
def test_text_reads_on_its_ground(theme: dict[str, str], text: str, ground: str):
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_an_input_is_seen(theme: dict[str, str], ground: str):
    assert contrast(theme["edge"], theme[ground]) >= 3

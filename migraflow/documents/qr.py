"""Codes to scan, drawn as SVG."""

from __future__ import annotations

from io import BytesIO

import segno

BORDER = 2
"""Empty modules around the code; four are asked for, the paper around it gives the rest."""


def qr(text: str) -> str:
    """A QR code of `text` as SVG; a quarter of it may be damaged."""
    drawn = BytesIO()
    segno.make(text, error="q", micro=False).save(drawn, kind="svg", border=BORDER, xmldecl=False, svgclass=None)
    return drawn.getvalue().decode("utf-8")

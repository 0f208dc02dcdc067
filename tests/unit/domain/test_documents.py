"""Files are known by what they hold."""

from __future__ import annotations

import pytest

from migraflow.domain.documents import LARGEST, mime_of, safe_name
from migraflow.domain.errors import Unfit


@pytest.mark.parametrize(
    ("content", "mime"),
    [(b"%PDF-1.4", "application/pdf"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png")],
)
def test_a_document_is_recognised(content: bytes, mime: str) -> None:
    assert mime_of(content) == mime


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<svg onload=alert(1)>", b"%PDF-" + b"x" * LARGEST])
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(Unfit):
        mime_of(content)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Temp\\acte.exe", "acte.pdf"),
        ("", "document.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("Été à Kayes.PDF", "Été à Kayes.pdf"),
        ("x" * 300, "x" * 120 + ".pdf"),
        ("...", "document.pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, safe: str) -> None:
    assert safe_name(name, "application/pdf") == safe

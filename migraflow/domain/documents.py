"""Documents: files people attach to a case."""

from __future__ import annotations

from pathlib import PurePosixPath

from migraflow.domain.errors import Unfit

LARGEST = 5 * 1024 * 1024
"""Bytes of the largest file a case takes."""
SIGNATURES = {
    b"%PDF-": ("application/pdf", ".pdf"),
    b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
    b"\x89PNG\r\n\x1a\n": ("image/png", ".png"),
}
"""What files are recognised by: their first bytes, never their name."""


def mime_of(content: bytes) -> str:
    """The media type of `content`. Raises Unfit for an empty, too large or unknown file."""
    if not content:
        raise Unfit("file_empty")
    if len(content) > LARGEST:
        raise Unfit("file_too_large", megabytes=str(LARGEST // 1024 // 1024))
    for signature, (mime, _) in SIGNATURES.items():
        if content.startswith(signature):
            return mime
    raise Unfit("file_kind_unknown")


def safe_name(name: str, mime: str) -> str:
    """The file's own name without folders or control characters, with the ending its content asks for."""
    plain = "".join(letter for letter in name.replace("\\", "/") if letter.isprintable())
    stem = PurePosixPath(plain).stem.strip(" .")[:120] or "document"
    return stem + next(ending for kind, ending in SIGNATURES.values() if kind == mime)

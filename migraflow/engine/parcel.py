"""A procedure as one file: a zip of its folder, written the same way each time, and read with suspicion.

Nothing is unpacked onto a disk. What is read is bounded before it is read: the file, the number of entries, each
entry, and all of them together; a name that leads out of the folder, a link, a lock or a name twice is refused.
"""

from __future__ import annotations

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from migraflow.engine.bundle import PROCEDURE, Bundle

MOST_BYTES = 5_000_000
"""Of the zip as it comes."""
MOST_FILES = 300
LARGEST = 2_000_000
"""Bytes of one file once unpacked."""
MOST_UNPACKED = 12_000_000
"""Bytes of all files once unpacked."""
PATH = re.compile(
    r"procedure\.(toml|bpmn)|(forms|scenarios|registers)/[a-z0-9_]{1,60}\.json|rules/[A-Za-z0-9_]{1,60}\.dmn"
)
"""What a folder of a procedure holds; anything else in the zip (notes, pictures) is left out, and told."""
ID = re.compile(r"[a-z][a-z0-9_]{2,60}")
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError,
          RuntimeError, struct.error, IndexError, KeyError)  # fmt: skip
"""What reading a zip that was torn may raise."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The moment of every entry, so that the same edition gives the same bytes."""


class Suspect(Exception):
    """A parcel that is not opened: a code with its facts, for a sentence."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.facts = facts


def packed(bundle: Bundle) -> bytes:
    """The folder of `bundle` as a zip; the shared blocks it was published with come along under ``registers/``."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as parcel:
        for path in sorted(bundle.files):
            entry = zipfile.ZipInfo(f"{bundle.id}/{path}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            parcel.writestr(entry, bundle.files[path])
    return written.getvalue()


def opened(content: bytes) -> tuple[Bundle, tuple[str, ...]]:
    """The procedure in a zip, and the names that were left out. Raises Suspect."""
    return folder_of(entries_of(content))


def entries_of(content: bytes) -> dict[str, bytes]:
    """Every file of a zip by its name, weighed before it is read. Raises Suspect."""
    if len(content) > MOST_BYTES:
        raise Suspect("parcel_too_large", megabytes=str(MOST_BYTES // 1_000_000))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            entries = [entry for entry in parcel.infolist() if not entry.is_dir()]
            weigh(entries)
            return dict(unpacked(parcel, entries))
    except BROKEN as error:
        raise Suspect("parcel_unreadable") from error


def folder_of(entries: dict[str, bytes]) -> tuple[Bundle, tuple[str, ...]]:
    """The procedure among the files of a zip, and the names that were left out. Raises Suspect."""
    files, odd = sorted_out(entries)
    name = next((name for name in files if PROCEDURE in files[name]), "")
    if len(files) != 1 or not ID.fullmatch(name):
        raise Suspect("parcel_one_folder")
    return Bundle.of(name, files[name]), tuple(odd)


def weigh(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse what says of itself that it is too much, before anything is read."""
    if len(entries) > MOST_FILES:
        raise Suspect("parcel_many_files", most=str(MOST_FILES))
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Suspect("parcel_swells", megabytes=str(MOST_UNPACKED // 1_000_000))
    for entry in entries:
        path = PurePosixPath(entry.filename)
        parts = entry.filename.split("/")
        if path.is_absolute() or ".." in parts or "\\" in entry.filename or ":" in entry.filename or "\0" in path.name:
            raise Suspect("parcel_escapes", file=entry.filename[:80])
        if stat.S_ISLNK(entry.external_attr >> 16) or entry.flag_bits & 0x1:
            raise Suspect("parcel_escapes", file=entry.filename[:80])


def unpacked(parcel: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Each file by its name, read no further than it may be long whatever it says of itself."""
    seen: set[str] = set()
    left = MOST_UNPACKED
    for entry in entries:
        if entry.filename in seen:
            raise Suspect("parcel_twice", file=entry.filename[:80])
        seen.add(entry.filename)
        with parcel.open(entry) as file:
            content = file.read(min(LARGEST, left) + 1)
        left -= len(content)
        if len(content) > LARGEST or left < 0:
            raise Suspect("parcel_swells", megabytes=str(MOST_UNPACKED // 1_000_000))
        yield entry.filename, content


def sorted_out(files: dict[str, bytes]) -> tuple[dict[str, dict[str, bytes]], list[str]]:
    """What belongs to a procedure, by folder and path inside it, and the names of the rest."""
    found: dict[str, dict[str, bytes]] = {}
    odd: list[str] = []
    for name, content in files.items():
        folder, _, path = name.partition("/")
        if PATH.fullmatch(path):
            found.setdefault(folder, {})[path] = content
        else:
            odd.append(name)
    return found, odd

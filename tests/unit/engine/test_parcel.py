"""A procedure in one file: it comes back as it went, and what was made to harm is refused before it is unpacked."""

from __future__ import annotations

import io
import random
import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migraflow.engine.bundle import Bundle
from migraflow.engine.parcel import MOST_FILES, Suspect, opened, packed

WORKFLOWS = Path(__file__).parents[3] / "workflows"
PROCEDURES = sorted(path.parent for path in WORKFLOWS.glob("*/procedure.toml"))


def zipped(*files: tuple[str, bytes], mode: int = stat.S_IFREG | 0o644) -> bytes:
    """A zip with those entries."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, content in files:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            parcel.writestr(entry, content)
    return written.getvalue()


OWN = (("petite/procedure.toml", b'id = "petite"'), ("petite/procedure.bpmn", b"<definitions/>"))


def refusal(content: bytes) -> str:
    """Why a parcel is not opened."""
    with pytest.raises(Suspect) as told:
        opened(content)
    return told.value.code


@pytest.mark.parametrize("folder", PROCEDURES, ids=lambda path: path.name)
def test_every_procedure_comes_back_as_it_went(folder: Path) -> None:
    bundle = Bundle.read(folder, WORKFLOWS / "registers")
    back, odd = opened(packed(bundle))
    assert back.sha256 == bundle.sha256
    assert odd == ()
    assert packed(back) == packed(bundle)


def test_what_is_no_part_of_a_procedure_is_left_out_and_told() -> None:
    bundle, odd = opened(zipped(*OWN, ("petite/LISEZMOI.txt", b"bonjour"), ("__MACOSX/petite/._x", b"")))
    assert set(bundle.files) == {"procedure.toml", "procedure.bpmn"}
    assert odd == ("petite/LISEZMOI.txt", "__MACOSX/petite/._x")


@pytest.mark.parametrize(
    "name",
    ["../petite/procedure.toml", "/etc/passwd", "petite/../../x", "petite\\..\\x", "C:/x", "petite/forms/../../../x"],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    assert refusal(zipped(*OWN, (name, b"x"))) == "parcel_escapes"


def test_a_link_a_lock_a_name_twice_and_two_folders_are_refused() -> None:
    assert refusal(zipped(*OWN, mode=stat.S_IFLNK | 0o777)) == "parcel_escapes"
    locked = bytearray(zipped(*OWN))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(locked)) == "parcel_escapes"
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = zipped(*OWN, OWN[0])
    assert refusal(twice) == "parcel_twice"
    assert refusal(zipped(*OWN, ("autre/procedure.toml", b""))) == "parcel_one_folder"
    assert refusal(zipped(("Petite Demande/procedure.toml", b""))) == "parcel_one_folder"
    assert refusal(zipped(("petite/procedure.bpmn", b""))) == "parcel_one_folder"


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = zipped(*OWN, ("petite/forms/a.json", b"\0" * 60_000_000))
    liar = bytearray(zipped(*OWN, ("petite/forms/a.json", b"\0" * 3_000_000)))
    size = (3_000_000).to_bytes(4, "little")
    liar = liar.replace(size, (10).to_bytes(4, "little"))
    many = zipped(*OWN, *((f"petite/forms/f{n}.json", b"") for n in range(MOST_FILES)))
    tracemalloc.start()
    assert refusal(bomb) == "parcel_swells"
    assert refusal(bytes(liar)) in {"parcel_swells", "parcel_unreadable"}
    assert refusal(many) == "parcel_many_files"
    assert refusal(b"x" * 5_000_001) == "parcel_too_large"
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40_000_000


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_parcel_is_opened_or_refused_never_more(chance: random.Random) -> None:
    content = bytearray(packed(Bundle.of("petite", {path.partition("/")[2]: text for path, text in OWN})))
    for _ in range(chance.randint(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    try:
        bundle, _ = opened(bytes(content[: chance.randint(0, len(content))] if chance.random() < 0.3 else content))
    except Suspect as refused:
        assert refused.code.startswith("parcel_")
    else:
        assert bundle.id

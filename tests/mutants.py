"""Files as Hypothesis spoils them: our procedures, diagrams of other tools, tables and forms, each with parts taken
out, doubled, moved, said otherwise or torn; so that a failing one is made small before it is told."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from hypothesis import strategies as st
from lxml import etree

from migraflow.engine.bundle import Bundle
from migraflow.engine.parcel import packed
from tests.hostile import CAMUNDA, EVIL, HONEST, SPOKEN, spiff
from tests.small import WORKFLOWS, petite_demande

TORN = (b"<", b"&x;", b"\x00", b"]]>", b'"', b"PK\x01\x02", b"\xff" * 8, b"${1}")
SAID = ("", "P_01", "p", "-1", "1e999", "PT", "R/PT0S", "${x.y()}", "= 1 +", EVIL, "../x", "é" * 300)
WORDS = st.sampled_from(SAID) | st.text(max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
PLACE = st.integers(0, 2**16)
"""Which of the parts: taken modulo how many there are."""


@cache
def sources() -> tuple[bytes, ...]:
    """What the mutants are made of: three of our procedures whole, small ones, and diagrams of other tools."""
    names = ("plan_formation", "demande_services", "verification_employeur")
    ours = [packed(Bundle.read(WORKFLOWS / name, WORKFLOWS / "registers")) for name in names]
    return (HONEST, SPOKEN, CAMUNDA, spiff(), packed(petite_demande()), *ours)


@st.composite
def torn(draw: st.DrawFn, content: bytes) -> bytes:
    """Bytes changed, cut out, doubled or put in."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(changed) - 1)))
        size = draw(st.sampled_from((1, 2, 8, 40)))
        match draw(st.sampled_from(("say", "cut", "double", "put"))):
            case "say":
                changed[at : at + size] = draw(st.binary(min_size=size, max_size=size))
            case "cut":
                del changed[at : at + size]
            case "double":
                changed[at:at] = changed[at : at + 10 * size]
            case _:
                changed[at:at] = draw(st.sampled_from(TORN))
    return bytes(changed)


@st.composite
def redrawn(draw: st.DrawFn, content: bytes) -> bytes:
    """An XML file whose elements come twice, elsewhere, under another name or not at all, or say something else."""
    root = etree.fromstring(content)
    for _ in range(draw(st.integers(1, 4))):
        found = [one for one in root.iter(etree.Element) if one is not root]
        if not found:
            break
        one, other = (found[draw(PLACE) % len(found)] for _ in range(2))
        SPOIL[draw(st.sampled_from(sorted(SPOIL)))](draw, one, other)
    return etree.tostring(root, encoding="utf-8")


def taken_out(_draw: st.DrawFn, one: etree._Element, _other: etree._Element) -> None:
    holder = one.getparent()
    assert holder is not None, "never the root"
    holder.remove(one)


def doubled(_draw: st.DrawFn, one: etree._Element, _other: etree._Element) -> None:
    one.addnext(deepcopy(one))


def moved(_draw: st.DrawFn, one: etree._Element, other: etree._Element) -> None:
    if one not in other.iterancestors() and one is not other:
        other.append(one)


def renamed(_draw: st.DrawFn, one: etree._Element, other: etree._Element) -> None:
    one.tag = other.tag


def crossed(draw: st.DrawFn, one: etree._Element, other: etree._Element) -> None:
    """An attribute says what another one of somewhere else says."""
    if one.attrib and other.attrib:
        name, from_ = (sorted(each.attrib)[draw(PLACE) % len(each.attrib)] for each in (one, other))
        one.set(name, str(other.get(from_)))


def misspoken(draw: st.DrawFn, one: etree._Element, _other: etree._Element) -> None:
    words = "".join(letter for letter in draw(WORDS) if letter.isprintable())
    names = [*sorted(one.attrib), ""]
    name = names[draw(PLACE) % len(names)]
    if name:
        one.set(name, words)
    else:
        one.text = words


SPOIL: Mapping[str, Callable[[st.DrawFn, etree._Element, etree._Element], None]] = {
    one.__name__: one for one in (taken_out, doubled, moved, renamed, crossed, misspoken)
}


@st.composite
def retold(draw: st.DrawFn, content: bytes) -> bytes:
    """A JSON file in which values are others, are gone, or stand under another name."""
    told = json.loads(content)
    for _ in range(draw(st.integers(1, 4))):
        holders = list(holders_in(told))
        if not holders:
            break
        holder = holders[draw(PLACE) % len(holders)]
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        key = keys[draw(PLACE) % len(keys)]
        match draw(st.sampled_from(("say", "cut", "rename", "graft"))):
            case "cut":
                del holder[key]
            case "rename" if isinstance(holder, dict):
                holder[draw(WORDS)] = holder.pop(key)
            case "graft":
                holder[key] = deepcopy(holders[draw(PLACE) % len(holders)])
            case _:
                holder[key] = draw(VALUES)
    return json.dumps(told).encode("utf-8", "surrogatepass")


def holders_in(told: Any) -> list[Any]:
    """Every object and list in a JSON value that holds something, from the outside in."""
    inner = list(told.values() if isinstance(told, dict) else told) if isinstance(told, dict | list) else []
    return ([told] if inner else []) + [holder for one in inner for holder in holders_in(one)]


def spoilt(name: str, content: bytes) -> st.SearchStrategy[bytes]:
    """A mutant of one file, by what it is."""
    kinds = {".bpmn": redrawn, ".dmn": redrawn, ".json": retold}
    kind = next((kind for end, kind in kinds.items() if name.endswith(end)), torn)
    return kind(content) | torn(content)


@st.composite
def repacked(draw: st.DrawFn, content: bytes) -> bytes:
    """A zip some of whose files are mutants, are missing, come twice or are called otherwise; it still opens."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    names = sorted(files)
    for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)):
        match draw(st.sampled_from(("spoil", "spoil", "spoil", "cut", "rename", "swap"))):
            case "spoil":
                files[name] = draw(spoilt(name, files[name]))
            case "cut":
                del files[name]
            case "rename":
                files[f"{name.rpartition('/')[0]}/{draw(WORDS)}"] = files.pop(name)
            case _:
                files[name] = files.get(draw(st.sampled_from(names)), b"")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in files.items():
            new.writestr(zipfile.ZipInfo(name), text)
    return written.getvalue()


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file somebody might send."""
    source = draw(st.sampled_from(sources()))
    if source.startswith(b"PK"):
        return draw(repacked(source) if draw(st.integers(0, 9)) else torn(source))
    return draw(spoilt("x.bpmn", source))

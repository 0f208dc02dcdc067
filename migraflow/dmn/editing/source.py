"""A DMN file as its author wrote it: where each element stands in the bytes, and cuts that leave the rest alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from ..errors import Code, DmnError
from ..reading import read_definitions

ENCODING = re.compile(rb"""\s*<\?xml[^>]*encoding=["']([^"']+)""")


class MootEdit(ValueError):
    """A change of something that is not there, or that cannot be made there."""


@dataclass(slots=True, eq=False)
class Place:
    """An element: `start` and `end` around all of it, `inner` where its content begins, `close` where it ends.

    `bare`: written ``<text/>``, with nothing between two tags.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inner: int = 0
    close: int = 0
    end: int = 0
    bare: bool = False
    children: list[Place] = field(default_factory=list["Place"])

    @property
    def name(self) -> str:
        """The element's name without prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """What stands before the name, colon included."""
        return self.tag[: len(self.tag) - len(self.name)]

    def all(self, *names: str) -> list[Place]:
        """The child elements of these names."""
        return [one for one in self.children if one.name in names]

    def first(self, *names: str) -> Place | None:
        """The first such child."""
        return next(iter(self.all(*names)), None)

    def within(self) -> Iterator[Place]:
        """This element and everything inside it, in order."""
        yield self
        for one in self.children:
            yield from one.within()


class Source:
    """The bytes of a file with the places of its elements. Raises DmnError for what is not a safe DMN file."""

    def __init__(self, xml: bytes) -> None:
        read_definitions(xml)
        spoken = ENCODING.match(xml)
        if spoken is not None and spoken[1].lower() not in (b"utf-8", b"us-ascii"):
            raise MootEdit
        self.xml = xml
        self.stack: list[Place] = []
        self.tops: list[Place] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.begin
        self.parser.EndElementHandler = self.finish
        try:
            self.parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise DmnError(Code.NOT_XML, facts={"line": error.lineno}) from None
        self.root = self.tops[0]
        self.ids = {one.attributes["id"] for one in self.root.within() if "id" in one.attributes}

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        start = self.parser.CurrentByteIndex
        inner = tag_end(self.xml, start)
        one = Place(tag, attributes, start, inner, inner, inner, bare=self.xml[inner - 2 : inner] == b"/>")
        (self.stack[-1].children if self.stack else self.tops).append(one)
        self.stack.append(one)

    def finish(self, tag: str) -> None:
        """It ends."""
        one = self.stack.pop()
        if not one.bare:
            one.close = self.parser.CurrentByteIndex
            one.end = tag_end(self.xml, one.close)

    def parent(self, wanted: Place) -> Place:
        """The element around one."""
        return next(one for one in self.root.within() if wanted in one.children)

    def text(self, one: Place | None) -> str:
        """The text of an element and all inside it, trimmed, as a reader of XML sees it."""
        if one is None or one.bare:
            return ""
        said: list[str] = []
        reader = expat.ParserCreate("utf-8")
        reader.CharacterDataHandler = said.append
        reader.Parse(b"<x>" + self.xml[one.inner : one.close] + b"</x>", True)
        return "".join(said).strip()

    def margin(self, one: Place) -> bytes:
        """The line break and blanks before an element."""
        before = self.xml[: one.start]
        return before[len(before.rstrip(b" \t\r\n")) :]

    def fresh(self, wanted: str) -> str:
        """An id nobody has: `wanted`, else with a number; taken from now on."""
        found, number = wanted, 2
        while found in self.ids:
            found, number = f"{wanted}_{number}", number + 1
        self.ids.add(found)
        return found


def tag_end(xml: bytes, start: int) -> int:
    """Where the tag that begins at `start` ends; a ``>`` inside quotes ends nothing."""
    quote = 0
    for at in range(start, len(xml)):
        byte = xml[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == 0x3E:
            return at + 1
    return len(xml)


class Cuts:
    """Pieces to put in the place of others, made all at once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.made: list[tuple[int, int, bytes]] = []

    def put(self, start: int, end: int, text: bytes | str) -> None:
        """Put `text` in the place of the bytes from `start` to `end`."""
        self.made.append((start, end, text.encode() if isinstance(text, str) else text))

    def done(self) -> bytes:
        """The file with all pieces in their place."""
        xml = self.source.xml
        ordered = sorted(enumerate(self.made), key=lambda one: (one[1][0], one[1][1], one[0]))
        for _, (start, end, text) in reversed(ordered):
            xml = xml[:start] + text + xml[end:]
        return xml

    def drop(self, one: Place) -> None:
        """Take an element out, with the line it stood on."""
        self.put(one.start - len(self.source.margin(one)), one.end, b"")

    def swap(self, one: Place, other: Place) -> None:
        """Let two elements change places."""
        xml = self.source.xml
        self.put(one.start, one.end, xml[other.start : other.end])
        self.put(other.start, other.end, xml[one.start : one.end])

    def after(self, one: Place, text: str) -> None:
        """Put an element behind another, on a line of its own where that one has one."""
        self.put(one.end, one.end, self.source.margin(one) + text.encode())

    def inside(self, parent: Place, text: str, *, first: bool = False) -> None:
        """Put an element into another, the last of its children or the `first`."""
        if parent.bare:
            self.open(parent, text)
        elif parent.children:
            margin = self.source.margin(parent.children[0])
            at = parent.inner if first else parent.children[-1].end
            self.put(at, at, margin + text.encode())
        else:
            margin = self.source.margin(parent)
            step = b"  " if margin else b""
            self.put(parent.inner, parent.close, margin + step + text.encode() + margin)

    def open(self, bare: Place, text: str) -> None:
        """Let an element written ``<text/>`` have content."""
        xml = self.source.xml
        head = xml[bare.start : bare.end - 2].rstrip()
        self.put(bare.start, bare.end, head + b">" + text.encode() + f"</{bare.tag}>".encode())

    def attribute(self, one: Place, name: str, value: str) -> None:
        """Give an attribute a value; an empty one takes it out."""
        xml = self.source.xml
        at = attribute_span(xml, one, name)
        said = f" {name}={quoteattr(value)}" if value else ""
        if at is not None:
            self.put(*at, said)
        elif value:
            end = one.inner - (2 if one.bare else 1)
            end -= len(xml[one.start : end]) - len(xml[one.start : end].rstrip())
            self.put(end, end, said)

    def words(self, parent: Place, value: str, name: str = "text") -> None:
        """Let the child `name` of an element say `value`; it is made when it is not there."""
        found = parent.first(name)
        if found is None:
            self.inside(parent, f"<{parent.prefix}{name}>{escape(value)}</{parent.prefix}{name}>", first=True)
        elif self.source.text(found) == value.strip():
            return
        elif found.bare:
            self.open(found, escape(value))
        else:
            self.put(found.inner, found.close, escape(value))


def attribute_span(xml: bytes, one: Place, name: str) -> tuple[int, int] | None:
    """Where an attribute stands in the tag of an element, the blank before it included."""
    at, wanted = one.start + 1 + len(one.tag.encode()), name.encode()
    while at < one.inner:
        begin = at
        while at < one.inner and xml[at : at + 1].isspace():
            at += 1
        stop = xml.find(b"=", at, one.inner)
        if stop < 0:
            return None
        found = xml[at:stop].strip()
        quote = min(place for place in (xml.find(b'"', stop), xml.find(b"'", stop)) if place >= 0)
        at = xml.index(xml[quote : quote + 1], quote + 1) + 1
        if found == wanted:
            return begin, at
    return None

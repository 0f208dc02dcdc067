"""Safe reading of authored XML: bounded size and depth, no DOCTYPE, no entity, no network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from lxml import etree

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
BPMN = f"{{{MODEL}}}"
MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_ELEMENTS = 60_000

Element = etree._Element  # pyright: ignore[reportPrivateUsage]


class Unreadable(Exception):
    """A file that cannot be read as a diagram: a finding's code and its facts."""

    def __init__(self, code: str, element: str = "", **facts: str) -> None:
        super().__init__(f"{code} {facts}")
        self.code = code
        self.element = element
        self.facts: Mapping[str, str] = facts


def parse(content: bytes, *, whole: bool = False) -> Element:
    """The root element of `content`, comments left out unless it is wanted `whole`, to be written again.

    Raises Unreadable; never expands an entity, never opens another file."""
    if len(content) > MAX_BYTES:
        raise Unreadable("too_big", limit=str(MAX_BYTES // 1_000_000))
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Unreadable("doctype")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=not whole,
        remove_pis=not whole,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable("not_xml", line=str(error.lineno or 1), reason=str(error.msg)) from error
    if root is None or root.getroottree().docinfo.doctype:
        raise Unreadable("doctype")
    measure(root)
    return root


def measure(root: Element) -> None:
    """Refuse a tree too deep or too large to be an honest diagram."""
    count, level = 0, [root]
    for depth in range(MAX_DEPTH + 1):
        count += len(level)
        if count > MAX_ELEMENTS:
            raise Unreadable("too_many_elements", limit=str(MAX_ELEMENTS))
        level = [child for element in level for child in element]
        if not level:
            return
        if depth == MAX_DEPTH:
            raise Unreadable("too_deep", limit=str(MAX_DEPTH))


def tag(element: Element) -> str:
    """The local name of `element`."""
    return etree.QName(element).localname


def children(element: Element, name: str) -> Iterator[Element]:
    """The BPMN children of `element` called `name`."""
    return (child for child in element if child.tag == BPMN + name)


def first(element: Element, name: str) -> Element | None:
    """The first BPMN child called `name`."""
    return next(children(element, name), None)


def text_of(element: Element | None) -> str:
    """The stripped text of `element`, "" when there is none."""
    return "" if element is None else "".join(cast(Iterator[str], element.itertext())).strip()


def attribute(element: Element, name: str) -> str:
    """The attribute `name`, "" when absent."""
    return element.get(name) or ""


def extensions(element: Element, name: str) -> Iterator[Element]:
    """The spiffworkflow elements called `name` among the extension elements of `element`, at any depth."""
    for holder in children(element, "extensionElements"):
        yield from cast(Iterator[Element], holder.iter(f"{{{SPIFF}}}{name}"))

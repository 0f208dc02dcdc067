"""XML read safely: no document type, no entities, no network, bounded size. Namespaces of DMN versions are ignored."""

from collections.abc import Iterator

from lxml import etree

from .errors import Code, DmnError

LARGEST = 4_000_000
Element = etree._Element  # pyright: ignore[reportPrivateUsage]


def read_xml(xml: bytes) -> Element:
    """The root element; raises DmnError."""
    if len(xml) > LARGEST:
        raise DmnError(Code.TOO_LARGE, facts={"size": len(xml), "limit": LARGEST})
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise DmnError(Code.NOT_XML, facts={"line": line}) from None
    document = root.getroottree().docinfo
    if document.internalDTD is not None or document.doctype or any(True for _ in root.iter(etree.Entity)):
        raise DmnError(Code.FORBIDDEN_XML)
    return root


def read_definitions(xml: bytes) -> Element:
    """The `definitions` element of a DMN file; raises DmnError."""
    root = read_xml(xml)
    if local(root) != "definitions":
        raise DmnError(Code.NOT_DMN, facts={"found": local(root)})
    return root


def local(element: Element) -> str:
    """The element's name without namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Child elements, only those of these names if any are given."""
    for child in element if element is not None else ():
        if isinstance(child.tag, str) and (not names or local(child) in names):
            yield child


def child(element: Element | None, *names: str) -> Element | None:
    """The first such child."""
    return next(children(element, *names), None)


def text_of(element: Element | None) -> str:
    """The text inside an element, trimmed; CDATA included."""
    return "".join(element.itertext()).strip() if element is not None else ""


def text_child(element: Element | None, name: str = "text") -> str:
    """The trimmed text of a child element, empty if there is none."""
    return text_of(child(element, name))


def attribute(element: Element | None, name: str) -> str:
    """An attribute's text, empty if there is none."""
    return (element.get(name) or "") if element is not None else ""

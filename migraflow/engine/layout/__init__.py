"""Draws a procedure: BPMN 2.0 in, the same BPMN 2.0 with a fresh diagram out, and an audit of any diagram."""

from lxml import etree

from migraflow.engine.layout import model as reading
from migraflow.engine.layout.audit import Flaw, FlawCode, audit
from migraflow.engine.layout.plan import plan
from migraflow.engine.layout.pools import compose
from migraflow.engine.layout.writer import is_definitions, strip, write

__all__ = ["Flaw", "FlawCode", "audit", "lay_out"]


def lay_out(xml: bytes) -> bytes:
    """The document with one diagram drawn from its structure; what it says, and in which order, is untouched.

    Raises ``ValueError`` when ``xml`` is not well-formed or not BPMN 2.0. Same input, same bytes; laying out twice
    changes nothing.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as wrong:
        raise ValueError(f"not well-formed XML: {wrong}") from wrong
    if not is_definitions(root):
        raise ValueError(f"not a BPMN 2.0 document: its root is {root.tag}")
    strip(root)
    model = reading.read(root)
    frames = {name for scope in model.processes for name in plan(model, scope).frames}
    write(root, model, compose(model), frames)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")

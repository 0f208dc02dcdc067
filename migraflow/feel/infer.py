"""The kind of what a function literal returns, as far as its text tells; null where it does not."""

from collections.abc import Mapping

from . import nodes
from .conformity import kind_of
from .kinds import Basic, ContextKind, FunctionKind, Kind, ListKind
from .nodes import Node

Kinds = Mapping[str, Kind | None]
"""What is known of the parameters."""

TRUTHS = (nodes.Comparison, nodes.Junction, nodes.Between, nodes.Membership, nodes.InstanceOf, nodes.Quantified)


def inferred(node: Node, known: Kinds) -> Kind | None:
    """The kind a node certainly has."""
    if isinstance(node, nodes.Literal):
        return kind_of(node.value)
    if isinstance(node, nodes.Name):
        return known.get(node.name)
    if isinstance(node, TRUTHS):
        return Basic.BOOLEAN
    if isinstance(node, nodes.If):
        return common(inferred(node.yes, known), inferred(node.no, known))
    if isinstance(node, nodes.Negation):
        return inferred(node.operand, known)
    if isinstance(node, nodes.Arithmetic):
        return arithmetic(node, known)
    return structure(node, known)


def common(one: Kind | None, other: Kind | None) -> Kind | None:
    """The kind of either of two."""
    return one if one == other else None


def arithmetic(node: nodes.Arithmetic, known: Kinds) -> Kind | None:
    """Numbers stay numbers, texts are joined to texts."""
    kinds = [inferred(operand, known) for operand in (node.first, *(operand for _, operand in node.rest))]
    same = kinds[0] if all(kind == kinds[0] for kind in kinds) else None
    return same if same in (Basic.NUMBER, Basic.STRING) else None


def structure(node: Node, known: Kinds) -> Kind | None:
    """Lists, contexts and functions written out."""
    if isinstance(node, nodes.Items):
        kinds = {inferred(item, known) for item in node.items}
        only = kinds.pop() if len(kinds) == 1 else None
        return ListKind(only or Basic.ANY)
    if isinstance(node, nodes.Entries):
        return ContextKind(tuple((key, inferred(value, known) or Basic.ANY) for key, value in node.entries))
    if isinstance(node, nodes.Definition):
        parameters = tuple(parameter.kind or Basic.ANY for parameter in node.parameters)
        return FunctionKind(parameters, result_of(node, known) or Basic.ANY)
    return None


def result_of(node: nodes.Definition, outside: Kinds | None = None) -> Kind | None:
    """What a function literal returns."""
    own = {parameter.name: parameter.kind for parameter in node.parameters}
    return inferred(node.body, {**(outside or {}), **own})

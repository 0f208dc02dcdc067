"""What the makers of closures share: a node becomes a closure over a frame."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .frames import Frame
from .nodes import Node
from .values import Function, Value

Code: TypeAlias = Callable[[Frame], Value]
"""Evaluates one node in a frame; answers null rather than raise, except LimitReached."""


class Maker:
    """Turns nodes into closures by a table of node types; `functions` are called by name without looking further."""

    def __init__(self, table: "Mapping[type, Callable[[Any, Maker], Code]]", functions: Mapping[str, Function]) -> None:
        self.table = table
        self.functions = functions

    def make(self, node: Node) -> Code:
        """The closure of a node."""
        return self.table[type(node)](node, self)

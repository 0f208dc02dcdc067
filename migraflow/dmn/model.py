"""A decision model: what a DMN file says, compiled and ready to run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from migraflow.feel import Value

from .boxed import Parameters
from .errors import Code, DmnError
from .findings import Finding
from .logic import Fired, Logic, Trouble
from .tables import Table
from .types import ItemType


@dataclass(frozen=True, slots=True)
class InputData:
    """A value the caller gives."""

    id: str
    name: str
    type: ItemType | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A required element: the namespace it lives in (empty for this file) and its id."""

    namespace: str
    id: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision; `requires` are the inputs, decisions and functions its logic may name."""

    id: str
    name: str
    type: ItemType | None
    logic: Logic = field(repr=False, compare=False)
    requires: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a named function."""

    id: str
    name: str
    parameters: Parameters
    body: Logic = field(repr=False, compare=False)
    result: ItemType | None
    requires: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: some decisions offered as one function of inputs and input decisions."""

    id: str
    name: str
    type: ItemType | None
    outputs: tuple[Reference, ...]
    encapsulated: tuple[Reference, ...]
    input_decisions: tuple[Reference, ...]
    inputs: tuple[Reference, ...]


Node = InputData | Decision | Knowledge | Service


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision's value and its explanation: the tables that fired, in order, and what went wrong on the way."""

    value: Value
    explanation: tuple[Fired, ...]
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One DMN file. `decisions` are found by name or by id; `imports` are other files by alias."""

    name: str
    namespace: str
    nodes: Mapping[str, Node]
    imports: "Mapping[str, Model]"
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    types: Mapping[str, ItemType]
    run: "Run" = field(repr=False)

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """Decisions by name, and by id."""
        found = [node for node in self.nodes.values() if isinstance(node, Decision)]
        return MappingProxyType({each.id: each for each in found} | {each.name: each for each in found})

    @property
    def inputs(self) -> tuple[InputData, ...]:
        """What the caller gives."""
        return tuple(node for node in self.nodes.values() if isinstance(node, InputData))

    def node(self, name_or_id: str) -> Node | None:
        """An element by id or name."""
        if name_or_id in self.nodes:
            return self.nodes[name_or_id]
        return next((node for node in self.nodes.values() if node.name == name_or_id), None)

    def evaluate(self, name_or_id: str, context: Mapping[str, object], *, now: datetime | None = None) -> Outcome:
        """The value of a decision, decision service or knowledge model for these inputs (its arguments by name).

        Raises DmnError(NO_SUCH_DECISION) and feel.LimitReached; bad data gives null and is told in `troubles`.
        """
        node = self.node(name_or_id)
        if node is None or isinstance(node, InputData):
            known = ", ".join(each.name for each in self.nodes.values() if isinstance(each, (Decision, Service)))
            raise DmnError(Code.NO_SUCH_DECISION, facts={"name": name_or_id, "known": known})
        return self.run(self, node, context, now)


Run = Callable[[Model, Decision | Service | Knowledge, Mapping[str, object], datetime | None], Outcome]
"""How a model is run: the element, the inputs, the moment."""

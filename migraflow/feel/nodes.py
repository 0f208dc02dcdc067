"""What the parser makes of a text. Every node is frozen; a `weight` is the number of tokens a repeated part has."""

from dataclasses import dataclass
from typing import TypeAlias

from .kinds import Kind
from .values import Parameter, Value


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name:
    """A variable; `?` is the input of a unary test. `dynamic` when the text itself may bind it."""

    name: str
    dynamic: bool


@dataclass(frozen=True, slots=True)
class Path:
    """`base.name`."""

    base: "Node"
    name: str


@dataclass(frozen=True, slots=True)
class Filter:
    """`base[condition]`; `weight` is the price of trying one item."""

    base: "Node"
    condition: "Node"
    weight: int


@dataclass(frozen=True, slots=True)
class Call:
    """`function(arguments)`; `names` is empty for positional arguments."""

    function: "Node"
    arguments: tuple["Node", ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`first (operator operand)*`, read from left to right."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """`-operand`."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left operator right` for = != < <= > >=."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Junction:
    """`a and b and c`, or the same with `or`."""

    operator: str
    operands: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Between:
    """`value between low and high`."""

    value: "Node"
    low: "Node"
    high: "Node"


@dataclass(frozen=True, slots=True)
class Membership:
    """`value in tests`, the value `None` for the input of a table cell; `negated` under `not(…)`."""

    value: "Node | None"
    tests: tuple["Node", ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """A unary test `< end` inside `in (…)` or a table cell."""

    operator: str
    end: "Node"


@dataclass(frozen=True, slots=True)
class InputTest:
    """A table cell that mentions `?`: a condition of its own."""

    condition: "Node"


@dataclass(frozen=True, slots=True)
class InstanceOf:
    """`value instance of kind`."""

    value: "Node"
    kind: Kind


@dataclass(frozen=True, slots=True)
class If:
    """`if condition then yes else no`."""

    condition: "Node"
    yes: "Node"
    no: "Node"


@dataclass(frozen=True, slots=True)
class Binding:
    """`name in low..high` or `name in list` (then `high` is absent)."""

    name: str
    low: "Node"
    high: "Node | None"


@dataclass(frozen=True, slots=True)
class For:
    """`for bindings return body`."""

    bindings: tuple[Binding, ...]
    body: "Node"
    weight: int


@dataclass(frozen=True, slots=True)
class Quantified:
    """`some|every bindings satisfies condition`."""

    every: bool
    bindings: tuple[Binding, ...]
    condition: "Node"
    weight: int


@dataclass(frozen=True, slots=True)
class Definition:
    """`function(parameters) body`."""

    parameters: tuple[Parameter, ...]
    body: "Node"
    weight: int


@dataclass(frozen=True, slots=True)
class Entries:
    """`{key: value, …}`."""

    entries: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True, slots=True)
class Items:
    """`[item, …]`."""

    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """`[low..high]`; an end that is `None` is open for ever, as in `(< high)`, whose sign is `operator`."""

    low: "Node | None"
    high: "Node | None"
    low_included: bool
    high_included: bool
    operator: str = ""


Node: TypeAlias = (
    Literal
    | Name
    | Path
    | Filter
    | Call
    | Arithmetic
    | Negation
    | Comparison
    | Junction
    | Between
    | Membership
    | Test
    | InputTest
    | InstanceOf
    | If
    | For
    | Quantified
    | Definition
    | Entries
    | Items
    | Interval
)

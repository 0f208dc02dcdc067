"""What runs: a scope of named values, the session that pays and remembers, and closures over both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from migraflow import feel
from migraflow.feel import Value


@dataclass(frozen=True, slots=True)
class Fired:
    """Why a decision table answered what it did.

    `rules` are the 1-based numbers of the rules that decided, `inputs` the value of each input expression,
    `outputs` what those rules gave, in the same order.
    """

    decision: str
    table: str
    hit_policy: str
    rules: tuple[int, ...]
    inputs: Mapping[str, Value]
    outputs: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that made a value null and that a manager should know: an input out of its list, rules in conflict."""

    decision: str
    element: str
    code: str
    facts: Mapping[str, object]


@dataclass(slots=True)
class Session:
    """One evaluation of one decision: its budget, its answers so far, its explanation."""

    run: feel.Run
    fired: list[Fired] = field(default_factory=list[Fired])
    troubles: list[Trouble] = field(default_factory=list[Trouble])
    decision: str = ""

    def trouble(self, element: str, code: str, facts: Mapping[str, object]) -> None:
        """Remember something that made a value null."""
        self.troubles.append(Trouble(self.decision, element, code, facts))


@dataclass(slots=True)
class Scope:
    """Named FEEL values within a session."""

    values: Mapping[str, Value]
    session: Session

    def inner(self, more: Mapping[str, Value]) -> "Scope":
        """A scope inside this one."""
        return Scope({**self.values, **more}, self.session)


Logic = Callable[[Scope], Value]
"""Evaluates one boxed expression; null for whatever goes wrong."""


def nothing(scope: Scope) -> Value:
    """The logic of what is missing or cannot be compiled."""
    return None

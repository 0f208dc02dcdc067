"""What one evaluation carries along: the names in sight and its budget."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import cast

from .budget import Run
from .convert import to_feel
from .values import Function, Range, Value, WideDate, WideDateTime, WideDuration, WideTime, YearsMonths

AS_THEY_ARE = frozenset(
    {
        type(None), bool, str, date, datetime, time, timedelta,
        YearsMonths, WideDate, WideTime, WideDateTime, WideDuration, Range, Function,
    }
)  # fmt: skip


def trusted(raw: object) -> Value:
    """A value that already is a FEEL value."""
    return cast("Value", raw)


class Inputs(dict[str, Value]):
    """The caller's variables, turned into FEEL values the first time each is asked for."""

    __slots__ = ("convert", "fallback", "source")

    def __init__(
        self,
        source: Mapping[str, object],
        fallback: Mapping[str, Value],
        convert: Callable[[object], Value] = to_feel,
    ) -> None:
        super().__init__()
        self.source = source
        self.fallback = fallback
        self.convert = convert

    def __missing__(self, name: str) -> Value:
        if name not in self.source:
            return self.fallback.get(name)
        raw = self.source[name]
        value = cast("Value", raw) if type(raw) in AS_THEY_ARE else self.convert(raw)
        self[name] = value
        return value


class Frame:
    """Names in sight at one place of an expression; inner frames hide outer ones."""

    __slots__ = ("names", "parent", "root", "run")

    def __init__(self, names: Mapping[str, Value], parent: "Frame | None", root: Inputs, run: Run) -> None:
        self.names = names
        self.parent = parent
        self.root = root
        self.run = run

    def inner(self, names: Mapping[str, Value]) -> "Frame":
        """A frame inside this one."""
        return Frame(names, self, self.root, self.run)

    def find(self, name: str) -> Value:
        """The nearest value of `name`, null where nobody knows it."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.parent
        return self.root[name]


def weigh(run: Run, value: Value) -> None:
    """Pay one step for every value inside `value`, counting what is shared each time it is met."""
    if isinstance(value, list):
        run.spend(1 + len(value))
        for item in value:
            if isinstance(item, (list, dict)):
                weigh(run, item)
    elif isinstance(value, dict):
        run.spend(1 + len(value))
        for item in value.values():
            if isinstance(item, (list, dict)):
                weigh(run, item)

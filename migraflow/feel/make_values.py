"""Closures for names, literals, paths, lists, contexts, intervals, `if`, functions and calls."""

from collections.abc import Mapping

from . import nodes
from .budget import Run
from .conformity import coerce, conforms
from .frames import Frame, weigh
from .infer import result_of
from .kinds import Kind
from .maker import Code, Maker
from .members import member
from .operators import less
from .values import Function, Range, Value


def literal(node: nodes.Literal, maker: Maker) -> Code:
    """A value written out."""
    value = node.value
    return lambda frame: value


def name(node: nodes.Name, maker: Maker) -> Code:
    """A variable: straight from the caller where the text cannot bind it."""
    text = node.name
    if node.dynamic:
        return lambda frame: frame.find(text)
    return lambda frame: frame.root[text]


def path(node: nodes.Path, maker: Maker) -> Code:
    """`base.name`."""
    base, key = maker.make(node.base), node.name

    def run(frame: Frame) -> Value:
        value = base(frame)
        if type(value) is dict:
            return value.get(key)
        frame.run.spend(5)
        return member(frame.run, value, key)

    return run


def items(node: nodes.Items, maker: Maker) -> Code:
    """`[item, …]`."""
    codes = tuple(maker.make(item) for item in node.items)
    size = len(codes) + 1

    def run(frame: Frame) -> Value:
        frame.run.keep(size)
        return [code(frame) for code in codes]

    return run


def entries(node: nodes.Entries, maker: Maker) -> Code:
    """`{key: value, …}`; each entry sees the ones before it."""
    codes = tuple((key, maker.make(value)) for key, value in node.entries)
    size = len(codes) + 3

    def run(frame: Frame) -> Value:
        frame.run.keep(size)
        made: dict[str, Value] = {}
        inner = frame.inner(made)
        for key, code in codes:
            made[key] = code(inner)
        return dict(made)

    return run


def interval(node: nodes.Interval, maker: Maker) -> Code:
    """`[low..high]`; null where the ends do not compare."""
    low = None if node.low is None else maker.make(node.low)
    high = None if node.high is None else maker.make(node.high)
    low_included, high_included, sign = node.low_included, node.high_included, node.operator

    def run(frame: Frame) -> Value:
        start = None if low is None else low(frame)
        end = None if high is None else high(frame)
        if start is not None and end is not None and less(start, end) is None:
            return None
        return Range(start, end, low_included, high_included, sign)

    return run


def choice(node: nodes.If, maker: Maker) -> Code:
    """`if`: anything but true takes the else branch."""
    condition, yes, no = maker.make(node.condition), maker.make(node.yes), maker.make(node.no)
    return lambda frame: yes(frame) if condition(frame) is True else no(frame)


def instance_of(node: nodes.InstanceOf, maker: Maker) -> Code:
    """`value instance of kind`."""
    value, kind = maker.make(node.value), node.kind

    def run(frame: Frame) -> Value:
        subject = value(frame)
        weigh(frame.run, subject)
        return conforms(subject, kind)

    return run


def definition(node: nodes.Definition, maker: Maker) -> Code:
    """`function(parameters) body`: a value that remembers the frame it was written in."""
    body, result = maker.make(node.body), result_of(node)

    def run(frame: Frame) -> Value:
        frame.run.spend(4)
        frame.run.keep(8)
        return closure(node, body, frame, result)

    return run


def closure(node: nodes.Definition, body: Code, frame: Frame, result: Kind | None) -> Function:
    """A function an author wrote, called with exactly its parameters, each coerced to its declared type."""
    weight, parameters = node.weight, node.parameters

    def invoke(run: Run, arguments: list[Value]) -> Value:
        if len(arguments) != len(parameters):
            return None
        own: dict[str, Value] = {}
        for parameter, argument in zip(parameters, arguments, strict=True):
            if parameter.kind is not None:
                weigh(run, argument)
            fitted = argument if parameter.kind is None else coerce(argument, parameter.kind)
            if fitted is None and argument is not None:
                return None
            own[parameter.name] = fitted
        run.enter()
        run.spend(weight)
        result = body(Frame(own, frame, frame.root, run))
        run.leave()
        return result

    return Function("", parameters, invoke, result=result)


def call(node: nodes.Call, maker: Maker) -> Code:
    """`function(arguments)`; anything that is not a function answers null."""
    target = callee(node.function, maker)
    codes = tuple(maker.make(argument) for argument in node.arguments)
    if node.names:
        names = node.names

        def named(frame: Frame) -> Value:
            function = target(frame)
            if type(function) is not Function:
                return None
            return call_named(function, frame.run, {key: code(frame) for key, code in zip(names, codes, strict=True)})

        return named if len(set(names)) == len(names) else lambda frame: None

    def positional(frame: Frame) -> Value:
        function = target(frame)
        if type(function) is not Function:
            return None
        frame.run.spend(1)
        return function.invoke(frame.run, [code(frame) for code in codes])

    return positional


def callee(node: nodes.Node, maker: Maker) -> Code:
    """The function called; a built-in name still works where a variable of that name is no function."""
    found = maker.make(node)
    builtin = maker.functions.get(node.name) if isinstance(node, nodes.Name) else None
    if builtin is None:
        return found

    def resolved(frame: Frame) -> Value:
        value = found(frame)
        return value if type(value) is Function else builtin

    return resolved


def call_named(function: Function, run: Run, arguments: Mapping[str, Value]) -> Value:
    """A call by parameter names; every parameter must be named, and none that does not exist."""
    run.spend(1)
    if function.invoke_named is not None:
        return function.invoke_named(run, arguments)
    names = [parameter.name for parameter in function.parameters]
    if set(names) != set(arguments):
        return None
    return function.invoke(run, [arguments[each] for each in names])

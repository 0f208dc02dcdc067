"""The FEEL grammar, by precedence climbing.

From loosest to tightest: `or`, `and`, comparison, `+ -`, `* /`, `**`, unary minus, `instance of`, then paths,
filters and calls. `**` reads from left to right, as the standard says.
"""

from collections.abc import Callable
from dataclasses import dataclass

from . import nodes
from .errors import Cause, FeelSyntaxError
from .lexer import Sort, unquoted
from .literals import read_temporal
from .nodes import Node
from .parse_blocks import BLOCKS, read_context
from .parse_kinds import read_kind
from .reader import Reader, Sight
from .values import Value

OR, AND, COMPARE, ADD, MULTIPLY, POWER, MINUS, INSTANCE = range(1, 9)
CHAINS = {"+": ADD, "-": ADD, "*": MULTIPLY, "/": MULTIPLY, "**": POWER}
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
SEARCHING = frozenset({"matches", "replace", "split"})
CONSTANTS: dict[str, Value] = {"true": True, "false": False, "null": None}


class Parser(Reader):
    """Reads one expression or one list of unary tests."""

    def whole(self) -> Node:
        """The whole text as one expression."""
        node = self.expression()
        self.finish()
        return node

    def finish(self) -> None:
        """Nothing may follow."""
        if self.token.sort is not Sort.END:
            raise self.unexpected()

    def expression(self, level: int = OR) -> Node:
        """An expression of at least this precedence."""
        self.down()
        node = self.prefix()
        node = self.climb(node, level)
        self.up()
        return node

    def climb(self, node: Node, level: int) -> Node:
        """Everything that may follow `node` at this precedence."""
        links = 0
        while True:
            longer = self.suffix(node, level)
            if longer is None:
                return node
            node = longer
            links += 1
            if links > 60:
                raise FeelSyntaxError(self.text, self.token.start, Cause.TOO_DEEP, {"limit": 60})

    def suffix(self, node: Node, level: int) -> Node | None:
        """One operator and its right side, null where none fits."""
        token = self.token
        sign = token.text
        if token.sort is Sort.SIGN:
            if sign in (".", "(") or (sign == "[" and not self.bracket_closes):
                return self.postfix(node, sign)
            if sign in COMPARISONS and level <= COMPARE:
                self.take()
                return nodes.Comparison(sign, node, self.expression(ADD))
            if sign in CHAINS and level <= CHAINS[sign]:
                return self.chain(node, CHAINS[sign])
        elif token.sort is Sort.NAME:
            return self.word_suffix(node, sign, level)
        return None

    def word_suffix(self, node: Node, word: str, level: int) -> Node | None:
        """`and`, `or`, `between`, `in`, `instance of`."""
        if word == "or" and level <= OR:
            return self.junction(node, "or", AND)
        if word == "and" and level <= AND:
            return self.junction(node, "and", COMPARE)
        if word == "between" and level <= COMPARE:
            self.take()
            low = self.expression(ADD)
            self.expect("and")
            return nodes.Between(node, low, self.expression(ADD))
        if word == "in" and level <= COMPARE:
            self.take()
            return nodes.Membership(node, self.in_tests())
        if word == "instance" and self.ahead("of"):
            self.take()
            self.take()
            return nodes.InstanceOf(node, read_kind(self))
        return None

    def chain(self, first: Node, level: int) -> Node:
        """`a + b - c`, kept flat so that long sums do not nest."""
        rest: list[tuple[str, Node]] = []
        while self.token.sort is Sort.SIGN and CHAINS.get(self.token.text) == level:
            sign = self.take().text
            rest.append((sign, self.expression(level + 1)))
        return nodes.Arithmetic(first, tuple(rest))

    def junction(self, first: Node, word: str, level: int) -> Node:
        """`a and b and c`, kept flat."""
        operands = [first]
        while self.at(word):
            self.take()
            operands.append(self.expression(level))
        return nodes.Junction(word, tuple(operands))

    def postfix(self, node: Node, sign: str) -> Node | None:
        """`.name`, `[filter]` or `(arguments)`."""
        if sign == "(":
            return self.call(node)
        self.take()
        if sign == ".":
            if self.token.sort is not Sort.NAME:
                raise self.unexpected()
            return nodes.Path(node, self.member())
        start = self.position
        self.bind({"item"})
        self.guessing += 1
        condition = self.expression()
        self.guessing -= 1
        self.unbind()
        weight = self.position - start
        self.repeats = self.repeats or not isinstance(condition, nodes.Literal)
        self.expect("]")
        return nodes.Filter(node, condition, weight)

    def member(self) -> str:
        """The name after a dot; keywords are names there."""
        if self.plain_name() or max(self.longest(self.known), self.longest(self.local_index))[0]:
            return self.read_name()
        return self.take().text

    def prefix(self) -> Node:
        """What an expression may start with."""
        token = self.token
        if token.sort is Sort.NUMBER:
            return nodes.Literal(self.number())
        if token.sort is Sort.TEXT:
            return nodes.Literal(unquoted(self.take()))
        if token.sort is Sort.AT:
            return self.at_literal()
        if token.sort is Sort.NAME:
            return self.word()
        if token.sort is Sort.SIGN and token.text in SIGNS:
            return SIGNS[token.text](self)
        raise self.unexpected()

    def at_literal(self) -> Node:
        """`@"2026-03-31"`."""
        token = self.take()
        text = unquoted(token)
        value = read_temporal(text)
        if value is None:
            raise FeelSyntaxError(self.text, token.start, Cause.BAD_LITERAL, {"text": text})
        return nodes.Literal(value)

    def word(self) -> Node:
        """A block word, a constant or a name; a known name wins over the words inside it."""
        text = self.token.text
        known = max(self.longest(self.known)[0], self.longest(self.local_index)[0])
        if not known and text in BLOCKS and (text != "function" or self.ahead("(")):
            return BLOCKS[text](self, self.expression)
        if not known and text in CONSTANTS:
            self.take()
            return nodes.Literal(CONSTANTS[text])
        return self.reference(self.read_name())

    def reference(self, name: str) -> nodes.Name:
        """A name, with what the text says about it."""
        local = self.is_local(name)
        self.repeats = self.repeats or name in SEARCHING
        known = name in self.known_names
        if not local and (known or not (self.guessing or name in self.function_names)):
            self.free.add(name)
        return nodes.Name(name, dynamic=local or self.guessing > 0)

    def input_mark(self) -> Node:
        """`?`, the input of a unary test."""
        self.take()
        self.asks = True
        return nodes.Name("?", dynamic=True)

    def minus(self) -> Node:
        """Unary minus."""
        self.take()
        return nodes.Negation(self.expression(MINUS))

    def parenthesis(self) -> Node:
        """`(expression)`, `(low..high)` or `(< end)`."""
        self.take()
        if self.token.sort is Sort.SIGN and self.token.text in COMPARISONS:
            return self.one_sided()
        low = self.expression()
        if self.at(".."):
            return self.interval(low, low_included=False)
        self.expect(")")
        return low

    def one_sided(self) -> Node:
        """`(< end)`: a unary test as a value."""
        sign = self.take().text
        end = self.expression(ADD)
        self.expect(")")
        if sign in ("<", "<="):
            return nodes.Interval(None, end, low_included=False, high_included=sign == "<=", operator=sign)
        if sign in (">", ">="):
            return nodes.Interval(end, None, low_included=sign == ">=", high_included=False, operator=sign)
        return nodes.Interval(end, end, low_included=sign == "=", high_included=sign == "=", operator=sign)

    def bracket(self) -> Node:
        """`[…]`: a list or an interval."""
        self.take()
        if self.at("]"):
            self.take()
            return nodes.Items(())
        first = self.expression()
        if self.at(".."):
            return self.interval(first, low_included=True)
        items = [first]
        while self.at(","):
            self.take()
            items.append(self.expression())
        self.expect("]")
        return nodes.Items(tuple(items))

    def open_bracket(self) -> Node:
        """`]low..high…`: an interval that leaves its start out."""
        self.take()
        low = self.expression()
        if not self.at(".."):
            raise self.missing("..")
        return self.interval(low, low_included=False)

    def interval(self, low: Node, *, low_included: bool) -> Node:
        """The second half of an interval; `]`, `)` or `[` closes it."""
        self.take()
        high = self.attempt(self.closed_end)
        if high is None:
            outside, self.bracket_closes = self.bracket_closes, True
            high = self.expression()
            self.bracket_closes = outside
        if not self.at("]", ")", "["):
            raise self.missing("]")
        return nodes.Interval(low, high, low_included, self.take().text == "]")

    def closed_end(self) -> Node | None:
        """An interval's upper end, if an ordinary expression and a closing sign stand here."""
        high = self.expression()
        return high if self.at("]", ")", "[") else None

    def attempt(self, read: Callable[[], Node | None]) -> Node | None:
        """What `read` reads, or null with the cursor back where it was."""
        state: tuple[int, int, int, int, bool] = (self.position, self.depth, self.guessing, len(self.locals), self.asks)
        try:
            node = read()
        except FeelSyntaxError as error:
            if error.cause in (Cause.TOO_DEEP, Cause.TOO_MANY_PARTS):
                raise
            node = None
        if node is None:
            self.position, self.depth, self.guessing, scopes, self.asks = state
            del self.locals[scopes:]
        return node

    def call(self, function: Node) -> Node:
        """`function(arguments)`, all named or none."""
        self.take()
        names: list[str] = []
        arguments: list[Node] = []
        while not self.at(")"):
            name = self.label(":")
            if name is not None:
                self.expect(":")
                names.append(name)
            arguments.append(self.expression())
            if names and len(names) != len(arguments):
                raise FeelSyntaxError(self.text, self.token.start, Cause.MIXED_ARGUMENTS)
            if not self.at(")"):
                self.expect(",")
        self.take()
        return nodes.Call(function, tuple(arguments), tuple(names))

    def in_tests(self) -> tuple[Node, ...]:
        """What stands after `in`: one test, or several in parentheses."""
        if self.at("("):
            several = self.attempt_tests()
            if several:
                return several
        return (self.test(ADD),)

    def attempt_tests(self) -> tuple[Node, ...]:
        """`(test, …)`; empty when the parenthesis turns out to open an interval."""
        start = self.position
        self.take()
        tests = [self.test(OR)]
        if self.at(".."):
            self.position = start
            return ()
        while self.at(","):
            self.take()
            tests.append(self.test(OR))
        self.expect(")")
        return tuple(tests)

    def test(self, level: int) -> Node:
        """One positive unary test."""
        if self.token.sort is Sort.SIGN and self.token.text in COMPARISONS:
            return nodes.Test(self.take().text, self.expression(ADD))
        return self.expression(level)

    def cell(self) -> Node:
        """The whole text as unary tests, read against the input `?`."""
        if self.at("-") and self.tokens[1].sort is Sort.END:
            return nodes.Literal(True)
        if self.at("not") and self.ahead("("):
            negated = self.attempt(self.negated_cell)
            if negated is not None:
                return negated
        tests = self.cell_tests()
        self.finish()
        return nodes.Membership(None, tests)

    def negated_cell(self) -> Node | None:
        """`not(test, …)` and nothing after it."""
        self.take()
        self.take()
        tests = self.cell_tests()
        self.expect(")")
        return nodes.Membership(None, tests, negated=True) if self.token.sort is Sort.END else None

    def cell_tests(self) -> tuple[Node, ...]:
        """`test, …`; one that mentions `?` is a condition of its own."""
        tests: list[Node] = []
        while True:
            self.asks = False
            test = self.test(OR)
            tests.append(nodes.InputTest(test) if self.asks and not isinstance(test, nodes.Test) else test)
            if not self.at(","):
                return tuple(tests)
            self.take()


SIGNS: dict[str, Callable[[Parser], Node]] = {
    "-": Parser.minus,
    "(": Parser.parenthesis,
    "[": Parser.bracket,
    "]": Parser.open_bracket,
    "{": lambda parser: read_context(parser, parser.expression),
    "?": Parser.input_mark,
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A tree, the names it takes from outside, and whether evaluating it may take many calls."""

    node: Node
    names: frozenset[str]
    repeats: bool


def parse(text: str, sight: Sight, *, unary: bool = False) -> Parsed:
    """The tree of an expression, or of the unary tests of a table cell; raises FeelSyntaxError."""
    parser = Parser(text, sight)
    try:
        node = parser.cell() if unary else parser.whole()
    except RecursionError:
        raise FeelSyntaxError(text, parser.token.start, Cause.TOO_DEEP, {"limit": 60}) from None
    return Parsed(node, frozenset(parser.free), parser.repeats)

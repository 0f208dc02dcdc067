"""Everything a decision model would do wrong in silence, said before it is published."""

import re
from collections.abc import Iterator, Sequence

from .axes import Piece, described
from .coverage import Column, Hole, Search, TooManyRegionsError, columns_of, masked, overlaps
from .findings import Finding, Flaw, Severity, finding
from .logic import nothing
from .model import Decision, InputData, Knowledge, Model, Node, Reference, Service
from .tables import Table

POLICIES = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})
SINGLE = frozenset({"UNIQUE", "ANY", "PRIORITY", "FIRST"})
AGGREGATIONS = frozenset({"", "SUM", "MIN", "MAX", "COUNT"})
MOST_OVERLAPS = 20
MOST_CELLS = 500_000  # rules × rules × columns: what the search for gaps costs
TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
GLUED = re.compile(r"[0-9],[0-9]")


def check(model: Model) -> tuple[Finding, ...]:
    """All findings about a model: texts that do not compile, broken links, tables with gaps or overlaps."""
    return (*model.findings, *links(model), *circles(model), *names(model), *logics(model), *all_tables(model))


def links(model: Model) -> Iterator[Finding]:
    """Requirements that lead nowhere."""
    for node in model.nodes.values():
        for reference in requirements(node):
            if not leads(model, reference):
                facts = {"name": f"{reference.namespace}#{reference.id}" if reference.namespace else reference.id}
                yield finding(Flaw.MISSING_REFERENCE, Severity.ERROR, node.id, node.name, facts)


def requirements(node: Node) -> tuple[Reference, ...]:
    """What a node points at."""
    if isinstance(node, InputData):
        return ()
    if isinstance(node, Service):
        return (*node.outputs, *node.encapsulated, *node.input_decisions, *node.inputs)
    return node.requires


def leads(model: Model, reference: Reference) -> bool:
    """Whether a reference leads to an element."""
    if reference.namespace in ("", model.namespace):
        return reference.id in model.nodes
    return any(
        other.namespace == reference.namespace and reference.id in other.nodes for other in model.imports.values()
    )


def circles(model: Model) -> Iterator[Finding]:
    """Decisions that need themselves."""
    done: set[str] = set()
    for start in model.nodes.values():
        if not isinstance(start, Decision) or start.id in done:
            continue
        path = circle_from(model, start, done)
        if path:
            facts = {"names": ", ".join(f"« {each.name} »" for each in path)}
            english = {"names": ", ".join(f"“{each.name}”" for each in path)}
            yield finding(Flaw.CIRCLE, Severity.ERROR, path[0].id, path[0].name, facts, english)


def circle_from(model: Model, start: Decision, done: set[str]) -> list[Decision]:
    """The decisions of a circle reachable from `start`, empty when there is none."""
    path: list[Decision] = []
    pending: list[tuple[Decision, bool]] = [(start, False)]
    while pending:
        node, leaving = pending.pop()
        if leaving:
            path.pop()
            done.add(node.id)
            continue
        if node in path:
            return path[path.index(node) :]
        if node.id in done:
            continue
        path.append(node)
        pending.append((node, True))
        required = [model.nodes.get(each.id) for each in node.requires if not each.namespace]
        pending += [(each, False) for each in required if isinstance(each, Decision)]
    return []


def names(model: Model) -> Iterator[Finding]:
    """Two elements of one name."""
    seen: set[str] = set()
    for node in model.nodes.values():
        if node.name in seen:
            yield finding(Flaw.SAME_NAME, Severity.ERROR, node.id, node.name, {"name": node.name})
        seen.add(node.name)


def logics(model: Model) -> Iterator[Finding]:
    """Decisions without logic that no service takes as an input."""
    given = {each.id for node in model.nodes.values() if isinstance(node, Service) for each in node.input_decisions}
    troubled = {each.decision for each in model.findings}
    for node in model.nodes.values():
        empty = (isinstance(node, Decision) and node.logic is nothing and node.id not in given) or (
            isinstance(node, Knowledge) and node.body is nothing
        )
        if empty and node.name not in troubled:
            yield finding(Flaw.NO_LOGIC, Severity.WARNING, node.id, node.name)


def all_tables(model: Model) -> Iterator[Finding]:
    """What is wrong with each decision table."""
    for table in model.tables:
        yield from shape(table)
        if len(table.rules) ** 2 * len(table.inputs) > MOST_CELLS:
            yield not_checked(table, f"{len(table.rules)} règles", f"{len(table.rules)} rules")
        elif table.rules and table.inputs:
            columns = columns_of(table, dict(model.types))
            yield from doubts(table, columns)
            yield from gaps(table, columns)
            yield from conflicts(table, columns)


def shape(table: Table) -> Iterator[Finding]:
    """Hit policy, aggregation, priorities, missing cells."""
    error = Severity.ERROR
    if table.hit_policy not in POLICIES:
        yield finding(Flaw.BAD_HIT_POLICY, error, table.element, table.decision, {"name": table.hit_policy})
    several = bool(table.aggregation) and (table.hit_policy != "COLLECT" or len(table.outputs) > 1)
    if table.aggregation not in AGGREGATIONS or several:
        yield finding(Flaw.BAD_AGGREGATION, error, table.element, table.decision, {"name": table.aggregation})
    ordered = any(column.order for column in table.outputs)
    if table.hit_policy in ("PRIORITY", "OUTPUT ORDER") and not ordered:
        yield finding(Flaw.NO_PRIORITY, error, table.element, table.decision, {"name": table.hit_policy})
    for number, rule in enumerate(table.rules, 1):
        if len(rule.tests) != len(table.inputs) or len(rule.outputs) != len(table.outputs):
            yield finding(Flaw.CELLS_MISSING, error, rule.element, table.decision, {"rule": str(number)})
        for cell in rule.tests:
            if GLUED.search(TEXT.sub("", cell.text)):
                yield finding(Flaw.DECIMAL_COMMA, Severity.WARNING, cell.element, table.decision, {"text": cell.text})


def doubts(table: Table, columns: Sequence[Column]) -> Iterator[Finding]:
    """Rules whose cells depend on more than their column."""
    opaque = sorted(frozenset[int]().union(*(column.opaque for column in columns)))
    if opaque:
        listed = ", ".join(str(number + 1) for number in opaque)
        yield not_checked(table, f"règles {listed}", f"rules {listed}")


def not_checked(table: Table, why: str, why_en: str) -> Finding:
    """The finding that says how far the search went."""
    return finding(Flaw.NOT_CHECKED, Severity.NOTE, table.element, table.decision, {"why": why}, {"why": why_en})


def gaps(table: Table, columns: Sequence[Column]) -> Iterator[Finding]:
    """Inputs no rule covers, for tables that must answer one thing and have no default."""
    if table.hit_policy not in SINGLE or any(column.default is not None for column in table.outputs):
        return
    try:
        holes = Search(columns, len(table.rules)).run()
    except TooManyRegionsError:
        yield not_checked(table, "trop de combinaisons", "too many combinations")
        return
    for hole in holes:
        french, english = ({"where": where(hole, language)} for language in ("fr", "en"))
        yield finding(Flaw.GAP, Severity.WARNING, table.element, table.decision, french, english)


def where(hole: Hole, language: str) -> str:
    """A region in words."""
    parts = [described(name, pieces, language) for name, pieces in hole]
    both = " et " if language == "fr" else " and "
    always = "toute valeur est donnée" if language == "fr" else "any value is given"
    return both.join(part for part in parts if part) or always


def conflicts(table: Table, columns: Sequence[Column]) -> Iterator[Finding]:
    """Rules that apply together where only one may, and rules an earlier one always beats."""
    rules = len(table.rules)
    if table.hit_policy == "FIRST":
        for later, earlier in masked(columns, rules):
            facts = {"one": str(later + 1), "other": str(earlier + 1)}
            yield finding(Flaw.NEVER_USED, Severity.WARNING, table.rules[later].element, table.decision, facts)
    if table.hit_policy not in ("UNIQUE", "ANY"):
        return
    told = 0
    for one, other in overlaps(columns, rules):
        if table.hit_policy == "ANY" and same_outputs(table, one, other):
            continue
        told += 1
        if told > MOST_OVERLAPS:
            return
        french, english = (pair_facts(columns, one, other, language) for language in ("fr", "en"))
        yield finding(Flaw.OVERLAP, Severity.ERROR, table.rules[other].element, table.decision, french, english)


def same_outputs(table: Table, one: int, other: int) -> bool:
    """Whether two rules say the same."""
    first, second = table.rules[one].outputs, table.rules[other].outputs
    return [cell.text for cell in first] == [cell.text for cell in second]


def pair_facts(columns: Sequence[Column], one: int, other: int, language: str) -> dict[str, str]:
    """Two rules and where both apply, as the first common run of pieces of each column."""
    hole: list[tuple[str, tuple[Piece, ...]]] = []
    for column in columns:
        common = column.answers[one] & column.answers[other]
        run: list[Piece] = []
        for place, piece in enumerate(column.pieces):
            if common >> place & 1:
                run.append(piece)
            elif run:
                break
        if len(run) < len(column.pieces):
            hole.append((column.name, tuple(run)))
    return {"one": str(one + 1), "other": str(other + 1), "where": where(tuple(hole), language)}

"""Changes of the decision tables: row by row, by what they say."""

from __future__ import annotations

from collections.abc import Iterator

from migraflow import dmn
from migraflow.dmn.errors import DmnError
from migraflow.dmn.tables import Rule, Table
from migraflow.engine.bundle import Bundle
from migraflow.engine.diff.change import Area, Change


def rules_changed(before: Bundle, after: Bundle) -> Iterator[Change]:
    """What changes in ``rules/``."""
    old, new = before.under("rules/"), after.under("rules/")
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            yield from file_changed(path, old.get(path), new.get(path))


def file_changed(path: str, old: bytes | None, new: bytes | None) -> Iterator[Change]:
    """What changes in one decision file. Tables are known by their decision's name."""
    tables, tables_now = tables_of(old), tables_of(new)
    told = False
    for name, table in tables_now.items():
        held = tables.get(name)
        found = table_changed(path, held, table) if held else [told_of("table_added", path, table)]
        for change in found:
            told = True
            yield change
    for name, table in tables.items():
        if name not in tables_now:
            told = True
            yield told_of("table_removed", path, table)
    if not told and plain(old) != plain(new):
        yield Change("logic_changed", Area.RULE, path, "", {"file": path})


def tables_of(content: bytes | None) -> dict[str, Table]:
    """The tables of a file by their decision's name; none where it cannot be read."""
    if content is None:
        return {}
    try:
        return {table.decision: table for table in dmn.parse(content).tables}
    except DmnError:
        return {}


def plain(content: bytes | None) -> bytes:
    """A file without its drawing and its white space."""
    text = content or b""
    head, _, rest = text.partition(b"<dmndi:DMNDI")
    tail = rest.partition(b"</dmndi:DMNDI>")[2]
    return b"".join((head + tail).split())


def told_of(code: str, path: str, table: Table, **facts: str) -> Change:
    """A change of a table."""
    return Change(code, Area.RULE, path, table.element, {"table": table.decision, **facts})


def table_changed(path: str, old: Table, new: Table) -> list[Change]:
    """What changes in one table."""
    found: list[Change] = []
    if columns(old) != columns(new):
        found.append(told_of("table_columns", path, new))
    if (old.hit_policy, old.aggregation) != (new.hit_policy, new.aggregation):
        before, after = (f"{one.hit_policy} {one.aggregation}".strip() for one in (old, new))
        found.append(told_of("table_policy", path, new, before=before, after=after))
    rows, rows_now = [row(old, rule) for rule in old.rules], [row(new, rule) for rule in new.rules]
    gone, came = beyond(rows, rows_now), beyond(rows_now, rows)
    for at in sorted(gone.keys() & came.keys()):
        found.append(told_of("rule_changed", path, new, row=str(at + 1), before=gone.pop(at), after=came.pop(at)))
    found += [told_of("rule_removed", path, new, before=text) for text in gone.values()]
    found += [told_of("rule_added", path, new, after=text) for text in came.values()]
    if not found and rows != rows_now:
        found.append(told_of("rule_order", path, new))
    return found


def beyond(rows: list[str], others: list[str]) -> dict[int, str]:
    """The rows that are not among `others`, by their place; of two alike each counts."""
    left = list(others)
    found: dict[int, str] = {}
    for place, text in enumerate(rows):
        if text in left:
            left.remove(text)
        else:
            found[place] = text
    return found


def columns(table: Table) -> tuple[object, ...]:
    """The columns of a table as their author wrote them."""
    inputs = [(column.text, column.type_name, column.allowed.text if column.allowed else "") for column in table.inputs]
    outputs = [(column.name, column.default.text if column.default else "") for column in table.outputs]
    return inputs, outputs


def row(table: Table, rule: Rule) -> str:
    """A row as a sentence: « age < 18, pays = - → renvoi = "protection" »."""
    inputs = ", ".join(
        f"{column.text} : {cell.text}" for column, cell in zip(table.inputs, rule.tests, strict=False)
        if cell.text.strip() not in ("", "-")
    )  # fmt: skip
    outputs = ", ".join(cell.text for cell in rule.outputs)
    return f"{inputs or '—'} → {outputs or '—'}"

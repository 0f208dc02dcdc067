"""The order of a form's questions and its sections: up, down, before another one, to another section."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.engine.editing.form_places import (
    SECTION,
    arrange,
    fields,
    holder,
    parts,
    put_names,
    section_number,
    sections,
    within,
)
from migraflow.engine.editing.form_text import Table
from migraflow.engine.editing.sheet import Moot

Facts = Mapping[str, str]
Order = list[tuple[int, list[str]]]
"""The questions of each section, -1 for those in none."""


def move(table: Table, place: str, facts: Facts) -> str:
    """Up, down (`way`), or before the question, or to the end of the section, at `target`."""
    if place.startswith(SECTION):
        return move_section(table, section_number(table, place), facts)
    held, name = holder(table, place)
    above, _, _ = place.rpartition(".")
    if above:
        within(held, moved(list(fields(held)), name, facts, f"{above}."))
        return place
    order = parts(table)
    if facts.get("way"):
        arrange(table, stepped(order, name, -1 if facts["way"] == "up" else 1))
        return place
    arrange(table, dropped(order, name, facts.get("target", ""), place))
    return place


def moved(names: list[str], name: str, facts: Facts, prefix: str) -> list[str]:
    """The questions of a block or a row in their new order. Raises Moot at the ends."""
    at = names.index(name)
    if facts.get("way"):
        to = at + (-1 if facts["way"] == "up" else 1)
    else:
        target = facts.get("target", "").removeprefix(prefix)
        to = names.index(target) - (names.index(target) > at) if target in names else -1
    if not 0 <= to < len(names):
        raise Moot(name)
    rest = [one for one in names if one != name]
    return [*rest[:to], name, *rest[to:]]


def stepped(order: Order, name: str, step: int) -> Order:
    """One place up or down, into the next section at the border. Raises Moot at the ends."""
    part = next(at for at, (_, names) in enumerate(order) if name in names)
    names = order[part][1]
    to = names.index(name) + step
    rest = [one for one in names if one != name]
    if 0 <= to < len(names):
        order[part] = (order[part][0], [*rest[:to], name, *rest[to:]])
        return order
    if not 0 <= part + step < len(order):
        raise Moot(name)
    order[part] = (order[part][0], rest)
    number, others = order[part + step]
    order[part + step] = (number, [*others, name] if step < 0 else [name, *others])
    return order


def dropped(order: Order, name: str, target: str, place: str) -> Order:
    """Before `target`, or at the end of the section it names. Raises Moot."""
    if target == name:
        raise Moot(place)
    rest = [(number, [one for one in names if one != name]) for number, names in order]
    for at, (number, names) in enumerate(rest):
        if target in names:
            to = names.index(target)
            rest[at] = (number, [*names[:to], name, *names[to:]])
            return rest
        if target == f"{SECTION}{number}" or (target == SECTION and number < 0):
            rest[at] = (number, [*names, name])
            return rest
    raise Moot(place)


def add_section(table: Table, place: str, facts: Facts) -> str:
    """A new section from the question at `place` on; the form's first one holds every question before it too."""
    title = facts.get("label", "").strip()
    if not title:
        raise Moot(place)
    if not sections(table):
        table["x-sections"] = [{"title": title, "fields": list(fields(table))}]
        return f"{SECTION}0"
    order = parts(table)
    name = place.split(".")[0]
    part = next((at for at, (number, names) in enumerate(order) if name in names and number >= 0), None)
    if part is None:
        rest = next((names for number, names in order if number < 0), [])
        sections(table).append({"title": title, "fields": rest})
        return f"{SECTION}{len(sections(table)) - 1}"
    names = order[part][1]
    at = names.index(name)
    put_names(sections(table)[part], names[:at])
    sections(table).insert(part + 1, {"title": title, "fields": names[at:]})
    return f"{SECTION}{part + 1}"


def section(table: Table, place: str, facts: Facts) -> str:
    """One word of a section: its title, hint or condition."""
    found, word, value = sections(table)[section_number(table, place)], facts["word"], facts.get("value", "").strip()
    if word not in ("title", "x-help", "x-show-if", "x-title-en", "x-help-en"):
        raise Moot(place)
    if value or word == "title":
        found[word] = value
    else:
        found.pop(word, None)
    return place


def move_section(table: Table, number: int, facts: Facts) -> str:
    """A section up or down, with its questions."""
    to = number + (-1 if facts.get("way") == "up" else 1)
    if not facts.get("way") or not 0 <= to < len(sections(table)):
        raise Moot(f"{SECTION}{number}")
    held = sections(table)
    held[number], held[to] = held[to], held[number]
    arrange(table, parts(table))
    return f"{SECTION}{to}"

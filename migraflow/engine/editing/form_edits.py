"""Every change to a form, as a pure function on its table; each returns the place to look at afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from migraflow.domain.forms import Kind
from migraflow.engine.editing.form_kinds import ENGLISH, answers_of, give_answers, reshaped, shape, tidy
from migraflow.engine.editing.form_names import free, name_of
from migraflow.engine.editing.form_order import add_section, move, section
from migraflow.engine.editing.form_places import (
    SECTION,
    arrange,
    fields,
    holder,
    inside,
    parts,
    put_names,
    question,
    require,
    section_number,
    sections,
    within,
)
from migraflow.engine.editing.form_text import Table
from migraflow.engine.editing.sheet import Moot

Facts = Mapping[str, str]
WORDS = frozenset(
    "title x-title-en x-help x-help-en x-why x-show-if x-required-if x-default x-check x-message x-warn x-warn-message "
    "x-value x-list x-filter x-currency x-unit x-register x-purpose x-basis x-retention pattern x-why-en x-message-en "
    "x-warn-message-en".split()
)
NUMBERS = frozenset("minLength maxLength minimum maximum minItems maxItems".split())
HEAD = ("title", "description", "x-title-en", "x-description-en")
"""The words of the form itself."""
UNSAID = "Cette réponse ne convient pas. Vérifiez-la et corrigez-la."
"""What is said of an answer until its author says it better: a rule without a sentence is refused."""


def write(table: Table, place: str, facts: Facts) -> str:
    """One word of a question: `word`, `value`; an empty value takes it away."""
    field, word, value = question(table, place), facts["word"], facts.get("value", "").strip()
    if word not in WORDS | NUMBERS or (word == "title" and not value):
        raise Moot(place)
    if word == "x-default":
        field.pop("default", None)
    if word == "x-list" and value:
        give_answers(field, Kind(field.get("x-kind", Kind.REFERENCE)), [])
    if word in NUMBERS and value:
        field[word] = whole(value, place)
    elif value:
        field[word] = value
    else:
        field.pop(word, None)
    if word in ("x-check", "pattern") and value:
        field.setdefault("x-message", UNSAID)
    if word == "x-warn" and value:
        field.setdefault("x-warn-message", UNSAID)
    tidy(field)
    return place


def whole(value: str, place: str) -> int:
    """A whole number as typed. Raises Moot."""
    plain = value.replace("\u202f", "").replace(" ", "").replace("\u00a0", "")
    if not plain.removeprefix("-").isdigit() or len(plain) > 15:
        raise Moot(place)
    return int(plain)


def head(table: Table, place: str, facts: Facts) -> str:
    """The form's own words: `word` is one of `HEAD`."""
    word, value = facts["word"], facts.get("value", "").strip()
    if word not in HEAD or (word == "title" and not value):
        raise Moot(word)
    if value:
        table[word] = value
    else:
        table.pop(word, None)
    return place


def mark(table: Table, place: str, facts: Facts) -> str:
    """Whether a question is ``required`` or ``x-sensitive``: `word`, `value`."""
    wanted = facts.get("value") == "true"
    held, name = holder(table, place)
    if facts["word"] == "required":
        require(held, name, wanted)
    elif facts["word"] == "x-sensitive":
        field = fields(held)[name]
        field.pop("x-sensitive", None)
        if wanted:
            field["x-sensitive"] = True
    else:
        raise Moot(place)
    return place


def kind(table: Table, place: str, facts: Facts) -> str:
    """Another kind of answer."""
    held, name = holder(table, place)
    if "$ref" in fields(held)[name]:
        raise Moot(place)
    fields(held)[name] = reshaped(fields(held)[name], Kind(facts["value"]))
    return place


def options(table: Table, place: str, facts: Facts) -> str:
    """What may be answered: one per line, ``code = words`` or words alone."""
    field = question(table, place)
    codes: dict[str, str] = {}
    known = {str(one.get("title")): str(one["const"]) for one in answers_of(field)}
    for line in filter(None, map(str.strip, facts.get("value", "").splitlines())):
        code, sign, label = (part.strip() for part in line.partition("="))
        label = label if sign else line
        wished = name_of(code) if sign else known.get(label, name_of(label))
        codes[code if sign and code in known.values() else free(wished or "reponse", codes)] = label
    if not codes:
        raise Moot(place)
    before = {str(one["const"]): one for one in answers_of(field)}
    answers = [{**before.get(code, {}), "const": code, "title": label} for code, label in codes.items()]
    give_answers(field, Kind(field.get("x-kind", Kind.CHOICE)), answers)
    return place


def options_en(table: Table, place: str, facts: Facts) -> str:
    """What may be answered, in English: one per line, ``code = words``; a code without words has none."""
    field = question(table, place)
    answers = answers_of(field)
    told = dict(line.split("=", 1) for line in facts.get("value", "").splitlines() if "=" in line)
    words = {code.strip(): text.strip() for code, text in told.items()}
    if words.keys() - {str(one["const"]) for one in answers}:
        raise Moot(place)
    fresh = [{word: text for word, text in one.items() if word != ENGLISH} for one in answers]
    for one in fresh:
        if words.get(str(one["const"])):
            one[ENGLISH] = words[str(one["const"])]
    give_answers(field, Kind(field.get("x-kind", Kind.CHOICE)), fresh)
    return place


def add(table: Table, place: str, facts: Facts) -> str:
    """A new question after the one, or at the head of the section, at `place`: `kind`, `label`; inside the group or
    block at `place` when `inside` is set. With `block`, a shared one."""
    label = facts.get("label", "").strip()
    made = shape(Kind(facts["kind"]), label)
    if facts.get("list") and made.get("x-list"):
        made["x-list"] = facts["list"]
    if facts.get("block"):
        made = shared(facts["block"], label, rows=facts["kind"] == Kind.GROUP)
    above, before = standing(place, inner=bool(facts.get("inside")))
    held = inside(table, above)
    if "$ref" in held:
        raise Moot(place)
    name = free(name_of(label) or Kind(facts["kind"]).value.replace("-", "_"), fields(held))
    return settle(table, above, name, made, before)


def standing(place: str, *, inner: bool) -> tuple[str, str]:
    """What holds a new question put at `place`, and the one (or the section) it follows there."""
    if place.startswith(SECTION) or not place:
        return "", place
    above, _, name = place.rpartition(".")
    return (place, "") if inner else (above, name)


def shared(block: str, label: str, *, rows: bool) -> Table:
    """A question that is a shared block, or a table whose rows are one."""
    if rows:
        return {"title": label, "type": "array", "x-kind": "group", "items": {"$ref": block}, "maxItems": 20}
    return {"$ref": block, "title": label}


def settle(table: Table, above: str, name: str, made: Table, before: str) -> str:
    """Put a question into what `above` names, after `before`: its place."""
    row = question(table, above).get("x-kind") == Kind.GROUP.value if above and not above.endswith("[]") else False
    above = f"{above}.[]" if row else above
    held = inside(table, above)
    if "$ref" in held:
        raise Moot(above)
    known = fields(held)
    held["properties"] = {**known, name: made}
    if above:
        names = list(known)
        at = names.index(before) + 1 if before in names else len(names)
        within(held, [*names[:at], name, *names[at:]])
        return f"{above}.{name}"
    order = [(number, [one for one in names if one != name]) for number, names in parts(table)]
    section = int(before.removeprefix(SECTION)) if before.startswith(SECTION) else None
    placed = [(number, insert(names, name, before, first=number == section)) for number, names in order]
    if not any(name in names for _, names in placed):
        placed[-1] = (placed[-1][0], [*placed[-1][1], name])
    arrange(table, placed)
    return name


def insert(names: list[str], name: str, before: str, *, first: bool) -> list[str]:
    """`names` with `name` after `before`, or at the head."""
    if first:
        return [name, *names]
    return [one for old in names for one in ((old, name) if old == before else (old,))]


def duplicate(table: Table, place: str, facts: Facts) -> str:
    """The same question once more, after the first."""
    held, name = holder(table, place)
    copy = deepcopy(fields(held)[name])
    copy["title"] = f"{copy.get('title', name)} (copie)"
    above, _, _ = place.rpartition(".")
    made = settle(table, above, free(f"{name}_copie", fields(held)), copy, name)
    require(inside(table, above), made.rpartition(".")[2], name in held.get("required", []))
    return made


def remove(table: Table, place: str, facts: Facts) -> str:
    """A question less; a section's questions stay without it."""
    if place.startswith(SECTION):
        return drop_section(table, section_number(table, place))
    held, name = holder(table, place)
    names = list(fields(held))
    near = names[names.index(name) - 1] if names.index(name) else next((one for one in names if one != name), "")
    fields(held).pop(name)
    require(held, name, wanted=False)
    for part in sections(table) if held is table else []:
        put_names(part, [one for one in part.get("fields", []) if one != name])
    rules = [strike(rule, name) for rule in held.get("x-rules", [])]
    if "x-rules" in held:
        held["x-rules"] = rules
    above = place.rpartition(".")[0]
    return f"{above}.{near}" if above and near else near or above.removesuffix(".[]")


def strike(rule: Table, name: str) -> Table:
    """A rule that no longer names `name`."""
    kept = [one for one in rule.get("fields", []) if one.split(".")[0] != name]
    return {**rule, "fields": kept} if kept != rule.get("fields", []) else rule


def drop_section(table: Table, number: int) -> str:
    """Take a section away: what it held joins the section before it."""
    order = parts(table)
    names = dict(order)[number]
    section = sections(table).pop(number)
    if not sections(table):
        table.pop("x-sections")
    elif number:
        before = sections(table)[number - 1]
        put_names(before, [*before.get("fields", []), *section.get("fields", [])])
    elif names:
        first = sections(table)[0]
        put_names(first, [*section.get("fields", []), *first.get("fields", [])])
    return names[0] if names else ""


def detach(table: Table, place: str, facts: Facts) -> str:
    """The shared block's questions become the form's own: `content` is the block's file as JSON text."""
    field, block = question(table, place), json.loads(facts["content"])
    held: Table = field["items"] if "$ref" in field.get("items", {}) else field
    if "$ref" not in held:
        raise Moot(place)
    own = {word: value for word, value in held.items() if word != "$ref"}
    held.clear()
    held |= {**{word: value for word, value in block.items() if not word.startswith("$")}, **own}
    return place


def rule(table: Table, place: str, facts: Facts) -> str:
    """A rule across questions: `at` its number ("" for a new one), `check`, `message`, `message_en`, `fields`; no check
    drops it."""
    rules: list[Any] = table.setdefault("x-rules", [])
    at = int(facts["at"]) if facts.get("at") else len(rules)
    names = [one.strip() for one in facts.get("fields", "").split(",") if one.strip()]
    if at > len(rules) or any(name.split(".")[0] not in fields(table) for name in names):
        raise Moot(place)
    check = facts.get("check", "").strip()
    fresh = {"check": check, "message": facts.get("message", "").strip() or UNSAID, "fields": names}
    if facts.get("message_en", "").strip():
        fresh["x-message-en"] = facts["message_en"].strip()
    rules[at : at + 1] = [fresh] if check else []
    if not rules:
        table.pop("x-rules")
    return place


FORM_EDITS: Mapping[str, Callable[[Table, str, Facts], str]] = {
    "write": write,
    "head": head,
    "mark": mark,
    "kind": kind,
    "options": options,
    "options_en": options_en,
    "add": add,
    "duplicate": duplicate,
    "remove": remove,
    "move": move,
    "add_section": add_section,
    "section": section,
    "detach": detach,
    "rule": rule,
}
"""Every change by its code; a change of name touches other files too and stands in `form_renaming`."""

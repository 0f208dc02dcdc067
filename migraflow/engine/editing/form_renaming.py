"""Another name for a question, and everything in the draft that speaks of it: forms, diagram, rules, examples."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree

from migraflow.engine.bundle import DIAGRAM, PROCEDURE
from migraflow.engine.editing.form_names import NAME, Chain, swapped
from migraflow.engine.editing.form_places import fields, holder, sections
from migraflow.engine.editing.form_text import Table, loaded, rewritten
from migraflow.engine.editing.sheet import Moot
from migraflow.engine.xml import Element, Unreadable, parse

FEEL_WORDS = ("x-show-if", "x-required-if", "x-default", "x-check", "x-warn", "x-value", "x-filter")
FEEL_TAGS = frozenset(
    "conditionExpression script timeDuration timeDate timeCycle completionCondition loopCardinality loopDataInputRef "
    "loopDataOutputRef text".split()
)
"""Elements of a diagram or a table whose text is FEEL or a plain name."""
FEEL_PROPERTIES = frozenset({"resume", "correlation", "region", "pendant_suspension"})
NAMING = frozenset({"inputData", "variable", "output", "informationItem"})
"""Elements of a decision table that carry a name cases know."""
FACT = re.compile(r'^((?:personne|lieu|region|sujet)\s*=\s*")([a-z0-9_.]+)(")', re.M)
Note = tuple[str, str]
"""Where (a place in a file), and what is said there."""


@dataclass(frozen=True)
class Use:
    """Something that speaks of a question: the `file`, the `place` in it, the `text` there."""

    file: str
    place: str
    text: str


@dataclass(frozen=True)
class Renaming:
    """The question at `place` gets the name `new`, in every form that asks it."""

    place: str
    new: str

    @property
    def chain(self) -> Chain:
        """Its name from the case on; rows are left out."""
        return tuple(part for part in self.place.split(".") if part != "[]")

    @property
    def rows(self) -> str:
        """The table it stands in; "" outside tables."""
        return self.chain[0] if ".[]" in self.place else ""

    def text(self, text: str, at: str = "") -> str:
        """A FEEL text, which stands at the place `at` of a form ("" elsewhere), after the change."""
        own = self.chain[-1]
        chains: set[Chain] = set()
        for scope in ("", *scopes(self.place)):
            rest = self.place.removeprefix(f"{scope}.") if scope else self.place
            if (not scope or f"{at}.".startswith(f"{scope}.")) and "[]" not in rest.split("."):
                chains.add(tuple(rest.split(".")))
        return swapped(text, chains, max(map(len, chains), default=1), self.new, self.rows, own)


def scopes(place: str) -> list[str]:
    """The blocks and rows around a question: a text inside them calls it by less than its whole name."""
    parts = place.split(".")[:-1]
    return [".".join(parts[: at + 1]) for at in range(len(parts))]


def renamed(files: Mapping[str, bytes], path: str, place: str, new: str) -> tuple[dict[str, bytes], tuple[Use, ...]]:
    """The files after the change, and what was changed besides the question itself. Raises Moot, Unreadable."""
    change = Renaming(place, new)
    held, _ = holder(loaded(files[path]), place)
    if not NAME.fullmatch(new) or new in fields(held):
        raise Moot(place)
    asked = asking(files, place)
    after, uses = dict(files), list[Use]()
    for file, notes, content in (*of_forms(files, asked, change), *of_papers(files, change),
                                 *of_examples(files, asked, change)):  # fmt: skip
        after[file] = content
        uses += [Use(file, at, text) for at, text in notes]
    return after, tuple(uses)


def asking(files: Mapping[str, bytes], place: str) -> list[str]:
    """The forms that have a question at `place`."""
    found: list[str] = []
    for path in sorted(files):
        if path.startswith("forms/"):
            try:
                holder(loaded(files[path]), place)
            except Moot:
                continue
            found.append(path)
    return found


Changed = Iterator[tuple[str, list[Note], bytes]]


def of_forms(files: Mapping[str, bytes], asked: list[str], change: Renaming, *, own: bool = True) -> Changed:
    """Every form that asks the question or speaks of it; one that is not the forms' `own` is renamed in its block."""
    for path in sorted(files):
        if not path.startswith("forms/"):
            continue
        try:
            table = loaded(files[path])
        except Moot:
            continue
        notes = list(form_notes(table, change, asks=path in asked))
        if own and path in asked:
            rename_in(table, change)
        content = rewritten(table, files[path])
        if content != files[path]:
            yield path, notes, content


def form_notes(table: Table, change: Renaming, *, asks: bool) -> Iterator[Note]:
    """Change every FEEL text of a form: what was said where."""
    for at, entry in walked("", table):
        for word in FEEL_WORDS:
            if word in entry:
                yield from put(entry, word, change, at)
        inner = cast(Table, entry.get("items", entry))
        for rule in inner.get("x-rules", []) if at else []:
            yield from put(rule, "check", change, f"{at}.[]" if "items" in entry else at)
    for section in sections(table):
        yield from put(section, "x-show-if", change, "")
    for rule in table.get("x-rules", []):
        yield from put(rule, "check", change, "")
    if asks:
        yield from name_notes(table, change)


def put(entry: Table, word: str, change: Renaming, at: str) -> Iterator[Note]:
    """One text."""
    before = str(entry.get(word, ""))
    after = change.text(before, at)
    if after != before:
        entry[word] = after
        yield at, before


def name_notes(table: Table, change: Renaming) -> Iterator[Note]:
    """The rules that name the question."""
    old = ".".join(change.chain)
    for rule in table.get("x-rules", []):
        names = [str(one) for one in rule.get("fields", [])]
        fresh = [swap_head(name, old, change) for name in names]
        if fresh != names:
            rule["fields"] = fresh
            yield "", str(rule.get("message", ""))


def swap_head(name: str, old: str, change: Renaming) -> str:
    """A dotted name after the change."""
    new = ".".join((*change.chain[:-1], change.new))
    return new + name[len(old) :] if name == old or name.startswith(f"{old}.") else name


def rename_in(table: Table, change: Renaming) -> None:
    """The question itself, where it is required, in its section, and in the rules of its block or row."""
    held, old = holder(table, change.place)
    held["properties"] = {change.new if name == old else name: one for name, one in fields(held).items()}
    lists = [held, *(sections(table) if held is table else [])]
    for entry, word in zip(lists, ["required", *["fields"] * len(lists)], strict=False):
        if old in entry.get(word, []):
            entry[word] = [change.new if name == old else name for name in entry[word]]
    for rule in held.get("x-rules", []) if held is not table else []:
        rule["fields"] = [change.new if name == old else name for name in rule.get("fields", [])]


def walked(prefix: str, table: Table) -> Iterator[tuple[str, Table]]:
    """Every question with its place, and the form itself under ""."""
    for name, entry in fields(table).items():
        yield prefix + name, entry
        yield from walked(f"{prefix}{name}.", entry)
        if isinstance(entry.get("items"), dict):
            yield from walked(f"{prefix}{name}.[].", cast(Table, entry["items"]))


def of_papers(files: Mapping[str, bytes], change: Renaming) -> Changed:
    """The diagram, the tables and the procedure's own facts."""
    for path in sorted(files):
        if path == DIAGRAM or path.endswith(".dmn"):
            try:
                root = parse(files[path], whole=True)
            except Unreadable:
                continue
            notes = [note for element in root.iter("{*}*") for note in of_element(element, change)]
            if notes:
                yield path, notes, etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    facts, old = files.get(PROCEDURE, b"").decode(), ".".join(change.chain)
    fresh = FACT.sub(lambda found: found[1] + swap_head(found[2], old, change) + found[3], facts)
    if fresh != facts:
        yield (
            PROCEDURE,
            [(one[1].split()[0], one[0]) for one in FACT.finditer(facts) if swap_head(one[2], old, change) != one[2]],
            fresh.encode(),
        )


def of_element(element: Element, change: Renaming) -> Iterator[Note]:
    """One element of a diagram or a table."""
    tag, at = etree.QName(element).localname, identified(element)
    if tag in FEEL_TAGS and element.text:
        before = element.text
        element.text = "\n".join(of_line(line, change) for line in before.split("\n"))
        if element.text != before:
            yield at, before.strip()
    feel = tag == "parameter" or (tag == "property" and element.get("name") in FEEL_PROPERTIES)
    words = ["value"] if feel else ["resultVariable"] if tag == "serviceTaskOperator" else []
    words += ["name"] if tag in NAMING and (element.get("name"),) == change.chain else []
    for word in words:
        before = element.get(word) or ""
        after = change.text(before)
        if after != before:
            element.set(word, after)
            yield at, before


def of_line(line: str, change: Renaming) -> str:
    """One line of a calculation, ``name := expression``, or any other text."""
    name, sign, body = line.partition(":=")
    return f"{change.text(name)}{sign}{change.text(body)}" if sign else change.text(line)


def identified(element: Element) -> str:
    """The id of the element, or of the first one around it that has one."""
    at: Element | None = element
    while at is not None and not at.get("id"):
        at = at.getparent()
    return "" if at is None else at.get("id") or ""


def of_examples(files: Mapping[str, bytes], asked: list[str], change: Renaming) -> Changed:
    """What the examples answer and expect."""
    steps = answered(files)
    for path in sorted(files):
        if not path.startswith("scenarios/"):
            continue
        try:
            story = loaded(files[path])
        except Moot:
            continue
        places = ["donnees"] if give_name(story.get("donnees"), change) else []
        for number, step in enumerate(cast("list[Table]", story.get("etapes", [])), start=1):
            form = steps.get(str(step.get("tache", step.get("message", ""))), "")
            done = form in asked and give_name(step.get("reponses"), change)
            done = give_name((step.get("verifier") or {}).get("donnees"), change) or done
            places += [str(number)] if done else []
        if places:
            text = json.dumps(story, ensure_ascii=False, indent=1) + "\n"
            yield path, [(place, change.chain[-1]) for place in places], text.encode()


def answered(files: Mapping[str, bytes]) -> dict[str, str]:
    """The form of each step by its id, and of each message by its name."""
    found: dict[str, str] = {}
    try:
        steps = list(parse(files[DIAGRAM]).iter("{*}property")) if DIAGRAM in files else []
    except Unreadable as error:
        raise Moot(DIAGRAM) from error
    for one in steps:
        if one.get("name") == "formJsonSchemaFilename":
            found[identified(one)] = full(one.get("value") or "")
    facts = files.get(PROCEDURE, b"").decode()
    for name, body in re.findall(r"^\[messages\.([a-z0-9_]+)\]\n((?:(?!\[).*\n?)*)", facts, re.M):
        form = re.search(r'^formulaire\s*=\s*"([^"]+)"', body, re.M)
        if form:
            found[name] = full(form[1])
    return found


def full(name: str) -> str:
    """``enregistrer`` → ``forms/enregistrer.json``."""
    name = name.strip()
    name = name if name.startswith("forms/") else f"forms/{name}"
    return name if name.endswith(".json") else f"{name}.json"


def give_name(answers: Any, change: Renaming) -> bool:
    """Rename the question in answers, rows included; whether it stood there."""
    return give(answers, change.place.split("."), change.new)


def give(held: Any, parts: list[str], new: str) -> bool:
    """`give_name`, along the parts of its place."""
    if parts[0] == "[]":
        return isinstance(held, list) and sum(give(row, parts[1:], new) for row in cast(list[Any], held)) > 0
    if not isinstance(held, dict) or parts[0] not in held:
        return False
    table = cast(Table, held)
    if len(parts) > 1:
        return give(table[parts[0]], parts[1:], new)
    entries = [(new if name == parts[0] else name, value) for name, value in table.items()]
    table.clear()
    table.update(entries)
    return True

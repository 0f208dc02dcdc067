"""Forms of other tools become forms of ours: JSON Schema as SpiffWorkflow writes it, the fields of Camunda 7."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, cast

from lxml import etree

from migraflow.domain.authored_json import read_json
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.form_reader import read_form
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.repairs.paper import Paper, slug
from migraflow.engine.xml import BPMN, SPIFF, Element, attribute, extensions

Json = dict[str, Any]
FORM = "formJsonSchemaFilename"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEPT = ("title", "description", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "default")
KINDS: Mapping[str, Json] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "long": {"type": "integer"},
    "date": {"type": "string", "format": "date", "x-kind": "date"},
}
"""What a type of theirs is with us; any other is a text."""
DEEPEST = 4


def adopt(files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """`files` of a newcomer with the forms and tables that came `beside` its diagram, by their bare names; and the
    names of those that are of no use."""
    paper, left, renamed = Paper(files), list[str](), dict[str, str]()
    looks = {name: content for name, content in beside.items() if "uischema" in name.lower()}
    for name, content in beside.items():
        if name.lower().endswith(".dmn"):
            paper.files[f"rules/{slug(PurePosixPath(name).stem)[:60]}.dmn"] = content
        elif name.lower().endswith(".json") and name not in looks:
            form = adopted(content, looks.get(name.replace("schema", "uischema"), b"{}"), name, renamed)
            if form is None:
                left.append(name)
                continue
            path = f"forms/{slug(re.sub(r'[-_.]?schema$', '', PurePosixPath(name).stem))[:60]}.json"
            paper.files[path] = form
            point(paper, name, path)
        elif name not in looks:
            left.append(name)
    embedded(paper, renamed)
    respell(paper, renamed)
    return paper.finished(), left


def respell(paper: Paper, renamed: Mapping[str, str]) -> None:
    """Let conditions name the fields as they are called now."""
    if not renamed:
        return
    names = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, renamed))})(?!\w)")
    for condition in paper.every("conditionExpression"):
        condition.text = names.sub(lambda found: renamed[found[0]], condition.text or "")


def point(paper: Paper, name: str, path: str) -> None:
    """Let every step that named the file `name` name `path`."""
    for node in paper.every("userTask", "manualTask"):
        for one in extensions(node, "property"):
            if one.get("name") == FORM and PurePosixPath(one.get("value") or "").name == PurePosixPath(name).name:
                one.set("value", path)


def adopted(content: bytes, look: bytes, name: str, renamed: dict[str, str]) -> bytes | None:
    """A JSON Schema as a form of ours, its fields that had to be `renamed` noted; None when nothing can be asked."""
    try:
        schema, looks = read_json(content), read_json(look)
    except (ValueError, RecursionError):
        return None
    if not isinstance(schema, dict) or not isinstance(cast(Json, schema).get("properties"), dict):
        return None
    plain = cast(Json, schema)
    form = block(plain, looks if isinstance(looks, dict) else {}, DEEPEST)
    form = {"$schema": DIALECT, "$id": slug(PurePosixPath(name).stem), **form}
    form["title"] = str(plain.get("title") or PurePosixPath(name).stem)[:200]
    renamed.update({own: slug(own, "champ") for own in cast(Json, plain["properties"]) if own != slug(own, "champ")})
    return sound(form)


def sound(form: Json) -> bytes | None:
    """A form as a file, when our own reader understands it."""
    content = json.dumps(form, ensure_ascii=False, indent=2).encode()
    try:
        return content if read_form(content, {}, file="forms/x.json").fields else None
    except BrokenBundle:
        return None


def block(schema: Json, look: Json, depth: int) -> Json:
    """An object with its fields; what lies too deep is left out."""
    fields: Json = {}
    for name, entry in cast(Json, schema.get("properties", {})).items():
        if isinstance(entry, dict) and (found := field(name, cast(Json, entry), look, depth)):
            fields[slug(name, "champ")] = found
    wanted = schema.get("required")
    required = [slug(str(one), "champ") for one in cast(list[object], wanted)] if isinstance(wanted, list) else []
    return {"type": "object", "properties": fields, "required": [one for one in required if one in fields]}


def field(name: str, entry: Json, look: Json, depth: int) -> Json | None:
    """One field; None for a block without fields."""
    own = look.get(name)
    own = cast(Json, own) if isinstance(own, dict) else {}
    kept = {word: entry[word] for word in KEPT if plain(word, entry.get(word))}
    kept.setdefault("title", name)
    if isinstance(entry.get("properties"), dict):
        inner = block(entry, own, depth - 1) if depth else {"properties": {}}
        return {**kept, **inner} if inner["properties"] else None
    items = entry.get("items")
    if entry.get("type") == "array":
        return rows(kept, cast(Json, items) if isinstance(items, dict) else {}, own, depth)
    if answers := choices(entry):
        return {**kept, "type": "string", "x-kind": "choice", "oneOf": answers}
    wide = own.get("ui:widget") == "textarea"
    shape = {"type": "string", "format": "date", "x-kind": "date"} if entry.get("format") == "date" else {}
    return {**kept, **KINDS.get(str(entry.get("type")), {"type": "string"}), **shape,
            **({"x-kind": "long-text"} if wide and entry.get("type") == "string" else {})}  # fmt: skip


def plain(word: str, value: object) -> bool:
    """Whether a keyword holds what our reader takes there."""
    if word in ("title", "description"):
        return isinstance(value, str) and bool(value.strip())
    if word == "default":
        return isinstance(value, (str, int, bool))
    return isinstance(value, int) and not isinstance(value, bool)


def rows(kept: Json, items: Json, look: Json, depth: int) -> Json | None:
    """A list: of rows with fields, or of answers to choose among."""
    if isinstance(items.get("properties"), dict):
        inner = block(items, look, depth - 1) if depth else {"properties": {}}
        return {**kept, "type": "array", "items": inner} if inner["properties"] else None
    answers = choices(items)
    if not answers:
        return {**kept, "type": "string", "x-kind": "long-text"}
    return {**kept, "type": "array", "x-kind": "choices", "items": {"type": "string", "oneOf": answers}}


def choices(entry: Json) -> list[Json]:
    """The answers of a choice, with their words."""
    listed = entry.get("oneOf") or entry.get("anyOf")
    found = [one for one in cast(list[object], listed) if isinstance(one, dict)] if isinstance(listed, list) else []
    titled = [cast(Json, one) for one in found if "const" in cast(Json, one)]
    if titled:
        return [{"const": str(one["const"]), "title": str(one.get("title") or one["const"])} for one in titled]
    codes = entry.get("enum")
    names = entry.get("enumNames")
    words = [str(one) for one in cast(list[object], names)] if isinstance(names, list) else []
    plain_codes = [str(one) for one in cast(list[object], codes)] if isinstance(codes, list) else []
    return [{"const": code, "title": words[place] if place < len(words) else code}
            for place, code in enumerate(plain_codes)]  # fmt: skip


def embedded(paper: Paper, renamed: dict[str, str]) -> None:
    """Write the fields Camunda 7 keeps inside a task into a form of ours."""
    if DIAGRAM not in paper.files:
        return
    for node in paper.every("userTask"):
        asked = list(node.iter(f"{CAMUNDA}formField"))
        if not asked or any(one.get("name") == FORM for one in extensions(node, "property")):
            continue
        title = attribute(node, "name") or attribute(node, "id")
        renamed.update({attribute(one, "id"): slug(attribute(one, "id"), "champ") for one in asked if one.get("id")})
        form = {"$schema": DIALECT, "$id": slug(attribute(node, "id")), "title": title[:200], "type": "object",
                "properties": {slug(attribute(one, "id"), "champ"): camunda_field(one) for one in asked},
                "required": [slug(attribute(one, "id"), "champ") for one in asked if needed(one)]}  # fmt: skip
        if (content := sound(form)) is not None:
            path = f"forms/{slug(title)[:50]}_{len(paper.files)}.json"
            paper.files[path] = content
            name_form(node, path)


def camunda_field(one: Element) -> Json:
    """One field of a task of Camunda 7."""
    title = {"title": attribute(one, "label") or attribute(one, "id") or "?"}
    values = [{"const": attribute(value, "id"), "title": attribute(value, "name") or attribute(value, "id")}
              for value in one.iter(f"{CAMUNDA}value")]  # fmt: skip
    if values:
        return {**title, "type": "string", "x-kind": "choice", "oneOf": values}
    return {**title, **KINDS.get(attribute(one, "type"), {"type": "string"})}


def needed(one: Element) -> bool:
    """Whether a field of Camunda 7 has to be answered."""
    return any(rule.get("name") == "required" and rule.get("config") != "false"
               for rule in one.iter(f"{CAMUNDA}constraint"))  # fmt: skip


def name_form(node: Element, path: str) -> None:
    """Note in a task which form it asks."""
    holder = node.find(BPMN + "extensionElements")
    if holder is None:
        holder = etree.Element(BPMN + "extensionElements")
        before = [child for child in node if child.tag == BPMN + "documentation"]
        node.insert(len(before), holder)
    holders = holder.find(f"{{{SPIFF}}}properties")
    holders = etree.SubElement(holder, f"{{{SPIFF}}}properties") if holders is None else holders
    etree.SubElement(holders, f"{{{SPIFF}}}property", name=FORM, value=path)

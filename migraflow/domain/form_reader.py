"""Reads a form file (JSON Schema 2020-12 with ``x-`` keywords) into a `Form`; says which line of it cannot be read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict, cast

from migraflow import feel
from migraflow.domain.authored_json import read_json
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.forms import Choice, Condition, Field, Form, Kind, Limits, Section

Json = Mapping[str, object]
Functions = Mapping[str, Callable[..., object]]

NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_FIELDS, DEEPEST = 2_000, 8
"""Fields of one form, and how far they may lie inside one another: shared blocks may name shared blocks."""
FIELD_WORDS = frozenset(
    """
    $ref title description type format properties required items oneOf enum const default minLength maxLength
    minimum maximum pattern minItems maxItems uniqueItems x-kind x-help x-why x-default x-check x-message
    x-warn x-warn-message x-show-if x-value x-list x-filter x-currency x-register x-sensitive x-purpose x-rules
    x-required-if x-unit x-basis x-retention x-title-en x-help-en x-why-en x-message-en x-warn-message-en readOnly
    """.split()
)
FORM_WORDS = FIELD_WORDS | {"$schema", "$id", "x-sections", "additionalProperties", "$comment", "x-description-en"}


class WordsOf(TypedDict):
    """The plain words of a question, by the name they have in `Field`."""

    hint: str
    why: str
    pattern_message: str
    currency: str
    register: str
    unit: str
    purpose: str
    basis: str
    retention: str
    label_en: str
    hint_en: str
    why_en: str
    pattern_message_en: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file being read: its name for errors, the shared blocks it may refer to, the functions FEEL may call."""

    file: str
    registers: Mapping[str, bytes]
    functions: Functions
    paths: list[str] = field(default_factory=list[str])

    def broken(self, element: str, reason: str) -> BrokenBundle:
        """The error that names this file."""
        return BrokenBundle(self.file, element, reason)

    def expression(self, text: object, element: str) -> feel.Expression:
        """`text` compiled, or the error that shows where it stops being FEEL."""
        try:
            return feel.compile(str(text), functions=self.functions)
        except feel.FeelSyntaxError as error:
            raise self.broken(element, error.sentence("fr")) from error

    def optional(self, schema: Json, word: str, element: str) -> feel.Expression | None:
        """The expression under keyword `word`, None where it does not stand."""
        return self.expression(schema[word], element) if word in schema else None


def read_form(content: bytes, registers: Mapping[str, bytes], *, file: str, functions: Functions | None = None) -> Form:
    """The form in `content`; `registers` maps ``registers/x.json`` to the shared blocks' files.

    Raises BrokenBundle with the file, the field and the reason in French.
    """
    source = Source(file, registers, functions or {})
    schema = loaded(source, content, file)
    known_words(source, schema, FORM_WORDS, "")
    fields = read_fields(source, schema, "")
    names = {field.name for field in fields}
    return Form(
        id=str(schema.get("$id", "")),
        title=str(schema.get("title", "")),
        description=str(schema.get("description", "")),
        fields=fields,
        sections=tuple(read_section(source, entry, names) for entry in many(source, schema, "x-sections", "")),
        rules=read_conditions(source, schema, "x-rules", names, ""),
        fingerprint=fingerprint(schema, registers),
        title_en=str(schema.get("x-title-en", "")),
        description_en=str(schema.get("x-description-en", "")),
    )


def fingerprint(schema: Json, registers: Mapping[str, bytes]) -> str:
    """The sha256 of a form with the shared blocks it uses; the order of JSON keys does not matter."""
    text = json.dumps(schema, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode())
    for name in sorted(name for name in registers if f'"{name}"' in text):
        digest.update(registers[name])
    return digest.hexdigest()


def loaded(source: Source, content: bytes, name: str) -> Json:
    """`content` as a JSON object."""
    try:
        schema = read_json(content)
    except (ValueError, RecursionError) as error:
        raise source.broken(name, f"JSON illisible : {error}") from error
    if not isinstance(schema, dict):
        raise source.broken(name, "un objet JSON est attendu")
    return cast(Json, schema)


def known_words(source: Source, schema: Json, words: frozenset[str], element: str) -> None:
    """Refuse a keyword nobody would read: a misspelt rule must not be silently ignored."""
    for word in schema:
        if word not in words:
            raise source.broken(element, f"mot-clé inconnu : « {word} »")


def many(source: Source, schema: Json, word: str, element: str) -> list[Json]:
    """The list of objects under `word`, empty where it does not stand."""
    found = listed(source, schema, word, element)
    if not all(isinstance(entry, dict) for entry in found):
        raise source.broken(element, f"« {word} » doit être une liste d'objets")
    return cast(list[Json], found)


def listed(source: Source, schema: Json, word: str, element: str) -> list[object]:
    """The list under `word`, empty where it does not stand."""
    found = schema.get(word, [])
    if not isinstance(found, list):
        raise source.broken(element, f"« {word} » doit être une liste")
    return cast(list[object], found)


def named(source: Source, schema: Json, word: str, element: str) -> tuple[str, ...]:
    """The names of fields under `word`."""
    found = listed(source, schema, word, element)
    if not all(isinstance(name, str) for name in found):
        raise source.broken(element, f"« {word} » doit être une liste de noms")
    return tuple(cast(list[str], found))


def properties_of(source: Source, schema: Json, element: str) -> dict[str, Json]:
    """What stands under ``properties``: a field's schema by its name."""
    found = schema.get("properties", {})
    if not isinstance(found, dict) or not all(isinstance(entry, dict) for entry in cast(Json, found).values()):
        raise source.broken(element, "« properties » doit être un objet, et chaque champ aussi")
    return cast(dict[str, Json], found)


def read_fields(source: Source, schema: Json, prefix: str) -> tuple[Field, ...]:
    """The fields under ``properties``, in the file's order."""
    entries = properties_of(source, schema, prefix)
    wanted = frozenset(named(source, schema, "required", prefix))
    for name in wanted - entries.keys():
        raise source.broken(prefix + name, "« required » nomme un champ qui n'existe pas")
    return tuple(read_field(source, name, entry, name in wanted, prefix) for name, entry in entries.items())


def resolved(source: Source, schema: Json, element: str) -> Json:
    """`schema` with its shared block laid under it; what stands beside ``$ref`` wins."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    content = source.registers.get(str(reference))
    if content is None:
        raise source.broken(element, f"bloc partagé introuvable : « {reference} »")
    block = {word: value for word, value in loaded(source, content, str(reference)).items() if word[:1] != "$"}
    return {**block, **{word: value for word, value in schema.items() if word != "$ref"}}


def read_field(source: Source, name: str, schema: Json, required: bool, prefix: str) -> Field:
    """One field; `prefix` is the path of what holds it."""
    path = prefix + name
    source.paths.append(path)
    if path.count(".") > DEEPEST or len(source.paths) > MOST_FIELDS:
        raise source.broken(path[:80], "les blocs s'appellent sans fin, ou le formulaire a trop de champs")
    schema = sound(source, name, resolved(source, schema, path), path)
    kind = kind_of(source, schema, path)
    inner: Json = schema if kind is Kind.BLOCK else inner_of(source, schema, path) if kind is Kind.GROUP else {}
    field = Field(
        name=name,
        kind=kind,
        label=str(schema.get("title", name)),
        required=required,
        required_if=source.optional(schema, "x-required-if", path),
        show_if=source.optional(schema, "x-show-if", path),
        default=default_of(source, schema, path),
        value=source.optional(schema, "x-value", path),
        checks=checks_of(source, schema, inner, path),
        warnings=condition(source, schema, "x-warn", "x-warn-message", name, path),
        choices=read_choices(source, schema, kind, path),
        list_name=str(schema.get("x-list", "")),
        list_filter=source.optional(schema, "x-filter", path),
        limits=read_limits(source, schema, path),
        sensitive=schema.get("x-sensitive") is True,
        **read_words(schema),
        fields=read_fields(source, inner, f"{path}.") if inner else (),
    )
    return complete(source, field, path)


def read_words(schema: Json) -> WordsOf:
    """What a question says of itself besides its label: hint, unit, why its answer is kept, its words in English."""
    return {
        "hint": str(schema.get("x-help", schema.get("description", ""))),
        "why": str(schema.get("x-why", "")),
        "pattern_message": str(schema.get("x-message", "")),
        "currency": str(schema.get("x-currency", "XOF")),
        "register": str(schema.get("x-register", "")),
        "unit": str(schema.get("x-unit", "")),
        "purpose": str(schema.get("x-purpose", "")),
        "basis": str(schema.get("x-basis", "")),
        "retention": str(schema.get("x-retention", "")),
        "label_en": str(schema.get("x-title-en", "")),
        "hint_en": str(schema.get("x-help-en", "")),
        "why_en": str(schema.get("x-why-en", "")),
        "pattern_message_en": str(schema.get("x-message-en", "")),
    }


def sound(source: Source, name: str, schema: Json, path: str) -> Json:
    """`schema`, or the error for a name or a keyword nobody would understand."""
    if not NAME.fullmatch(name):
        raise source.broken(path, "un nom de champ s'écrit en minuscules sans accent : lettres, chiffres, « _ »")
    known_words(source, schema, FIELD_WORDS | {"x-sections"}, path)
    return schema


def complete(source: Source, field: Field, path: str) -> Field:
    """`field`, or the error for what its kind cannot do without."""
    if field.kind is Kind.REFERENCE and not field.list_name:
        raise source.broken(path, "« x-list » manque : quelle liste de référence ?")
    if field.kind is Kind.COMPUTED and field.value is None:
        raise source.broken(path, "« x-value » manque : quelle expression FEEL ?")
    if field.kind in {Kind.CHOICE, Kind.CHOICES} and not field.choices and not field.list_name:
        raise source.broken(path, "aucune réponse possible : « oneOf » ou « x-list » manque")
    return field


def kind_of(source: Source, schema: Json, path: str) -> Kind:
    """The field's kind: ``x-kind``, or what the plain JSON Schema type implies."""
    if "x-kind" in schema:
        try:
            return Kind(str(schema["x-kind"]))
        except ValueError as error:
            raise source.broken(path, f"sorte de champ inconnue : « {schema['x-kind']} »") from error
    if "oneOf" in schema or "enum" in schema:
        return Kind.CHOICE
    if schema.get("format") in {"date", "email"}:
        return Kind(str(schema["format"]))
    plain = {"string": Kind.TEXT, "integer": Kind.INTEGER, "boolean": Kind.YES_NO, "object": Kind.BLOCK}
    if schema.get("type") == "array":
        return Kind.GROUP if "properties" in inner_of(source, schema, path) else Kind.CHOICES
    kind = plain.get(str(schema.get("type")))
    if kind is None:
        raise source.broken(path, "« x-kind » manque et le type ne suffit pas")
    return kind


def inner_of(source: Source, schema: Json, path: str) -> Json:
    """The schema of one row of an array."""
    items = schema.get("items", {})
    if not isinstance(items, dict):
        raise source.broken(path, "« items » doit être un objet")
    return resolved(source, cast(Json, items), path)


def default_of(source: Source, schema: Json, path: str) -> feel.Expression | None:
    """``x-default`` (FEEL), else ``default`` (a JSON value) turned into FEEL."""
    if "x-default" in schema:
        return source.expression(schema["x-default"], path)
    if "default" in schema:
        return source.expression(json.dumps(schema["default"], ensure_ascii=False), path)
    return None


def checks_of(source: Source, schema: Json, inner: Json, path: str) -> tuple[Condition, ...]:
    """The field's own check and, for a block or a group, the rules that hold inside it."""
    own = condition(source, schema, "x-check", "x-message", path.rsplit(".", 1)[-1], path)
    if not inner:
        return own
    return own + read_conditions(source, inner, "x-rules", frozenset(properties_of(source, inner, path)), path)


def condition(source: Source, schema: Json, word: str, message: str, name: str, path: str) -> tuple[Condition, ...]:
    """The check under keyword `word` with its sentence, if there is one."""
    if word not in schema:
        return ()
    if not schema.get(message):
        raise source.broken(path, f"« {message} » manque : dites ce qui ne va pas et quoi faire")
    english = str(schema.get(f"{message}-en", ""))
    return (Condition(source.expression(schema[word], path), str(schema[message]), (name,), english),)


def read_conditions(
    source: Source, schema: Json, word: str, names: frozenset[str] | set[str], path: str
) -> tuple[Condition, ...]:
    """The rules across fields: ``{check, message, fields, x-message-en}``."""
    rules: list[Condition] = []
    for entry in many(source, schema, word, path):
        fields = named(source, entry, "fields", path)
        for name in fields:
            if name.split(".")[0] not in names:
                raise source.broken(path, f"une règle nomme un champ qui n'existe pas : « {name} »")
        if not entry.get("message"):
            raise source.broken(path, "une règle n'a pas de « message »")
        check, english = source.expression(entry.get("check", ""), path), str(entry.get("x-message-en", ""))
        rules.append(Condition(check, str(entry["message"]), fields, english))
    return tuple(rules)


def read_section(source: Source, entry: Json, names: set[str]) -> Section:
    """One section: ``{title, fields, x-help, x-show-if, x-title-en, x-help-en}``."""
    title = str(entry.get("title", ""))
    fields = named(source, entry, "fields", title)
    for name in fields:
        if name not in names:
            raise source.broken(title, f"la section nomme un champ qui n'existe pas : « {name} »")
    english = str(entry.get("x-title-en", "")), str(entry.get("x-help-en", ""))
    return Section(title, fields, str(entry.get("x-help", "")), source.optional(entry, "x-show-if", title), *english)


def read_choices(source: Source, schema: Json, kind: Kind, path: str) -> tuple[Choice, ...]:
    """The answers of a choice: ``oneOf: [{const, title, x-title-en}]`` or ``enum``."""
    if kind not in {Kind.CHOICE, Kind.CHOICES}:
        return ()
    holder = inner_of(source, schema, path) if kind is Kind.CHOICES else schema
    titled = [
        Choice(str(entry.get("const")), str(entry.get("title", entry.get("const"))), str(entry.get("x-title-en", "")))
        for entry in many(source, holder, "oneOf", path)
    ]
    plain = listed(source, holder, "enum", path)
    return tuple(titled) or tuple(Choice(str(code), str(code)) for code in plain)


def read_limits(source: Source, schema: Json, path: str) -> Limits:
    """The bounds of a field; a pattern must compile and is matched as a whole."""
    pattern = str(schema.get("pattern", ""))
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise source.broken(path, f"« pattern » illisible : {error}") from error
    if pattern and not schema.get("x-message"):
        raise source.broken(path, "« x-message » manque : dites quelle forme la réponse doit avoir")

    def bound(word: str) -> int | None:
        value = schema.get(word)
        if value is not None and not isinstance(value, int):
            raise source.broken(path, f"« {word} » doit être un nombre entier")
        return value

    return Limits(
        min_length=bound("minLength"),
        max_length=bound("maxLength"),
        minimum=bound("minimum"),
        maximum=bound("maximum"),
        pattern=pattern,
        min_items=bound("minItems"),
        max_items=bound("maxItems"),
    )

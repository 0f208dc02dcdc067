"""Forms and shared blocks of the manual."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from migraflow.domain.forms import Field, Form, Kind
from migraflow.domain.manual import FieldText, FormText
from migraflow.engine.compile import Compiled

KINDS: Mapping[Kind, str] = {
    Kind.TEXT: "texte court",
    Kind.LONG_TEXT: "texte long",
    Kind.INTEGER: "nombre entier",
    Kind.AMOUNT: "montant",
    Kind.YES_NO: "oui ou non",
    Kind.DATE: "date",
    Kind.BORN_AROUND: "année de naissance approchée",
    Kind.CHOICE: "un choix",
    Kind.CHOICES: "plusieurs choix",
    Kind.REFERENCE: "choix dans une liste",
    Kind.PHONE: "téléphone",
    Kind.EMAIL: "adresse électronique",
    Kind.NINA: "numéro NINA",
    Kind.PERSON: "personne du registre",
    Kind.FILE: "fichier",
    Kind.GROUP: "lignes à ajouter",
    Kind.BLOCK: "bloc commun",
    Kind.READ_ONLY: "rappel, non modifiable",
    Kind.COMPUTED: "calculé",
}
"""What each kind of question is, in words (a test holds it complete)."""
Refs = Mapping[str, str]
BlockNames = Mapping[tuple[str, str], str]
"""What the book calls a shared block, by procedure and file: two editions may have it in different words."""


def own_forms(compiled: Compiled) -> Mapping[str, Form]:
    """The procedure's own forms by path."""
    return {path: form for (procedure, path), form in compiled.forms.items() if procedure == compiled.bundle.id}


def forms_of(compiled: Compiled, lists: Mapping[str, str], blocks: BlockNames) -> tuple[FormText, ...]:
    """Its forms, numbered in the order of their first use, then by path."""
    forms = own_forms(compiled)
    used = [step.form for (procedure, _), step in compiled.places.items() if procedure == compiled.bundle.id]
    order = list(dict.fromkeys([path for path in used if path in forms] + sorted(forms)))
    return tuple(
        form_text(f"F{number}", path, forms[path], called(compiled, path, blocks), lists)
        for number, path in enumerate((path for path in order if path), 1)
    )


def called(compiled: Compiled, path: str, blocks: BlockNames) -> Refs:
    """The shared blocks of a form, as the book calls them."""
    refs = refs_in(compiled.bundle.files[path])
    return {name: blocks.get((compiled.bundle.id, block), block) for name, block in refs.items()}


def form_text(number: str, path: str, form: Form, refs: Refs, lists: Mapping[str, str]) -> FormText:
    """One form."""
    fields = tuple(line for field in form.fields for line in field_texts(field, "", refs, lists, 0))
    checks = [one.message for one in form.rules]
    own = (field for path, field in form.walk() if path.partition(".")[0] not in refs)
    checks += [one.message for field in own for one in field.checks]
    return FormText(number, path, form.title, form.description, fields, tuple(dict.fromkeys(checks)))


def field_texts(field: Field, prefix: str, refs: Refs, lists: Mapping[str, str], depth: int) -> Iterator[FieldText]:
    """A question and those inside it; those of a shared block stand in the block's own page."""
    path, block = prefix + field.name, refs.get(field.name, "") if depth == 0 else ""
    yield FieldText(
        path=path,
        label=field.label,
        kind=f"{KINDS[field.kind]} ({field.currency})" if field.kind is Kind.AMOUNT else KINDS[field.kind],
        required=field.required,
        condition=field.show_if.text if field.show_if else "",
        choices=choices(field, lists),
        note=" ".join(filter(None, (field.hint, field.why))),
        block=block,
        needed_if=field.required_if.text if field.required_if else "",
        kept=kept(field),
        depth=depth,
    )
    if not block:
        for inner in field.fields:
            yield from field_texts(inner, f"{path}.", refs, lists, depth + 1)


def kept(field: Field) -> str:
    """Why a personal answer is kept, on which legal basis and for how long, in sentences."""
    told = (("Finalité", field.purpose), ("Base légale", field.basis), ("Conservation", field.retention))
    return " ".join(f"{word}\u00a0: {text.rstrip('. ')}." for word, text in told if text)


def choices(field: Field, lists: Mapping[str, str]) -> str:
    """What may be answered: the choices themselves, or the list they come from."""
    if field.choices:
        return " ; ".join(choice.label for choice in field.choices)
    if field.list_name:
        return f"liste «\u00a0{lists.get(field.list_name, field.list_name)}\u00a0»"
    return field.value.text if field.value else ""


def refs_in(content: bytes) -> Refs:
    """The shared block each top-level question of a form takes, by the question's name."""
    said = cast(dict[str, Any], json.loads(content)).get("properties", {})
    found: dict[str, str] = {}
    for name, one in cast(dict[str, dict[str, Any]], said).items():
        ref = one.get("$ref") or cast(dict[str, Any], one.get("items") or {}).get("$ref")
        if isinstance(ref, str):
            found[name] = ref.rpartition("/")[2].removesuffix(".json")
    return found


def block_names(editions: Iterable[Compiled]) -> BlockNames:
    """What the book calls the blocks of these editions: the name of the file, numbered where they do not agree."""
    texts: dict[str, list[bytes]] = {}
    found: dict[tuple[str, str], str] = {}
    for compiled in editions:
        for name in used_blocks(compiled):
            text, known = compiled.bundle.files[f"registers/{name}.json"], texts.setdefault(name, [])
            if text not in known:
                known.append(text)
            number = known.index(text) + 1
            found[compiled.bundle.id, name] = name if number == 1 else f"{name}-{number}"
    return found


def used_blocks(compiled: Compiled) -> tuple[str, ...]:
    """The shared blocks the procedure's forms take."""
    return tuple(sorted({ref for path in own_forms(compiled) for ref in refs_in(compiled.bundle.files[path]).values()}))


def blocks_of(compiled: Compiled, name: str, lists: Mapping[str, str]) -> FormText:
    """A shared block, as the first form that takes it reads it."""
    for path, form in sorted(own_forms(compiled).items()):
        refs = refs_in(compiled.bundle.files[path])
        for field in form.fields:
            if refs.get(field.name) == name:
                return block_text(compiled, name, field, lists)
    raise KeyError(name)


def block_text(compiled: Compiled, name: str, field: Field, lists: Mapping[str, str]) -> FormText:
    """The questions of a block."""
    said = cast(dict[str, Any], json.loads(compiled.bundle.files[f"registers/{name}.json"]))
    fields = tuple(line for inner in field.fields for line in field_texts(inner, "", {}, lists, 0))
    checks = [one.message for inner in field.fields for one in inner.checks]
    words = str(said.get("description", ""))
    return FormText(name, f"registers/{name}.json", str(said.get("title", name)), words, fields, tuple(checks))

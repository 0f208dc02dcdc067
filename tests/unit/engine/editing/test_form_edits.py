"""Salif changes a form at his desk: each change does what it says, and leaves the rest of the file as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from migraflow import engine
from migraflow.domain.form_english import in_english, in_language
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import Kind
from migraflow.engine.diff.forms import field_changed
from migraflow.engine.editing import Moot
from migraflow.engine.editing.form_edit import FormEdit
from migraflow.engine.editing.form_edits import FORM_EDITS
from migraflow.engine.editing.form_kinds import SHAPES
from migraflow.engine.editing.form_names import name_of, swapped
from migraflow.engine.editing.form_reading import asked, lines
from migraflow.engine.editing.form_renaming import renamed
from migraflow.engine.editing.form_text import loaded, rewritten
from migraflow.services.house import bundles_in, read_house

WORKFLOWS = Path(__file__).parents[4] / "workflows"
REGISTERS = {f"registers/{path.name}": path.read_bytes() for path in (WORKFLOWS / "registers").glob("*.json")}
FORMS = sorted(WORKFLOWS.glob("*/forms/*.json"))
PATH = "forms/accueil.json"
SOAK = os.environ.get("MIGRAFLOW_SOAK") == "1"
FORM = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "accueil",
    "title": "Accueil",
    "x-inconnu": {"garder": True},
    "type": "object",
    "properties": {
        "canal": {"title": "Canal", "type": "string", "x-kind": "choice",
                  "oneOf": [{"const": "guichet", "title": "Guichet"}, {"const": "site", "title": "Site"}]},
        "age": {"title": "Âge", "type": "integer", "x-kind": "integer", "x-show-if": 'canal = "site"', "minimum": 0},
        "pieces": {"title": "Pièces", "type": "array", "x-kind": "group", "items": {"type": "object", "properties": {
            "numero": {"title": "Numéro", "type": "string", "x-kind": "text"},
            "note": {"title": "Note", "type": "string", "x-kind": "text", "x-show-if": 'numero != "canal"'},
        }, "required": ["numero"]}},
        "consentement": {"$ref": "registers/consentement.json", "title": "Consentement"},
        "total": {"title": "Total", "x-kind": "computed", "x-value": "count(pieces[numero != null]) + age"},
    },
    "required": ["canal", "age"],
    "x-sections": [{"title": "La demande", "fields": ["canal", "age"]}, {"title": "Les pièces", "fields": ["pieces"]}],
    "x-rules": [{"check": "age > 3", "message": "Trop jeune.", "fields": ["age"]}],
}  # fmt: skip


def files(table: Mapping[str, Any] | None = None) -> dict[str, bytes]:
    text = json.dumps(table or FORM, ensure_ascii=False, indent=2)
    return {PATH: text.encode(), **REGISTERS}


def after(code: str, place: str, table: Mapping[str, Any] | None = None, **facts: str) -> tuple[dict[str, Any], str]:
    """The form after one change, and the place to look at."""
    edited = FormEdit(code, PATH, place, facts).on(files(table))
    return json.loads(edited.files[PATH]), edited.chosen


def order(table: Mapping[str, Any]) -> list[str]:
    """The places of a form line by line."""
    return [line.place for line in lines(dict(table), REGISTERS)]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_every_form_of_the_house_is_the_same_file_after_nothing_was_changed(path: Path) -> None:
    content = path.read_bytes()
    table = loaded(content)
    seen = [asked(table, line.place, REGISTERS) for line in lines(table, REGISTERS)]
    assert rewritten(table, content) == content
    own = [one for one in seen if "." not in one.place and one.kind != "section"]
    assert [one.name for one in own] and {one.name for one in own} == set(table["properties"])


@pytest.mark.parametrize("path", FORMS if SOAK else FORMS[::9], ids=lambda path: path.stem)
def test_one_change_changes_one_question_of_the_file_and_no_other_line(path: Path) -> None:
    before = path.read_bytes()
    for line in lines(loaded(before), REGISTERS):
        if line.kind == "section":
            continue
        change = FormEdit("write", PATH, line.place, {"word": "x-why", "value": "Pour vous répondre."})
        edited = change.on({PATH: before}).files[PATH]
        back = (
            FormEdit(
                "write",
                PATH,
                line.place,
                {"word": "x-why", "value": asked(loaded(before), line.place, REGISTERS).words.get("x-why", "")},
            )
            .on({PATH: edited})
            .files[PATH]
        )
        assert dict(json.loads(back)) == json.loads(before)
        table, old = json.loads(edited), json.loads(before)
        top = line.place.split(".")[0]
        assert {name for name in table["properties"] if table["properties"][name] != old["properties"][name]} == {top}
        assert {word: value for word, value in table.items() if word != "properties"} == {
            word: value for word, value in old.items() if word != "properties"
        }
        assert list(table["properties"]) == list(old["properties"])


def test_what_nobody_here_knows_is_kept() -> None:
    table, _ = after("write", "canal", word="title", value="Voie")
    assert table["x-inconnu"] == {"garder": True} and table["properties"]["canal"]["title"] == "Voie"


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_a_question_of_every_kind_is_added_after_the_chosen_one_and_reads(kind: Kind) -> None:
    table, place = after("add", "canal", kind=kind.value, label="Nouvelle question")
    assert place == "nouvelle_question"
    assert order(table)[:3] == ["§0", "canal", place]
    plain = {word: value for word, value in table.items() if word != "x-inconnu"}
    form = read_form(json.dumps(plain).encode(), REGISTERS, file=PATH)
    assert next(one for one in form.fields if one.name == place).kind is kind


@pytest.mark.parametrize("to", sorted(SHAPES))
def test_a_question_becomes_any_other_kind_and_keeps_its_words(to: Kind) -> None:
    for start in SHAPES:
        table, place = after("add", "canal", kind=start.value, label="Essai")
        table = json.loads(json.dumps(table))
        table["properties"][place] |= {"x-why": "Pour voir.", "x-show-if": "age > 3"}
        changed, _ = after("kind", place, table, value=to.value)
        field = changed["properties"][place]
        assert (field["title"], field["x-why"], field["x-show-if"], field["x-kind"]) == (
            "Essai", "Pour voir.", "age > 3", to.value)  # fmt: skip
        changed.pop("x-inconnu")
        assert read_form(json.dumps(changed).encode(), REGISTERS, file=PATH).field(place)


def test_a_question_goes_up_and_down_and_over_the_border_of_its_section() -> None:
    assert order(FORM) == [
        "§0", "canal", "age", "§1", "pieces", "pieces.[].numero", "pieces.[].note", "consentement", "total",
    ]  # fmt: skip
    down, _ = after("move", "age", way="down")
    assert order(down)[:4] == ["§0", "canal", "§1", "age"] and down["x-sections"][1]["fields"] == ["age", "pieces"]
    up, _ = after("move", "age", down, way="up")
    assert up["x-sections"] == FORM["x-sections"] and list(up["properties"]) == list(FORM["properties"])
    dropped, _ = after("move", "total", target="canal")
    assert order(dropped)[:3] == ["§0", "total", "canal"]
    last, _ = after("move", "canal", target="§1")
    assert order(last)[:3] == ["§0", "age", "§1"] and last["x-sections"][1]["fields"] == ["pieces", "canal"]
    row, _ = after("move", "pieces.[].note", way="up")
    assert list(row["properties"]["pieces"]["items"]["properties"]) == ["note", "numero"]
    for code, place in (("canal", "up"), ("total", "down"), ("pieces.[].numero", "up")):
        with pytest.raises(Moot):
            after("move", code, way=place)


def test_a_question_is_asked_twice_or_no_more() -> None:
    table, place = after("duplicate", "age")
    assert place == "age_copie" and table["required"] == ["canal", "age", "age_copie"]
    assert table["x-sections"][0]["fields"] == ["canal", "age", "age_copie"]
    less, near = after("remove", "age")
    assert near == "canal" and "age" not in less["properties"] and less["required"] == ["canal"]
    assert less["x-sections"][0]["fields"] == ["canal"] and less["x-rules"][0]["fields"] == []


def test_sections_come_and_go_and_no_question_is_lost() -> None:
    table, place = after("add_section", "age", label="L'âge")
    assert place == "§1" and order(table)[:4] == ["§0", "canal", "§1", "age"]
    moved, _ = after("move", "§1", table, way="up")
    assert [one["title"] for one in moved["x-sections"]] == ["L'âge", "La demande", "Les pièces"]
    joined, _ = after("remove", "§1", table)
    assert joined["x-sections"] == FORM["x-sections"]
    bare = {word: value for word, value in FORM.items() if word != "x-sections"}
    first, _ = after("add_section", "", bare, label="Tout")
    assert first["x-sections"] == [{"title": "Tout", "fields": list(FORM["properties"])}]
    gone, _ = after("remove", "§0", first)
    assert gone == bare
    said, _ = after("section", "§0", word="x-show-if", value="age > 3")
    assert said["x-sections"][0]["x-show-if"] == "age > 3"


def test_rules_of_a_question_are_written_and_taken_away() -> None:
    table, _ = after("write", "age", word="maximum", value="1 200")
    assert table["properties"]["age"]["maximum"] == 1200
    table, _ = after("write", "age", word="x-check", value="age < 100")
    assert table["properties"]["age"]["x-message"]
    table, _ = after("write", "age", table, word="x-check", value="")
    assert table["properties"]["age"] == FORM["properties"]["age"]
    table, _ = after("mark", "age", word="required", value="false")
    assert table["required"] == ["canal"]
    table, _ = after("mark", "age", word="x-sensitive", value="true")
    assert table["properties"]["age"]["x-sensitive"] is True
    table, _ = after("options", "canal", value="guichet = Au guichet\nTéléphone\nSite")
    assert table["properties"]["canal"]["oneOf"] == [
        {"const": "guichet", "title": "Au guichet"}, {"const": "telephone", "title": "Téléphone"},
        {"const": "site", "title": "Site"},
    ]  # fmt: skip
    table, _ = after("write", "canal", word="x-list", value="canaux")
    assert "oneOf" not in table["properties"]["canal"]
    table, _ = after("rule", "", at="0", check="")
    assert "x-rules" not in table
    for word, value in (("minimum", "beaucoup"), ("x-kind", "text"), ("title", "")):
        with pytest.raises(Moot):
            after("write", "age", word=word, value=value)


ENGLISH = (
    ("head", "", {"word": "x-title-en", "value": "Front desk"}),
    ("section", "§0", {"word": "x-title-en", "value": "The request"}),
    ("options_en", "canal", {"value": "guichet = Counter\nsite ="}),
    ("write", "age", {"word": "x-check", "value": "age < 120"}),
    ("write", "age", {"word": "x-message", "value": "Vérifiez l’âge."}),
    ("write", "age", {"word": "x-message-en", "value": "Check the age."}),
    (
        "rule",
        "",
        {"at": "0", "check": "age > 3", "message": "Trop jeune.", "message_en": "Too young.", "fields": "age"},
    ),
)


def test_all_that_a_form_says_is_given_its_english_and_keeps_its_french() -> None:
    table: dict[str, Any] = FORM
    for code, place, facts in ENGLISH:
        table, _ = after(code, place, table, **facts)
    del table["x-inconnu"]
    french = read_form(json.dumps(table).encode(), REGISTERS, file=PATH)
    english = in_english(french)
    said = (english.title, english.sections[0].title, english.rules[0].message)
    assert said == ("Front desk", "The request", "Too young.")
    answers, age = english.fields[0].choices, english.fields[1]
    assert [(one.code, one.label) for one in answers] == [("guichet", "Counter"), ("site", "Site")]
    assert age.checks[0].message == age.pattern_message == "Check the age." and age.label == "Âge"
    assert french.fields[0].choices[0].label == "Guichet" and in_language(french, "fr") is french
    assert asked(table, "canal", REGISTERS).answers_en == "guichet = Counter\nsite = "
    retitled, _ = after("options", "canal", table, value="guichet = Comptoir\nsite = Site")
    assert asked(retitled, "canal", REGISTERS).answers_en == "guichet = Counter\nsite = "
    with pytest.raises(Moot):
        after("options_en", "canal", table, value="absent = Nowhere")
    bare, _ = after("write", "age", table, word="x-check", value="")
    assert "x-message-en" not in bare["properties"]["age"]


def test_a_shared_block_is_taken_in_and_let_go() -> None:
    table, place = after("add", "canal", kind="block", label="Identité", block="registers/identite.json")
    assert table["properties"][place] == {"$ref": "registers/identite.json", "title": "Identité"}
    rows, place = after("add", "canal", kind="group", label="Autres pièces", block="registers/piece.json")
    assert rows["properties"][place]["items"] == {"$ref": "registers/piece.json"}
    with pytest.raises(Moot):
        after("add", f"{place}.[].numero", rows, kind="text", label="Dedans")
    free, _ = after("detach", "consentement", block="registers/consentement.json")
    own = free["properties"]["consentement"]
    assert own["title"] == "Consentement" and "$ref" not in own
    assert own["properties"] == json.loads(REGISTERS["registers/consentement.json"])["properties"]


def test_a_new_question_takes_its_name_from_its_first_label_only() -> None:
    table, place = after("add", "canal", kind="text", label="Nouvelle question")
    named, place = after("write", place, table, word="title", value="Numéro du passeport")
    assert place == "numero_du_passeport" and order(named)[2] == place
    again, place = after("write", place, named, word="title", value="N° du passeport")
    assert place == "numero_du_passeport" and again["properties"][place]["title"] == "N° du passeport"


def test_a_new_name_is_followed_inside_the_form() -> None:
    table, place = after("rename", "age", value="age_declare")
    assert place == "age_declare" and table["required"] == ["canal", "age_declare"]
    assert table["x-sections"][0]["fields"] == ["canal", "age_declare"]
    assert table["x-rules"] == [{"check": "age_declare > 3", "message": "Trop jeune.", "fields": ["age_declare"]}]
    assert table["properties"]["total"]["x-value"] == "count(pieces[numero != null]) + age_declare"
    row, _ = after("rename", "pieces.[].numero", value="reference")
    items = row["properties"]["pieces"]["items"]
    assert items["required"] == ["reference"] and items["properties"]["note"]["x-show-if"] == 'reference != "canal"'
    assert row["properties"]["total"]["x-value"] == "count(pieces[reference != null]) + age"
    for value in ("canal", "Âge", "", "1er"):
        with pytest.raises(Moot):
            after("rename", "age", value=value)


@pytest.mark.parametrize(("text", "expected"), [
    ('canal = "canal"', 'voie = "canal"'),
    ("x.canal + canal.site", "x.canal + voie.site"),
    ("{canal: canal}", "{canal: voie}"),
    ("canal(1) + canaux", "canal(1) + canaux"),
    ("pas du « FEEL", "pas du « FEEL"),
])  # fmt: skip
def test_only_the_name_itself_is_changed_in_a_text(text: str, expected: str) -> None:
    assert swapped(text, {("canal",)}, 1, "voie") == expected


def test_names_are_french_words_without_accents() -> None:
    assert name_of("N° du cœur, l'été 2026 ?") == "n_du_coeur_l_ete_2026"


@cache
def house() -> engine.House:
    return replace(read_house(WORKFLOWS), called={one.id: one for one in bundles_in(WORKFLOWS)})


@pytest.mark.parametrize("name", sorted(one.parent.name for one in WORKFLOWS.glob("*/procedure.bpmn"))
                         if SOAK else ["veille_marche", "verification_employeur"])  # fmt: skip
def test_a_procedure_with_a_renamed_question_is_judged_as_before(name: str) -> None:
    """Every question of every form is renamed at once: no finding more, and its examples end as they ended."""
    bundle = engine.Bundle.read(WORKFLOWS / name, WORKFLOWS / "registers")
    changed: dict[str, bytes] = dict(bundle.files)
    count = 0
    for path in sorted(bundle.under("forms/")):
        for line in lines(loaded(bundle.files[path]), REGISTERS):
            if line.kind in ("section", "read-only") or line.place not in order(loaded(changed[path])):
                continue
            if "$ref" in json.dumps(loaded(bundle.files[path])["properties"][line.place.split(".")[0]]):
                continue
            changed, _ = renamed(changed, path, line.place, f"{line.name}_autre")
            count += 1
            break
    assert count
    before, now = (
        {(one.code, one.file) for one in engine.check(engine.Bundle.of(name, made), house())
         if one.severity is engine.Severity.ERROR}
        for made in (bundle.files, changed)
    )  # fmt: skip
    assert now <= before


def test_every_change_has_a_name_of_its_own() -> None:
    for code in FORM_EDITS:
        with pytest.raises(Moot):
            FormEdit(code, "forms/absent.json", "canal").on(files())


@pytest.mark.parametrize(("word", "value", "code"), [
    ("x-required-if", "age > 3", "field_checks"), ("x-unit", "mois", "field_limits"),
    ("x-retention", "5 ans", "field_sensitive"), ("x-help-en", "In years.", "field_hint"),
    ("x-show-if", "age > 3", "field_shown"),
])  # fmt: skip
def test_what_is_changed_here_is_said_before_it_is_published(word: str, value: str, code: str) -> None:
    plain = {name: entry for name, entry in FORM.items() if name != "x-inconnu"}
    table, _ = after("write", "age", plain, word=word, value=value)
    old, new = (read_form(json.dumps(one).encode(), REGISTERS, file=PATH).field("age") for one in (plain, table))
    assert old and new and [said for said, _ in field_changed(old, new)] == [code]

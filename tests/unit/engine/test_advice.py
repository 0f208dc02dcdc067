"""What good public service would have a manager look at again, and what one click does about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from migraflow import engine
from migraflow.domain.readability import ease, hard, syllables
from migraflow.engine.advice import advise, remedies
from migraflow.services.house import bundles_in, read_house

WORKFLOWS = Path(__file__).parents[3] / "workflows"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
TEXT = {"type": "string", "x-kind": "text"}
PASSPORT = {"title": "Numéro du passeport", **TEXT}


def form(**fields: dict[str, object]) -> dict[str, object]:
    return {"$schema": SCHEMA, "$id": "f", "title": "Formulaire", "type": "object", "properties": fields,
            "required": [name for name, field in fields.items() if field.get("x-kind") == "file"]}  # fmt: skip


def two_steps(draw, first, second, **words):
    return draw.bundle(
        draw.start(), *[draw.with_form(one, f"forms/{one}.json", delai="2 jo") for one in "ab"],
        draw.end(words.pop("end", "fin_traite")), draw.chain("debut", "a", "b", words.pop("last", "fin_traite")),
        files={"forms/a.json": {**first, "$id": "a"}, "forms/b.json": {**second, "$id": "b"}}, **words,
    )  # fmt: skip


def codes(bundle, house) -> set[tuple[str, str]]:
    return {(one.code, one.element) for one in advise(bundle, house)}


def mended(bundle, house, code):
    (found,) = [one for one in advise(bundle, house) if one.code == code]
    after = engine.Bundle.of(bundle.id, remedies(found)[0].mend(bundle.files))
    assert code not in {one.code for one in advise(after, house)}
    return after


def test_what_is_asked_twice_is_taken_over_by_one_click(draw, house):
    bundle = two_steps(draw, form(passeport=PASSPORT), form(numero=PASSPORT))
    assert ("asked_twice", "numero") in codes(bundle, house)
    assert b'"x-default": "passeport"' in mended(bundle, house, "asked_twice").files["forms/b.json"]
    once = two_steps(draw, form(passeport=PASSPORT), form(passeport=PASSPORT))
    assert codes(once, house) == set()


def test_a_personal_question_says_why_by_one_click(draw, house):
    phone = {"title": "Téléphone", "type": "string", "x-kind": "phone"}
    bundle = two_steps(draw, form(tel=phone), form(avis=TEXT | {"title": "Avis"}))
    assert ("personal_without_why", "tel") in codes(bundle, house)
    assert "Pour vous joindre" in mended(bundle, house, "personal_without_why").files["forms/a.json"].decode()


def test_a_document_nobody_looks_at_is_told(draw, house):
    file = {"title": "Casier judiciaire", "type": "object", "x-kind": "file"}
    bundle = two_steps(draw, form(casier=file), form(avis={"title": "Avis", **TEXT}))
    assert ("document_unused", "casier") in codes(bundle, house)
    shown = two_steps(draw, form(casier=file), form(casier={"title": "Casier", "x-kind": "read-only"}))
    assert codes(shown, house) == set()


def test_a_refusal_says_why_and_how_to_contest(draw, house):
    words = {"end": "fin_rejete", "last": "fin_rejete", "rejete": "Rejeté"}
    silent = two_steps(draw, form(avis={"title": "Avis", **TEXT}), form(suite={"title": "Suite", **TEXT}), **words)
    assert {"refusal_without_motive", "refusal_without_appeal"} == {code for code, _ in codes(silent, house)}
    told = form(motif={"title": "Motif", **TEXT}, voies_recours={"title": "Comment contester", **TEXT})
    assert codes(two_steps(draw, form(avis={"title": "Avis", **TEXT}), told, **words), house) == set()


def test_a_step_without_end_gets_a_deadline_by_one_click(draw, house):
    bundle = draw.bundle(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    assert codes(bundle, house) == {("step_without_deadline", "a")}
    assert b'name="delai" value="5 jo"' in mended(bundle, house, "step_without_deadline").files["procedure.bpmn"]


def test_a_wait_without_end_is_reminded_of_by_one_click(draw, house):
    bundle = draw.bundle(
        draw.start(), draw.catch("attente", draw.event("message", "msg_reponse")), draw.end(),
        draw.chain("debut", "attente", "fin_traite"), before=draw.message("reponse"), messages=("reponse",),
    )  # fmt: skip
    assert codes(bundle, house) == {("wait_without_reminder", "attente")}
    mended(bundle, house, "wait_without_reminder")


LONG = "Il convient que le requérant produise préalablement l’intégralité des justificatifs administratifs exigibles."


def test_a_sentence_for_jurists_is_told(draw, house):
    inner = f"<bpmn:documentation>{LONG}</bpmn:documentation>"
    bundle = draw.bundle(
        draw.start(), draw.user("a", inner), draw.end(), draw.chain("debut", "a", "fin_traite"),
    )  # fmt: skip
    assert ("hard_to_read", "a") in codes(bundle, house)


@pytest.mark.parametrize(("word", "count"), [("chat", 1), ("maison", 2), ("porte", 1), ("administration", 5)])
def test_syllables_are_counted_as_spoken(word: str, count: int):
    assert syllables(word) == count


def test_plain_words_are_easier_than_learned_ones():
    assert ease("Dites au chef ce que vous avez vu.") > 80 > 30 > ease(LONG)
    assert (
        hard("Dites au chef ce que vous avez vu. Puis notez le jour et l’heure de la visite au cahier du bureau.") == ""
    )
    assert hard(LONG).startswith("Il convient")


def test_our_own_procedures_get_little_advice():
    """Advice is shown in the studio only; none of it is about a long wait, a document or a question asked twice."""
    house = read_house(WORKFLOWS)
    found = [one for bundle in bundles_in(WORKFLOWS) for one in advise(bundle, house)]
    assert {one.code for one in found} <= {"personal_without_why", "refusal_without_appeal"}
    assert len(found) <= 14

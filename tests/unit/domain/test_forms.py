"""The answers at the counter: what is accepted, what is asked again, what is hidden."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from migraflow.domain.answer_paths import put, without_row
from migraflow.domain.answers import Setting, accept
from migraflow.domain.errors import AnswersRejected, BrokenBundle
from migraflow.domain.form_reader import read_form
from migraflow.domain.form_views import Part, lines, views
from migraflow.domain.forms import Form, Kind
from migraflow.domain.prefill import starting
from migraflow.domain.reference import read_list

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LISTS = {"pays": read_list("pays", "code,libelle\nESP,Espagne\nFRA,France\n")}
IDENTITY = {
    "title": "Identité",
    "type": "object",
    "x-register": "identite",
    "properties": {
        "nom": {"title": "Nom", "type": "string", "minLength": 2, "maxLength": 80},
        "ne_vers": {"title": "Date inconnue", "x-kind": "yes-no"},
        "date_naissance": {"title": "Né·e le", "x-kind": "date", "x-show-if": "ne_vers != true"},
        "annee_naissance": {"title": "Né·e vers", "x-kind": "born-around", "x-show-if": "ne_vers = true"},
        "telephone": {"title": "Téléphone", "x-kind": "phone"},
        "nina": {"title": "NINA", "x-kind": "nina"},
    },
    "required": ["nom", "telephone"],
    "x-rules": [
        {
            "check": "date_naissance = null or date_naissance <= today()",
            "message": "La date de naissance est dans le futur. Vérifiez l'année.",
            "fields": ["date_naissance"],
        }
    ],
}
SCHEMA = {
    "$id": "enregistrer",
    "title": "Enregistrer la demande",
    "properties": {
        "identite": {"$ref": "registers/identite.json"},
        "canal": {"title": "Canal", "x-kind": "choice", "oneOf": [{"const": "guichet", "title": "Guichet"}]},
        "situation": {"title": "Situation", "type": "string", "enum": ["chomeur", "occupe"]},
        "duree_mois": {
            "title": "Mois sans emploi",
            "type": "integer",
            "minimum": 0,
            "maximum": 600,
            "x-show-if": 'situation = "chomeur"',
        },
        "pays": {"title": "Pays", "type": "array", "x-kind": "reference", "x-list": "pays", "maxItems": 2},
        "paye": {"title": "Montant payé", "x-kind": "amount"},
        "alerte": {"title": "Alerte", "x-kind": "computed", "x-value": 'if paye.montant > 0 then "frais" else "rien"'},
        "enfants": {
            "title": "Enfants",
            "type": "array",
            "maxItems": 3,
            "items": {"properties": {"prenom": {"title": "Prénom", "type": "string"}}, "required": ["prenom"]},
        },
        "score": {"title": "Score", "x-kind": "read-only"},
    },
    "required": ["identite", "canal"],
    "x-sections": [{"title": "La demande", "fields": ["canal", "situation", "duree_mois"]}],
    "x-rules": [
        {"check": 'not(situation = "occupe" and paye.montant > 0)', "message": "À vérifier.", "fields": ["paye"]}
    ],
}
REGISTERS = {"registers/identite.json": json.dumps(IDENTITY).encode()}
AWA = {"identite": {"nom": "Diarra", "telephone": "76 12 34 56"}, "canal": "guichet"}


def form_of(schema: dict[str, object]) -> Form:
    return read_form(json.dumps(schema).encode(), REGISTERS, file="forms/x.json")


FORM = form_of(SCHEMA)
SETTING = Setting({"score": Decimal(80)}, NOW, LISTS)


def rejected(raw: dict[str, object]) -> dict[str, str]:
    with pytest.raises(AnswersRejected) as refusal:
        accept(FORM, raw, SETTING)
    return {error.path: error.code for error in refusal.value.errors}


def test_good_answers_become_typed_values() -> None:
    raw = put(put(put(AWA, "identite.date_naissance", "12/05/1999"), "paye", "150 000"), "pays", ["ESP"])
    values = accept(FORM, raw, SETTING)
    identity = values["identite"]
    assert isinstance(identity, dict)
    assert identity["date_naissance"] == date(1999, 5, 12)
    assert identity["telephone"] == "+22376123456"
    assert values["paye"] == {"montant": Decimal(150000), "devise": "XOF"}
    assert values["alerte"] == "frais"
    assert values["pays"] == ["ESP"]
    assert "score" not in values


def test_each_wrong_answer_has_its_reason_in_the_order_of_the_form() -> None:
    raw = {"identite": {"nom": "D", "telephone": "12"}, "pays": ["ESP", "XXX"], "paye": "beaucoup"}
    assert list(rejected(raw).items()) == [
        ("identite.nom", "too_short"),
        ("identite.telephone", "phone_expected"),
        ("canal", "required"),
        ("pays", "reference_unknown"),
        ("paye", "amount_expected"),
    ]


def test_what_nobody_asked_is_refused() -> None:
    assert rejected({**AWA, "est_admin": True}) == {"est_admin": "field_unknown"}
    assert rejected(put(AWA, "identite.salaire", "1")) == {"identite.salaire": "field_unknown"}


def test_a_hidden_answer_is_dropped_even_a_wrong_one() -> None:
    values = accept(FORM, {**AWA, "situation": "occupe", "duree_mois": "mille"}, SETTING)
    assert "duree_mois" not in values
    assert rejected({**AWA, "situation": "chomeur", "duree_mois": "mille"}) == {"duree_mois": "integer_expected"}


def test_inside_a_block_conditions_see_the_block_first() -> None:
    raw = put(put(AWA, "identite.ne_vers", "oui"), "identite.annee_naissance", "1990")
    identity = accept(FORM, raw, SETTING)["identite"]
    assert isinstance(identity, dict)
    assert identity["annee_naissance"] == 1990
    assert "date_naissance" not in identity


def test_a_rule_inside_a_block_stands_beside_its_field_with_the_author_s_sentence() -> None:
    with pytest.raises(AnswersRejected) as refusal:
        accept(FORM, put(AWA, "identite.date_naissance", "2031-01-01"), SETTING)
    (error,) = refusal.value.errors
    assert (error.path, error.code) == ("identite.date_naissance", "rule")
    assert error.message.startswith("La date de naissance est dans le futur")


def test_rows_of_a_group_are_checked_one_by_one() -> None:
    raw = put(put(AWA, "enfants.0.prenom", "Issa"), "enfants.1.prenom", "")
    assert rejected(raw) == {"enfants.1.prenom": "required"}
    four = {**AWA, "enfants": [{"prenom": name} for name in "abcd"]}
    assert rejected(four) == {"enfants": "too_many"}


def test_a_rule_across_fields_is_told_beside_the_fields_it_names() -> None:
    assert rejected({**AWA, "situation": "occupe", "paye": "1"}) == {"paye": "rule"}


def test_the_screen_shows_only_what_is_visible_under_its_titles() -> None:
    parts = views(FORM, put(AWA, "enfants.0.prenom", "Issa"), SETTING)
    assert [(part.part, part.title) for part in parts][:2] == [(Part.SECTION, "La demande"), (Part.BLOCK, "Identité")]
    assert {part.part for part in parts} == set(Part)
    shown = {view.path: view for part in parts for view in part.fields}
    assert "duree_mois" not in shown
    assert shown["score"].shown == "80"
    assert shown["enfants.0.prenom"].value == "Issa"
    assert shown["identite.nom"].required


def test_a_nina_of_another_shape_warns_and_does_not_block() -> None:
    raw = put(AWA, "identite.nina", "TMP123")
    shown = {view.path: view for part in views(FORM, raw, SETTING) for view in part.fields}
    assert shown["identite.nina"].warning == "nina_form"
    accept(FORM, raw, SETTING)


def test_a_form_starts_from_what_the_case_knows() -> None:
    known = {
        "identite": {"nom": "Diarra", "date_naissance": date(1999, 5, 12)},
        "paye": {"montant": Decimal(5), "devise": "XOF"},
    }
    raw = starting(FORM, Setting(known, NOW, LISTS))
    assert raw["identite"] == {"nom": "Diarra", "date_naissance": "1999-05-12"}
    assert raw["paye"] == {"montant": "5", "devise": "XOF"}


def test_answers_are_told_in_words() -> None:
    values = accept(
        FORM, {**put(AWA, "identite.date_naissance", "1999-05-01"), "pays": ["ESP", "FRA"], "paye": "150000"}, SETTING
    )
    told = dict(lines(FORM, values, LISTS))
    assert told["Né·e le"] == "1er mai 1999"
    assert told["Pays"] == "Espagne, France"
    assert told["Montant payé"] == "150\u202f000 F CFA"
    assert told["Canal"] == "Guichet"


def test_a_row_can_be_taken_away() -> None:
    raw = {"enfants": [{"prenom": "a"}, {"prenom": "b"}]}
    assert without_row(raw, "enfants.0") == {"enfants": [{"prenom": "b"}]}
    with pytest.raises(ValueError, match="row"):
        put({}, "enfants.100000.prenom", "x")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"properties": {"Nom": {"type": "string"}}}, "minuscules"),
        ({"properties": {"nom": {"type": "string", "x-showif": "true"}}}, "x-showif"),
        ({"properties": {"nom": {"x-kind": "barcode"}}}, "barcode"),
        ({"properties": {"nom": {"type": "string", "x-show-if": "1 +"}}}, "forms/x.json"),
        ({"properties": {"nom": {"$ref": "registers/absent.json"}}}, "introuvable"),
        ({"properties": {"nom": {"type": "string", "pattern": "(", "x-message": "m"}}}, "pattern"),
        ({"properties": {}, "required": ["nom"]}, "required"),
        ({"properties": {}, "required": None}, "« required » doit être une liste"),
        ({"properties": {}, "required": [{"nom": 1}]}, "« required » doit être une liste de noms"),
        ({"properties": {"nom": ["string"]}}, "chaque champ"),
        ({"properties": {"nom": {"type": "string", "oneOf": ["a"]}}}, "« oneOf » doit être une liste d'objets"),
        ({"properties": {"nom": {"type": "string", "enum": 3}}}, "« enum » doit être une liste"),
        ({"properties": {}, "x-sections": [None]}, "« x-sections » doit être une liste d'objets"),
        ({"properties": {}, "x-rules": [{"message": "m", "fields": 1}]}, "« fields » doit être une liste"),
        ({"properties": {"nom": {"type": "string", "pattern": "a{4294967296}", "x-message": "m"}}}, "pattern"),
        ({"properties": {"nom": {"type": "string", "title": "\ud800"}}}, "surrogates"),
    ],
)
def test_a_form_that_cannot_be_read_says_where(change: dict[str, object], reason: str) -> None:
    with pytest.raises(BrokenBundle, match=reason) as error:
        form_of(change)
    assert error.value.file == "forms/x.json"


def test_the_fingerprint_follows_the_shared_block() -> None:
    other = {"registers/identite.json": REGISTERS["registers/identite.json"].replace(b"Nom", b"Surname")}
    changed = read_form(json.dumps(SCHEMA).encode(), other, file="forms/x.json")
    assert changed.fingerprint != FORM.fingerprint
    assert form_of(dict(reversed(SCHEMA.items()))).fingerprint == FORM.fingerprint


def test_every_kind_that_is_typed_can_be_read() -> None:
    from migraflow.domain.answer_values import PARSERS
    from migraflow.domain.forms import SHOWN_ONLY

    assert set(PARSERS) == set(Kind) - SHOWN_ONLY - {Kind.BLOCK, Kind.GROUP}

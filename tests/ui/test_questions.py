"""A form as the browser gets it, drawn from a real form of the request for services."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from migraflow.domain.answers import Setting
from migraflow.domain.errors import FieldError
from migraflow.domain.form_reader import read_form
from migraflow.domain.form_views import views
from migraflow.domain.forms import Form, Kind
from migraflow.domain.prefill import starting
from migraflow.services.house import lists_in
from migraflow.settings import read_settings
from migraflow.ui.components.fields import WIDGETS
from migraflow.ui.questions import moving, pieces, skeleton_of

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
WORKFLOWS = read_settings({}).workflows


@pytest.fixture(scope="module")
def setting() -> Setting:
    """A Monday morning, nothing known yet."""
    return Setting({}, NOW, lists_in(WORKFLOWS / "reference"))


@pytest.fixture(scope="module")
def form() -> Form:
    """Enregistrer la demande, with its shared blocks."""
    return read(WORKFLOWS / "demande_services" / "forms" / "enregistrer.json")


def read(path: Path) -> Form:
    """The form in `path`, with the shared blocks."""
    shared = {f"registers/{block.name}": block.read_bytes() for block in (WORKFLOWS / "registers").glob("*.json")}
    return read_form(path.read_bytes(), shared, file=f"forms/{path.name}")


def test_every_kind_of_field_has_its_drawing():
    assert set(WIDGETS) == set(Kind)


def drawn(form: Form, raw: dict[str, object], setting: Setting):
    return pieces(views(form, raw, setting), {"identite.nom": "registre des personnes"}, "fr")


def test_a_group_ends_with_the_place_to_add_a_row(form: Form, setting: Setting):
    made = drawn(form, {**starting(form, setting), "pieces": [{}, {}]}, setting)
    parts = [(piece.part, piece.path) for piece in made if piece.path.startswith("pieces")]
    assert parts == [("group", "pieces"), ("row", "pieces.0"), ("row", "pieces.1"), ("add", "pieces")]


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*/forms/*.json")), ids=lambda path: path.stem)
def test_every_piece_has_a_key_of_its_own_or_the_browser_would_leave_old_ones_standing(path: Path, setting: Setting):
    form = read(path)
    keys = [piece.key for piece in drawn(form, dict(starting(form, setting)), setting)]
    assert len(set(keys)) == len(keys)


def test_when_a_row_is_taken_out_those_after_it_are_drawn_afresh(form: Form, setting: Setting):
    before, after = (pieces(views(form, {"pieces": [{}, {}]}, setting), {}, "fr", turn) for turn in (0, 1))
    changed = {new.path for old, new in zip(before, after, strict=True) if old.key != new.key}
    assert changed == {"pieces.0", "pieces.1"}


def test_what_the_register_knows_says_its_source(form: Form, setting: Setting):
    questions = {q.path: q for piece in drawn(form, {}, setting) for q in piece.questions}
    assert questions["identite.nom"].known == "Déjà connu · registre des personnes"
    assert questions["identite.prenoms"].known == ""


def test_typing_a_name_does_not_draw_the_form_again(form: Form, setting: Setting):
    before = drawn(form, {"identite": {"nom": "Ke"}}, setting)
    after = drawn(form, {"identite": {"nom": "Keïta"}}, setting)
    assert list(skeleton_of(before)) == list(skeleton_of(after))


def test_saying_that_the_day_of_birth_is_unknown_draws_it_again(form: Form, setting: Setting):
    before = drawn(form, {"identite": {"ne_vers": "false"}}, setting)
    after = drawn(form, {"identite": {"ne_vers": "true"}}, setting)
    assert list(skeleton_of(before)) != list(skeleton_of(after))


def test_several_entries_of_a_long_list_keep_code_and_name(form: Form, setting: Setting):
    questions = {
        q.path: q for piece in drawn(form, {"destination_souhaitee": ["ESP", "FRA"]}, setting) for q in piece.questions
    }
    assert questions["destination_souhaitee"].look == "search"
    assert questions["destination_souhaitee"].chosen == '[["ESP", "Espagne"], ["FRA", "France"]]'


def test_a_wrong_answer_has_its_sentence_beside_it(form: Form, setting: Setting):
    parts = views(form, {"identite": {"nina": "123"}}, setting)
    beside = moving(parts, [FieldError("identite.telephone", "phone_expected", {})], "fr")
    assert beside.errors["identite.telephone"].startswith("Ce numéro n’existe pas.")
    assert "quatorze chiffres" in beside.warnings["identite.nina"]

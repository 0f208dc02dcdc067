"""What the browser's drawing may tell the studio, and what a manager typed into the form for a new form."""

from __future__ import annotations

from pathlib import Path

import pytest

from migraflow.domain.forms import Kind
from migraflow.services.form_writing import SHAPES, NewField
from migraflow.ui.components.diagram import LIBRARIES
from migraflow.ui.components.studio_panel import FIELDS, KINDS
from migraflow.ui.components.studio_seen import LONGEST, MOST_LINES, Selected, branches, plan_lines, selected
from migraflow.ui.components.studio_state import questions
from migraflow.ui.words import WORDS

ASSETS = Path(__file__).parents[2] / "assets"


def test_a_selected_step_is_read_as_the_drawing_describes_it():
    seen = {"id": "DS_04", "kind": "task", "name": "Fixer le rendez-vous", "role": "accueil", "extensible": True}
    assert selected(seen) == Selected(**seen)


@pytest.mark.parametrize(
    "seen", [{"name": 7}, {"name": {"$eval": "1"}}, {"extensible": "oui"}, {"unknown": "x"}, {"id": None}]
)
def test_what_does_not_fit_is_dropped(seen: dict[str, object]):
    assert selected(seen) == Selected()


def test_a_text_without_end_is_cut():
    assert len(selected({"instructions": "a" * 10 * LONGEST}).instructions) == LONGEST


@pytest.mark.parametrize("lines", [None, "abc", 3, [1, None, "x"], {"id": "a"}])
def test_a_plan_that_is_none_shows_no_line(lines: object):
    assert plan_lines(lines) == []


def test_a_plan_is_no_longer_than_a_page_can_show():
    assert len(plan_lines([{"id": "a", "depth": 1}] * 5000)) == MOST_LINES


def test_the_exits_of_a_choice_are_read():
    found = branches({"branches": [{"id": "f1", "name": "oui", "otherwise": True}, "junk"]})
    assert [(exit.id, exit.otherwise) for exit in found] == [("f1", True)]


def test_questions_without_words_are_left_out_and_choices_split_by_line():
    typed = {
        "label_1": "Numéro du passeport", "kind_1": "text", "required_1": "on",
        "label_2": "  ", "kind_2": "date",
        "label_3": "Validité", "kind_3": "choice", "choices_3": "Plus de six mois\n\n Moins de six mois ",
    }  # fmt: skip
    assert questions(typed, [1, 2, 3]) == [
        NewField("Numéro du passeport", Kind.TEXT, required=True),
        NewField("Validité", Kind.CHOICE, choices=("Plus de six mois", "Moins de six mois")),
    ]


def test_every_kind_of_element_the_drawing_names_has_words_and_none_is_forgotten():
    text = (ASSETS / "bpmn" / "reading.js").read_text()
    named = {word for word in KINDS if f'"{word}"' in text}
    assert named == set(KINDS)
    assert set(FIELDS) <= set(KINDS)
    assert [kind for kind in KINDS if f"studio.kind_{kind}" not in WORDS["fr"]] == []


def test_every_kind_of_answer_a_simple_form_offers_has_words():
    assert [kind for kind in SHAPES if f"studio.field_{kind.value}" not in WORDS["fr"]] == []


def test_every_wish_of_the_panel_is_one_the_drawing_can_grant():
    """`write("name", …)` in Python reaches `do_name` in the browser."""
    panel = (Path(__file__).parents[2] / "migraflow/ui/components/studio_panel.py").read_text()
    granted = (ASSETS / "bpmn" / "writing.js").read_text()
    verbs = {"name", "property", "role", "instructions", "condition", "default", "timer", "message", "script",
             "decision", "called", "append", "takeOut"}  # fmt: skip
    assert [verb for verb in verbs - {"append", "takeOut"} if f'"{verb}"' not in panel] == []
    assert [verb for verb in verbs if f"do_{verb}(" not in granted] == []


def test_the_libraries_of_the_drawing_are_pinned():
    assert all(library.rpartition("@")[2].count(".") == 2 for library in LIBRARIES)


def test_the_watermark_of_the_drawing_library_is_neither_hidden_nor_covered():
    styles = "".join((ASSETS / name).read_text() for name in ("studio.css", "bpmn/diagram.css"))
    rules = [rule for rule in styles.split("}") if "bjs-powered-by" in rule]
    assert rules
    assert not [rule for rule in rules if "display: none" in rule or "visibility" in rule or "opacity" in rule]

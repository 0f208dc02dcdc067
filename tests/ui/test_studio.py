"""How the studio's pages read a draft: the plan, the chosen element, conditions in boxes, effects in words."""

from __future__ import annotations

import re
from pathlib import Path

from migraflow.domain.effects import Operator
from migraflow.domain.forms import Kind
from migraflow.engine.editing import EDITS, Line, Reminder, Seen
from migraflow.engine.editing.conditions import Comparison
from migraflow.engine.editing.reading import EVENTS, SHOWN
from migraflow.services.drafting import Known
from migraflow.services.effect_words import PARAMETERS, Source, parameters_of
from migraflow.services.form_writing import OFFERED, NewField
from migraflow.services.workbench import Option
from migraflow.ui.components.diagram import LIBRARIES
from migraflow.ui.components.studio_canvas import MINIMAP
from migraflow.ui.components.studio_form_state import questions
from migraflow.ui.components.studio_panel import FIELDS, KINDS, NAMED
from migraflow.ui.components.studio_seen import boxes_of, chosen, feel_of, parameter_boxes, plan_line, reminders
from migraflow.ui.words import WORDS

ASSETS = Path(__file__).parents[2] / "assets"
COMPONENTS = Path(__file__).parents[2] / "migraflow" / "ui" / "components"
KNOWN = {
    "age": Known("age", "Âge", Kind.INTEGER),
    "paye": Known("paye", "A payé", Kind.YES_NO, (Option("true", "oui"), Option("false", "non"))),
    "pays": Known("pays", "Pays", Kind.CHOICES, (Option("FRA", "France"),)),
}


def test_a_line_of_the_plan_says_the_role_by_name():
    line = plan_line(Line("a", "user", "Accueillir", "4", 12, role="accueil", deadline="2 jo"), {"accueil": "Accueil"})
    assert (line.role, line.number, line.depth, line.deadline) == ("Accueil", "4", 9, "2 jo")


def test_a_deadline_written_in_full_is_taken_apart():
    seen = chosen(Seen("a", "task", deadline="2 jo > chef_dcm"), "4")
    assert (seen.own_deadline, seen.amount, seen.unit, seen.told, seen.number) == (True, "2", "jo", "chef_dcm", "4")
    assert not chosen(Seen("a", "task", deadline="DS-01"), "4").own_deadline


def test_a_simple_condition_stands_in_boxes_and_another_in_its_text():
    found = boxes_of('age >= 18 and paye = true and list contains(pays, "FRA")', KNOWN, "fr")
    assert found is not None
    boxes, either = found
    assert [(box.field, box.comparison, box.value) for box in boxes] == [
        ("age", "at_least", "18"), ("paye", "is", "true"), ("pays", "holds", "FRA")]  # fmt: skip
    assert [option.label for option in boxes[1].choices] == ["oui", "non"]
    assert feel_of(boxes, either, KNOWN) == 'age >= 18 and paye = true and list contains(pays, "FRA")'
    assert boxes_of("count(pieces) > 2", KNOWN, "fr") is None
    empty = boxes_of("", KNOWN, "fr")
    assert empty is not None and [box.field for box in empty[0]] == [""]


def test_a_word_in_a_parameter_is_chosen_and_feel_is_typed():
    seen = Seen("a", "effect", operator="avis", parameters={"modele": '"relance_pieces"', "a": "role_du_chef"})
    boxes = {box.name: (box.source, box.plain, box.text) for box in parameter_boxes(seen)}
    assert boxes["modele"] == (Source.NOTICE, "relance_pieces", '"relance_pieces"')
    assert boxes["a"] == (Source.FEEL, "", "role_du_chef")
    assert parameters_of("webhook", {"delai": "3"}) == {
        "cible": Source.TEXT,
        "contenu": Source.FEEL,
        "delai": Source.FEEL,
    }


def test_a_reminder_is_told_in_words():
    seen = Seen("a", "task", reminders=(Reminder("r", "2 jours", "relance_pieces", "accueil"),))
    (line,) = reminders(seen, {"relance_pieces": "Il manque des pièces"}, {"accueil": "Accueil"})
    assert (line.when, line.notice, line.whom) == ("2 jours", "Il manque des pièces", "Accueil")


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


def test_every_kind_of_element_has_its_panel_and_its_words():
    assert {*SHOWN.values(), *EVENTS.values(), "end", "event", "flow", "lane"} == set(KINDS)
    assert set(FIELDS) <= set(KINDS)
    assert [kind for kind in KINDS if f"studio.kind_{kind}" not in WORDS["fr"]] == []


def test_every_effect_and_comparison_has_words():
    assert set(PARAMETERS) <= set(Operator)
    assert [one for one in PARAMETERS if f"studio.operator_{one.value}" not in WORDS["fr"]] == []
    named = {name for wanted in PARAMETERS.values() for name in wanted}
    assert named == set(NAMED)
    assert [one for one in Comparison if f"studio.compare_{one.value}" not in WORDS["fr"]] == []


def test_every_kind_of_answer_a_simple_form_offers_has_words():
    assert [kind for kind in OFFERED if f"studio.field_{kind.value}" not in WORDS["fr"]] == []


def test_every_wish_of_the_panel_is_a_change_there_is():
    """`applied("name", …)`, `PANEL.write("kind", …)` and `_edit("remove", …)` name changes of `engine.editing`."""
    text = "".join(path.read_text() for path in COMPONENTS.glob("studio_*.py"))
    wishes = set(re.findall(r'(?:PANEL\.write|PANEL\.move|_edit)\(\s*"(\w+)"', text))
    wishes |= set(re.findall(r'chosen\([^)]*?, "\w+", "(\w+)"(?:, hint=[^)]*)?\)', text))
    assert len(wishes) > 10
    assert wishes <= set(EDITS)


def test_the_libraries_of_the_drawing_are_pinned():
    assert all(library.rpartition("@")[2].count(".") == 2 for library in (*LIBRARIES, MINIMAP))


def test_the_watermark_of_the_drawing_library_is_neither_hidden_nor_covered():
    styles = "".join((ASSETS / name).read_text() for name in ("studio.css", "bpmn/diagram.css"))
    rules = [rule for rule in styles.split("}") if "bjs-powered-by" in rule]
    assert rules
    assert not [rule for rule in rules if "display: none" in rule or "visibility" in rule or "opacity" in rule]

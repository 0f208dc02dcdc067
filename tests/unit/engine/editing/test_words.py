"""What a manager says of delays and conditions, and what the file keeps of it, there and back."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from migraflow.domain.calendar import Calendar, Deadlines, Unit, read_deadlines
from migraflow.domain.forms import Kind
from migraflow.engine.apart import check_apart
from migraflow.engine.bundle import House
from migraflow.engine.diagram import TimerKind
from migraflow.engine.editing import conditions, delays
from migraflow.engine.editing.conditions import Check, Checks, Comparison
from migraflow.engine.expressions import Language
from migraflow.engine.moment import Moment, lived
from migraflow.engine.timers import compile_timer

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
"""A Friday."""


@pytest.mark.parametrize(
    ("words", "kind", "due"),
    [
        ("15 jours", "timeDuration", datetime(2026, 12, 5, 9, tzinfo=UTC)),
        ("2 jours ouvrés", "timeDate", datetime(2026, 11, 24, 16, tzinfo=UTC)),
        ("trois mois", "timeDuration", datetime(2027, 2, 20, 9, tzinfo=UTC)),
        ("une semaine", "timeDuration", datetime(2026, 11, 27, 9, tzinfo=UTC)),
        ("4 heures", "timeDuration", datetime(2026, 11, 20, 13, tzinfo=UTC)),
        ("le 5 de chaque mois", "timeDate", datetime(2026, 12, 5, 8, tzinfo=UTC)),
        ("le 25 du mois", "timeDate", datetime(2026, 11, 25, 8, tzinfo=UTC)),
        ("3 fois, tous les 30 jours", "timeCycle", datetime(2026, 12, 20, 9, tzinfo=UTC)),
        ("toutes les 2 semaines", "timeCycle", datetime(2026, 12, 4, 9, tzinfo=UTC)),
        ("8 jours avant date_rdv", "timeDate", datetime(2026, 12, 2, 0, tzinfo=UTC)),
    ],
)
def test_a_delay_in_words_falls_due_when_it_says(words: str, kind: str, due: datetime):
    delay = delays.read(words)
    assert delay is not None and delay.kind == kind
    timer = compile_timer(TimerKind(kind), delay.text, Language(House(holidays=Calendar())))
    with lived(Moment(NOW, UUID(int=1))):
        found = timer.due({"date_rdv": datetime(2026, 12, 10, tzinfo=UTC).date()}, NOW, "attente")
    assert found.at == due
    again = delays.read(delays.say(kind, delay.text))
    assert again == delay


@pytest.mark.parametrize("words", ["bientôt", "le 31 de chaque mois", "quinze", "jours", "", "15 jours ou 2 mois"])
def test_what_is_no_delay_is_not_made_one(words: str):
    assert delays.read(words) is None


def test_a_timer_that_says_more_stays_as_it_is():
    assert delays.say("timeDate", 'if nb_relances < 2 then delai("DS-03m") else echeance_cloture') == ""


KINDS = {"age": Kind.INTEGER, "cout": Kind.AMOUNT, "paye": Kind.YES_NO, "pays": Kind.CHOICES, "date_rdv": Kind.DATE}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('recevabilite = "recevable"', [("recevabilite", "is", "recevable")]),
        ("age >= 18 and paye = true", [("age", "at_least", "18"), ("paye", "is", "true")]),
        ('list contains(pays, "FRA")', [("pays", "holds", "FRA")]),
        ('not(list contains(pays, "FRA"))', [("pays", "holds_not", "FRA")]),
        ("cout.montant > 50000", [("cout", "more", "50000")]),
        ('date_rdv < date("2026-12-01")', [("date_rdv", "less", "2026-12-01")]),
        ("age = null or paye != null", [("age", "empty", ""), ("paye", "filled", "")]),
        ('nom = "Koné and \\"fils\\""', [("nom", "is", 'Koné and "fils"')]),
    ],
)
def test_a_simple_condition_fits_into_boxes_and_back(text: str, lines: list[tuple[str, str, str]]):
    found = conditions.read(text)
    assert found is not None
    assert [(test.field, test.comparison.value, test.value) for test in found.checks] == lines
    assert conditions.write(found, KINDS) == text


@pytest.mark.parametrize("text", ["a = 1 and b = 2 or c = 3", "count(pieces) > 2", "cout_plan > base + 1", ""])
def test_a_condition_that_says_more_stays_feel(text: str):
    assert conditions.read(text) is None


def test_a_line_left_unfinished_says_nothing():
    lines = Checks(
        (Check("age", Comparison.MORE, "vingt"), Check("", Comparison.IS, "x"), Check("paye", Comparison.IS, "true"))
    )
    assert conditions.write(lines, KINDS) == "paye = true"
    assert set(conditions.comparisons(Kind.FILE)) == {Comparison.FILLED, Comparison.EMPTY}


def test_a_deadline_may_be_written_in_full_beside_the_register():
    register = read_deadlines("code,libelle,valeur,unite,rappel,escalade\nDS-01,Enregistrer,1,jo,75,chef_dcm\n")
    assert isinstance(register, Deadlines)
    assert (register["DS-01"].amount, "DS-99" in register, register.get("DS-99")) == (1, False, None)
    full = register["2 jo > directeur_regional"]
    assert (full.amount, full.unit, full.escalation, full.label) == (
        2,
        Unit.WORKING_DAYS,
        "directeur_regional",
        "2 jours ouvrés",
    )
    assert list(register) == ["DS-01"]
    assert Calendar().due(full, NOW) == datetime(2026, 11, 24, 16, tzinfo=UTC)
    with pytest.raises(KeyError):
        register["0 jo"]


def test_the_checker_in_its_own_process_knows_deadlines_written_in_full(draw):
    step = draw.with_form("a", "forms/a.json", delai="2 jo")
    form = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "a", "title": "A", "type": "object",
            "properties": {"avis": {"title": "Avis", "type": "string", "x-kind": "text"}}}  # fmt: skip
    pieces = (draw.start(), step, draw.end(), draw.chain("debut", "a", "fin_traite"))
    bundle = draw.bundle(*pieces, files={"forms/a.json": form})
    found = check_apart(bundle, House(deadlines=Deadlines()))
    assert "deadline_unknown" not in {one.code for one in found}

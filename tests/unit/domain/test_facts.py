"""Facts told from a journal: what a rule looks at, when it counts, and what is said of rules that do not read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from migraflow.domain.calendar import Calendar
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.fact_rules import read_rules
from migraflow.domain.facts import Fact, Setting, Subject, age_band, facts_of
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.measures import Dimension

BEGAN = datetime(2026, 1, 12, 9, tzinfo=UTC)
FATOU = Subject(BEGAN, "kayes", "dr_kayes", sex="F", birthday=date(2000, 6, 1))
ALONE = Setting({}, Calendar())


def entry(kind: EntryKind, element: str = "", days: int = 0, **answers: object) -> Entry:
    """An entry so many days after the beginning."""
    at = BEGAN + timedelta(days=days)
    return Entry(kind, at, 1, "Awa", element, procedure="accueil", answers=answers or None)


def told(rules: str, *entries: Entry) -> list[Fact]:
    """The facts of Fatou's case."""
    return list(facts_of(read_rules(rules), ALONE, FATOU, entries))


ASKED = """
[[fait]]
nom = "demande"
procedure = "accueil"
elements = ["A"]
jour = "recue_le"
"""
HEARD = """
[[fait]]
nom = "entretien"
procedure = "accueil"
elements = ["B"]
depuis = "demande"
ouvres = true
compte_le = "faits.demande"
"""


def test_a_paper_entered_late_counts_on_the_day_it_speaks_of() -> None:
    (fact,) = told(ASKED, entry(EntryKind.COMPLETED, "A", 40, recue_le=date(2026, 1, 2)))
    assert fact.day == date(2026, 1, 2)


def test_a_day_that_has_not_come_yet_is_not_believed() -> None:
    (fact,) = told(ASKED, entry(EntryKind.COMPLETED, "A", recue_le=date(2027, 1, 2)))
    assert fact.day == BEGAN.date()


def test_what_comes_again_counts_once_unless_the_rule_says_otherwise() -> None:
    twice = (entry(EntryKind.COMPLETED, "A"), entry(EntryKind.COMPLETED, "A", 3))
    assert [fact.day.day for fact in told(ASKED, *twice)] == [12]
    assert [fact.day.day for fact in told(ASKED + 'fois = "derniere"', *twice)] == [15]
    assert [fact.day.day for fact in told(ASKED + 'fois = "chaque"', *twice)] == [12, 15]


def test_what_begins_anew_in_a_case_counts_anew_and_what_comes_back_does_not() -> None:
    rules = f"""
{HEARD.replace('depuis = "demande"', "").replace('compte_le = "faits.demande"', 'nouveau = "A"')}
[[fait]]
nom = "visite"
procedure = "accueil"
elements = ["C"]
fois = "chaque"
valeur = '(jour - faits.entretien) / duration("P1D")'
"""
    steps = (("A", 0), ("B", 1), ("B", 2), ("C", 5), ("A", 10), ("B", 12), ("B", 13), ("C", 15))
    facts = told(rules, *(entry(EntryKind.COMPLETED, element, days) for element, days in steps))
    assert [(one.name, (one.day - BEGAN.date()).days, one.value) for one in facts] == [
        ("entretien", 1, 0), ("entretien", 12, 0), ("visite", 5, 4), ("visite", 15, 3),
    ]  # fmt: skip


def test_a_delay_is_counted_in_working_days_and_on_the_day_it_is_a_share_of() -> None:
    _, heard = told(ASKED + HEARD, entry(EntryKind.COMPLETED, "A"), entry(EntryKind.COMPLETED, "B", 7))
    assert (heard.value, heard.day) == (5, BEGAN.date())


def test_a_delay_since_what_never_was_is_no_fact() -> None:
    assert told(ASKED + HEARD, entry(EntryKind.COMPLETED, "B", 7)) == []


def test_an_answer_put_right_counts_as_it_is_now() -> None:
    rule = '[[fait]]\nnom = "voie"\nprocedure = "accueil"\nevenement = "closed"\npart = "parcours"\n'
    wrong = entry(EntryKind.COMPLETED, "A", parcours="A")
    right = Entry(EntryKind.AMENDED, BEGAN, 1, "Salif", procedure="accueil", detail={"field": "parcours", "to": "C"})
    (fact,) = told(rule, wrong, right, entry(EntryKind.CLOSED, "fin", 9))
    assert fact.part == "C"


def test_each_item_counts_where_it_says() -> None:
    rule = """
[[fait]]
nom = "retenu"
procedure = "accueil"
elements = ["L"]
chaque = 'liste[pris = true]'
lieux = { sexe = ["item.sexe"], region = ["item.region"] }
"""
    listed = [{"sexe": "M", "pris": True}, {"sexe": "F", "pris": False}, {"sexe": "M", "region": "mopti", "pris": True}]
    facts = told(rule, entry(EntryKind.COMPLETED, "L", liste=listed))
    order = list(Dimension)
    where = [(fact.places[order.index(Dimension.SEX)], fact.places[order.index(Dimension.REGION)]) for fact in facts]
    assert where == [("M", "kayes"), ("M", "mopti")]


def test_a_case_is_counted_under_what_is_known_in_the_end() -> None:
    rules = '[dimensions]\ndestination = ["pays"]\nmetier = ["metier"]\n' + ASKED
    (fact,) = told(
        rules,
        entry(EntryKind.COMPLETED, "A", pays="ESP"),
        entry(EntryKind.COMPLETED, "B", 1, pays="FRA", metier="9211"),
    )
    named = dict(zip(Dimension, fact.places, strict=True))
    assert (named[Dimension.DESTINATION], named[Dimension.OCCUPATION], named[Dimension.AGE]) == ("FRA", "92", "25-35")


@pytest.mark.parametrize(
    ("age", "band"), [(None, ""), (14, "0-14"), (15, "15-24"), (35, "25-35"), (36, "36-49"), (50, "50+")]
)
def test_age_bands_are_those_of_the_indicators(age: int | None, band: str) -> None:
    assert age_band(age) == band


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[fait]]\nnom = "x"\nprocedure = "p"\nquand = "jamais"\n', "mot inconnu : quand"),
        ('[[fait]]\nnom = "x"\n', "nom ou procedure manque"),
        ('[[fait]]\nnom = "x"\nprocedure = "p"\nsi = "1 +"\n', "faits.toml"),
        ('[[fait]]\nnom = "x"\nprocedure = "p"\nevenement = "dansee"\n', "dansee"),
        ('[dimensions]\ncouleur = ["x"]\n', "dimension inconnue : couleur"),
        ("[[fait", "faits.toml"),
    ],
)  # fmt: skip
def test_a_rule_that_does_not_read_is_named(text: str, said: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        read_rules(text)
    assert said in str(refused.value)

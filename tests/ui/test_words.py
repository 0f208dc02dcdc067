"""The dictionaries: what is said in one language is said in the other, and nothing lies there unused."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from migraflow.domain import answer_values, answers
from migraflow.domain.cases import CaseState
from migraflow.domain.journal import EntryKind
from migraflow.domain.tasks import Basket
from migraflow.ui.words import WORDS, say
from migraflow.ui.words.typography import typeset

UI = Path(__file__).parents[2] / "migraflow" / "ui"
SOURCES = "\n".join(path.read_text() for path in sorted(UI.rglob("*.py")) if "words" not in path.parts)


def test_both_languages_have_the_same_keys():
    assert WORDS["fr"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize("key", sorted(WORDS["fr"]))
def test_a_sentence_asks_for_the_same_facts_in_both_languages(key: str):
    facts = [{name for _, name, _, _ in Formatter().parse(WORDS[tongue][key]) if name} for tongue in ("fr", "en")]
    assert facts[0] == facts[1]


@pytest.mark.parametrize("key", sorted(WORDS["fr"]))
def test_no_word_lies_unused(key: str):
    """A key stands in the code whole, or its family is put together there (``f"answers.{code}"``)."""
    whole = {key, key.removesuffix("_one"), key.removesuffix("_many")}
    module, word = key.split(".", 1)
    made = re.findall(r'f"(' + re.escape(module) + r'\.[a-z_]*)\{[^}]+\}([a-z_]*)"', SOURCES)
    assert (
        any(f'"{name}"' in SOURCES for name in whole)
        or any(key.startswith(start) and key.endswith(end) for start, end in made)
        or f'"{word}"' in SOURCES
    ), key


@pytest.mark.parametrize("source", [answers, answer_values])
def test_every_reason_an_answer_is_refused_for_has_its_sentence(source):
    codes = re.findall(r'(?:refuse\([^"]*|Unreadable\()"([a-z_]+)"', Path(source.__file__).read_text())
    assert codes
    assert [code for code in codes if f"answers.{code}" not in WORDS["fr"]] == []


def test_every_refusal_of_the_services_has_its_sentence():
    house = UI.parent
    text = "\n".join(
        path.read_text() for layer in ("domain", "services", "engine") for path in (house / layer).rglob("*.py")
    )
    codes = set(re.findall(r'Unfit\(\s*"([a-z_]+)"', text))
    assert {code for code in codes if f"refusals.{code}" not in WORDS["fr"]} == set()


@pytest.mark.parametrize("family, members", [("journal", EntryKind), ("cases", CaseState)])
def test_closed_sets_have_their_words(family: str, members):
    assert [member for member in members if f"{family}.{member.value}" not in WORDS["fr"]] == []


def test_every_basket_says_why_it_is_empty():
    from migraflow.ui.pages.tasks import BASKETS

    assert set(BASKETS) == set(Basket)
    assert all(f"tasks.empty_{key}_more" in WORDS["fr"] for key in BASKETS.values())


def test_every_list_of_the_house_has_a_name_people_read():
    """Not the name of its file: « Motifs cloture reinsertion »."""
    files = (Path(__file__).resolve().parents[2] / "workflows" / "reference").glob("*.csv")
    assert [path.stem for path in files if f"lists.name_{path.stem}" not in WORDS["fr"]] == []


def test_french_puts_unbreakable_spaces_before_high_punctuation():
    assert typeset("Prêt ? « L'essai »") == "Prêt\u202f? «\u00a0L’essai\u00a0»"


def test_facts_are_filled_in():
    assert say("fr", "answers.too_small", least=15) == "Écrivez un nombre d’au moins 15."
    assert say("en", "answers.too_small", least=15) == "Write a number of at least 15."

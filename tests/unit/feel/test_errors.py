"""A manager mistypes a rule: where, why, and what to write instead."""

import pytest

from migraflow import feel
from migraflow.feel.errors import LIMIT_SENTENCES, SENTENCES

MISTAKES = {
    "": (feel.Cause.EMPTY, 0),
    "   ": (feel.Cause.EMPTY, 3),
    "montant >": (feel.Cause.UNFINISHED, 9),
    "montant == 5": (feel.Cause.FOREIGN_OPERATOR, 8),
    "a && b": (feel.Cause.FOREIGN_OPERATOR, 2),
    "a <> b": (feel.Cause.FOREIGN_OPERATOR, 2),
    "!a": (feel.Cause.FOREIGN_OPERATOR, 0),
    "région = 'Kayes'": (feel.Cause.SINGLE_QUOTES, 9),
    "région = « Kayes »": (feel.Cause.SINGLE_QUOTES, 9),
    'région = "Kayes': (feel.Cause.UNCLOSED_TEXT, 9),
    "a /* b": (feel.Cause.UNCLOSED_COMMENT, 2),
    "1,5 + 2": (feel.Cause.DECIMAL_COMMA, 1),
    "article § 3": (feel.Cause.STRANGE_CHARACTER, 8),
    "(1 + 2": (feel.Cause.MISSING, 6),
    "if a then b": (feel.Cause.MISSING, 11),
    "for x in y z": (feel.Cause.MISSING, 12),
    "[1, 2": (feel.Cause.MISSING, 5),
    "1 2": (feel.Cause.UNEXPECTED, 2),
    "* 2": (feel.Cause.UNEXPECTED, 0),
    '@"2026-13-01"': (feel.Cause.BAD_LITERAL, 0),
    "x instance of nombre": (feel.Cause.UNKNOWN_TYPE, 14),
    "{a: 1, a: 2}": (feel.Cause.DUPLICATE_KEY, 7),
    "f(a: 1, 2)": (feel.Cause.MIXED_ARGUMENTS, 9),
    'function(x) external {java: {class: "C"}}': (feel.Cause.EXTERNAL, 12),
    "1" * 6001: (feel.Cause.TOO_LONG, 6000),
    "(" * 200 + "1" + ")" * 200: (feel.Cause.TOO_DEEP, 60),
    "1e9999": (feel.Cause.NUMBER_TOO_LARGE, 0),
    "[1..[" * 12: (feel.Cause.TOO_MANY_PARTS, 59),
    "for i in 1..1000000000 return i": (feel.Cause.TOO_MANY_STEPS, 0),
    "{f: function(x) f(x), r: f(1)}.r": (feel.Cause.ENDLESS_CALLS, 0),
    'for i in 1..30000 return "x" + string(i)': (feel.Cause.TOO_MANY_STEPS, 0),
    "for i in 0..3000 return partial": (feel.Cause.TOO_LARGE, 0),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_the_mistake_is_named_at_its_place(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)
    assert (caught.value.cause, caught.value.position) == MISTAKES[text]
    assert caught.value.text == text


@pytest.mark.parametrize("text", MISTAKES)
def test_the_sentence_exists_in_both_languages(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)
    french, english = caught.value.sentence("fr"), caught.value.sentence("en")
    assert french != english
    assert "{}" not in french and len(french) > 20


def test_the_suggestion_can_be_copied() -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile("prix = 12,5 * 2")
    assert caught.value.sentence("fr") == "Caractère 10 : Les décimales s’écrivent avec un point. Écrivez « 12.5 »."


def test_every_cause_is_met() -> None:
    assert {cause for cause, _ in MISTAKES.values()} == set(feel.Cause)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_sentence_says_what_is_wrong_and_then_what_to_do(language: str) -> None:
    for sentence in (*SENTENCES[language].values(), *LIMIT_SENTENCES[language].values()):
        cause, _, repair = sentence.partition(". ")
        assert cause and repair[:1].isupper() and repair.endswith((".", "».", "…"))


def test_every_cause_and_limit_has_its_sentence() -> None:
    for language in ("fr", "en"):
        assert set(SENTENCES[language]) == set(feel.Cause)
        assert set(LIMIT_SENTENCES[language]) == set(feel.Limit)

"""Letters handed out: every word a model reads is known there, and every word given is read."""

from __future__ import annotations

from migraflow.domain.effects import Operator
from migraflow.domain.letter_codes import model_code
from migraflow.domain.letters import LetterWords
from migraflow.engine.checks.links import LITERAL
from migraflow.engine.checks.study import Study, near
from migraflow.engine.diagram import Node

MODEL, WHOLE = "modele", "donnees"
"""The parameter that names a letter, and the one that gives it a whole context of words."""


def check_letters(study: Study, known: set[str]) -> None:
    """Every step that hands out a letter the house knows; `known` are the variables of the procedure.

    What a called procedure is given nobody knows here, nor what stands in a context given whole.
    """
    for node in study.diagram.nodes.values():
        if node.operator == Operator.LETTER:
            named = LITERAL.fullmatch(node.parameters.get(MODEL, "").strip())
            words = study.house.letters.get(model_code(named[1])) if named else None
            if named and words is not None:
                check_words(study, node, named[1], words, known)


def check_words(study: Study, node: Node, letter: str, words: LetterWords, known: set[str]) -> None:
    """What one step gives its letter, and what the letter would look for in vain."""
    given = set(node.parameters) - {MODEL, WHOLE}
    for word in sorted(given - words.read):
        study.at("letter_word_unread", node, letter=letter, word=word, near=near(word, words.read))
    if study.facts.callable or WHOLE in node.parameters:
        return
    for word in sorted(words.needed - known - given):
        study.at("letter_word_missing", node, letter=letter, word=word, near=near(word, known))

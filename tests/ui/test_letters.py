"""Letters of the form script: anybody may send anything over the websocket."""

from __future__ import annotations

import json

import pytest

from migraflow.domain.errors import Unfit
from migraflow.ui.letters import LONGEST, read_letter


def test_a_letter_is_read():
    letter = read_letter(json.dumps({"number": 7, "answers": {"identite.nom": "Keïta"}, "add": "pieces"}))
    assert (letter.number, letter.answers, letter.add) == (7, {"identite.nom": "Keïta"}, "pieces")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"nom"', "7", "x" * (LONGEST + 1)])
def test_what_is_no_letter_is_refused(text: str):
    with pytest.raises(Unfit):
        read_letter(text)


def test_parts_of_the_wrong_shape_are_left_out():
    letter = read_letter('{"number": "sept", "answers": ["nom"], "key": {"a": 1}}')
    assert (letter.number, letter.answers) == (0, {})

"""The pages of rules and roles name everything there is to choose."""

from __future__ import annotations

from migraflow.dmn.editing.rows import POLICIES
from migraflow.domain.access import Permission, Scope
from migraflow.ui.pages.rule import WAYS, code
from migraflow.ui.words import WORDS


def test_every_way_a_table_may_answer_is_offered_in_words() -> None:
    assert {"COLLECT" if one.startswith("COLLECT") else one for one in WAYS} == set(POLICIES)
    named = [f"rules.{kind}_{code(one)}" for one in WAYS for kind in ("policy", "means")]
    assert [key for key in named if key not in WORDS["fr"] or key not in WORDS["en"]] == []


def test_every_right_and_every_reach_has_words() -> None:
    named = [f"roles.may_{one.value}" for one in Permission] + [f"roles.scope_{one.value}" for one in Scope]
    assert [key for key in named if key not in WORDS["fr"] or key not in WORDS["en"]] == []

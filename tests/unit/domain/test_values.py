"""Typed values survive being kept as text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraflow.domain.values import at_path, block_at, dumps, loads, with_path

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(min_value=-(10**15), max_value=10**15),
    st.text(max_size=20),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.timedeltas(min_value=timedelta(days=-900), max_value=timedelta(days=900)).map(
        lambda span: timedelta(seconds=span.days * 86_400 + span.seconds)
    ),
)
NAMES = st.text(alphabet="abcdefghij_", min_size=1, max_size=8)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4))


@given(VALUES)
def test_whatever_a_case_knows_comes_back_as_it_was(value: object) -> None:
    assert loads(dumps(value)) == value
    assert dumps(loads(dumps(value))) == dumps(value)


@pytest.mark.parametrize(
    "value", [True, 1, "1", Decimal(1), date(2026, 1, 1), time(8, 0), datetime(2026, 1, 1, tzinfo=UTC)]
)
def test_kinds_are_not_mixed_up(value: object) -> None:
    assert type(loads(dumps(value))) is type(value)


def test_the_order_of_fields_does_not_change_the_text() -> None:
    assert dumps({"a": 1, "b": {"d": 2, "c": 3}}) == dumps({"b": {"c": 3, "d": 2}, "a": 1})


def test_paths_lead_into_blocks() -> None:
    known = {"identite": {"nom": "Diarra", "langues": [{"code": "fr"}]}, "canal": "guichet"}
    assert at_path(known, "identite.nom") == "Diarra"
    assert at_path(known, "identite.nom.rien") is None
    assert at_path(known, "absent") is None
    assert block_at(known, "canal") == {}
    assert with_path(known, "identite.telephone", "1")["identite"] == {**known["identite"], "telephone": "1"}
    assert with_path(known, "identite", {"nom": "Sow"})["identite"]["langues"] == [{"code": "fr"}]
    assert with_path({}, "a.b.c", 1) == {"a": {"b": {"c": 1}}}

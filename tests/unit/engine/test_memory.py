"""What a snapshot keeps, what it forgets, and how branches come together."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migraflow import engine, feel
from migraflow.domain.errors import StepFailed
from migraflow.engine.merge import merged, same
from migraflow.engine.timers import Due, following, moment_of_text
from migraflow.engine.values import Unkeepable, decoded, encoded

TYPED = [
    Decimal("1.10"),
    Decimal("-0"),
    date(2026, 1, 12),
    datetime(2026, 1, 12, 9, tzinfo=UTC),
    datetime(2026, 1, 12, 9),
    datetime(2026, 7, 12, 9, tzinfo=ZoneInfo("Europe/Paris")),
    time(8, 30),
    timedelta(days=3, seconds=2, microseconds=1),
    feel.YearsMonths(14),
    UUID(int=7),
    b"\x00\xff",
    {"typename": "Task", "~": "dec", "v": "x"},
    [None, True, 1, "é", {"a": [Decimal(2)]}],
]


@pytest.mark.parametrize("value", TYPED)
def test_a_typed_value_comes_back_as_it_was(value):
    again = decoded(json.loads(json.dumps(encoded(value))))
    assert again == value
    assert type(again) is type(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False) | st.dates() | st.timedeltas(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["~", "v", "a", "typename"]) | st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_people_type_comes_back(value):
    assert same(decoded(json.loads(json.dumps(encoded(value)))), value)


def test_what_cannot_be_kept_is_refused_by_name(draw, open_case):
    with pytest.raises(Unkeepable):
        encoded(object())
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    with pytest.raises(StepFailed) as failure:
        desk.do("a", fichier=object())
    assert "object" in failure.value.reason


def test_files_do_not_belong_into_the_data(draw, open_case):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    with pytest.raises(StepFailed):
        desk.do("a", fichier="x" * 3_000_000)


def test_a_snapshot_never_holds_the_specification(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.script("s", 'secret_expression := "x" + "y"'),
        draw.user("a", name="Nom de la tâche"),
        draw.end(),
        draw.chain("debut", "s", "a", "fin_traite"),
    )
    text = zlib.decompress(desk.progress.snapshot).decode()
    assert "secret_expression :=" not in text
    assert "Nom de la tâche" not in text
    assert len(desk.progress.snapshot) < 500


def test_the_other_edition_of_a_procedure_does_not_open_the_snapshot(draw, open_case, house):
    desk = open_case(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
    other = draw.bundle(draw.start(), draw.user("b"), draw.end(), draw.chain("debut", "b", "fin_traite"))
    with pytest.raises(StepFailed):
        engine.facts(engine.compile_edition(other, house), desk.progress.snapshot)


@pytest.mark.parametrize(
    ("base", "branches", "result"),
    [
        ({"a": 1}, [{"a": 1, "b": 2}, {"a": 1, "c": 3}], {"a": 1, "b": 2, "c": 3}),
        ({"a": 1}, [{"a": 2}, {"a": 1}], {"a": 2}),
        ({"a": 1}, [{"a": 2}, {"a": 3}], {"a": 3}),
        ({"a": 1, "b": 2}, [{"b": 2}, {"a": 1, "b": 2}], {"b": 2}),
        ({"l": [1]}, [{"l": [1, 2]}, {"l": [1, 3]}], {"l": [1, 2, 3]}),
        ({"l": [1, 2]}, [{"l": [2]}, {"l": [1, 2]}], {"l": [2]}),
        ({}, [{"l": ["a"]}, {"l": ["b"]}], {"l": ["a", "b"]}),
        ({"d": {"x": 1}}, [{"d": {"x": 1, "y": 2}}, {"d": {"x": 5}}], {"d": {"x": 5, "y": 2}}),
        ({"v": 1}, [{"v": True}, {"v": 1}], {"v": True}),
    ],
)
def test_branches_come_together_three_ways(base, branches, result):
    assert same(merged(base, branches), result)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("P1M", datetime(2026, 2, 28, 9, tzinfo=UTC)),
        ("P1Y1M", datetime(2027, 2, 28, 9, tzinfo=UTC)),
        ("P13M", datetime(2027, 2, 28, 9, tzinfo=UTC)),
        ("P11M", datetime(2026, 12, 31, 9, tzinfo=UTC)),
        ("P2W", datetime(2026, 2, 14, 9, tzinfo=UTC)),
        ("-P1D", datetime(2026, 1, 30, 9, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T08:00:00+01:00", datetime(2026, 3, 1, 7, tzinfo=UTC)),
        ("R/2026-03-01T00:00:00Z/P1M", datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_iso_moments_are_counted_on_the_calendar(text, due):
    assert moment_of_text(text, datetime(2026, 1, 31, 9, tzinfo=UTC)).at == due


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "P1", "1D", "R3/", "R0/P1D", "R/PT1S", "R3/P-1D", "demain", "P1.5D", "2026-13-01"]
)
def test_what_is_no_moment_is_none(text):
    assert moment_of_text(text, datetime(2026, 1, 31, tzinfo=UTC)) is None


def test_a_cycle_ends_after_its_last_time():
    due = moment_of_text("R3/P1D", datetime(2026, 1, 1, tzinfo=UTC))
    days = []
    while due is not None:
        days.append(due.at.day)
        due = following(due)
    assert days == [2, 3, 4]
    assert following(Due(datetime(2026, 1, 1, tzinfo=UTC), "P1D", -1)).left == -1

"""The ranking of a selection: the same for everybody, whatever their name, with places kept for groups."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from migraflow.domain.campaigns import Quota, Standing
from migraflow.domain.ranking import Entrant, draw, ranked

ENTRANTS = st.lists(
    st.builds(
        Entrant,
        id=st.integers(1, 10_000),
        region=st.sampled_from(("kayes", "gao", "mopti")),
        sex=st.sampled_from("FM"),
        lot=st.just(""),
        priority=st.booleans(),
        score=st.integers(0, 100),
        draw=st.integers(0, 1000),
    ),
    unique_by=lambda one: one.id,
    max_size=40,
)


def entrant(id: int, score: int, region: str = "kayes", sex: str = "M", *, priority: bool = False) -> Entrant:
    """Somebody who counts."""
    return Entrant(id, region, sex, "", priority, score, draw("CP-2026-000001", id))


def test_who_was_hired_before_comes_first_then_the_score() -> None:
    places = ranked([entrant(1, 90), entrant(2, 60, priority=True), entrant(3, 95)], seats=2, reserve=1)
    assert [(one.id, one.proposal) for one in places] == [
        (2, Standing.CHOSEN), (3, Standing.CHOSEN), (1, Standing.WAITING)]  # fmt: skip


def test_places_kept_for_a_region_go_to_its_best_and_what_it_cannot_fill_is_free() -> None:
    pool = [entrant(1, 90), entrant(2, 80), entrant(3, 40, "gao"), entrant(4, 30, "gao")]
    kept = {one.id: one.proposal for one in ranked(pool, 2, 0, (Quota("region", "gao", 1),))}
    assert [id for id, said in kept.items() if said is Standing.CHOSEN] == [1, 3]
    empty = ranked(pool[:2], 2, 0, (Quota("region", "gao", 2),))
    assert [one.proposal for one in empty] == [Standing.CHOSEN, Standing.CHOSEN]


def test_a_group_that_is_full_lets_the_next_one_pass() -> None:
    pool = [entrant(1, 90), entrant(2, 80), entrant(3, 40, "gao")]
    places = ranked(pool, 2, 0, (Quota("region", "kayes", most=1),))
    assert [one.id for one in places if one.proposal is Standing.CHOSEN] == [1, 3]


@given(pool=ENTRANTS, seats=st.integers(0, 20), reserve=st.integers(0, 10), least=st.integers(0, 8))
def test_nobody_is_lost_no_seat_is_given_twice_and_none_stays_free(
    pool: list[Entrant], seats: int, reserve: int, least: int
) -> None:
    quotas = (Quota("region", "gao", least), Quota("sexe", "F", least))
    places = ranked(pool, seats, reserve, quotas)
    chosen = [one.id for one in places if one.proposal is Standing.CHOSEN]
    assert sorted(one.id for one in places) == sorted(one.id for one in pool)
    assert len(chosen) == min(seats, len(pool))
    women = [one for one in pool if one.sex == "F"]
    if seats >= 2 * least:
        assert sum(one.id in chosen for one in women) >= min(least, len(women))


@given(pool=ENTRANTS, seats=st.integers(0, 20))
def test_the_order_of_the_lists_changes_nothing(pool: list[Entrant], seats: int) -> None:
    assert ranked(pool, seats, 3) == ranked(list(reversed(pool)), seats, 3)

"""Where the backlog is heading: a drift somebody knows is found again, and a short past foretells nothing."""

from __future__ import annotations

from random import Random

from migraflow.domain.forecast import drift


def test_a_steady_drift_is_found_again_without_a_doubt() -> None:
    ahead = drift([100, 107, 114, 121, 128], 3)
    assert [one.expected for one in ahead] == [135, 142, 149]
    assert all(one.low == one.expected == one.high for one in ahead)


def test_a_drift_under_noise_is_found_within_its_spread() -> None:
    chance = Random(7)
    level, history = 500.0, [500]
    for _ in range(60):
        level += 12 + chance.gauss(0, 5)
        history.append(round(level))
    ahead = drift(history, 3)
    step = (ahead[2].expected - history[-1]) / 3
    assert abs(step - 12) < 3 * 5 / 60**0.5


def test_four_months_in_five_fall_into_the_interval() -> None:
    chance = Random(11)
    held = 0
    for _ in range(300):
        level, history = 5000.0, [5000]
        for _ in range(25):
            level += 4 + chance.gauss(0, 20)
            history.append(round(level))
        foretold = drift(history[:-2], 2)[1]
        held += foretold.low <= history[-1] <= foretold.high
    assert 0.72 < held / 300 < 0.88


def test_the_interval_widens_and_never_falls_below_nothing() -> None:
    ahead = drift([9, 3, 8, 2, 7, 1], 3)
    widths = [one.high - one.low for one in ahead]
    assert widths == sorted(widths)
    assert all(one.low >= 0 for one in ahead)


def test_three_months_foretell_nothing() -> None:
    assert drift([10, 12, 11], 3) == ()

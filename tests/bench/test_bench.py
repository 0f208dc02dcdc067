"""The benchmarks run: a short form, for what they measure, never for how fast this machine is."""

from tests.bench import complete, duplicates, engine, feel, letters, payloads, timers
from tests.bench.table import Measured


def by_name(lines: list[Measured]) -> dict[str, Measured]:
    """The lines by what they measure."""
    assert all(line.value > 0 and line.beside > 0 for line in lines)
    return {line.name: line for line in lines}


def test_completing_a_task_is_measured_beside_the_engine_step() -> None:
    lines = list(complete.run(4))
    assert [line.unit for line in lines] == ["ms", "ms"]
    assert all(line.value > 0 and line.beside > 0 and line.ratio > 0 for line in lines)


def test_a_rule_is_measured_beside_python_and_simpleeval() -> None:
    lines = by_name(list(feel.run(50)))
    assert [name.partition("beside ")[2] for name in lines] == [
        "Python eval", "simpleeval", "Python compile", "simpleeval parse", "evaluating it",
    ]  # fmt: skip


def test_the_purchase_is_measured_beside_the_bare_engine_and_against_itself() -> None:
    lines = by_name(list(engine.run(3, rounds=12)))
    assert len(lines) == 4
    assert abs(lines["snapshot, round 12 beside round 5"].ratio - 1) < 0.02


def test_a_letter_is_measured_beside_an_empty_sheet() -> None:
    lines = by_name(list(letters.run(1)))
    assert list(lines) == ["a letter as PDF", "a letter as PDF, 95 in 100"]


def test_every_payload_is_refused_and_the_worst_is_told() -> None:
    lines = {line.name: line for line in payloads.run("sample")}
    assert lines["payloads refused"].ratio == 1
    assert lines["payloads, worst memory"].ratio < 1


def test_duplicates_are_found_where_soundex_and_levenshtein_miss_them() -> None:
    lines = by_name(list(duplicates.run(1_500, 120, (11,))))
    ours = lines["duplicates among 5 shown, seed 11"]
    assert ours.value >= duplicates.ENOUGH
    assert all(lines[f"{other}, seed 11"].value < ours.value for other in ("Soundex", "Levenshtein"))


def test_timers_due_at_once_are_measured_against_the_limit_and_the_look_against_itself() -> None:
    lines = by_name(list(timers.run(12, (20, 60), crew=0)))
    assert [line.beside for name, line in lines.items() if name.startswith("timers")] == [timers.LATEST]
    assert len(lines) == 2

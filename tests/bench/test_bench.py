"""The benchmarks run: a short form, for what they measure, never for how fast this machine is."""

from tests.bench import complete


def test_completing_a_task_is_measured_beside_the_engine_step() -> None:
    lines = list(complete.run(4))
    assert [line.unit for line in lines] == ["ms", "ms"]
    assert all(line.value > 0 and line.beside > 0 and line.ratio > 0 for line in lines)

"""Every procedure folder can be published as it is, and every one of its stories comes to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from migraflow.domain.access import Permission
from migraflow.domain.answers import Setting
from migraflow.domain.form_views import views
from migraflow.domain.prefill import starting
from migraflow.engine import Bundle, Compiled, House
from migraflow.engine.check import check
from migraflow.engine.layout import audit
from migraflow.engine.scenario import Played


def test_the_checker_has_nothing_to_say(procedure: str, bundles: Mapping[str, Bundle], house: House) -> None:
    findings = check(bundles[procedure], house)
    assert [f"{one.severity.value} {one.code} {one.element}: {one.sentence('fr')}" for one in findings] == []


def test_whoever_opens_a_procedure_may_open_a_case(
    edition: Callable[[str], Compiled], procedure: str, house: House
) -> None:
    without = [
        role
        for role in edition(procedure).procedure.opened_by
        if Permission.OPEN_CASE not in house.roles[role].permissions
    ]
    assert without == []


def test_the_diagram_is_drawn_and_nothing_overlaps(procedure: str, workflows: Path) -> None:
    assert list(audit((workflows / procedure / "procedure.bpmn").read_bytes())) == []


def test_every_story_ends_as_it_says(scenario_file: str, play_file: Callable[[str], Played]) -> None:
    told = play_file(scenario_file)
    assert [problem.sentence("fr") for problem in told.problems] == []
    assert told.ended is not None


def test_some_story_comes_to_every_end(
    procedure: str, edition: Callable[[str], Compiled], scenarios_of: Callable[[str], list[Played]]
) -> None:
    reached = {told.ended.outcome for told in scenarios_of(procedure) if told.ended}
    assert reached == set(edition(procedure).issues)


def test_some_story_passes_every_step(
    procedure: str, edition: Callable[[str], Compiled], scenarios_of: Callable[[str], list[Played]]
) -> None:
    passed = {one.element for told in scenarios_of(procedure) for one in told.trail}
    assert set(edition(procedure).diagrams[procedure].nodes) - passed == set()


def test_every_form_can_be_opened_where_its_task_stands(
    procedure: str, house: House, edition: Callable[[str], Compiled], scenarios_of: Callable[[str], list[Played]]
) -> None:
    ready, empty = edition(procedure), set[str]()
    for told in scenarios_of(procedure):
        for beat in told.beats:
            for task in beat.progress.tasks:
                form = ready.form(task.procedure, task.form)
                assert form is not None, task.element
                setting = Setting(task.data, beat.at, house.lists)
                if not any(part.fields for part in views(form, starting(form, setting), setting)):
                    empty.add(task.element)
    assert empty == set()


def test_every_user_task_has_its_deadline_and_its_words(
    procedure: str, edition: Callable[[str], Compiled], house: House
) -> None:
    people = [step for (of, _), step in edition(procedure).places.items() if of == procedure and step.kind == "user"]
    assert [step.element for step in people if step.deadline not in house.deadlines] == []
    assert [step.element for step in people if len(step.instructions) < 30] == []
    assert [step.element for step in people if step.role not in house.roles] == []

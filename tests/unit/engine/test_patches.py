"""What is changed in the library: for one version, for our cases only, and nothing that reads the machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from importlib import metadata
from uuid import UUID

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

from migraflow import engine
from migraflow.engine import patches


def test_the_library_is_the_one_the_changes_were_written_for():
    assert metadata.version("SpiffWorkflow") == patches.SUPPORTED


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(patches, "SUPPORTED", "3.1.0")
    with pytest.raises(RuntimeError):
        patches.apply()


def test_a_case_reads_neither_the_clock_nor_chance(draw, house):
    bundle = draw.bundle(
        draw.start(),
        draw.user("a"),
        draw.boundary("t", "a", draw.timer("P1D")),
        draw.end(),
        draw.end("fin_t"),
        draw.chain("debut", "a", "fin_traite"),
        draw.chain("t", "fin_t"),
    )
    compiled = engine.compile_edition(bundle, house)
    now, case = datetime(1999, 12, 31, 23, tzinfo=UTC), UUID(int=7)
    once = engine.start(compiled, now=now, case=case)
    time.sleep(0.002)
    assert engine.start(compiled, now=now, case=case) == once
    assert once.next_due == datetime(2000, 1, 1, 23, tzinfo=UTC)


def test_other_users_of_the_library_keep_its_ways(draw):
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(draw.process(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite")))
    case = BpmnWorkflow(parser.get_spec("essai"))
    case.do_engine_steps()
    (task,) = case.get_tasks(state=TaskState.READY, manual=True)
    task.cancel()
    assert task.state == TaskState.CANCELLED
    assert not task.children
    assert abs(task.last_state_change - time.time()) < 60

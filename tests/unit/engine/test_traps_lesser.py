"""The lesser traps B1–B9: the bare engine walking in, ours passing by (`docs/engine-traps.md` lists them)."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.event_definitions import timer as spiff_timer
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.util.task import TaskState

from migraflow import engine
from migraflow.domain.errors import StepFailed
from migraflow.engine import check
from migraflow.engine.progress import WaitKind
from migraflow.engine.timers import moment_of

READY = (
    '<bpmn:conditionalEventDefinition id="c"><bpmn:condition>pret</bpmn:condition></bpmn:conditionalEventDefinition>'
)
START = datetime(2026, 1, 12, 9, tzinfo=UTC)


def guarded(draw, step: str) -> tuple[str, ...]:
    """A subprocess in which `step` fails, with a boundary event that catches every error."""
    inner = draw.start("di") + step + draw.end("fi") + draw.chain("di", "s", "fi")
    return (
        draw.start(),
        draw.user("a"),
        draw.node("subProcess", "sp", inner),
        draw.boundary("e", "sp", draw.event("error")),
        draw.user("reparer"),
        draw.end(),
        draw.end("fin_e"),
        draw.chain("debut", "a", "sp", "fin_traite"),
        draw.chain("e", "reparer", "fin_e"),
    )


def test_b1_bare_a_failed_script_takes_no_boundary_event_and_the_case_calls_itself_over(draw, bare):
    case = bare.begin(draw.process(*guarded(draw, draw.node("scriptTask", "s", "<bpmn:script>1/0</bpmn:script>"))))
    with pytest.raises(WorkflowException):
        bare.do(case, "a")
    assert bare.open(case) == []
    states = {task.state for scope in case.subprocesses.values() for task in scope.tasks.values()}
    assert TaskState.ERROR in states


def test_b1_a_failed_step_is_told_with_its_name_and_the_case_stands_where_it_stood(draw, open_case):
    desk = open_case(*guarded(draw, draw.catch("s", draw.timer("quand", "timeDate"))))
    before = desk.progress
    with pytest.raises(StepFailed) as failure:
        desk.do("a", quand="jamais")
    assert failure.value.element == "s"
    assert engine.facts(desk.compiled, before.snapshot).tasks == before.tasks
    desk.do("a", quand="2026-02-01")
    assert [wait.element for wait in desk.progress.waits if wait.kind is WaitKind.TIMER] == ["s"]


def test_b2_bare_a_failing_service_hides_its_own_error(draw, bare):
    class Failing(TaskDataEnvironment):
        def call_service(self, context, **words):
            raise ConnectionError("le serveur ne répond pas")

    case = bare.begin(draw.process(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite")))
    with pytest.raises(NameError):
        PythonScriptEngine(environment=Failing()).call_service(bare.task(case, "a"))


def test_b2_nothing_outside_is_called_while_a_case_moves(draw, open_case):
    desk = open_case(
        draw.start(),
        draw.service("prevenir", "avis", modele='"recu"'),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "prevenir", "a", "fin_traite"),
    )
    assert [(effect.operator, effect.parameters) for effect in desk.effects] == [("avis", {"modele": "recu"})]
    assert desk.open == ["a"]


def test_b3_bare_dates_decimals_and_numbered_keys_do_not_survive(draw, bare):
    case, serializer = bare.begin(line(draw)), bare.serializer()
    data = bare.task(case, "a").data
    data["jour"] = datetime(2026, 1, 12)
    with pytest.raises(TypeError):
        json.dumps(serializer.to_dict(case))
    data.update(jour=(1, 2), cles={1: "a"})
    again = bare.task(serializer.deserialize_json(serializer.serialize_json(case)), "a").data
    assert again == {"jour": [1, 2], "cles": {"1": "a"}}
    data["montant"] = Decimal("1.10")
    with pytest.raises(TypeError):
        serializer.serialize_json(case)


def line(draw) -> bytes:
    return draw.process(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )


def test_b3_dates_and_decimals_come_back_as_they_were(draw, open_case):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    typed = {
        "jour": date(2026, 1, 12),
        "quand": datetime(2026, 1, 12, 9, 30, tzinfo=UTC),
        "duree": timedelta(days=3),
        "montant": Decimal("1.10"),
        "ligne": {"1": "a"},
    }
    desk.do("a", **typed)
    kept = engine.facts(desk.compiled, desk.progress.snapshot).data
    assert kept == typed
    assert type(kept["montant"]) is Decimal


def test_b4_bare_writing_a_case_turns_the_whole_serializer_round(draw, bare):
    case, serializer, seen = bare.begin(line(draw)), bare.serializer(), []
    stock = serializer.to_dict

    def to_dict(workflow):
        other = threading.Thread(target=lambda: seen.append(serializer.registry._encoder_mode))
        other.start()
        other.join()
        return stock(workflow)

    serializer.to_dict = to_dict
    serializer.serialize_json(case)
    assert seen == [True], "another thread writes by the rules of the first"


def test_b4_two_threads_write_the_same_case_alike(draw, open_case):
    desk = open_case(
        draw.start(), draw.user("a"), draw.user("b"), draw.end(), draw.chain("debut", "a", "b", "fin_traite")
    )
    token, written = desk.task("a").token, []

    def clerk() -> None:
        for _ in range(20):
            answers = {"jour": date(2026, 1, 12), "montant": Decimal("1.10")}
            written.append(engine.advance(desk.compiled, desk.progress.snapshot, token, answers, now=desk.now).snapshot)

    clerks = [threading.Thread(target=clerk) for _ in range(4)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert (len(written), len(set(written))) == (80, 1)


def test_b5_bare_a_condition_that_has_come_true_is_not_looked_at(draw, bare):
    content = draw.process(
        draw.start(),
        draw.catch("attendre", READY),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "attendre", "a", "fin_traite"),
    )
    case = bare.begin(content, pret=False)
    bare.task(case, "attendre").data["pret"] = True
    case.refresh_timers()
    case.do_engine_steps()
    assert bare.open(case) == []


def test_b5_a_conditional_event_is_refused_with_a_way_out(draw, house):
    bundle = draw.bundle(
        draw.start(), draw.catch("attendre", READY), draw.end(), draw.chain("debut", "attendre", "fin_traite")
    )
    (one,) = [one for one in check(bundle, house) if one.code == "unsupported_event"]
    assert (one.element, one.severity, one.facts["event"]) == ("attendre", engine.Severity.ERROR, "conditional")


def reminders(draw, cycle: str) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.user("a"),
        draw.boundary("relance", "a", draw.timer(cycle, "timeCycle"), False),
        draw.user("appeler"),
        draw.end(),
        draw.end("fin_r"),
        draw.chain("debut", "a", "fin_traite"),
        draw.chain("relance", "appeler", "fin_r"),
    )


def test_b6_bare_reminders_that_are_overdue_come_one_for_each_look(draw, bare):
    with time_machine.travel(START, tick=False) as clock:
        case = bare.begin(draw.process(*reminders(draw, "'R5/P1D'")))
        clock.shift(timedelta(days=4, hours=1))
        case.refresh_timers()
        case.do_engine_steps()
        assert 0 < bare.open(case).count("appeler") < 4


def test_b6_reminders_that_are_overdue_all_come_at_one_look(draw, open_case):
    desk = open_case(*reminders(draw, "R5/P1D"))
    desk.wait(days=4, hours=1)
    assert desk.open.count("appeler") == 4


def choice_of_events(draw, timer: str) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.node("eventBasedGateway", "g"),
        draw.catch("m", draw.event("message", "msg_p")),
        draw.catch("t", draw.timer(timer)),
        draw.end(),
        draw.end("fin_t"),
        draw.chain("debut", "g", "m", "fin_traite"),
        draw.chain("g", "t", "fin_t"),
    )


def test_b7_bare_an_event_gateway_does_not_say_what_it_waits_for(draw, bare):
    case = bare.begin(draw.process(*choice_of_events(draw, "'PT1H'"), before=draw.message("p")))
    (waiting,) = case.waiting_events()
    assert (waiting.name, waiting.value) == (None, None)


def test_b7_an_event_gateway_names_each_thing_it_waits_for(draw, open_case):
    desk = open_case(*choice_of_events(draw, "PT1H"), before=draw.message("p"))
    waits = {wait.element: (wait.kind, wait.name, wait.due) for wait in desk.progress.waits}
    assert waits["m"][:2] == (WaitKind.MESSAGE, "p")
    assert waits["t"][2] == START + timedelta(hours=1)


def test_b8_bare_a_date_without_offset_means_what_the_server_happened_to_be_set_to(monkeypatch):
    read = []
    for hours in (0, 5):
        monkeypatch.setattr(spiff_timer, "LOCALTZ", spiff_timer.timezone(timedelta(hours=hours)))
        read.append(spiff_timer.TimerEventDefinition.get_datetime("2026-02-01T08:00:00"))
    assert read[0] != read[1]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_b8_a_date_without_offset_is_read_in_utc_wherever_the_server_stands(zone):
    with time_machine.travel(datetime(2026, 7, 1, 12, tzinfo=ZoneInfo(zone))):  # the machine's zone too
        due = moment_of("2026-02-01T08:00:00", START)
    assert due is not None
    assert due.at == datetime(2026, 2, 1, 8, tzinfo=UTC)


COUNTING = """
import logging, sys
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
count = []
logger = logging.getLogger("spiff"); logger.setLevel(logging.INFO)
logger.addHandler(type("Counter", (logging.Handler,), {"emit": lambda self, record: count.append(1)})())
parser = SpiffBpmnParser(); parser.add_bpmn_str(sys.stdin.buffer.read())
case = BpmnWorkflow(parser.get_spec("essai")); case.do_engine_steps()
print(len(count))
"""


def test_b9_bare_every_change_of_state_is_a_line_in_the_log(draw):
    """In a process of its own: the change of ours that ends it is made once for all when the engine is imported."""
    done = subprocess.run([sys.executable, "-c", COUNTING], input=line(draw), capture_output=True, check=True)
    assert int(done.stdout) > 5


def test_b9_a_case_writes_nothing_into_the_log(draw, open_case, caplog):
    with caplog.at_level(logging.DEBUG):
        desk = open_case(draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))
        desk.do("a")
    assert [record for record in caplog.records if record.name.startswith("spiff")] == []

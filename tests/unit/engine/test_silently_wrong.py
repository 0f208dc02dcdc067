"""What the bare engine parses and then does wrong without a word: each shown, and ours right or refused by name."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.parser import BpmnDmnParser
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.spiff.specs.event_definitions import SignalEventDefinition
from SpiffWorkflow.util.task import TaskState

from migraflow import dmn, engine
from migraflow.engine.repairs import proposed
from tests.unit.engine.verdicts import codes, refused

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
LINK = '<bpmn:linkEventDefinition id="{}" name="A"/>'

# --- service tasks and rules


def served(draw) -> tuple[str, ...]:
    return (draw.start(), draw.node("serviceTask", "s"), draw.end(), draw.chain("debut", "s", "fin_traite"))


def test_bare_a_service_task_begins_and_never_ends(draw, bare):
    case = bare.begin(draw.process(*served(draw)), BpmnParser)
    assert bare.task(case, "s").state == TaskState.STARTED
    assert (bare.open(case), case.is_completed()) == ([], False)


def test_a_service_task_that_says_nothing_is_refused(draw, house):
    assert [one.code for one in proposed(refused(draw, house, "operator_missing", *served(draw)))] == ["ask_a_person"]


OVERLAP = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="http://x">
<inputData id="age" name="age"/><decision id="D1" name="D1">
<informationRequirement id="q"><requiredInput href="#age"/></informationRequirement>
<decisionTable id="t" hitPolicy="{policy}">
<input id="i"><inputExpression id="ie"><text>age</text></inputExpression></input><output id="o" name="avis"/>
<rule id="r1"><inputEntry id="a1"><text>&gt; 10</text></inputEntry>
<outputEntry id="b1"><text>"oui"</text></outputEntry></rule>
<rule id="r2"><inputEntry id="a2"><text>&gt; 5</text></inputEntry>
<outputEntry id="b2"><text>"non"</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def bare_table(policy: str) -> object:
    """What the bare engine answers for a person of twenty."""
    parser = BpmnDmnParser()
    parser.add_dmn_xml(etree.fromstring(OVERLAP.format(policy=policy)), filename="d.dmn")
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())
    return parser.get_engine("D1", None).result(SimpleNamespace(data={"age": 20}, workflow=workflow))


def our_table(policy: str) -> object:
    return dmn.parse(OVERLAP.format(policy=policy).encode()).evaluate("D1", {"age": 20}, now=NOW).value


def test_bare_a_table_takes_the_first_rule_whatever_it_is_told():
    assert bare_table("UNIQUE") == {"avis": "oui"}
    assert bare_table("RULE ORDER") == {"avis": "oui"}
    assert bare_table("ANY") == {"avis": "oui"}


def test_a_table_is_read_as_it_is_told_and_two_answers_for_one_are_none():
    assert our_table("FIRST") == "oui"
    assert our_table("RULE ORDER") == ["oui", "non"]
    assert (our_table("UNIQUE"), our_table("ANY")) == (None, None)
    model = dmn.parse(OVERLAP.format(policy="UNIQUE").encode())
    assert any(one.severity is not dmn.Severity.NOTE for one in dmn.check(model)), "told before it is published"


# --- events


def signalled(draw) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.catch("s", draw.event("signal", "sig_x")),
        draw.user("a"),
        draw.user("b"),
        draw.end("fin_a"),
        draw.end("fin_s", draw.event("signal", "sig_x")),
        draw.chain("debut", "f", "s", "a", "fin_a"),
        draw.chain("f", "b", "fin_s"),
    )


def test_bare_a_signal_end_throws_nothing(draw, bare):
    case = bare.begin(draw.process(*signalled(draw), before=draw.signal("x")))
    bare.do(case, "b")
    assert (bare.open(case), case.get_events()) == ([], [])


def test_a_signal_end_is_heard(draw, open_case):
    desk = open_case(*signalled(draw), before=draw.signal("x"))
    desk.do("b")
    assert desk.open == ["a"]


def linked(draw) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.user("a"),
        draw.throw("lt", LINK.format("l1")),
        draw.catch("lc", LINK.format("l2")),
        draw.user("b"),
        draw.end(),
        draw.chain("debut", "a", "lt"),
        draw.chain("lc", "b", "fin_traite"),
    )


def test_bare_a_case_ends_at_a_link(draw, bare):
    case = bare.begin(draw.process(*linked(draw)))
    bare.do(case, "a")
    assert (bare.open(case), case.is_completed()) == ([], True)


def test_a_link_goes_on_where_it_leads(draw, open_case):
    desk = open_case(*linked(draw))
    desk.do("a")
    assert desk.open == ["b"]


def compensated(draw) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.throw("c", draw.event("compensate")),
        draw.user("a"),
        draw.end(),
        draw.chain("debut", "c", "a", "fin_traite"),
    )


def test_bare_a_compensation_thrown_undoes_nothing(draw, bare):
    assert bare.open(bare.begin(draw.process(*compensated(draw)))) == ["a"]


def test_a_compensation_is_refused(draw, house):
    assert refused(draw, house, "unsupported_event", *compensated(draw)).facts["event"] == "compensate"


def aside(draw, definition: str, interrupting: bool = True) -> tuple[str, ...]:
    start = draw.node("startEvent", "debut_c", definition, isInterrupting="true" if interrupting else "false")
    inner = start + draw.user("voir") + draw.end("fin_c") + draw.chain("debut_c", "voir", "fin_c")
    apart = draw.node("subProcess", "cas", inner, triggeredByEvent="true")
    return (draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"), apart)


def test_bare_an_event_subprocess_that_interrupts_does_not(draw, bare):
    case = bare.begin(draw.process(*aside(draw, draw.event("signal", "sig_s")), before=draw.signal("s")))
    case.catch(BpmnEvent(SignalEventDefinition("s")))
    case.do_engine_steps()
    assert sorted(bare.open(case)) == ["a", "voir"]


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_bare_an_event_subprocess_for_errors_runs_when_the_case_begins(draw, bare, kind):
    assert "voir" in bare.open(bare.begin(draw.process(*aside(draw, draw.event(kind)))))


@pytest.mark.parametrize("kind", ["error", "escalation"])
def test_an_event_subprocess_waits_for_its_event(draw, open_case, kind):
    assert open_case(*aside(draw, draw.event(kind))).open == ["a"]


def test_an_event_subprocess_interrupts_when_it_says_so(draw, open_case):
    for interrupting, opened in ((True, ["voir"]), (False, ["a", "voir"])):
        desk = open_case(*aside(draw, draw.event("signal", "sig_s"), interrupting), before=draw.signal("s"))
        desk.hear("s")
        assert sorted(desk.open) == opened


def timed(draw, text: str) -> tuple[str, ...]:
    return (draw.start(), draw.catch("t", draw.timer(text)), draw.end(), draw.chain("debut", "t", "fin_traite"))


def test_bare_a_duration_as_every_other_tool_writes_it_breaks_the_case(draw, bare):
    with pytest.raises(WorkflowException):
        bare.begin(draw.process(*timed(draw, "PT1H")))


def test_a_duration_is_read_as_every_other_tool_writes_it(draw, open_case, morning):
    for text in ("PT1H", '"PT1H"', '@"PT1H"', 'duration("PT1H")'):
        assert (open_case(*timed(draw, text)).progress.next_due - morning).total_seconds() == 3600


def test_bare_an_event_without_its_message_breaks_the_parser_itself(draw, bare):
    pieces = (draw.start(), draw.catch("m", draw.event("message", "msg_absent")), draw.end())
    with pytest.raises(ValidationException, match="unexpected keyword argument"):
        bare.parse(draw.process(*pieces, draw.chain("debut", "m", "fin_traite")))


def test_an_event_without_its_message_is_named(draw, house):
    pieces = (draw.start(), draw.catch("m", draw.event("message", "msg_absent")), draw.end())
    found = refused(draw, house, "event_reference_missing", *pieces, draw.chain("debut", "m", "fin_traite"))
    assert (found.element, found.facts["reference"]) == ("m", "msg_absent")


# --- subprocesses and lanes


def ad_hoc(draw, more: str = "") -> tuple[str, ...]:
    inner = draw.user("x") + draw.user("y") + more
    return (
        draw.start(),
        draw.node("adHocSubProcess", "ah", inner),
        draw.end(),
        draw.chain("debut", "ah", "fin_traite"),
    )


@pytest.mark.parametrize("more", ["", "<bpmn:completionCondition>False</bpmn:completionCondition>"])
def test_bare_an_ad_hoc_subprocess_breaks_the_case(draw, bare, more):
    with pytest.raises((WorkflowException, KeyError, TypeError)):
        case = bare.begin(draw.process(*ad_hoc(draw, more)))
        bare.do(case, "x")


def test_an_ad_hoc_subprocess_is_refused_and_its_repair_opens_all_its_steps(draw, house):
    found = refused(draw, house, "unsupported_element", *ad_hoc(draw))
    (repair,) = proposed(found)
    compiled = engine.compile_edition(repair.on(draw.bundle(*ad_hoc(draw))), house)
    assert [task.element for task in engine.start(compiled, now=NOW).tasks] == ["x", "y"]


def headless(draw) -> tuple[str, ...]:
    inner = draw.user("x") + draw.end("fi") + draw.chain("x", "fi")
    return (draw.start(), draw.node("subProcess", "sp", inner), draw.end(), draw.chain("debut", "sp", "fin_traite"))


def test_bare_a_subprocess_without_start_is_refused_though_the_standard_allows_it(draw, bare):
    with pytest.raises(ValidationException):
        bare.parse(draw.process(*headless(draw)))


def test_a_subprocess_without_start_begins_with_what_has_no_way_in(draw, house, open_case):
    assert open_case(*headless(draw)).open == ["x"]
    assert "implicit_start" in codes(draw, house, *headless(draw))


def calling(draw) -> tuple[bytes, bytes]:
    inner = draw.start("d2") + draw.user("x") + draw.end("f2") + draw.chain("d2", "x", "f2")
    outer = (
        draw.lanes(accueil=["appel"]),
        draw.start(),
        draw.node("callActivity", "appel", calledElement="aide"),
        draw.end(),
        draw.chain("debut", "appel", "fin_traite"),
    )
    return draw.process(*outer), draw.process(inner, id="aide")


def test_bare_a_task_of_a_called_procedure_belongs_to_nobody(draw, bare):
    outer, inner = calling(draw)

    def both() -> SpiffBpmnParser:
        parser = SpiffBpmnParser()
        parser.add_bpmn_str(inner)
        return parser

    case = bare.begin(outer, both)
    (task,) = case.get_tasks(state=TaskState.READY, manual=True)
    assert (task.task_spec.name, task.task_spec.lane) == ("x", None)


def test_a_task_of_a_called_procedure_belongs_to_the_lane_of_the_call(draw, house, open_case):
    outer, inner = calling(draw)
    called = engine.Bundle.of("aide", {"procedure.bpmn": inner, "procedure.toml": draw.toml("aide")})
    bundle = engine.Bundle.of("essai", {"procedure.bpmn": outer, "procedure.toml": draw.toml()})
    desk = open_case(bundle, house=engine.House(house.roles, called={"aide": called}))
    assert (desk.open, desk.task("x").role) == (["x"], "accueil")

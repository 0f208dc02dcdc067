"""One step for each item of a list, at once or one after the other."""

from __future__ import annotations

from decimal import Decimal

import pytest

from migraflow.domain.errors import StepFailed


def marker(sequential: bool, collection="pieces", item="piece", output="", output_item="", done="", cardinality=""):
    inner = (
        f"<bpmn:loopCardinality>{cardinality}</bpmn:loopCardinality>"
        if cardinality
        else (f"<bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>")
    )
    if output:
        inner += f"<bpmn:loopDataOutputRef>{output}</bpmn:loopDataOutputRef>"
    inner += f'<bpmn:inputDataItem id="i_{item}" name="{item}"/>'
    if output_item:
        inner += f'<bpmn:outputDataItem id="o_{output_item}" name="{output_item}"/>'
    if done:
        inner += f"<bpmn:completionCondition>{done}</bpmn:completionCondition>"
    flag = "true" if sequential else "false"
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{flag}">{inner}</bpmn:multiInstanceLoopCharacteristics>'
    )


PIECES = [{"code": "p1", "libelle": "Passeport"}, {"code": "p2", "libelle": "Diplôme"}, {"code": "p3", "libelle": "CV"}]


def opened(draw, open_case, mark, tag="userTask", inner="", data=None, extra=""):
    return open_case(
        draw.start(),
        draw.node(tag, "verifier", inner + mark, name="Vérifier"),
        draw.user("apres"),
        draw.end(),
        extra,
        draw.chain("debut", "verifier", "apres", "fin_traite"),
        data=data or {"pieces": PIECES},
    )


def test_each_piece_is_checked_at_once_and_the_answers_keep_their_order(draw, open_case):
    desk = opened(draw, open_case, marker(False, output="avis", output_item="note"))
    assert [task.item for task in desk.progress.tasks] == ["Passeport", "Diplôme", "CV"]
    assert desk.task("verifier", "Diplôme").data["piece"]["code"] == "p2"
    desk.do("verifier", "CV", note=3)
    desk.do("verifier", "Passeport", note=1)
    desk.do("verifier", "Diplôme", note=2)
    assert desk.open == ["apres"]
    assert desk.progress.data == {"pieces": PIECES, "avis": [1, 2, 3]}


def test_one_after_the_other_each_seeing_what_the_last_wrote(draw, open_case):
    desk = opened(draw, open_case, marker(True))
    desk.do("verifier", "Passeport", total=1)
    assert [task.item for task in desk.progress.tasks] == ["Diplôme"]
    assert desk.task("verifier").data["total"] == 1
    desk.do("verifier", total=2)
    desk.do("verifier", total=3, fini=True)
    assert desk.progress.data == {"pieces": PIECES, "total": 3, "fini": True}


def test_an_empty_list_is_passed_over(draw, open_case):
    desk = opened(draw, open_case, marker(False, output="avis"), data={"pieces": [], "x": 1})
    assert (desk.open, desk.progress.data) == (["apres"], {"pieces": [], "x": 1, "avis": []})


def test_a_number_of_times_is_feel_too(draw, open_case):
    desk = opened(draw, open_case, marker(False, cardinality="count(pieces) - 1", item="n"))
    assert [(task.item, task.data["n"]) for task in desk.progress.tasks] == [("1", 1), ("2", 2)]


def test_it_stops_as_soon_as_enough_is_known(draw, open_case):
    desk = opened(draw, open_case, marker(False, output="avis", output_item="note", done="note = &quot;refus&quot;"))
    desk.do("verifier", "Diplôme", note="refus")
    assert desk.open == ["apres"]
    assert desk.progress.data["avis"] == [None, "refus", None]


def test_a_subprocess_may_be_repeated(draw, open_case):
    inner = draw.start("di") + draw.user("lire") + draw.user("noter") + draw.end("fi")
    inner += draw.chain("di", "lire", "noter", "fi")
    desk = opened(draw, open_case, marker(False, output="avis", output_item="note"), "subProcess", inner)
    assert [(task.element, task.item) for task in desk.progress.tasks] == [
        ("lire", "Passeport"),
        ("lire", "Diplôme"),
        ("lire", "CV"),
    ]
    for label, note in (("CV", 3), ("Passeport", 1), ("Diplôme", 2)):
        desk.do("lire", label)
        desk.do("noter", label, note=note)
    assert desk.progress.data["avis"] == [1, 2, 3]


def test_a_timer_on_the_whole_stops_all_instances(draw, open_case):
    extra = draw.boundary("tard", "verifier", draw.timer("P5D")) + draw.end("fin_tard") + draw.chain("tard", "fin_tard")
    inner = draw.start("di") + draw.user("lire") + draw.end("fi") + draw.chain("di", "lire", "fi")
    desk = opened(draw, open_case, marker(False), "subProcess", inner, extra=extra)
    desk.do("lire", "CV")
    desk.wait(days=5)
    assert (desk.open, desk.progress.waits, desk.progress.ended.outcome) == ([], (), "tard")


def test_something_that_is_no_list_stops_the_step(draw, open_case):
    with pytest.raises(StepFailed) as failure:
        opened(draw, open_case, marker(False), data={"pieces": None})
    assert failure.value.element == "verifier"


def test_a_loop_goes_on_while_its_condition_holds(draw, open_case):
    mark = (
        '<bpmn:standardLoopCharacteristics testBefore="false"><bpmn:loopCondition>encore = true</bpmn:loopCondition>'
        "</bpmn:standardLoopCharacteristics>"
    )
    desk = opened(draw, open_case, mark, data={"n": Decimal(0)})
    for count in range(1, 4):
        desk.do("verifier", n=count, encore=count < 3)
    assert (desk.open, desk.progress.data) == (["apres"], {"n": 3, "encore": False})


def test_a_loop_may_not_begin_at_all(draw, open_case):
    mark = (
        '<bpmn:standardLoopCharacteristics testBefore="true" loopMaximum="2">'
        "<bpmn:loopCondition>encore</bpmn:loopCondition>"
        "</bpmn:standardLoopCharacteristics>"
    )
    assert opened(draw, open_case, mark, data={"encore": False}).open == ["apres"]
    twice = opened(draw, open_case, mark, data={"encore": True})
    twice.do("verifier")
    twice.do("verifier")
    assert twice.open == ["apres"]

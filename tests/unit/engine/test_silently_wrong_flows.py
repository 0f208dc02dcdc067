"""Ways, ids and whole files that the bare engine takes wrongly without a word or refuses without a place; and ours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException
from SpiffWorkflow.exceptions import WorkflowException
from SpiffWorkflow.spiff.parser import VALIDATOR, SpiffBpmnParser

from migraflow import engine
from migraflow.engine import check
from migraflow.engine.repairs import proposed
from tests.unit.engine.verdicts import codes, refused

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
LINK = '<bpmn:linkEventDefinition id="{}" name="A"/>'

# --- flows


def conditional(draw, false: str) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.user("a"),
        draw.user("b"),
        draw.end(),
        draw.chain("debut", "a"),
        draw.flow("a", "b", false),
        draw.chain("b", "fin_traite"),
    )


def test_bare_a_condition_on_the_only_way_out_of_a_task_is_ignored(draw, bare):
    case = bare.begin(draw.process(*conditional(draw, "False")))
    bare.do(case, "a")
    assert bare.open(case) == ["b"]


def test_a_condition_on_the_only_way_out_of_a_task_is_kept_and_asked_about(draw, house, open_case):
    desk = open_case(*conditional(draw, "accord = true"))
    desk.do("a", accord=True)
    assert desk.open == ["b"]
    desk = open_case(*conditional(draw, "accord = true"))
    desk.do("a", accord=False)
    assert (desk.open, desk.progress.ended is not None) == ([], True), "over, as BPMN says: never open for ever"
    assert "split_without_default" in codes(draw, house, *conditional(draw, "accord = true"))


def forked(draw) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.user("a"),
        draw.user("b"),
        draw.user("c"),
        draw.end(),
        draw.end("fin_c"),
        draw.chain("debut", "a", "b", "fin_traite"),
        draw.chain("a", "c", "fin_c"),
    )


def test_bare_two_ways_out_of_a_task_are_refused_though_the_standard_allows_them(draw, bare):
    with pytest.raises(ValidationException):
        bare.parse(draw.process(*forked(draw)))


def test_two_ways_out_of_a_task_are_both_taken_and_asked_about(draw, house, open_case):
    desk = open_case(*forked(draw))
    desk.do("a")
    assert desk.open == ["b", "c"]
    assert "implicit_split" in codes(draw, house, *forked(draw))


def orphaned(draw) -> tuple[str, ...]:
    more = draw.user("seul") + draw.node("complexGateway", "cg") + draw.flow("seul", "cg")
    return (draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"), more)


def test_bare_what_no_path_leads_to_is_dropped_with_all_that_follows(draw, bare):
    spec, _ = bare.parse(draw.process(*orphaned(draw)))
    assert "seul" not in spec.task_specs


def test_what_no_path_leads_to_is_named(draw, house):
    pieces = orphaned(draw)
    assert refused(draw, house, "unreachable", *pieces).element in {"seul", "cg"}
    assert refused(draw, house, "unsupported_element", *pieces).element == "cg"


def twins(draw) -> tuple[str, ...]:
    return (draw.start(), draw.user("a"), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))


def test_bare_of_two_elements_with_one_id_one_is_lost(draw, bare):
    spec, _ = bare.parse(draw.process(*twins(draw)))
    assert [name for name in spec.task_specs if name == "a"] == ["a"]


def test_two_elements_with_one_id_are_named(draw, house):
    assert refused(draw, house, "duplicate_id", *twins(draw)).element == "a"


def dangling(draw) -> tuple[str, ...]:
    nowhere = draw.flow("nulle_part", "fin_traite", id="f9")
    return (draw.start(), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"), nowhere)


def test_bare_an_arrow_from_nowhere_is_passed_over(draw, bare):
    assert bare.open(bare.begin(draw.process(*dangling(draw)))) == ["a"]


def test_an_arrow_from_nowhere_is_named(draw, house):
    assert refused(draw, house, "dangling_flow", *dangling(draw)).element == "f9"


def misspelt(draw) -> tuple[str, ...]:
    return (
        draw.start(),
        draw.user("a"),
        draw.node("exclusiveGateway", "g", default="d"),
        draw.script("s", "def ("),
        draw.end(),
        draw.chain("debut", "a", "g"),
        draw.flow("g", "s", "montant >> ", id="f8"),
        draw.flow("g", "fin_traite", id="d"),
        draw.chain("s", "fin_traite"),
    )


def test_bare_a_condition_that_means_nothing_is_met_on_the_way(draw, bare):
    case = bare.begin(draw.process(*misspelt(draw)))
    with pytest.raises(WorkflowException):
        bare.do(case, "a")


def test_a_condition_that_means_nothing_is_named_with_the_place_where_it_stops(draw, house):
    found = refused(draw, house, "feel_invalid", *misspelt(draw))
    assert (found.element, found.facts["position"].isdigit()) == ("f8", True)
    assert refused(draw, house, "script_invalid", *misspelt(draw)).element == "s"


# --- what is refused without a place


def gated(draw) -> bytes:
    return draw.process(
        draw.start(), draw.node("complexGateway", "g"), draw.end(), draw.chain("debut", "g", "fin_traite")
    )


def test_bare_a_refusal_does_not_say_on_which_line(draw, bare):
    with pytest.raises(ValidationException) as refusal:
        bare.parse(gated(draw))
    assert not refusal.value.line_number


def test_a_refusal_names_its_element_in_two_languages_with_a_repair(draw, house):
    bundle = engine.Bundle.of("essai", {"procedure.bpmn": gated(draw), "procedure.toml": draw.toml()})
    (one,) = [one for one in check(bundle, house) if one.code == "unsupported_element"]
    assert (one.element, [repair.code for repair in proposed(one)]) == ("g", ["nearest_kind"])


def stored(draw) -> bytes:
    task = draw.user("a") + '<bpmn:dataStoreReference id="ds" name="Base" dataStoreRef="magasin"/>'
    before = '<bpmn:dataStore id="magasin" name="magasin"/>'
    return draw.process(draw.start(), task, draw.end(), draw.chain("debut", "a", "fin_traite"), before=before)


def test_bare_a_data_store_that_is_only_drawn_refuses_the_whole_file(draw, bare):
    with pytest.raises(ValidationException):
        bare.parse(stored(draw))


def test_a_data_store_that_is_only_drawn_is_told_and_the_case_runs(draw, house, open_case):
    bundle = engine.Bundle.of("essai", {"procedure.bpmn": stored(draw), "procedure.toml": draw.toml()})
    assert "data_store" in {one.code for one in check(bundle, house)}
    assert open_case(bundle).open == ["a"]


def long(draw, count: int) -> tuple[str, ...]:
    names = [f"s{number}" for number in range(count)]
    tasks = "".join(draw.script(name, "n := 1") for name in names)
    return (draw.start(), tasks, draw.end(), draw.chain("debut", *names, "fin_traite"))


def test_bare_twelve_hundred_steps_in_a_row_are_too_many(draw, bare):
    with pytest.raises((RecursionError, ValidationException)):
        bare.parse(draw.process(*long(draw, 1_200)))


def test_twelve_hundred_steps_in_a_row_are_run(draw, open_case):
    assert open_case(*long(draw, 1_200)).progress.ended is not None


def strange(draw) -> tuple[str, ...]:
    return (draw.start(), draw.node("chaise", "x"), draw.user("a"), draw.end(), draw.chain("debut", "a", "fin_traite"))


def test_bare_a_tag_nobody_knows_is_passed_over_without_the_schema(draw, bare):
    assert bare.open(bare.begin(draw.process(*strange(draw)))) == ["a"]
    with pytest.raises(ValidationException):
        SpiffBpmnParser(validator=VALIDATOR).add_bpmn_str(draw.process(*strange(draw)))
    SpiffBpmnParser(validator=VALIDATOR).add_bpmn_str(
        draw.process(*dangling(draw))
    )  # the schema sees no more than tags


def test_a_tag_nobody_knows_is_named(draw, house):
    assert refused(draw, house, "unknown_element", *strange(draw)).facts["tag"] == "chaise"


def excess(draw) -> tuple[str, ...]:
    """Two tokens come by the same way to a join that waits for another one."""
    return (
        draw.start(),
        draw.node("parallelGateway", "f"),
        draw.user("a"),
        draw.user("b"),
        draw.node("exclusiveGateway", "m"),
        draw.node("parallelGateway", "f2"),
        draw.user("c"),
        draw.user("d"),
        draw.node("parallelGateway", "j"),
        draw.user("z"),
        draw.end(),
        draw.chain("debut", "f", "a", "m"),
        draw.chain("f", "b", "m", "f2", "c", "j"),
        draw.chain("f2", "d", "j", "z", "fin_traite"),
    )


def test_bare_a_join_forgets_the_second_of_two_tokens(draw, bare):
    case = bare.begin(draw.process(*excess(draw)))
    for name in ("a", "b"):
        bare.do(case, name)
    while others := [name for name in bare.open(case) if name != "z"]:
        bare.do(case, others[0])
    assert bare.open(case) == ["z"]


def test_a_join_goes_on_once_for_each_pair_of_tokens(draw, open_case):
    desk = open_case(*excess(draw))
    for name in ("a", "b", "c", "c", "d", "d"):
        desk.do(name)
    assert desk.open == ["z", "z"]


def test_bare_a_procedure_without_start_is_refused_though_the_standard_allows_it(draw, bare):
    with pytest.raises(ValidationException):
        bare.parse(draw.process(draw.user("a"), draw.end(), draw.chain("a", "fin_traite")))


def test_a_procedure_without_start_is_named_and_its_start_drawn_by_the_repair(draw, house):
    pieces = (draw.user("a"), draw.end(), draw.chain("a", "fin_traite"))
    (repair,) = proposed(refused(draw, house, "no_start", *pieces))
    compiled = engine.compile_edition(repair.on(draw.bundle(*pieces)), house)
    assert [task.element for task in engine.start(compiled, now=NOW).tasks] == ["a"]

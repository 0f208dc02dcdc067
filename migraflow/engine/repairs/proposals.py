"""Which repairs answer which finding: the first is the one to take when in doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from migraflow.engine.findings import Finding
from migraflow.engine.repairs.events import unwrapped
from migraflow.engine.repairs.flows import translated
from migraflow.engine.repairs.repair import Repair, offered

ALONE: Mapping[str, str] = {
    "without_id": "give_ids",
    "several_processes": "run_process",
    "process_id": "rename_process",
    "no_start": "draw_start",
    "implicit_start": "draw_start",
    "no_end": "draw_end",
    "implicit_end": "draw_end",
    "several_starts": "start_by_message",
    "dangling_flow": "drop_flow",
    "crossing_flow": "drop_flow",
    "flow_misplaced": "drop_flow",
    "duplicate_id": "rename_second",
    "unknown_element": "step_of_a_stranger",
    "unsupported_element": "nearest_kind",
    "subprocess_empty": "ask_a_person",
    "compensation": "undo_compensation",
    "event_subprocess": "say_event",
    "event_without_reference": "name_event",
    "event_reference_missing": "define_missing",
    "link_without_target": "end_here",
    "condition_ignored": "drop_condition",
    "default_dangling": "drop_default",
    "default_conditional": "drop_condition",
    "decision_none": "ask_a_person",
    "operator_missing": "ask_a_person",
    "operator_unknown": "ask_a_person",
    "script_invalid": "ask_a_person",
    "script_empty": "ask_a_person",
    "called_missing": "ask_a_person",
    "timer_missing": "one_day",
    "repeat_source": "do_once",
    "loop_without_end": "do_once",
    "result_ignored": "drop_result",
    "message_undeclared": "declare_message",
    "issue_unknown": "declare_issue",
}
"""The one obvious answer, which an import takes by itself."""
ASKING: Mapping[str, tuple[str, ...]] = {
    "unreachable": ("forget",),
    "boundary_host": ("forget",),
    "stuck": ("join_what_comes",),
    "implicit_split": ("draw_parallel", "draw_choice"),
    "correlation_dropped": ("forget",),
    "foreign_language": ("keep_as_feel",),
    "cycle_misplaced": ("fire_once",),
}
"""Answers somebody has to choose."""
CLOSEST: Mapping[str, str] = {
    "role_unknown": "name_lane",
    "form_missing": "use_form",
    "deadline_unknown": "use_deadline",
    "called_unknown": "call",
}
"""Answers that need a known word close to the one written."""
EVENTS: Mapping[str, str] = {
    "start": "start_otherwise",
    "boundary": "attach_message",
    "catch": "confirm_instead",
    "receive": "confirm_instead",
    "throw": "throw_nothing",
    "send": "throw_nothing",
    "end": "throw_nothing",
}
TEXTS: Mapping[str, str] = {"The condition": "ask_instead", "The repetition": "do_once", "The timer": "one_day"}


def proposed(finding: Finding) -> tuple[Repair, ...]:
    """What may be done about a finding; nothing when only its author can know."""
    found = [offered(code, finding, False) for code in close_by(finding)]
    special = SPECIAL.get(finding.code)
    if special is not None:
        found += [offered(code, finding, code not in CHOSEN, **facts) for code, facts in special(finding)]
    if finding.code in ALONE:
        found.append(offered(ALONE[finding.code], finding, True))
    found += [offered(code, finding, False) for code in ASKING.get(finding.code, ())]
    return tuple(found)


def close_by(finding: Finding) -> list[str]:
    """The repair that takes the closest known word, where there is one."""
    return [CLOSEST[finding.code]] if finding.code in CLOSEST and finding.facts.get("near") else []


CHOSEN = frozenset({"make_default"})
"""Offered beside another answer, never taken without asking."""
Offers = list[tuple[str, dict[str, str]]]


def of_choice(finding: Finding) -> Offers:
    """A way out of a choice without condition: a person's answer, or the default way where there is none."""
    way = {"flow": finding.element, "way": finding.facts.get("name", "")}
    default: Offers = [] if finding.facts.get("default") else [("make_default", way)]
    return [("person_chooses", {}), *default]


def of_default(finding: Finding) -> Offers:
    """Conditions that may all be false: the last way is taken then."""
    return [("make_default", {})] if finding.facts.get("flow") else []


def of_event(finding: Finding) -> Offers:
    """An event that is not supported where it stands."""
    code = EVENTS.get(finding.facts.get("kind", ""))
    return [(code, {})] if code else []


def of_timer(finding: Finding) -> Offers:
    """A timer that cannot be read: out of its wrapping, else a day."""
    text = finding.facts.get("text", "")
    return [("plain_time", {})] if unwrapped(text) != text else [("one_day", {})]


def of_text(finding: Finding) -> Offers:
    """A text that is no FEEL: translated where that gives FEEL, else a person's answer in its place."""
    place, text = finding.facts.get("place_en", ""), finding.facts.get("text", "")
    feel = translated(text) if place == "The condition" else None
    if feel is not None:
        return [("translate", {"feel": feel}), ("ask_instead", {})]
    if place == "The timer" and unwrapped(text) != text:
        return [("plain_time", {})]
    if place == "The message’s payload":
        return [("drop_payload", {})]
    if place.startswith(("Line ", "The parameter")):
        return [("ask_a_person", {})]
    return [(TEXTS[place], {})] if place in TEXTS else []


def of_role(finding: Finding) -> Offers:
    """A step nobody would see: the role that opens the cases does it, where there is one."""
    return [("give_role", {})] if finding.facts.get("opener") else []


def of_call(finding: Finding) -> Offers:
    """A call or a rule that leads nowhere: a person does it."""
    return [] if finding.facts.get("near") else [("ask_a_person", {})]


SPECIAL: Mapping[str, Callable[[Finding], Offers]] = {
    "condition_missing": of_choice,
    "default_missing": of_default,
    "split_without_default": of_default,
    "unsupported_event": of_event,
    "timer_invalid": of_timer,
    "feel_invalid": of_text,
    "role_missing": of_role,
    "called_unknown": of_call,
    "decision_unknown": of_call,
}

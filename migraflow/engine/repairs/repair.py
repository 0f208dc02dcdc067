"""What may be done about a finding, ready to be done: one click in the studio, one liberty of an import."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from migraflow.engine.bundle import DIAGRAM, Bundle
from migraflow.engine.findings import Filled, Finding
from migraflow.engine.repairs import events, flows, folder, steps
from migraflow.engine.repairs.paper import Moot, Paper
from migraflow.engine.wording.repairs import REPAIRS

Change = Callable[[Paper, str, Mapping[str, str]], None]
CHANGES: Mapping[str, Change] = {
    "run_process": folder.run_process,
    "rename_process": folder.rename_process,
    "draw_start": steps.draw_start,
    "draw_end": steps.draw_end,
    "give_ids": steps.give_ids,
    "draw_parallel": flows.draw_parallel,
    "draw_choice": flows.draw_choice,
    "join_what_comes": steps.join_what_comes,
    "forget": steps.forget,
    "drop_flow": flows.drop_flow,
    "rename_second": steps.rename_second,
    "ask_a_person": steps.ask_a_person,
    "nearest_kind": steps.nearest_kind,
    "step_of_a_stranger": steps.step_of_a_stranger,
    "undo_compensation": steps.undo_compensation,
    "start_otherwise": events.start_otherwise,
    "start_by_message": events.start_by_message,
    "say_event": events.say_event,
    "attach_message": events.attach_message,
    "confirm_instead": events.confirm_instead,
    "throw_nothing": events.throw_nothing,
    "name_event": events.name_event,
    "define_missing": events.define_missing,
    "end_here": events.end_here,
    "person_chooses": flows.person_chooses,
    "ask_instead": flows.ask_instead,
    "make_default": flows.make_default,
    "drop_default": flows.drop_default,
    "drop_condition": flows.drop_condition,
    "translate": flows.translate,
    "keep_as_feel": flows.keep_as_feel,
    "one_day": events.one_day,
    "plain_time": events.plain_time,
    "fire_once": events.fire_once,
    "drop_payload": events.drop_payload,
    "do_once": steps.do_once,
    "call": steps.call,
    "name_lane": steps.name_lane,
    "give_role": steps.give_role,
    "use_form": steps.closest("formJsonSchemaFilename"),
    "use_deadline": steps.closest("delai"),
    "drop_result": steps.drop_result,
    "declare_message": folder.declare_message,
    "declare_issue": folder.declare_issue,
}
CLOSE = re.compile(r"« (.+) »")


@dataclass(frozen=True)
class Repair:
    """A change that answers a finding. `code` names the change, `element` what it touches, `facts` what it needs.

    `alone`: an import may make it without asking first; it is told all the same. Plain values only, so a repair may be
    kept as JSON."""

    code: str
    element: str
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    alone: bool = False

    def apply(self, content: bytes) -> bytes:
        """The diagram put right; as it was when there is nothing left to put right. Raises xml.Unreadable."""
        return self.mend({DIAGRAM: content})[DIAGRAM]

    def mend(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files of a procedure put right, a form or a line of ``procedure.toml`` added where it takes one."""
        paper = Paper(files)
        return paper.finished() if self.change(paper) else dict(files)

    def change(self, paper: Paper) -> bool:
        """Make the change on `paper`; False when there is nothing left to put right, and nothing was touched."""
        try:
            CHANGES[self.code](paper, self.element, self.facts)
        except Moot:
            return False
        return True

    def on(self, bundle: Bundle) -> Bundle:
        """The procedure put right."""
        return Bundle.of(bundle.id, self.mend(bundle.files))

    def sentence(self, language: str = "fr") -> str:
        """What it offers to do."""
        french, english = REPAIRS[self.code]
        return (english if language == "en" else french).format_map(Words(self))


class Words(Filled):
    """The facts of a repair as its sentence needs them."""

    def __init__(self, repair: Repair) -> None:
        name = repair.facts.get("name") or repair.element
        dict.__init__(self, {**repair.facts, "element": repair.element, "name": name})


def offered(code: str, finding: Finding, alone: bool, **facts: str) -> Repair:
    """The repair `code` for a finding, with the closest known word the finding suggests."""
    close = CLOSE.search(finding.facts.get("near", ""))
    words = {**finding.facts, **({} if close is None else {"close": close[1]}), **facts}
    return Repair(code, finding.element, words, alone)

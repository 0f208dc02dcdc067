"""Every place of a procedure that takes an expression, as a small procedure around any text; and the campaign that
puts texts into places, checks and runs them, counting time and memory.

    python -m tests.unit.engine.payload_places dealt|all|sample [again]   writes one JSON line per attempt

`again` measures again what took long.
"""

from __future__ import annotations

import gc
import html
import json
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from migraflow import engine, feel
from migraflow.domain.access import Role, Scope
from migraflow.domain.answers import Setting, accept
from migraflow.domain.errors import MigraflowError, StepFailed, Unfit
from migraflow.domain.formulas import worked_out
from migraflow.domain.letter_blocks import spans_of
from migraflow.domain.letters import Known, Pen
from migraflow.domain.notices import filled
from migraflow.domain.prefill import starting
from migraflow.feel.compile import attempt as compiled_texts
from tests.unit.dmn.models import decision, definitions, escaped, given, literal, table
from tests.unit.engine.conftest import Drawing
from tests.unit.engine.payloads import ALL, HUNGRY, dealt, waiting

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
HOUSE = engine.House(roles={"accueil": Role("accueil", "A", "A", Scope.OFFICE, frozenset())})
DATA: Mapping[str, object] = {"declencheur": True}
draw = Drawing()

MANY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="false">{}<bpmn:inputDataItem id="i" name="objet"/>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)


def around(middle: str, files: Mapping[str, object] | None = None, before: str = "") -> engine.Bundle:
    """A procedure that is one node."""
    lanes = draw.lanes(accueil=["debut", "x", "fin_traite"])
    chain = draw.chain("debut", "x", "fin_traite")
    return draw.bundle(lanes, draw.start(), middle, draw.end(), chain, before=before, files=files, messages=("m",))


def text(tag: str, inside: str, **words: str) -> str:
    """A BPMN element around a text."""
    return draw.node(tag, "e", html.escape(inside), **words)


def condition(payload: str) -> engine.Bundle:
    flows = draw.flow("debut", "x") + draw.flow("x", "a", payload) + draw.flow("x", "fin_traite", id="autre")
    gate = draw.node("exclusiveGateway", "x", default="autre")
    nodes = draw.start() + gate + draw.user("a") + draw.end() + draw.flow("a", "fin_traite")
    return draw.bundle(draw.lanes(accueil=["a"]), nodes, flows)


def inclusive(payload: str) -> engine.Bundle:
    return draw.bundle(
        draw.lanes(accueil=["a"]), draw.start(), draw.node("inclusiveGateway", "x", default="autre"), draw.user("a"),
        draw.end(), draw.flow("debut", "x"), draw.flow("x", "a", payload), draw.flow("x", "fin_traite", id="autre"),
        draw.flow("a", "fin_traite"),
    )  # fmt: skip


def script(payload: str) -> engine.Bundle:
    return around(draw.script("x", f"resultat := {payload}"))


def later_line(payload: str) -> engine.Bundle:
    return around(draw.script("x", "un := 1", f"deux := un + 1\ntrois := {payload}"))


def timer(payload: str) -> engine.Bundle:
    return around(draw.catch("x", draw.timer(payload)))


def date_timer(payload: str) -> engine.Bundle:
    return around(draw.catch("x", draw.timer(payload, "timeDate")))


def boundary(payload: str) -> engine.Bundle:
    event = draw.boundary("b", "x", draw.timer(payload))
    late = event + draw.end("fin_tard") + draw.flow("b", "fin_tard")
    words = {"traite": "Traité", "tard": "Trop tard"}
    pieces = (draw.lanes(accueil=["x"]), draw.start(), draw.user("x"), late, draw.end())
    return draw.bundle(*pieces, draw.chain("debut", "x", "fin_traite"), **words)


def collection(payload: str) -> engine.Bundle:
    return around(draw.user("x", MANY.format(draw.node("loopDataInputRef", "c", html.escape(payload)))))


def cardinality(payload: str) -> engine.Bundle:
    return around(draw.user("x", MANY.format(text("loopCardinality", payload))))


def loop(payload: str) -> engine.Bundle:
    words = {"testBefore": "true", "loopMaximum": "3"}
    mark = draw.node("standardLoopCharacteristics", "l", text("loopCondition", payload), **words)
    return around(draw.node("scriptTask", "x", f"{mark}<bpmn:script>n := 1</bpmn:script>"))


def service(payload: str) -> engine.Bundle:
    return around(draw.service("x", "journaliser", note=payload))


def message(payload: str) -> engine.Bundle:
    carried = f"<spiffworkflow:messagePayload>{html.escape(payload)}</spiffworkflow:messagePayload>"
    inner = f"<bpmn:extensionElements>{carried}</bpmn:extensionElements>"
    throw = draw.throw("x", inner + draw.event("message", "msg_m"))
    return around(throw, before=draw.message("m"))


def property_of(name: str, payload: str) -> str:
    """An extension property."""
    line = f'<spiffworkflow:property name="{name}" value="{html.escape(payload)}"/>'
    return (
        f"<bpmn:extensionElements><spiffworkflow:properties>{line}</spiffworkflow:properties></bpmn:extensionElements>"
    )


def awaited(payload: str) -> engine.Bundle:
    catch = draw.catch("x", property_of("correlation", payload) + draw.event("message", "msg_m"))
    return around(catch, before=draw.message("m"))


def sent(payload: str) -> engine.Bundle:
    throw = draw.throw("x", property_of("correlation", payload) + draw.event("message", "msg_m"))
    return around(throw, before=draw.message("m"))


def rule(xml: bytes) -> engine.Bundle:
    return around(draw.rule("x", "d_avis"), files={"rules/avis.dmn": xml})


KNOWN = given("declencheur", "boolean")


def cell(payload: str) -> engine.Bundle:
    rows = table(["declencheur"], [[payload, '"oui"'], ["-", '"non"']], "FIRST")
    return rule(definitions(KNOWN + decision("avis", rows, "i_declencheur")))


def output(payload: str) -> engine.Bundle:
    rows = table(["declencheur"], [["true", payload], ["-", '"non"']], "FIRST")
    return rule(definitions(KNOWN + decision("avis", rows, "i_declencheur")))


def column(payload: str) -> engine.Bundle:
    rows = table(["ICI"], [["-", '"oui"']], "FIRST").replace("ICI", escaped(payload))
    return rule(definitions(KNOWN + decision("avis", rows, "i_declencheur")))


def written_out(payload: str) -> engine.Bundle:
    return rule(definitions(KNOWN + decision("avis", literal(payload), "i_declencheur")))


def knowledge(payload: str) -> engine.Bundle:
    logic = f'<encapsulatedLogic><formalParameter name="declencheur"/>{literal(payload)}</encapsulatedLogic>'
    model = f'<businessKnowledgeModel id="k_f" name="f"><variable name="f"/>{logic}</businessKnowledgeModel>'
    return rule(definitions(KNOWN + model + decision("avis", literal("f(declencheur)"), "i_declencheur k_f")))


def form(**words: object) -> engine.Bundle:
    """A procedure with one form of one field."""
    field = {"title": "Avis", "type": "string", "x-kind": "text", **words}
    schema = {"$id": "f", "title": "F", "type": "object", "properties": {"avis": field}}
    return with_form(schema)


def with_form(schema: Mapping[str, object]) -> engine.Bundle:
    return around(draw.with_form("x", "f.json"), files={"forms/f.json": schema})


def show_if(payload: str) -> engine.Bundle:
    return form(**{"x-show-if": payload})


def check_rule(payload: str) -> engine.Bundle:
    return form(**{"x-check": payload, "x-message": "Corrigez."})


def default(payload: str) -> engine.Bundle:
    return form(**{"x-default": payload})


def computed(payload: str) -> engine.Bundle:
    return form(**{"x-kind": "computed", "x-value": payload})


def cross_rule(payload: str) -> engine.Bundle:
    field = {"title": "Avis", "type": "string", "x-kind": "text"}
    rules = [{"check": payload, "message": "Corrigez.", "fields": ["avis"]}]
    return with_form({"$id": "f", "title": "F", "type": "object", "properties": {"avis": field}, "x-rules": rules})


def section(payload: str) -> engine.Bundle:
    field = {"title": "Avis", "type": "string", "x-kind": "text"}
    parts = [{"title": "Partie", "fields": ["avis"], "x-show-if": payload}]
    return with_form({"$id": "f", "title": "F", "type": "object", "properties": {"avis": field}, "x-sections": parts})


def summary(payload: str) -> engine.Bundle:
    return around(draw.user("x", property_of("resume", payload)))


DRAWN: dict[str, Callable[[str], engine.Bundle]] = {
    "gateway condition": condition, "inclusive condition": inclusive, "script line": script, "later line": later_line,
    "timer": timer, "date of a timer": date_timer, "timer on a task": boundary, "collection": collection,
    "awaited correlation": awaited, "sent correlation": sent,
    "cardinality": cardinality, "loop condition": loop, "service parameter": service, "message payload": message,
    "table cell": cell, "table output": output, "table input": column, "decision": written_out, "knowledge": knowledge,
    "form condition": show_if, "form rule": check_rule, "form default": default, "form computed": computed,
    "form rule across": cross_rule, "form section": section, "summary": summary,
}  # fmt: skip
NOTICE, LETTER = "notice", "letter"
LATE = (NOTICE, LETTER, "summary")
"""Places whose text is compiled when it is needed."""
PLACES = (*DRAWN, NOTICE, LETTER)

SUSPECT = 50.0
"""Milliseconds beyond which a benchmark measures again."""


@dataclass(frozen=True)
class Attempt:
    """One text in one place: refused when checked? when run? The CPU milliseconds of both, and the megabytes by which
    the process grew."""

    place: str
    text: str
    waits: bool
    checked: bool
    run: bool
    check_ms: float
    run_ms: float
    memory: float


def peak(*, anew: bool = False) -> float:
    """The most megabytes this process ever had, or has had since it was last counted `anew`. What a process inherits
    from its parent does not count where the system tells them apart (Linux)."""
    try:
        if anew:
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        told = Path("/proc/self/status").read_text(encoding="ascii")
        return int(told.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def attempt(place: str, payload: str, *, waits: bool) -> Attempt:
    """Put `payload` into `place`, check it, then run it all the same, both as if the text had never been seen."""
    compiled_texts.cache_clear()
    before = peak(anew=True)
    bundle = None if place not in DRAWN else DRAWN[place](payload)
    begun = process_time()
    checked = unwritten(payload) if bundle is None else faulty(bundle)
    check_ms = (process_time() - begun) * 1000
    compiled_texts.cache_clear()
    begun = process_time()
    refused = stopped(place, payload, bundle)
    run_ms = (process_time() - begun) * 1000
    memory = peak() - before
    return Attempt(place, payload[:80], waits, checked, refused, check_ms, run_ms, memory)


def faulty(bundle: engine.Bundle) -> bool:
    """Whether the checker finds an error."""
    return any(one.severity is engine.Severity.ERROR for one in engine.check(bundle, HOUSE))


def placeholder(payload: str) -> str:
    """A line of a letter or a notice around a text."""
    return "Bonjour {{" + payload.replace("}}", "} }") + "}}"


def unwritten(payload: str) -> bool:
    """Whether a letter with this placeholder does not read (notices are read by the same language)."""
    try:
        spans_of(placeholder(payload))
    except (feel.FeelSyntaxError, ValueError):
        return True
    return False


def stopped(place: str, payload: str, bundle: engine.Bundle | None) -> bool:
    """Whether compiling or running it ends in a refusal of our own."""
    try:
        if place == NOTICE:
            filled(placeholder(payload), DATA, NOW)
        elif place == LETTER or bundle is None:
            Pen(Known(DATA, {}, NOW), {}).words(spans_of(placeholder(payload)), {})
        else:
            lived(place, engine.compile_edition(bundle, HOUSE))
    except (feel.FeelSyntaxError, feel.LimitReached):
        return place in LATE
    except StepFailed as error:
        return "LimitReached" in error.reason
    except Unfit as error:
        return error.code == "expression_too_costly"
    except MigraflowError:
        return True
    return False


def lived(place: str, compiled: engine.Compiled) -> None:
    """Open a case; fill in the form of a form's place; look at the summary of a summary's."""
    now = engine.start(compiled, now=NOW, data=DATA)
    if place.startswith("form"):
        (shape,) = compiled.forms.values()
        setting = Setting(DATA, NOW, {})
        starting(shape, setting)
        accept(shape, {"avis": "oui"}, setting)
    if place == "summary":
        worked_out(feel.compile(compiled.steps["x"].properties["resume"]), now.data, NOW)


def campaign(form: str) -> Iterator[tuple[str, str, bool]]:
    """(place, text, waits): each text in one place ("dealt"), in "all", or a "sample"; what is hungry also in the
    disguise no check can see through."""
    every = 20 if form == "sample" else 1
    shares = [ALL] * len(PLACES) if form == "all" else dealt(ALL[::every], len(PLACES))
    hidden = [HUNGRY] * len(PLACES) if form == "all" else dealt(HUNGRY[::every], len(PLACES))
    for place, texts, hungry in zip(PLACES, shares, hidden, strict=True):
        yield from ((place, each, False) for each in texts)
        yield from ((place, waiting(each), True) for each in hungry)


def patient(place: str, payload: str, waits: bool, tries: int) -> Attempt:
    """An attempt, made again when it took long: what disturbs a measure only makes it longer."""
    one = attempt(place, payload, waits=waits)
    for _ in range(tries):
        if max(one.check_ms, one.run_ms) < SUSPECT:
            break
        again = attempt(place, payload, waits=waits)
        shortest = {"check_ms": min(one.check_ms, again.check_ms), "run_ms": min(one.run_ms, again.run_ms)}
        one = replace(one, **shortest)
    return one


if __name__ == "__main__":
    engine.check(script("1"), HOUSE)
    gc.freeze()
    for case in campaign(sys.argv[1]):
        print(json.dumps(asdict(patient(*case, tries=4 * len(sys.argv[2:])))))

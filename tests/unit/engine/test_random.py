"""Procedures nobody drew: random blocks of every kind, random people. They reach their end, their snapshots say all
(read and written again they say the same), forgetting changes nothing, and the checker finds no fault with a
sound drawing. MIGRAFLOW_SOAK makes the drawings larger and many."""

from __future__ import annotations

import itertools
import json
import os
import zlib
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migraflow import engine
from migraflow.domain.access import Role, Scope
from migraflow.engine import run
from migraflow.engine import snapshot as memory
from migraflow.engine.moment import Moment, lived

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
HOUSE = engine.House(roles={"accueil": Role("accueil", "A", "A", Scope.OFFICE, frozenset())})
MANY = (
    '<bpmn:multiInstanceLoopCharacteristics isSequential="{}"><bpmn:loopDataInputRef>[1, 2, 3]</bpmn:loopDataInputRef>'
    '<bpmn:loopDataOutputRef>sorties</bpmn:loopDataOutputRef><bpmn:inputDataItem id="{}_i" name="objet"/>'
    "</bpmn:multiInstanceLoopCharacteristics>"
)

AGAIN = '<bpmn:standardLoopCharacteristics testBefore="false" loopMaximum="{}"/>'
LONG = bool(os.environ.get("MIGRAFLOW_SOAK"))

LEAVES = ["user", "script", "timer", "guarded", "reminded", "message", "called_off", "signalled"]
BLOCKS = st.recursive(
    st.sampled_from([*((leaf,) for leaf in LEAVES), ("many", True), ("many", False)]),
    lambda inner: st.one_of(
        st.tuples(st.just("chain"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.sampled_from(["xor", "and", "or"]), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("loop"), inner, st.integers(1, 3)),
        st.tuples(st.just("sub"), inner),
        st.tuples(st.just("each"), inner, st.booleans()),
        st.tuples(st.just("watched"), inner, st.booleans()),
        st.tuples(st.just("race"), st.lists(inner, min_size=2, max_size=3)),
        st.tuples(st.just("again"), inner, st.integers(1, 3)),
        st.tuples(st.just("failing"), inner),
    ),
    max_leaves=20 if LONG else 9,
)


class Builder:
    """Turns blocks into XML; each block has one way in and one way out."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.count = 0
        self.users: list[str] = []
        self.messages: list[str] = []
        self.signals: list[str] = []
        self.errors: list[str] = []

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}_{self.count}"

    def build(self, block) -> tuple[str, str, str]:
        """(XML, id of the first node, id of the last)."""
        return getattr(self, block[0])(*block[1:])

    def simple(self, xml: str, id: str) -> tuple[str, str, str]:
        return xml, id, id

    def user(self):
        id = self.name("tache")
        self.users.append(id)
        return self.simple(self.draw.user(id), id)

    def script(self):
        id = self.name("script")
        return self.simple(self.draw.script(id, "pas := if pas = null then 1 else pas + 1", f"vu_{id} := pas"), id)

    def timer(self):
        id = self.name("attente")
        return self.simple(self.draw.catch(id, self.draw.timer("PT2H")), id)

    def guarded(self):
        xml, id, _ = self.user()
        event, after, merge = self.name("garde"), self.name("tache"), self.name("fusion")
        self.users.append(after)
        xml += self.draw.boundary(event, id, self.draw.timer("PT3H")) + self.draw.user(after)
        xml += (
            self.draw.node("exclusiveGateway", merge)
            + self.draw.chain(event, after, merge)
            + self.draw.chain(id, merge)
        )
        return xml, id, merge

    def reminded(self):
        xml, id, _ = self.user()
        event, after, end = self.name("rappel"), self.name("script"), self.name("fin")
        xml += self.draw.boundary(event, id, self.draw.timer("R2/PT1H", "timeCycle"), False)
        xml += (
            self.draw.script(after, f"rappele_{id} := true") + self.draw.end(end) + self.draw.chain(event, after, end)
        )
        return xml, id, id

    def heard(self) -> str:
        """The definition of a message of its own."""
        self.messages.append(self.name("mot"))
        return self.draw.event("message", f"msg_{self.messages[-1]}")

    def message(self):
        id = self.name("recu")
        return self.simple(self.draw.catch(id, self.heard()), id)

    def called_off(self):
        xml, id, _ = self.user()
        event, after, merge = self.name("annule"), self.name("script"), self.name("fusion")
        xml += self.draw.boundary(event, id, self.heard()) + self.draw.script(after, f"annule_{id} := true")
        xml += self.draw.node("exclusiveGateway", merge)
        return xml + self.draw.chain(event, after, merge) + self.draw.chain(id, merge), id, merge

    def signalled(self):
        """Two branches, one of which waits for what the other tells."""
        split, join, told, wait, work = (self.name(kind) for kind in ("partage", "reunion", "dit", "ecoute", "tache"))
        self.signals.append(self.name("signal"))
        self.users.append(work)
        event, heard = (self.draw.event("signal", f"sig_{self.signals[-1]}") for _ in range(2))
        xml = self.draw.node("parallelGateway", split) + self.draw.node("parallelGateway", join)
        xml += self.draw.catch(wait, heard) + self.draw.user(work) + self.draw.throw(told, event)
        return xml + self.draw.chain(split, wait, join) + self.draw.chain(split, work, told, join), split, join

    def race(self, blocks):
        """The first of a timer and of messages decides which way."""
        gate, merge = self.name("course"), self.name("fusion")
        xml = self.draw.node("eventBasedGateway", gate) + self.draw.node("exclusiveGateway", merge)
        for place, block in enumerate(blocks):
            event = self.name("evenement")
            inner, first, last = self.build(block)
            xml += self.draw.catch(event, self.heard() if place else self.draw.timer("PT5H")) + inner
            xml += self.draw.chain(gate, event, first) + self.draw.chain(last, merge)
        return xml, gate, merge

    def again(self, block, rounds: int):
        return self.scope(block, AGAIN.format(rounds))

    def failing(self, block):
        """A subprocess that may end in an error, which its caller catches."""
        code = self.name("erreur")
        self.errors.append(code)
        test, bad, event, merge = (self.name(kind) for kind in ("essai", "fin_erreur", "capture", "fusion"))
        inner, first, last = self.build(block)
        good, start, sub = self.name("fin"), self.name("debut"), self.name("bloc")
        body = self.draw.start(start) + inner + self.draw.node("exclusiveGateway", test, default=f"bon_{test}")
        body += self.draw.end(good) + self.draw.end(bad, self.draw.event("error", f"err_{code}"))
        body += self.draw.flow(start, first) + self.draw.flow(last, test)
        body += self.draw.flow(test, bad, "modulo(graine, 2) = 0") + self.draw.flow(test, good, id=f"bon_{test}")
        xml = self.draw.node("subProcess", sub, body) + self.draw.node("exclusiveGateway", merge)
        xml += self.draw.boundary(event, sub, self.draw.event("error", f"err_{code}"))
        return xml + self.draw.chain(sub, merge) + self.draw.chain(event, merge), sub, merge

    def many(self, sequential: bool):
        id = self.name("tache")
        self.users.append(id)
        return self.simple(self.draw.user(id, MANY.format(str(sequential).lower(), id)), id)

    def chain(self, blocks):
        parts = [self.build(block) for block in blocks]
        xml = "".join(part[0] for part in parts)
        for one, other in itertools.pairwise(parts):
            xml += self.draw.flow(one[2], other[1])
        return xml, parts[0][1], parts[-1][2]

    def gateway(self, tag: str, blocks):
        split, join, way = self.name("passerelle"), self.name("jonction"), self.name("voie")
        parts = [self.build(block) for block in blocks]
        attributes = {} if tag == "parallelGateway" else {"default": way}
        xml = self.draw.node(tag, split, **attributes) + self.draw.node(tag, join)
        for place, (inner, first, last) in enumerate(parts):
            condition = f"modulo(graine, {place + 2}) = 0" if place and tag != "parallelGateway" else None
            xml += (
                inner
                + self.draw.flow(split, first, condition, id=way if place == 0 else "")
                + self.draw.flow(last, join)
            )
        return xml, split, join

    def xor(self, blocks):
        return self.gateway("exclusiveGateway", blocks)

    def or_(self, blocks):
        return self.gateway("inclusiveGateway", blocks)

    def and_(self, blocks):
        return self.gateway("parallelGateway", blocks)

    def loop(self, block, rounds: int):
        merge, count, test, back = (self.name(kind) for kind in ("fusion", "compte", "encore", "sortie"))
        inner, first, last = self.build(block)
        xml = self.draw.node("exclusiveGateway", merge) + inner
        xml += self.draw.script(count, f"{count} := if {count} = null then 1 else {count} + 1")
        xml += (
            self.draw.node("exclusiveGateway", test, default=back)
            + self.draw.flow(merge, first)
            + self.draw.chain(last, count, test)
        )
        after = self.name("script")
        xml += self.draw.script(after, f"{count} := null") + self.draw.flow(test, merge, f"{count} < {rounds}")
        return xml + self.draw.flow(test, after, id=back), merge, after

    def scope(self, block, mark: str = ""):
        id, start, end = self.name("bloc"), self.name("debut"), self.name("fin")
        inner, first, last = self.build(block)
        inner = (
            self.draw.start(start)
            + inner
            + self.draw.end(end)
            + self.draw.flow(start, first)
            + self.draw.flow(last, end)
        )
        return self.simple(self.draw.node("subProcess", id, inner + mark), id)

    def sub(self, block):
        return self.scope(block)

    def watched(self, block, interrupting: bool):
        id, start, end, user = (self.name(kind) for kind in ("garde", "debut", "fin", "tache"))
        self.users.append(user)
        event = self.draw.node("startEvent", start, self.draw.timer("PT4H"), isInterrupting=str(interrupting).lower())
        aside = event + self.draw.user(user) + self.draw.end(end) + self.draw.chain(start, user, end)
        return self.scope(block, self.draw.node("subProcess", id, aside, triggeredByEvent="true"))

    def each(self, block, sequential: bool):
        return self.scope(block, MANY.format(str(sequential).lower(), self.name("bloc")))


setattr(Builder, "and", Builder.and_)
setattr(Builder, "or", Builder.or_)


def drawn(draw, block) -> engine.Bundle:
    """A procedure whose one block is `block`."""
    builder = Builder(draw)
    inner, first, last = builder.build(block)
    lanes = draw.lanes(accueil=["debut", *builder.users])
    before = "".join(map(draw.message, builder.messages)) + "".join(map(draw.signal, builder.signals))
    before += "".join(f'<bpmn:error id="err_{code}" name="{code}" errorCode="{code}"/>' for code in builder.errors)
    pieces = (lanes, draw.start(), inner, draw.end(), draw.flow("debut", first), draw.flow(last, "fin_traite"))
    return draw.bundle(*pieces, before=before, messages=builder.messages)


def same_again(compiled, snapshot: bytes) -> bool:
    """Whether a snapshot read and written again says the same."""
    case, identity, drawn = memory.load(compiled.specs, compiled.bundle.id, snapshot)
    with lived(Moment(NOW, identity, drawn)):
        return content_of(memory.dump(case, identity, drawn)) == content_of(snapshot)


def content_of(snapshot: bytes) -> dict:
    """What a snapshot says; the variables of a task have no order."""
    content = json.loads(zlib.decompress(snapshot))
    for scope in (content["scope"], *content["inner"].values()):
        for task in scope["tasks"]:
            task["set"] = dict(task["set"])
    return content


def steps(compiled, seed: int, chance, forget: bool, monkeypatch):
    """Play to the end: (what was seen at each step). People and the clock take turns by `chance`."""
    if not forget:
        monkeypatch.setattr(run, "prune", lambda case: 0)
    now, seen = NOW, []
    case = engine.start(compiled, now=now, data={"graine": seed}, case=UUID(int=seed + 1))
    for number in range(400):
        again = engine.facts(compiled, case.snapshot)
        assert (again.tasks, again.waits, again.data, again.ended) == (case.tasks, case.waits, case.data, case.ended)
        assert same_again(compiled, case.snapshot)
        seen.append(
            (sorted((t.element, t.item or "", t.token) for t in case.tasks), case.waits, dict(case.data), case.trail)
        )
        if case.ended is not None:
            break
        pick = chance[number % len(chance)]
        calls = sorted({wait.name for wait in case.waits if wait.kind is engine.WaitKind.MESSAGE})
        if calls and (pick % 3 == 0 or not (case.tasks or case.next_due)):
            case = engine.deliver(compiled, case.snapshot, calls[pick % len(calls)], {"mot": number}, now=now)
        elif case.tasks and (pick % 4 or case.next_due is None):
            task = sorted(case.tasks, key=lambda one: one.token)[pick % len(case.tasks)]
            case = engine.advance(
                compiled, case.snapshot, task.token, {f"par_{task.element}": number, "objet": number}, now=now
            )
        else:
            assert case.next_due is not None, "nobody can move this case"
            now = max(now + timedelta(minutes=1), case.next_due)
            case = engine.fire(compiled, case.snapshot, now=now)
    monkeypatch.undo()
    return seen, case


@settings(max_examples=1500 if LONG else 60, deadline=None, suppress_health_check=list(HealthCheck))
@given(block=BLOCKS, seed=st.integers(0, 30), chance=st.lists(st.integers(0, 20), min_size=5, max_size=12))
def test_every_sound_procedure_reaches_its_end(draw, block, seed, chance):
    bundle = drawn(draw, block)
    assert not [one for one in engine.check(bundle, HOUSE) if one.severity is engine.Severity.ERROR]
    compiled = engine.compile_edition(bundle, HOUSE)
    patch = pytest.MonkeyPatch()
    seen, case = steps(compiled, seed, chance, True, patch)
    assert case.ended is not None, seen[-1]
    assert (case.tasks, case.waits, case.next_due) == ((), (), None)
    remembered, other = steps(compiled, seed, chance, False, patch)
    assert seen == remembered
    assert case.data == other.data
    assert len(case.snapshot) <= len(other.snapshot)

"""Procedures made up by Hypothesis: nested decisions, loops, deadlines and subprocesses, with or without lanes."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.unit.engine.layout.models import boundary, collaboration, document, event, flows, lanes, node, process

_WORDS = (
    "", "Valider", "Vérifier le dossier", "Enregistrer la demande et recueillir le consentement",
    "Notifier le rejet motivé au candidat et à son conseiller", "Pièces reçues ?", "Accusé de réception",
    "Accompagnement socioprofessionnel renforcé",
)  # fmt: skip
_TASKS = ("userTask", "serviceTask", "businessRuleTask", "callActivity", "task", "sendTask")
_SPLITS = ("exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway")
_ROLES = ("Accueil", "Conseiller", "Chef de division", "Direction", "Service migration")
words = st.sampled_from(_WORDS)
blocks = st.deferred(lambda: st.one_of(tasks, tasks, tasks, chains, splits, loops, deadlines, insides))
tasks = st.tuples(st.just("task"), st.sampled_from(_TASKS), words)
chains = st.tuples(st.just("chain"), st.lists(blocks, min_size=1, max_size=4))
splits = st.tuples(st.just("split"), st.sampled_from(_SPLITS), words, st.lists(blocks, min_size=2, max_size=4), words)
loops = st.tuples(st.just("loop"), blocks, words)
deadlines = st.tuples(st.just("deadline"), words, st.lists(st.tuples(words, st.booleans()), min_size=1, max_size=3))
insides = st.tuples(st.just("inside"), blocks, words, st.booleans())


@dataclass
class _Writer:
    """Collects the elements of one process; ``scope`` is the subprocess being written."""

    parts: list[list[str]] = field(default_factory=lambda: [[]])
    names: list[str] = field(default_factory=list)
    catching: list[str] = field(default_factory=list)

    def add(self, element: str, name: str) -> str:
        self.parts[-1].append(element)
        self.names.append(name)
        return name

    def fresh(self) -> str:
        return f"n{len(self.names)}"

    def node(self, kind: str, label: str) -> str:
        name = self.fresh()
        return self.add(node(kind, name, label), name)

    def link(self, source: str, target: str, label: str = "") -> None:
        self.parts[-1].append(flows(f"{source} -> {target}: {label}"))


def _write(writer: _Writer, block: tuple, last: str, label: str = "") -> str:
    match block:
        case ("task", kind, name):
            made = writer.node(kind, name)
            writer.link(last, made, label)
            return made
        case ("chain", parts):
            for part in parts:
                last, label = _write(writer, part, last, label), ""
            return last
        case ("split", kind, name, branches, branch_label):
            return _write_split(writer, kind, name, branches, branch_label, last, label)
        case ("loop", body, name):
            join = writer.node("exclusiveGateway", "")
            writer.link(last, join, label)
            end = _write(writer, body, join)
            fork = writer.node("exclusiveGateway", name)
            writer.link(end, fork)
            writer.link(fork, join, "à revoir")
            return fork
        case ("deadline", name, events):
            return _write_deadline(writer, name, events, last, label)
        case _:
            return _write_inside(writer, block, last, label)


def _write_split(
    writer: _Writer, kind: str, name: str, branches: list, branch_label: str, last: str, label: str
) -> str:
    fork = writer.node(kind, name)
    writer.link(last, fork, label)
    ends: list[str] = []
    for branch in branches:
        start, naming = fork, branch_label
        if kind == "eventBasedGateway":
            start = writer.fresh()
            writer.add(event("intermediateCatchEvent", start, branch_label, "timer"), start)
            writer.catching.append(start)
            writer.link(fork, start)
            naming = ""
        ends.append(_write(writer, branch, start, naming))
    join = writer.node("exclusiveGateway" if kind == "eventBasedGateway" else kind, "")
    for end in ends:
        writer.link(end, join)
    return join


def _write_deadline(writer: _Writer, name: str, events: list, last: str, label: str) -> str:
    host = writer.node("userTask", name)
    writer.link(last, host, label)
    for naming, ends_there in events:
        guest = writer.fresh()
        writer.add(boundary(guest, host, "timer", naming, interrupting=ends_there), guest)
        handler = writer.node("userTask", naming)
        writer.link(guest, handler)
        if ends_there:
            writer.link(handler, writer.node("endEvent", naming))
    return host


def _write_inside(writer: _Writer, block: tuple, last: str, label: str) -> str:
    _, body, name, watched = block
    shell = writer.fresh()
    writer.names.append(shell)
    writer.parts.append([])
    start = writer.node("startEvent", "")
    end = _write(writer, body, start)
    writer.link(end, writer.node("endEvent", "Fin"))
    inner = writer.parts.pop()
    writer.parts[-1].append(node("subProcess", shell, name, *inner))
    writer.link(last, shell, label)
    if watched:
        guest = writer.fresh()
        writer.add(boundary(guest, shell, "message", name), guest)
        writer.catching.append(guest)
        writer.link(guest, writer.node("userTask", "Clore"))
    return shell


@st.composite
def procedures(draw: st.DrawFn) -> bytes:
    """A whole document: perhaps lanes for every node, perhaps a pool with black boxes and messages."""
    writer = _Writer()
    start = writer.node("startEvent", draw(words))
    writer.link(_write(writer, draw(blocks), start), writer.node("endEvent", "Clos"))
    content = "".join(writer.parts[0])
    roles = draw(st.integers(0, len(_ROLES)))
    laned = ""
    if roles:
        seats = draw(st.lists(st.integers(0, roles - 1), min_size=len(writer.names), max_size=len(writer.names)))
        members = {_ROLES[lane]: [n for n, seat in zip(writer.names, seats, strict=True) if seat == lane]
                   for lane in range(roles)}  # fmt: skip
        laned = lanes(members)
    pool = ""
    if draw(st.booleans()):
        messages = [f"pool_{1 + index % 2} -> {name}: avis" for index, name in enumerate(writer.catching)]
        pool = collaboration({"ANPE": "p", "Candidat": "", "Employeur": ""}, messages)
    return document(pool, process(laned, content))

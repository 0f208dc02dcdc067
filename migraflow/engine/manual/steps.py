"""Steps of the manual: who does what, when, with which form, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from migraflow.domain.effects import Operator
from migraflow.domain.letter_codes import model_code, rank
from migraflow.domain.manual import StepText
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.compile import DEADLINE, FORM, Compiled
from migraflow.engine.diagram import SPLITTING, Diagram, Kind, Node
from migraflow.engine.diff.change import Naming
from migraflow.engine.layout.drawn import drawn
from migraflow.engine.manual.ways import Course, in_reading_order
from migraflow.engine.xml import parse

KINDS: Mapping[Kind, str] = {
    Kind.USER: "Tâche",
    Kind.MANUAL: "Tâche hors de l’application",
    Kind.SCRIPT: "Calcul",
    Kind.RULE: "Règle",
    Kind.SERVICE: "Automatique",
    Kind.SEND: "Envoi",
    Kind.RECEIVE: "Attente",
    Kind.CATCH: "Attente",
    Kind.THROW: "Envoi",
    Kind.CALL: "Autre procédure",
    Kind.SUBPROCESS: "Partie",
    Kind.EXCLUSIVE: "Choix",
    Kind.INCLUSIVE: "Choix",
    Kind.PARALLEL: "Ensemble",
    Kind.EVENT_GATEWAY: "Attente",
    Kind.BOUNDARY: "Événement",
}
"""What the manual calls each kind of node it numbers; starts and ends are told where they lead."""
EFFECTS: Mapping[str, str] = {
    Operator.MESSAGE: "Prévient un autre dossier",
    Operator.SIGNAL: "Prévient tous les dossiers concernés",
    Operator.FIND_DUPLICATES: "Cherche les doublons dans le registre des personnes",
    Operator.FIND_CANDIDATES: "Cherche les candidatures possibles dans le vivier",
    Operator.ENROL_IN_POOL: "Inscrit la personne au vivier international",
    Operator.NOTE: "Note le passage au journal",
    Operator.NOTE_COSTS: "Note ce que le départ coûte à la personne",
    Operator.LIST_ACCESSES: "Dresse la liste de qui a lu les données de la personne",
    Operator.OPEN_CAMPAIGN: "Ouvre la sélection des candidatures",
    Operator.WRITE_REGISTER: "Inscrit au registre",
    Operator.READ_REGISTER: "Lit le registre",
    Operator.WEBHOOK: "Prévient le système d’un partenaire",
}
"""What the house does of itself; one that has no words here is named as it is."""


class Words(Protocol):
    """What this page needs of ``manual.Known``."""

    @property
    def naming(self) -> Naming:
        """Roles and deadlines."""
        ...

    @property
    def letters(self) -> Mapping[str, str]:
        """Titles of letters by code."""
        ...

    @property
    def notices(self) -> Mapping[str, str]:
        """Subjects of notices by name."""
        ...

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of procedures by id."""
        ...


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of forms by path and of rules by decision."""

    forms: Mapping[str, str]
    rules: Mapping[str, str]


def steps_of(compiled: Compiled, known: Words, numbers: Numbers) -> tuple[StepText, ...]:
    """Every step of the procedure, numbered in reading order."""
    diagram = compiled.diagrams[compiled.bundle.id]
    counted = [node for node in in_reading_order(diagram, across(compiled)) if is_step(diagram, node)]
    places = {node.id: number for number, node in enumerate(counted, 1)}
    labels = {name: facts.label for name, facts in compiled.messages.items()}
    course = Course(diagram, places, compiled.issues, labels, known.naming)
    return tuple(step_text(course, node, known, numbers) for node in counted)


def across(compiled: Compiled) -> Mapping[str, float]:
    """How far to the right each node is drawn, in px."""
    shapes = drawn(parse(compiled.bundle.files[DIAGRAM])).shapes
    return {element: box.x for element, box in shapes.items()}


def is_step(diagram: Diagram, node: Node) -> bool:
    """Whether a node has a number: all but starts, ends, events on borders, and gateways that only join."""
    if node.kind in SPLITTING:
        return len(diagram.outgoing.get(node.id, ())) > 1
    return node.kind in KINDS and node.kind is not Kind.BOUNDARY


def step_text(course: Course, node: Node, known: Words, numbers: Numbers) -> StepText:
    """One step."""
    diagram, naming = course.diagram, known.naming
    role = diagram.role(node)
    around = diagram.nodes.get(node.scope)
    return StepText(
        number=course.numbers[node.id],
        element=node.id,
        kind=KINDS[node.kind],
        name=node.label,
        who=naming.role(role).fr if role and node.kind in (Kind.USER, Kind.MANUAL) else "",
        part=around.label if around else "",
        deadline=deadline(node, naming),
        words=" ".join(node.instructions.split()),
        form=numbers.forms.get(node.properties.get(FORM, ""), ""),
        rule=numbers.rules.get(node.decision, ""),
        does=does(course, node, known),
        legal=node.properties.get("base_legale", ""),
        ways=tuple(course.ways(node)),
        meanwhile=tuple(meanwhile(course, node)),
    )


def deadline(node: Node, naming: Naming) -> str:
    """How long a step may take, when its holder is reminded and who is told when it is late."""
    code = node.properties.get(DEADLINE, "")
    found = naming.deadlines.get(code)
    if found is None:
        return code
    words = f"{naming.deadline(code).fr} ({code})"
    if found.reminder:
        words += f", rappel à {found.reminder} %"
    return f"{words}, puis {naming.role(found.escalation).fr}" if found.escalation else words


def does(course: Course, node: Node, known: Words) -> str:
    """What happens at a step without anybody."""
    repeated = "Répétée pour chaque ligne. " if node.repeat and not node.repeat.standard else ""
    match node.kind:
        case Kind.SERVICE:
            return effect(node, known)
        case Kind.SCRIPT:
            return " ; ".join(line.strip() for line in node.script.splitlines() if line.strip()[:2] not in ("", "//"))
        case Kind.CALL:
            return f"{repeated}Ouvre la procédure «\u00a0{known.titles.get(node.called, node.called)}\u00a0»."
        case Kind.CATCH | Kind.RECEIVE | Kind.THROW | Kind.SEND:
            return course.event(node.trigger)
        case _:
            return repeated.strip()


def effect(node: Node, known: Words) -> str:
    """What a service step does."""
    model = node.parameters.get("modele", "").strip('" ')
    if node.operator == Operator.LETTER:
        code = model_code(model)
        return f"Remet la lettre {code} «\u00a0{known.letters.get(code, code)}\u00a0»."
    if node.operator == Operator.NOTICE:
        to = node.parameters.get("a", "").strip('" ')
        reader = "à la personne" if to in ("", "personne") else f"à : {known.naming.role(to).fr}"
        return f"Envoie l’avis «\u00a0{known.notices.get(model, model)}\u00a0» {reader}."
    name = node.parameters.get("registre", "").strip('" ').replace("_", " ")
    named = f" «\u00a0{name}\u00a0»" if name else ""
    return f"{EFFECTS.get(node.operator, node.operator)}{named}."


def meanwhile(course: Course, node: Node) -> list[str]:
    """What may happen while a step stands open, and where that leads."""
    told: list[str] = []
    for event in course.diagram.attached.get(node.id, ()):
        ways = " ; ".join(course.target(flow.target) for flow in course.diagram.outgoing.get(event.id, ()))
        stops = "" if event.interrupting else " (l’étape reste ouverte)"
        told.append(f"{course.event(event.trigger) or event.label}{stops} : {ways or event.label}")
    return told


def letters_of(compiled: Compiled, known: Words) -> tuple[str, ...]:
    """The letters its steps hand out, in the order of their numbers."""
    nodes = compiled.diagrams[compiled.bundle.id].nodes.values()
    codes = {
        model_code(node.parameters.get("modele", "").strip('" ')) for node in nodes if node.operator == Operator.LETTER
    }
    return tuple(f"{code} – {known.letters.get(code, code)}" for code in sorted(codes, key=rank))


def notices_of(compiled: Compiled, known: Words) -> tuple[str, ...]:
    """The subjects of the notices it sends."""
    nodes = compiled.diagrams[compiled.bundle.id].nodes.values()
    names = {node.parameters.get("modele", "").strip('" ') for node in nodes if node.operator == Operator.NOTICE}
    return tuple(known.notices.get(name, name) for name in sorted(names))

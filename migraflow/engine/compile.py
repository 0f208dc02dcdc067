"""From a checked bundle to a compiled edition: immutable, shared by every case and every thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from migraflow import dmn, feel
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import Form
from migraflow.domain.procedures import MessageFacts, ProcedureFacts, SubjectFacts
from migraflow.domain.reference import Lists
from migraflow.engine.build import Ground, Specs, build
from migraflow.engine.bundle import DIAGRAM, PROCEDURE, Bundle, House
from migraflow.engine.diagram import Diagram, EventKind, Kind, Node, calls
from migraflow.engine.expressions import Language
from migraflow.engine.procedure_file import form_path, read_facts
from migraflow.engine.reader import read_diagram
from migraflow.engine.rules import Decision
from migraflow.engine.xml import Unreadable

FORM = "formJsonSchemaFilename"
DEADLINE = "delai"


@dataclass(frozen=True, slots=True)
class Step:
    """One node of the procedure as the house needs to know it. `form` is a path inside the folder of `procedure`;
    `deadline` a code of ``delais.csv``; `host` the element a boundary event sits on; `scope` the subprocess around."""

    element: str
    name: str
    kind: Kind
    role: str
    form: str | None
    deadline: str | None
    instructions: str
    procedure: str
    properties: Mapping[str, str]
    host: str | None = None
    scope: str = ""


@dataclass(frozen=True)
class Compiled:
    """A compiled edition. `steps` knows the procedure's own elements first, then those of the procedures it calls;
    `places` tells them apart by (procedure, element). Nothing in it changes after `compile_edition`."""

    bundle: Bundle
    procedure: ProcedureFacts
    procedures: Mapping[str, ProcedureFacts]
    forms: Mapping[tuple[str, str], Form]
    steps: Mapping[str, Step]
    places: Mapping[tuple[str, str], Step]
    diagrams: Mapping[str, Diagram]
    specs: Specs
    lists: Lists

    @property
    def messages(self) -> Mapping[str, MessageFacts]:
        """The messages the procedure and those it calls may wait for; the procedure's own words win."""
        found: dict[str, MessageFacts] = {}
        for facts in (*self.procedures.values(), self.procedure):
            found.update(facts.messages)
        return found

    @property
    def issues(self) -> Mapping[str, str]:
        """Words for each outcome code."""
        return self.procedure.issues

    @cached_property
    def subjects(self) -> Mapping[str, SubjectFacts]:
        """What cases of the procedure and of those it calls are about, by kind; the procedure's own words win."""
        found: dict[str, SubjectFacts] = {}
        for facts in (*self.procedures.values(), self.procedure):
            found.update(facts.subjects)
        return found

    @property
    def message_starts(self) -> frozenset[str]:
        """The messages that begin a case of the procedure."""
        diagram = self.diagrams[self.bundle.id]
        heads = (node for node in diagram.inside(diagram.id) if node.kind is Kind.START)
        return frozenset(node.trigger.ref for node in heads if node.trigger.kind is EventKind.MESSAGE)

    def confidential(self, procedure: str) -> tuple[str, ...]:
        """The roles that alone may see inside `procedure`; empty when everybody who sees the case may."""
        facts = self.procedures.get(procedure)
        return () if facts is None else facts.confidential

    def form(self, procedure: str, path: str | None) -> Form | None:
        """The form at `path` of `procedure`; None where a step has none."""
        return None if path is None else self.forms.get((procedure, path))


def compile_edition(bundle: Bundle, house: House) -> Compiled:
    """Compile `bundle` with the procedures it calls. Raises BrokenBundle; pure, so callers keep it by fingerprint."""
    bundles = {bundle.id: bundle, **called_bundles(bundle, house)}
    language = Language(house)
    facts: dict[str, ProcedureFacts] = {}
    forms: dict[tuple[str, str], Form] = {}
    diagrams: dict[str, Diagram] = {}
    specs: Specs = {}
    for identifier, one in bundles.items():
        facts[identifier] = facts_of(one)
        check_subjects(facts[identifier], language)
        forms.update({(identifier, path): form for path, form in forms_of(one, language).items()})
        diagrams[identifier] = diagram_of(one)
        specs.update(build(Ground(identifier, diagrams[identifier], language, decisions_of(one, language))))
    places = {
        (identifier, node.id): step_of(identifier, diagram, node)
        for identifier, diagram in diagrams.items()
        for node in diagram.nodes.values()
    }
    steps = {element: step for (_, element), step in reversed(places.items())}
    return Compiled(bundle, facts[bundle.id], facts, forms, steps, places, diagrams, specs, house.lists)


def check_subjects(facts: ProcedureFacts, language: Language) -> None:
    """What cases are about can be worked out. Raises BrokenBundle naming the kind of ``[sujets]`` that cannot."""
    for kind, subject in facts.subjects.items():
        try:
            language.compile(subject.value)
        except feel.FeelSyntaxError as error:
            raise BrokenBundle(f"{facts.id}/{PROCEDURE}", f"sujets.{kind}", error.sentence("fr")) from error


def called_bundles(bundle: Bundle, house: House) -> dict[str, Bundle]:
    """Every procedure `bundle` calls, and those they call. Raises BrokenBundle for one the house does not have."""
    found: dict[str, Bundle] = {}
    todo: list[Bundle] = [bundle]
    while todo:
        caller = todo.pop()
        for node in calls(diagram_of(caller)):
            if node.called == bundle.id or node.called in found:
                continue
            if node.called not in house.called:
                raise BrokenBundle(f"{caller.id}/{DIAGRAM}", node.id, f"la procédure « {node.called} » n'existe pas")
            found[node.called] = house.called[node.called]
            todo.append(found[node.called])
    return found


def file_of(bundle: Bundle, path: str) -> bytes:
    """A file of the bundle that must be there."""
    content = bundle.files.get(path)
    if content is None:
        raise BrokenBundle(f"{bundle.id}/{path}", "", "fichier absent")
    return content


def diagram_of(bundle: Bundle) -> Diagram:
    """The diagram of `bundle`."""
    try:
        return read_diagram(file_of(bundle, DIAGRAM))
    except Unreadable as error:
        raise BrokenBundle(f"{bundle.id}/{DIAGRAM}", error.element, str(error)) from error


def facts_of(bundle: Bundle) -> ProcedureFacts:
    """The facts of ``procedure.toml``."""
    try:
        return read_facts(file_of(bundle, PROCEDURE))
    except Unreadable as error:
        raise BrokenBundle(f"{bundle.id}/{PROCEDURE}", error.element, str(error)) from error


def forms_of(bundle: Bundle, language: Language) -> dict[str, Form]:
    """The forms of `bundle` by path."""
    registers = bundle.under("registers/")
    return {
        path: read_form(content, registers, file=f"{bundle.id}/{path}", functions=language.functions)
        for path, content in bundle.under("forms/").items()
    }


def decisions_of(bundle: Bundle, language: Language) -> dict[str, Decision]:
    """The decisions of ``rules/*.dmn`` by id and by name."""
    found: dict[str, Decision] = {}
    for path, content in bundle.under("rules/").items():
        try:
            model = dmn.parse(content, functions=language.functions)
        except dmn.DmnError as error:
            raise BrokenBundle(f"{bundle.id}/{path}", error.element, error.sentence("fr")) from error
        for flaw in model.findings:
            if flaw.flaw is dmn.Flaw.BAD_TEXT:
                raise BrokenBundle(f"{bundle.id}/{path}", flaw.element, flaw.sentence("fr"))
        for key, decision in model.decisions.items():
            found[key] = Decision(model, decision.id, output_names(model, decision))
    return found


def output_names(model: dmn.Model, decision: dmn.Decision) -> tuple[str, ...]:
    """The variables a decision sets: the names of its table's outputs, its own name when it has none."""
    tables = [table for table in model.tables if table.decision in (decision.id, decision.name)]
    names = tuple(output.name for table in tables[:1] for output in table.outputs)
    return names if names and all(names) else (decision.name,)


def step_of(procedure: str, diagram: Diagram, node: Node) -> Step:
    """What the house needs to know of `node`."""
    form = node.properties.get(FORM, "").strip()
    return Step(
        element=node.id,
        name=node.label,
        kind=node.kind,
        role=diagram.role(node),
        form=form_path(form) if form else None,
        deadline=node.properties.get(DEADLINE) or None,
        instructions=node.instructions,
        procedure=procedure,
        properties=node.properties,
        host=node.attached or None,
        scope="" if node.scope == diagram.id else node.scope,
    )

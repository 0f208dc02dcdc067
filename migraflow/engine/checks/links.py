"""What the drawing refers to: roles, forms, deadlines, operators, decisions, other procedures, outcomes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from migraflow import dmn, feel
from migraflow.domain.effects import AWAITED, Operator
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import Form
from migraflow.domain.letter_codes import model_code, rank
from migraflow.engine.bundle import DIAGRAM, PROCEDURE, Bundle
from migraflow.engine.checks.study import Study, near
from migraflow.engine.compile import DEADLINE, FORM, facts_of
from migraflow.engine.diagram import PEOPLE, Diagram, Kind, Node
from migraflow.engine.procedure_file import form_path
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable

DMN_CODES = {
    dmn.Severity.ERROR: "dmn_error",
    dmn.Severity.WARNING: "dmn_warning",
    dmn.Severity.NOTE: "dmn_note",
}
LITERAL = re.compile(r'"([^"]*)"')
"""A FEEL text that is one word between quotes."""
TARGET = "cible"
"""The parameter of a call to a partner's machine that names it."""
OPERATORS = tuple(operator.value for operator in Operator)


def check_links(study: Study, forms: Mapping[str, Form], decisions: Mapping[str, str]) -> None:
    """Every reference of the diagram. `forms` by path; `decisions` maps every known decision to its file."""
    for node in study.diagram.nodes.values():
        if node.kind in PEOPLE:
            check_role(study, node)
        check_form(study, node)
        check_deadline(study, node)
        if node.kind is Kind.SERVICE:
            check_operator(study, node)
        if node.kind is Kind.RULE:
            check_decision(study, node, decisions)
        if node.kind is Kind.CALL:
            check_call(study, node)
        if node.kind is Kind.END and node.scope == study.diagram.id:
            check_issue(study, node)
    check_unused_forms(study)


def check_role(study: Study, node: Node) -> None:
    """A person's task lies in the lane of a known role."""
    role = study.diagram.role(node)
    if not role and not study.facts.callable:
        opener = next((one for one in study.facts.opened_by if one in study.house.roles), "")
        study.at("role_missing", node, opener=opener)
    elif role and role not in study.house.roles:
        study.at("role_unknown", node, role=role, near=near(role, study.house.roles))


def check_form(study: Study, node: Node) -> None:
    """A task's form exists."""
    path = node.properties.get(FORM, "").strip()
    if not path:
        if node.kind is Kind.USER:
            study.at("form_none", node)
    elif form_path(path) not in study.bundle.files:
        study.at("form_missing", node, form=path, near=near(form_path(path), study.bundle.under("forms/")))


def check_deadline(study: Study, node: Node) -> None:
    """A task's deadline is a line of ``delais.csv``."""
    code = node.properties.get(DEADLINE, "")
    if code and code not in study.house.deadlines:
        study.at("deadline_unknown", node, deadline=code, near=near(code, study.house.deadlines))


def check_operator(study: Study, node: Node) -> None:
    """A service task names a known operator, and takes an answer from those that give one only."""
    known = ", ".join(OPERATORS)
    if not node.operator:
        study.at("operator_missing", node, known=known)
    elif node.operator not in OPERATORS:
        study.at("operator_unknown", node, operator=node.operator, known=known)
    elif node.operator == Operator.WEBHOOK and not node.parameters.get(TARGET, "").strip():
        study.at("webhook_without_target", node, parameter=TARGET)
    elif node.result and node.operator not in AWAITED:
        study.at("result_ignored", node, variable=node.result, operator=node.operator)
    elif node.operator == Operator.LETTER and study.house.letters:
        check_letter(study, node)


def check_letter(study: Study, node: Node) -> None:
    """A letter handed out has its model in ``workflows/letters``."""
    text = node.parameters.get("modele", "").strip()
    named = LITERAL.fullmatch(text)
    if not text or (named and model_code(named[1]) not in study.house.letters):
        letter = named[1] if named else text
        study.at("letter_unknown", node, letter=letter, known=", ".join(sorted(study.house.letters, key=rank)))


def check_decision(study: Study, node: Node, decisions: Mapping[str, str]) -> None:
    """A business rule task calls a decision of ``rules/``."""
    if not node.decision:
        study.at("decision_none", node)
    elif node.decision not in decisions:
        study.at("decision_unknown", node, decision=node.decision, near=near(node.decision, decisions))


def check_call(study: Study, node: Node) -> None:
    """A called procedure exists, may be called, does not call back, and shares no id."""
    called = study.house.called.get(node.called)
    if not node.called:
        study.at("called_missing", node)
    elif node.called == study.bundle.id:
        study.at("call_cycle", node, path=f"{study.bundle.id} → {node.called}")
    elif called is None:
        study.at("called_unknown", node, called=node.called, near=near(node.called, study.house.called))
    else:
        check_called(study, node, called)


def check_called(study: Study, node: Node, called: Bundle) -> None:
    """What can be said of a called procedure that exists."""
    try:
        if not facts_of(called).callable:
            study.at("called_not_callable", node, called=node.called)
    except BrokenBundle as error:
        study.add("compile_failed", node.id, reason=error.reason)
    path = path_back(study, called)
    if path:
        study.at("call_cycle", node, path=" → ".join((study.bundle.id, *path)))
    inner = drawn(called)
    if inner is not None:
        for identifier in sorted(inner.nodes.keys() & study.diagram.nodes.keys()):
            if study.diagram.nodes[identifier].kind not in (Kind.START, Kind.END):
                study.add("element_clash", identifier, called=node.called)


def path_back(study: Study, called: Bundle) -> tuple[str, ...]:
    """The calls that lead from `called` back to the procedure under study; empty when none does."""
    todo: list[tuple[str, ...]] = [(called.id,)]
    seen = {called.id}
    while todo:
        path = todo.pop()
        diagram = drawn(study.house.called[path[-1]]) if path[-1] in study.house.called else None
        for node in diagram.nodes.values() if diagram is not None else ():
            if node.kind is not Kind.CALL:
                continue
            if node.called == study.bundle.id:
                return (*path, node.called)
            if node.called not in seen:
                seen.add(node.called)
                todo.append((*path, node.called))
    return ()


def drawn(bundle: Bundle) -> Diagram | None:
    """The diagram of a called procedure, None when it cannot be read (its own check says why)."""
    try:
        return read_diagram(bundle.files[DIAGRAM])
    except (Unreadable, KeyError):
        return None


def check_issue(study: Study, node: Node) -> None:
    """An end of the procedure gives an outcome with a label, unless the data says the outcome."""
    if study.facts.callable or "issue :=" in " ".join(one.script for one in study.diagram.nodes.values()):
        return
    issue = node.id.removeprefix("fin_")
    if issue not in study.facts.issues and not beside(study.diagram, node):
        study.at("issue_unknown", node, issue=issue, near=near(issue, study.facts.issues))


def beside(diagram: Diagram, end: Node) -> bool:
    """Whether an end is reached only from events that leave the step they are attached to running: a reminder's."""
    todo, seen, origins = [end.id], set[str](), list[Node]()
    while todo:
        one = todo.pop()
        if one in seen or one not in diagram.nodes:
            continue
        seen.add(one)
        origins += [diagram.nodes[one]] if not diagram.incoming.get(one) else []
        todo += [flow.source for flow in diagram.incoming.get(one, ())]
    return bool(origins) and all(node.kind is Kind.BOUNDARY and not node.interrupting for node in origins)


def check_unused_forms(study: Study) -> None:
    """A form nobody opens is probably a link forgotten."""
    used = {
        form_path(node.properties[FORM].strip()) for node in study.diagram.nodes.values() if FORM in node.properties
    }
    used |= {message.form for message in study.facts.messages.values() if message.form}
    for path in study.bundle.under("forms/"):
        if path not in used:
            study.add("form_unused", file=path)


def check_forms(study: Study) -> dict[str, Form]:
    """The forms that can be read, by path; a finding for each that cannot."""
    forms: dict[str, Form] = {}
    registers = study.bundle.under("registers/")
    for path, content in study.bundle.under("forms/").items():
        try:
            forms[path] = read_form(content, registers, file=path, functions=study.language.functions)
        except BrokenBundle as error:
            study.add("form_invalid", error.element, file=path, **reasons(error))
            continue
        for place, field in forms[path].walk():
            if field.list_name and field.list_name not in study.house.lists:
                study.add(
                    "list_unknown",
                    place,
                    file=path,
                    list=field.list_name,
                    near=near(field.list_name, study.house.lists),
                )
    return forms


def reasons(error: BrokenBundle) -> dict[str, str]:
    """Why a file cannot be read, in both languages where the cause is an expression, with its place."""
    cause = error.__cause__
    if not isinstance(cause, feel.FeelSyntaxError):
        return {"reason": error.reason, "reason_en": error.reason}
    place = cause.position + 1
    return {
        "reason": f"au caractère {place} de « {cause.text[:120]} » : {cause.sentence('fr')}",
        "reason_en": f"at character {place} of “{cause.text[:120]}”: {cause.sentence('en')}",
    }


def check_decisions(study: Study) -> tuple[dict[str, str], set[str]]:
    """Every decision of ``rules/*.dmn`` with its file, and the variables they write."""
    decisions: dict[str, str] = {}
    written: set[str] = set()
    for path, content in study.bundle.under("rules/").items():
        try:
            model = dmn.parse(content, functions=study.language.functions)
        except dmn.DmnError as error:
            words = {"sentence_fr": error.sentence("fr"), "sentence_en": error.sentence("en")}
            study.add("dmn_invalid", error.element, file=path, **words)
            continue
        for one in dmn.check(model):
            words = {"sentence_fr": one.sentence("fr"), "sentence_en": one.sentence("en")}
            study.add(DMN_CODES[one.severity], one.element, file=path, **words)
        decisions.update(dict.fromkeys(model.decisions, path))
        written |= {output.name for table in model.tables for output in table.outputs}
        written |= {name.lower() for name in model.decisions} | set(model.decisions)
    return decisions, written


def check_messages(study: Study) -> None:
    """The messages of ``procedure.toml``: awaited, sendable, with a form that exists."""
    awaited = {node.trigger.ref for node in study.diagram.nodes.values()}
    for name, message in study.facts.messages.items():
        if name not in awaited:
            study.add("message_unused", name, file=PROCEDURE)
        if not message.roles:
            study.add("message_no_role", name, file=PROCEDURE)
        for role in message.roles:
            if role not in study.house.roles:
                study.add("toml_role_unknown", name, file=PROCEDURE, role=role, near=near(role, study.house.roles))
        if message.form and message.form not in study.bundle.files:
            hint = near(message.form, study.bundle.under("forms/"))
            study.add("form_missing", name, file=PROCEDURE, form=message.form, near=hint)
    for word, roles in (("ouvert_par", study.facts.opened_by), ("confidentiel", study.facts.confidential)):
        for role in roles:
            if role not in study.house.roles:
                study.add("toml_role_unknown", word, file=PROCEDURE, role=role, near=near(role, study.house.roles))

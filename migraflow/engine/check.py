"""Checks a bundle before anything is published: whatever the engine would drop, ignore, loop on or end silently becomes
a finding with its element, its severity, a sentence and a repair."""

from __future__ import annotations

from migraflow.domain.errors import BrokenBundle
from migraflow.engine.bundle import DIAGRAM, PROCEDURE, Bundle, House
from migraflow.engine.checks.choices import check_choices
from migraflow.engine.checks.drawing import check_drawing
from migraflow.engine.checks.events import check_events
from migraflow.engine.checks.links import check_decisions, check_forms, check_links, check_messages, drawn
from migraflow.engine.checks.scenarios import check_scenarios
from migraflow.engine.checks.soundness import check_soundness
from migraflow.engine.checks.study import Study
from migraflow.engine.checks.texts import check_repeats, check_texts
from migraflow.engine.compile import compile_edition
from migraflow.engine.diagram import Diagram
from migraflow.engine.expressions import Language
from migraflow.engine.findings import Finding, Severity, finding
from migraflow.engine.procedure_file import load, odd_words, read_facts
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable

RANK = {severity: rank for rank, severity in enumerate(Severity)}


def check(bundle: Bundle, house: House) -> tuple[Finding, ...]:
    """Everything found, the gravest first. Takes bounded time; for drafts of strangers see `apart.check_apart`."""
    found: list[Finding] = []
    diagram = read_files(bundle, found)
    if diagram is not None and PROCEDURE in bundle.files and not any(one.code == "toml_unreadable" for one in found):
        study = Study(bundle, house, diagram, read_facts(bundle.files[PROCEDURE]), Language(house), found)
        study_all(study)
        if not any(one.severity is Severity.ERROR for one in found):
            try_to_compile(study)
    unique = list(dict.fromkeys((one.code, one.file, one.element, tuple(one.facts.items())) for one in found))
    kept = [finding(code, file, element, **dict(facts)) for code, file, element, facts in unique]
    return tuple(sorted(kept, key=lambda one: RANK[one.severity]))


def read_files(bundle: Bundle, found: list[Finding]) -> Diagram | None:
    """The diagram, None when there is none to speak of; ``procedure.toml`` by itself."""
    found += [finding("file_missing", path) for path in (PROCEDURE, DIAGRAM) if path not in bundle.files]
    if PROCEDURE in bundle.files:
        try:
            table = load(bundle.files[PROCEDURE])
            found += [finding(odd.code, PROCEDURE, odd.element, **odd.facts) for odd in odd_words(table, bundle.id)]
        except Unreadable as error:
            found.append(finding(error.code, PROCEDURE, error.element, **error.facts))
    if DIAGRAM not in bundle.files:
        return None
    try:
        return read_diagram(bundle.files[DIAGRAM])
    except Unreadable as error:
        found.append(finding(error.code, DIAGRAM, error.element, **error.facts))
        return None


def study_all(study: Study) -> None:
    """Every check, in an order a reader can follow."""
    check_drawing(study)
    check_choices(study)
    check_events(study)
    forms = check_forms(study)
    decisions, written = check_decisions(study)
    check_links(study, forms, decisions)
    check_messages(study)
    check_repeats(study)
    check_texts(study, forms, written)
    if study.bundle.under("scenarios/"):
        check_scenarios(study, *names(study))
    if not any(one.severity is Severity.ERROR for one in study.found):
        check_soundness(study)


def names(study: Study) -> tuple[set[str], set[str]]:
    """The elements and messages a scenario may name: the procedure's own and those of every procedure called."""
    diagrams = [study.diagram, *(one for bundle in study.house.called.values() if (one := drawn(bundle)) is not None)]
    elements = {node for diagram in diagrams for node in diagram.nodes}
    return elements, {name for diagram in diagrams for name in diagram.messages | diagram.signals}


def try_to_compile(study: Study) -> None:
    """What the checks let pass must compile; if it does not, that is said rather than met at run time."""
    try:
        compile_edition(study.bundle, study.house)
    except BrokenBundle as error:
        study.add("compile_failed", error.element, file=error.file, reason=error.reason)

"""What good public service would have a manager look at again: the studio's advice, which stops no publication."""

from __future__ import annotations

from migraflow.domain.errors import BrokenBundle
from migraflow.domain.form_reader import read_form
from migraflow.domain.forms import Form
from migraflow.engine.advice.questions import advise_questions
from migraflow.engine.advice.reading import advise_reading
from migraflow.engine.advice.remedies import remedies
from migraflow.engine.advice.ways import advise_ways
from migraflow.engine.bundle import DIAGRAM, PROCEDURE, Bundle, House
from migraflow.engine.checks.study import Study
from migraflow.engine.expressions import Language
from migraflow.engine.findings import Finding
from migraflow.engine.procedure_file import read_facts
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable

__all__ = ["advise", "remedies"]


def advise(bundle: Bundle, house: House) -> tuple[Finding, ...]:
    """The advice on a procedure that reads; none on one that does not, which has graver findings."""
    try:
        diagram, facts = read_diagram(bundle.files[DIAGRAM]), read_facts(bundle.files[PROCEDURE])
    except (KeyError, Unreadable):
        return ()
    study = Study(bundle, house, diagram, facts, Language(house))
    forms = readable_forms(study)
    advise_questions(study, forms)
    advise_ways(study, forms)
    advise_reading(study, forms)
    return tuple(study.found)


def readable_forms(study: Study) -> dict[str, Form]:
    """The forms that can be read, by path."""
    found: dict[str, Form] = {}
    for path, content in sorted(study.bundle.under("forms/").items()):
        try:
            found[path] = read_form(
                content, study.bundle.under("registers/"), file=path, functions=study.language.functions
            )
        except BrokenBundle:
            continue
    return found

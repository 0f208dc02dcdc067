"""Which ends the procedures declare, and which of them cases have come to: by themselves, or called by another."""

from __future__ import annotations

from collections.abc import Mapping

from migraflow.domain.access import SYSTEM, Actor
from migraflow.engine.bundle import DIAGRAM, PROCEDURE
from migraflow.engine.diagram import Kind
from migraflow.engine.procedure_file import read_facts
from migraflow.engine.reader import read_diagram
from migraflow.services import accounts, sessions
from migraflow.services.house import bundles_in
from migraflow.store.database import run
from migraflow.wiring import Agency

CAME = "SELECT DISTINCT procedure, outcome FROM cases WHERE state = 'closed'"
MET = "SELECT DISTINCT procedure, element FROM journal WHERE kind IN ('passed', 'closed')"
PASSED = "SELECT DISTINCT procedure, element FROM journal WHERE kind = 'passed'"


def opened_by_hand(agency: Agency) -> Mapping[str, bool]:
    """The procedures, and whether somebody may begin a case of each by hand."""
    roles = agency.house.roles
    return {
        bundle.id: any("ouvrir_dossier" in roles[role].permissions for role in facts.opened_by)
        for bundle in bundles_in(agency.settings.workflows)
        for facts in [read_facts(bundle.files[PROCEDURE])]
    }


def unreached(agency: Agency) -> set[tuple[str, str]]:
    """The ends (procedure, code of ``[issues]``) to which nobody has come.

    A called procedure ends at an event of its own, ``fin_<code>``.
    """
    with agency.database.session() as session:
        came = {(row[0], row[1]) for row in run(session, CAME)}
        passed = {(row[0], row[1]) for row in run(session, PASSED)}
    found: set[tuple[str, str]] = set()
    for bundle in bundles_in(agency.settings.workflows):
        for issue in read_facts(bundle.files[PROCEDURE]).issues:
            event = f"fin_{issue}"
            inside = f'id="{event}"'.encode() in bundle.files[DIAGRAM] and (bundle.id, event) in passed
            if (bundle.id, issue) not in came and not inside:
                found.add((bundle.id, issue))
    return found


def unmet_ends(agency: Agency) -> set[tuple[str, str]]:
    """The end events (procedure, element), inside subprocesses too, that no case has ever come to."""
    with agency.database.session() as session:
        met = {(row[0], row[1]) for row in run(session, MET)}
    drawn = {bundle.id: read_diagram(bundle.files[DIAGRAM]) for bundle in bundles_in(agency.settings.workflows)}
    ends = {(id, node.id) for id, diagram in drawn.items() for node in diagram.nodes.values() if node.kind is Kind.END}
    return ends - met


def sitting(agency: Agency, name: str) -> Actor:
    """Somebody of the demo's staff, as who they are when they sign in."""
    with agency.working(SYSTEM) as work:
        return next(sessions.actor_of(work, one) for one in accounts.accounts(work) if one.name == name)

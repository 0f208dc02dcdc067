"""Advice of the studio on a draft: what good public service would have its manager look at again."""

from __future__ import annotations

from collections.abc import Iterator

from migraflow import engine
from migraflow.domain.access import Permission, Role, Scope
from migraflow.engine.advice import advise, remedies
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.diagram import PEOPLE, Diagram, Node
from migraflow.engine.findings import finding
from migraflow.engine.reader import read_diagram
from migraflow.engine.xml import Unreadable
from migraflow.services import editions, studio
from migraflow.services.work import Work
from migraflow.store import accounts, organisations

__all__ = ["advise_draft", "remedies"]
NAMED = 3
"""Regions named in a sentence; the others are counted."""
LOCAL = (Scope.OFFICE, Scope.REGION)


def advise_draft(work: Work, *, procedure: str) -> tuple[engine.Finding, ...]:
    """The advice on the working copy; none of it stops a publication."""
    work.require(Permission.CHANGE_PROCEDURE)
    bundle = studio.bundle_of(studio.held(work, procedure))
    return (*advise(bundle, editions.house_of(work)), *unheld(work, bundle))


def unheld(work: Work, bundle: engine.Bundle) -> Iterator[engine.Finding]:
    """Lanes whose role nobody holds in some region that has an office: a step there would wait for nobody."""
    try:
        diagram = read_diagram(bundle.files[DIAGRAM])
    except (Unreadable, KeyError):
        return
    for role, step in first_steps(diagram).items():
        known = work.house.roles.get(role)
        missing = missing_regions(work, known) if known else []
        if known and missing:
            shown = ", ".join(missing[:NAMED]) + (", …" if len(missing) > NAMED else "")
            facts = {"role": known.name_fr.split(" (")[0], "count": str(len(missing)), "regions": shown}
            yield finding("lane_unheld", DIAGRAM, step.id, name=step.label, **facts)


def first_steps(diagram: Diagram) -> dict[str, Node]:
    """The first person's step of each role."""
    found: dict[str, Node] = {}
    for node in diagram.nodes.values():
        if node.kind in PEOPLE:
            found.setdefault(diagram.role(node), node)
    return found


def missing_regions(work: Work, role: Role) -> list[str]:
    """The regions with an office in which nobody holds a role that works in one place."""
    if role.scope not in LOCAL:
        return []
    held = {account.region for account in accounts.accounts_with_role(work.store, role.code)}
    served = {office.region for office in organisations.offices(work.store)}
    return [region.name for region in organisations.regions(work.store) if region.slug in served - held]

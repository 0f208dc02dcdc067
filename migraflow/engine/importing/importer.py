"""Imports a BPMN file drawn elsewhere: each process in it becomes a procedure, and what our engine would not follow is
put right by the same repairs the studio offers, one after the other, until the checker has none left that need no
answer. What was done, and what is still to be answered, comes back as findings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from migraflow.engine.bundle import DIAGRAM, PROCEDURE, Bundle, House
from migraflow.engine.check import check
from migraflow.engine.findings import Finding, finding
from migraflow.engine.importing.foreign_forms import adopt
from migraflow.engine.importing.pools import Pool, pools_of
from migraflow.engine.repairs import Repair, proposed
from migraflow.engine.repairs.paper import Paper
from migraflow.engine.xml import Unreadable

MOST_ROUNDS = 12
"""Rounds of repairs; each answers what the one before laid open."""


@dataclass(frozen=True)
class Liberty:
    """One thing changed without asking: what was found, and what was done about it."""

    finding: Finding
    repair: Repair


@dataclass(frozen=True)
class Newcomer:
    """One procedure an import gave: its files, what was changed in them, what its author still has to answer."""

    bundle: Bundle
    liberties: tuple[Liberty, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Imported:
    """What an import gave: the procedure asked for first, then those of the other pools and the called processes.

    `refused` says why nothing could be imported."""

    procedures: tuple[Newcomer, ...] = ()
    refused: tuple[Finding, ...] = ()


def import_diagram(
    content: bytes,
    procedure: str,
    house: House,
    *,
    opened_by: tuple[str, ...] = (),
    roles: Mapping[str, str] | None = None,
    beside: Mapping[str, bytes] | None = None,
) -> Imported:
    """The procedures in `content`; the main one is called `procedure`. `roles` says which role a lane stands for.
    `beside` are the forms and tables that came with the diagram, by their bare names.

    Takes as long as checking does, a few times over; for files of strangers see `apart.import_apart`."""
    try:
        pools = pools_of(content, procedure)
    except Unreadable as error:
        return Imported(refused=(finding(error.code, DIAGRAM, error.element, **error.facts),))
    drawn = [
        Bundle.of(one.id, adopt(one.files, beside or {})[0]) for one in begun(content, pools, opened_by, roles or {})
    ]
    mended = {bundle.id: mend(bundle, among(house, drawn)) for bundle in drawn}
    around = among(house, [bundle for bundle, _ in mended.values()])
    newcomers = [Newcomer(bundle, liberties, check(bundle, around)) for bundle, liberties in mended.values()]
    return Imported(tuple(newcomers))


def begun(
    content: bytes, pools: tuple[Pool, ...], opened_by: tuple[str, ...], roles: Mapping[str, str]
) -> list[Bundle]:
    """A folder for each process: the whole file with that one to be run, and the least ``procedure.toml``."""
    files = {DIAGRAM: content}
    for pool in pools:
        if pool.process != pool.procedure:
            files = Repair("rename_process", pool.process, {"folder": pool.procedure}).mend(files)
    paper = Paper(files)
    for lane in paper.every("lane"):
        lane.set("name", roles.get(lane.get("name") or "", lane.get("name") or ""))
    files = paper.finished() if roles else files
    folders: list[Bundle] = []
    for pool in pools:
        drawn = Repair("run_process", pool.procedure).mend(files) if len(pools) > 1 else files
        folders.append(Bundle.of(pool.procedure, {PROCEDURE: words_of(pool, opened_by), **drawn}))
    return folders


def words_of(pool: Pool, opened_by: tuple[str, ...]) -> bytes:
    """The ``procedure.toml`` of a newcomer. (JSON texts and lists of texts are TOML too.)"""
    words: dict[str, object] = {"id": pool.procedure, "titre": pool.title, "prefixe": pool.prefix}
    words |= {"ouvert_par": list(opened_by)} | ({"appelable": True} if pool.called else {})
    return "".join(f"{word} = {json.dumps(value, ensure_ascii=False)}\n" for word, value in words.items()).encode()


def among(house: House, bundles: list[Bundle]) -> House:
    """The house with the newcomers in it."""
    return replace(house, called={**house.called, **{bundle.id: bundle for bundle in bundles}})


def mend(bundle: Bundle, house: House) -> tuple[Bundle, tuple[Liberty, ...]]:
    """`bundle` put right as far as it can be without asking, and each thing that was done."""
    liberties: list[Liberty] = []
    for _ in range(MOST_ROUNDS):
        paper, changed = Paper(bundle.files), False
        for one in check(bundle, house):
            repair = next((repair for repair in proposed(one) if repair.alone), None)
            if repair is not None:
                liberties.append(Liberty(one, repair))
                changed = repair.change(paper) or changed
        if not changed:
            break
        bundle = Bundle.of(bundle.id, paper.finished())
    return bundle, unlike(liberties)


def unlike(liberties: list[Liberty]) -> tuple[Liberty, ...]:
    """Each liberty once: a finding whose repair found nothing left to do comes back in the next round."""
    found: dict[tuple[str, str], Liberty] = {}
    for liberty in liberties:
        found.setdefault((liberty.finding.code, liberty.finding.element), liberty)
    return tuple(found.values())

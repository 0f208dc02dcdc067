"""What somebody sends to be imported: a procedure of ours in a zip, a diagram, or a zip with a diagram and its forms.

Everything that may be refused without asking anybody is refused here, before anything is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from migraflow.engine.bundle import DIAGRAM, PROCEDURE, Bundle, House
from migraflow.engine.check import check
from migraflow.engine.findings import finding
from migraflow.engine.importing.foreign_forms import adopt
from migraflow.engine.importing.importer import Imported, Newcomer, import_diagram
from migraflow.engine.importing.pools import pools_of
from migraflow.engine.importing.suspicion import require_whole
from migraflow.engine.layout import lay_out
from migraflow.engine.parcel import Suspect, entries_of, folder_of
from migraflow.engine.repairs.paper import slug
from migraflow.engine.xml import Unreadable, parse

TORN = frozenset({"form_invalid", "toml_unreadable", "dmn_invalid", "file_missing", "scenario_unreadable", "not_bpmn",
                  "no_process", "several_processes", "without_id"})  # fmt: skip
"""Findings a file we wrote never has: the zip was changed by hand, or made to harm."""
DRAWN = "{*}BPMNShape"


@dataclass(frozen=True)
class Arrived:
    """An upload that was read. `ours`: it is a folder of this program. `left` are the files nothing was made of."""

    found: Imported
    ours: bool = False
    left: tuple[str, ...] = ()
    suspect: str = ""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])


def receive(content: bytes, house: House, *, opened_by: tuple[str, ...], taken: Set[str]) -> Arrived:
    """The procedures somebody sent; `taken` are the names procedures have already."""
    try:
        if not content.startswith(b"PK"):
            return foreign(content, {}, house, opened_by, taken)
        entries = entries_of(content)
        if any(PurePosixPath(name).name == PROCEDURE for name in entries):
            return own(entries, house)
        diagrams = [name for name in entries if name.lower().endswith((".bpmn", ".bpmn20.xml")) and name[:2] != "__"]
        if len(diagrams) != 1:
            raise Suspect("parcel_one_diagram")
        beside = {PurePosixPath(name).name: text for name, text in entries.items() if name not in diagrams}
        return foreign(entries[diagrams[0]], beside, house, opened_by, taken)
    except Suspect as refusal:
        return Arrived(Imported(), suspect=refusal.code, facts=refusal.facts)
    except Unreadable as error:
        return Arrived(Imported(refused=(finding(error.code, DIAGRAM, error.element, **error.facts),)))


def own(entries: dict[str, bytes], house: House) -> Arrived:
    """A folder of ours. Raises Suspect, Unreadable."""
    bundle, left = folder_of(entries)
    if DIAGRAM not in bundle.files:
        raise Unreadable("file_missing")
    require_whole(parse(bundle.files[DIAGRAM]))
    findings = check(bundle, house)
    torn = tuple(one for one in findings if one.code in TORN)
    return Arrived(
        Imported(refused=torn) if torn else Imported((Newcomer(bundle, (), findings),)), ours=True, left=left
    )


def foreign(
    content: bytes, beside: Mapping[str, bytes], house: House, opened_by: tuple[str, ...], taken: Set[str]
) -> Arrived:
    """A diagram of another tool with the files `beside` it. Raises Unreadable."""
    require_whole(parse(content))
    name = free(slug(pools_of(content, "procedure")[0].title, "procedure"), taken)
    found = import_diagram(content, name, house, opened_by=opened_by, beside=beside)
    newcomers = tuple(replace(one, bundle=laid_out(one.bundle)) for one in found.procedures)
    left = adopt({DIAGRAM: content}, beside)[1]
    return Arrived(replace(found, procedures=newcomers), left=tuple(left))


def free(name: str, taken: Set[str]) -> str:
    """`name`, or `name` with a number, that no procedure has."""
    name = name if len(name) > 2 else f"procedure_{name}"
    numbered = (f"{name}_{number}" for number in range(2, 1_000))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def laid_out(bundle: Bundle) -> Bundle:
    """`bundle` with its diagram drawn, if it says nothing of places."""
    root = parse(bundle.files[DIAGRAM])
    if next(iter(root.iter(DRAWN)), None) is not None:
        return bundle
    return Bundle.of(bundle.id, {**bundle.files, DIAGRAM: lay_out(bundle.files[DIAGRAM])})

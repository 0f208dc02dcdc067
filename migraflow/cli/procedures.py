"""Procedures from the command line: checked, published, rehearsed, drawn."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from migraflow import engine
from migraflow.cli.opening import opened
from migraflow.cli.words import Stop, say
from migraflow.domain.access import SYSTEM
from migraflow.domain.errors import ChecksFailed
from migraflow.engine.bundle import PROCEDURE
from migraflow.engine.importing import import_apart, slug
from migraflow.engine.layout import lay_out
from migraflow.services import editions, letter_models, list_syncing, proving
from migraflow.services.house import bundles_in, read_house
from migraflow.services.letter_folder import FOLDER
from migraflow.settings import Settings
from migraflow.wiring import Agency


def check(settings: Settings, wish: Namespace) -> int:
    """Every finding of every procedure; 1 when one of them forbids publishing."""
    house = read_house(settings.workflows)
    wrong = 0
    for bundle in chosen(settings, wish.folder):
        findings = engine.check(bundle, house)
        wrong += tell(bundle.id, findings)
        if not findings:
            say(f"{bundle.id} : rien à signaler")
    if wish.folder is None:
        wrong += tell_letters(settings, house)
    return 1 if wrong else 0


def tell_letters(settings: Settings, house: engine.House) -> int:
    """Say what is wrong with each model of a letter; answers how many will not do."""
    found = letter_models.faults(settings.workflows / FOLDER, house.lists, datetime.now(UTC))
    for fault in found:
        say(f"{fault.file} [error letter_unfit] {fault.reason}")
    if not found:
        say(f"{FOLDER} : rien à signaler")
    return len(found)


def tell(procedure: str, findings: Iterable[engine.Finding]) -> int:
    """Say each finding and its repair; answers how many forbid publishing."""
    wrong = 0
    for finding in findings:
        wrong += finding.severity is engine.Severity.ERROR
        place = f"{procedure}/{finding.file}" + (f"#{finding.element}" if finding.element else "")
        say(f"{place} [{finding.severity.value} {finding.code}] {finding.sentence('fr')}")
        if finding.repair("fr"):
            say(f"    → {finding.repair('fr')}")
    return wrong


def publish(settings: Settings, wish: Namespace) -> int:
    """Publish what is new or changed in the chosen folders."""
    with opened(settings) as agency:
        return publish_bundles(agency, chosen(settings, wish.folder), wish.note)


def publish_all(agency: Agency) -> None:
    """Publish what is new or changed in ``workflows/``; one that cannot be published is told and left as it was."""
    publish_bundles(agency, bundles_in(agency.settings.workflows), "")


def publish_bundles(agency: Agency, bundles: Iterable[engine.Bundle], note: str) -> int:
    """Publish each bundle, those that others call first; 1 when one could not be."""
    failed = 0
    for path, holds in agency.perform_as(SYSTEM, list_syncing.bring_in).items():
        say(f"{path} : le fichier, modifié à la main, {'s’applique' if holds else 'ne se lit pas ; rien ne change'}")
    fresh = agency.perform_as(SYSTEM, editions.unpublished, bundles=tuple(bundles))
    proofs = proving.proofs(agency.settings.workflows, fresh)
    for bundle in sorted(fresh, key=lambda bundle: bundle.id not in agency.house.called):
        try:
            edition = agency.perform_as(SYSTEM, editions.publish_folder, bundle=bundle, note=note, proofs=proofs)
        except ChecksFailed as refusal:
            say(f"{bundle.id} : non publiée")
            tell(bundle.id, (finding for finding in refusal.findings if isinstance(finding, engine.Finding)))
            failed = 1
            continue
        if edition is not None:
            say(f"{bundle.id} : édition {edition.number} publiée ({edition.sha[:12]})")
    return failed


def play(settings: Settings, wish: Namespace) -> int:
    """Play one scenario in memory, on the files as they are; 1 when the story and the procedure part."""
    try:
        scenario = json.loads(wish.scenario.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Stop(f"{wish.scenario} ne se lit pas ({error}).") from error
    folder = wish.scenario.resolve().parent.parent
    compiled = engine.compile_edition(bundle_of(settings, folder), read_house(settings.workflows))
    played = engine.scenario.play(compiled, scenario, now=datetime.now(UTC))
    say(played.title)
    for beat in played.beats:
        waiting = ", ".join(task.name for task in beat.progress.tasks) or "rien d'ouvert"
        say(f"  {beat.at:%d/%m/%Y %H:%M}  {beat.did} → {waiting}")
    for problem in played.problems:
        say(f"  étape {problem.step} : {problem.sentence('fr')}")
    say(f"Issue : {played.ended.outcome if played.ended else 'le dossier reste ouvert'}")
    return 0 if played.ok else 1


def layout(_settings: Settings, wish: Namespace) -> int:
    """Redraw one diagram in place."""
    try:
        drawn = lay_out(wish.file.read_bytes())
    except OSError as error:
        raise Stop(f"{wish.file} ne se lit pas ({error.strerror}).") from error
    wish.file.write_bytes(drawn)
    say(f"{wish.file} : dessiné")
    return 0


def bring(settings: Settings, wish: Namespace) -> int:
    """Make procedures of a diagram drawn elsewhere, and say what was changed and what is still asked; 1 when it cannot
    be read."""
    try:
        content = wish.file.read_bytes()
    except OSError as error:
        raise Stop(f"{wish.file} ne se lit pas ({error.strerror}).") from error
    name = wish.name or slug(wish.file.stem, "procedure")
    where = wish.into or settings.workflows
    house, roles = read_house(settings.workflows), dict(entry.rpartition("=")[::2] for entry in wish.lane or ())
    found = import_apart(content, name, house, opened_by=tuple(wish.role or ()), roles=roles)
    if found.refused:
        tell(wish.file.name, found.refused)
        return 1
    taken = [one.bundle.id for one in found.procedures if (where / one.bundle.id).exists()]
    if taken:
        raise Stop(f"{where / taken[0]} existe déjà : choisissez un autre nom avec --name.")
    for one in found.procedures:
        write_folder(where / one.bundle.id, one.bundle)
        say(f"{one.bundle.id} : {len(one.bundle.files)} fichiers écrits dans {where / one.bundle.id}")
        for liberty in one.liberties:
            say(f"    {liberty.finding.sentence('fr')} → {liberty.repair.sentence('fr')}")
        tell(one.bundle.id, one.findings)
    return 0


def write_folder(folder: Path, bundle: engine.Bundle) -> None:
    """Write the files of a procedure into a folder that does not exist yet."""
    for path, content in bundle.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def chosen(settings: Settings, folder: Path | None) -> tuple[engine.Bundle, ...]:
    """The procedure in `folder`, or every one of the workflows folder. Raises Stop when there is none."""
    where = folder or settings.workflows
    if (where / PROCEDURE).exists():
        return (bundle_of(settings, where.resolve()),)
    bundles = bundles_in(where)
    if not bundles:
        raise Stop(f"aucune procédure dans {where} : il y faut un dossier avec {PROCEDURE}.")
    return bundles


def bundle_of(settings: Settings, folder: Path) -> engine.Bundle:
    """The bundle in `folder`, with the shared blocks beside it, or those of this installation."""
    beside = folder.parent / "registers"
    return engine.Bundle.read(folder, beside if beside.is_dir() else settings.workflows / "registers")

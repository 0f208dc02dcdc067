"""Editions: how a procedure is published, and how the one a case follows is found again, compiled."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.cases import Case
from migraflow.domain.errors import BrokenBundle, ChecksFailed, NotFound
from migraflow.domain.procedures import EditionRow
from migraflow.engine.apart import check_apart
from migraflow.engine.bundle import DIAGRAM
from migraflow.engine.findings import finding
from migraflow.services.work import Work
from migraflow.store import cases as case_store
from migraflow.store import messages
from migraflow.store import procedures as store

CALLS = re.compile(rb"""\bcalledElement\s*=\s*["']([^"']+)["']""")


def of_case(work: Work, case: Case) -> engine.Compiled:
    """The edition `case` follows, with the editions of what it calls, compiled. Raises BrokenBundle for one lost."""
    try:
        return compiled(work, case.edition, case.editions)
    except NotFound as lost:
        raise BrokenBundle(lost.key, "", "l'édition que suit le dossier n'est plus là") from lost


def current(work: Work, procedure: str) -> tuple[engine.Compiled, Mapping[str, str]]:
    """The edition new cases of `procedure` follow, compiled, and those of what it calls. Raises NotFound."""
    published = store.procedure(work.store, procedure)
    if published is None:
        raise NotFound("procedure", procedure)
    pinned = called_by(work, published)
    return compiled(work, published.edition, pinned), pinned


def compiled(work: Work, sha: str, called: Mapping[str, str]) -> engine.Compiled:
    """The edition `sha` compiled with the editions `called` (sha256 by procedure)."""

    def compile() -> engine.Compiled:
        house = replace(work.house, called={id: bundle(work, called[id]) for id in called})
        return engine.compile_edition(bundle(work, sha), house)

    return work.editions.get(key_of(sha, called), compile)


def key_of(sha: str, called: Mapping[str, str]) -> str:
    """An edition with those of what it calls, as compiled ones are kept."""
    return "+".join([sha, *(called[id] for id in sorted(called))])


def bundle(work: Work, sha: str) -> engine.Bundle:
    """The files of one edition. Raises NotFound, BrokenBundle for one whose files are no longer what was published."""
    kept = store.edition(work.store, sha)
    if kept is None:
        raise NotFound("edition", sha)
    try:
        found = engine.Bundle.of(kept.procedure, store.files(work.store, sha))
    except (ValueError, zlib.error, AttributeError) as error:
        raise BrokenBundle(kept.procedure, "", f"les fichiers de l'édition ne se lisent plus ({error})") from error
    if found.sha256 != sha:
        raise BrokenBundle(kept.procedure, "", "les fichiers de l'édition n'ont plus leur empreinte")
    return found


def called_by(work: Work, published: store.Procedure) -> dict[str, str]:
    """The present editions of the procedures that `published` calls, directly or through another."""
    found: dict[str, str] = {}
    if not published.calls:
        return found
    present = {procedure.id: procedure for procedure in store.all_procedures(work.store) if procedure.callable}
    ahead = list(published.calls)
    while ahead:
        called = present.get(ahead.pop())
        if called is not None and called.id not in found:
            found[called.id] = called.edition
            ahead += called.calls
    return found


def calls_in(one: engine.Bundle) -> set[str]:
    """The procedures a diagram calls."""
    return {name.decode() for name in CALLS.findall(one.files.get(DIAGRAM, b""))}


def house_of(work: Work) -> engine.House:
    """The house with the procedures that may be called: as published, else as the folder has them."""
    published = {
        procedure.id: bundle(work, procedure.edition)
        for procedure in store.all_procedures(work.store)
        if procedure.callable
    }
    return replace(work.house, called={**work.house.called, **published})


def publish(
    work: Work, one: engine.Bundle, note: str, *, folder: str, proofs: frozenset[str] = frozenset()
) -> EditionRow:
    """Make `one` the edition new cases follow; running ones keep theirs. `folder`: its sha256 if it came from there.

    Raises ChecksFailed when a check finds an error or a scenario of the folder does not end as it says, unless that it
    is sound was proved a moment ago (`services.proving`).
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    house = house_of(work)
    proved = proof_of(one, house) in proofs
    errors = [] if proved else faults(one, house, folder)
    if errors:
        raise ChecksFailed(errors)
    called = {id: found.sha256 for id, found in engine.called_bundles(one, house).items()}
    made = work.editions.get(key_of(one.sha256, called), lambda: engine.compile_edition(one, house))
    unlike = [] if proved else unlike_scenarios(work, made)
    if unlike:
        raise ChecksFailed(unlike)
    kept = store.edition(work.store, one.sha256) or keep(work, made, note)
    before = store.procedure(work.store, one.id)
    put_in_force(work, made, folder or (before.folder if before else ""))
    return row(kept, current=kept.sha, open_cases=0)


def put_in_force(work: Work, made: engine.Compiled, folder: str) -> None:
    """From now on new cases follow an edition that is kept; `folder` is the sha256 it last came from, "" for none."""
    facts = made.procedure
    messages.keep_starts(work.store, facts.id, made.message_starts)
    store.publish(work.store, store.Procedure(
        id=facts.id, edition=made.bundle.sha256, title=facts.title_fr, title_en=facts.title_en, summary=facts.summary,
        prefix=facts.prefix, opened_by=facts.opened_by, callable=facts.callable,
        calls=tuple(sorted(calls_in(made.bundle))), folder=folder,
    ))  # fmt: skip


def faults(one: engine.Bundle, house: engine.House, folder: str) -> list[engine.Finding]:
    """What keeps `one` from being published; what comes from a browser is checked in a process of its own."""
    found = engine.check(one, house) if folder else check_apart(one, house)
    return [finding for finding in found if finding.severity is engine.Severity.ERROR]


def proof_of(one: engine.Bundle, house: engine.House) -> str:
    """What stands for `one` among the procedures it may call, both by their content: a proof of one proves no other."""
    called = sorted(bundle.sha256 for bundle in house.called.values())
    return hashlib.sha256("+".join([one.sha256, *called]).encode("ascii")).hexdigest()


def unlike_scenarios(work: Work, made: engine.Compiled) -> list[engine.Finding]:
    """The scenarios of a compiled edition that do not go as written, each with its first problem."""
    return unlike_at(made, work.now)


def unlike_at(made: engine.Compiled, now: datetime) -> list[engine.Finding]:
    """`unlike_scenarios`, where scenarios that do not say when they begin begin `now`."""
    found: list[engine.Finding] = []
    for path, content in sorted(made.bundle.under("scenarios/").items()):
        played = engine.scenario.play(made, json.loads(content), now=now)
        if played.problems:
            first = played.problems[0]
            words = {"reason": first.sentence("fr"), "reason_en": first.sentence("en")}
            found.append(finding("scenario_failed", path, str(first.step), **words))
    return found


def keep(work: Work, made: engine.Compiled, note: str) -> store.Edition:
    """Keep a compiled edition under its procedure's next number."""
    one = made.bundle
    new = store.Edition(
        sha=one.sha256,
        procedure=one.id,
        number=0,
        title=made.procedure.title_fr,
        published=work.now,
        published_by=work.actor.account_id,
        published_by_name=work.actor.name,
        note=note.strip(),
    )
    return store.add_edition(work.store, new, one.files)


def unpublished(work: Work, *, bundles: Sequence[engine.Bundle]) -> tuple[engine.Bundle, ...]:
    """Those of `bundles` whose folder is new or was changed by hand since it was last published."""
    work.require(Permission.PUBLISH_PROCEDURE)
    published = {one.id: one.folder for one in store.all_procedures(work.store)}
    return tuple(bundle for bundle in bundles if published.get(bundle.id) != bundle.sha256)


def publish_folder(
    work: Work, *, bundle: engine.Bundle, note: str = "", proofs: frozenset[str] = frozenset()
) -> EditionRow | None:
    """Publish a folder of ``workflows/`` when it is new or was changed by hand; None when there is nothing to do.

    What a manager published from the studio since then stays: only a folder that differs from the last one published
    from there is a new wish.
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    published = store.procedure(work.store, bundle.id)
    if published and published.folder == bundle.sha256:
        return None
    return publish(work, bundle, note, folder=bundle.sha256, proofs=proofs)


def rows(work: Work, procedure: str) -> tuple[EditionRow, ...]:
    """The editions of one procedure, the newest first."""
    published = store.procedure(work.store, procedure)
    running = case_store.open_by_edition(work.store)
    sha = published.edition if published else ""
    return tuple(
        row(edition, current=sha, open_cases=running.get(edition.sha, 0))
        for edition in store.editions(work.store, procedure)
    )


def row(edition: store.Edition, *, current: str, open_cases: int) -> EditionRow:
    """A line of the edition list."""
    return EditionRow(
        sha=edition.sha,
        number=edition.number,
        published=edition.published,
        published_by=edition.published_by_name,
        note=edition.note,
        current=edition.sha == current,
        open_cases=open_cases,
    )

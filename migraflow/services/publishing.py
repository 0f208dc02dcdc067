"""Publishing without fear: green examples, every end shown or waived, a replay under its threshold or a second person.

An edition takes effect at once or at a date; until then new cases follow the one before. Any earlier edition is put
back in force with one wish. What was waived and who agreed is kept with the edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from migraflow import engine
from migraflow.domain.access import Permission
from migraflow.domain.errors import BrokenBundle, ChecksFailed, Conflict, NotFound, Unfit
from migraflow.domain.procedures import ProcedureFacts
from migraflow.domain.publications import EndLine, ExampleLine, Publication, PublicationState, PublishingSheet
from migraflow.engine.bundle import DIAGRAM, PROCEDURE
from migraflow.engine.coverage import Coverage, coverage
from migraflow.engine.procedure_file import read_facts
from migraflow.engine.replay import Fate
from migraflow.services import editions, studio, workbench
from migraflow.services.commands import require_house
from migraflow.services.replays import SPAN
from migraflow.services.work import Work
from migraflow.store import procedure_drafts as drafts
from migraflow.store import procedures as procedure_store
from migraflow.store import publications as store
from migraflow.store import replays as replay_store
from migraflow.store.procedures import WorkingCopy

LONGEST = 500
TELLING = 20
"""Cases of the last year from which a replay tells something: below, nobody has to run one."""


def sheet(work: Work, *, procedure: str) -> PublishingSheet:
    """All that stands between the working copy and its publication. Raises NotFound."""
    work.require(Permission.CHANGE_PROCEDURE)
    proposal = proposed(work, procedure)
    copy = copy_of(work, proposal) if proposal else studio.held(work, procedure)
    made, broken = compiled(work, studio.bundle_of(copy))
    bare = bare_sheet(work, copy, broken, proposal)
    found = coverage(made, work.now) if made else None
    waivers = last_waivers(work, procedure) | dict(proposal.waivers if proposal else {})
    return with_examples(bare, made, found, waivers, work.actor.language) if made and found else bare


def bare_sheet(work: Work, copy: WorkingCopy, broken: str, proposal: Publication | None) -> PublishingSheet:
    """The sheet without what the examples show."""
    published = procedure_store.procedure(work.store, copy.procedure)
    one = studio.bundle_of(copy)
    facts = read_facts(one.files[PROCEDURE])
    kind, share = replay_of(work, one, facts)
    return PublishingSheet(
        procedure=copy.procedure,
        title=studio.title_of(work, copy.procedure),
        number=max((row.number for row in editions.rows(work, copy.procedure)), default=0) + 1,
        mine=copy.holder_id == work.actor.account_id,
        holder=copy.holder,
        changed=published is None or one.sha256 != published.edition,
        diagram=one.files[DIAGRAM].decode("utf-8", "replace"),
        broken=broken,
        examples=(),
        ends=(),
        missed_flows=0,
        passed=(),
        replay=kind,
        share=share,
        threshold=facts.threshold,
        four_eyes=facts.four_eyes,
        seconds=facts.four_eyes or kind in ("over", "missing"),
        proposal=proposal,
    )


def with_examples(
    bare: PublishingSheet, made: engine.Compiled, found: Coverage, waivers: Mapping[str, str], language: str
) -> PublishingSheet:
    """`bare` with what the examples show: which go as written, which ends and arrows none reaches."""
    problems = {one.path: one.problem_en if language == "en" else one.problem for one in found.examples}
    return replace(
        bare,
        examples=tuple(ExampleLine(one.path, one.title, problems[one.path]) for one in found.examples),
        ends=tuple(end_lines(found, waivers)),
        missed_flows=len(found.missed_flows),
        passed=lit(made, found),
    )


def lit(made: engine.Compiled, found: Coverage) -> tuple[str, ...]:
    """What to light on the drawing: all that is passed but whole blocks, which would hide what is inside."""
    nodes = made.diagrams[made.bundle.id].nodes
    blocks = {id for id, node in nodes.items() if node.kind is engine.Kind.SUBPROCESS}
    return tuple(sorted(found.passed - blocks))


def compiled(work: Work, one: engine.Bundle) -> tuple[engine.Compiled | None, str]:
    """A working copy compiled, or why it cannot be."""
    try:
        return drafted(work, one), ""
    except BrokenBundle as error:
        return None, str(error)


def drafted(work: Work, one: engine.Bundle) -> engine.Compiled:
    """A working copy compiled among the procedures it may call now; kept while it stays as it is."""
    house = editions.house_of(work)
    key = f"draft:{one.sha256}:{'+'.join(sorted(bundle.sha256 for bundle in house.called.values()))}"
    return work.editions.get(key, lambda: engine.compile_edition(one, house))


def end_lines(found: Coverage, waivers: Mapping[str, str]) -> list[EndLine]:
    """The ends, those without an example first."""
    lines = [EndLine(end, name, end not in found.missed_ends, waivers.get(end, "")) for end, name in found.ends.items()]
    return sorted(lines, key=lambda line: line.covered)


def last_waivers(work: Work, procedure: str) -> dict[str, str]:
    """The reasons given with the edition in force: they are proposed again."""
    known = store.of_procedure(work.store, procedure)
    given = [one.waivers for one in known if one.state is PublicationState.IN_FORCE]
    return dict(given[0]) if given else {}


def replay_of(work: Work, one: engine.Bundle, facts: ProcedureFacts) -> tuple[str, float]:
    """Whether last year's cases were replayed through this very copy, and the percent that go another way."""
    if replay_store.count(work.store, one.id, work.now - SPAN) < TELLING:
        return "none", 0.0
    done = replay_store.done_of(work.store, one.id, one.sha256)
    if done is None:
        return "missing", 0.0
    rows = replay_store.tally(work.store, done.id)
    many = sum(row.many for row in rows)
    other = sum(row.many for row in rows if row.verdict != Fate.SAME)
    share = round(100 * other / many, 1) if many else 0.0
    return ("over" if share > facts.threshold else "under"), share


def propose(
    work: Work,
    *,
    procedure: str,
    note: str,
    waivers: Mapping[str, str] | None = None,
    effective: datetime | None = None,
    set_aside: bool = False,
) -> Publication:
    """Publish the working copy, or propose it where a second person has to agree; the publication says which.

    `set_aside` leaves out the examples that no longer go as written. Raises ChecksFailed (codes ``scenario_failed`` for
    examples), Unfit ``ends_uncovered``, ``note_missing``, ``edition_unchanged``, Conflict, NotFound.
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    require_alone(work, procedure, note)
    if set_aside:
        leave_out_stale(work, procedure)
    copy = require_fresh(work, studio.held(work, procedure))
    one = studio.bundle_of(copy)
    given = require_sound(work, one, waivers or {})
    facts = read_facts(one.files[PROCEDURE])
    over = replay_of(work, one, facts)[0] in ("over", "missing")
    new = Publication(
        id=0, procedure=procedure, sha=one.sha256, state=PublicationState.PROPOSED, note=note.strip()[:LONGEST],
        waivers=given, over=over, effective=effective if effective and effective > work.now else None,
        proposed=work.now, proposed_by=work.actor.account_id, proposed_by_name=work.actor.name,
    )  # fmt: skip
    new = replace(new, id=store.add(work.store, new))
    return new if facts.four_eyes or over else carried_out(work, new)


def require_alone(work: Work, procedure: str, note: str) -> None:
    """Go on only for the holder of the copy, with a note, while no proposal waits. Raises Unfit."""
    if not note.strip():
        raise Unfit("note_missing")
    if proposed(work, procedure) is not None:
        raise Unfit("already_proposed")
    studio.require_holder(work, studio.held(work, procedure))


def leave_out_stale(work: Work, procedure: str) -> None:
    """Take the examples that no longer go as written out of the working copy."""
    stale = dict.fromkeys(workbench.stale_scenarios(work, procedure), "")
    version = studio.held(work, procedure).version
    studio.save_draft(work, procedure=procedure, files=stale, version=version)


def require_fresh(work: Work, copy: WorkingCopy) -> WorkingCopy:
    """Go on only with a copy that changes something, begun from the edition in force; answers it."""
    published = procedure_store.procedure(work.store, copy.procedure)
    edition = published.edition if published else ""
    if studio.bundle_of(copy).sha256 == edition:
        raise Unfit("edition_unchanged")
    if copy.base != edition:
        raise Conflict
    return copy


def require_sound(work: Work, one: engine.Bundle, waivers: Mapping[str, str]) -> dict[str, str]:
    """Go on only when the checker finds no error, every example goes as written, every end is shown or waived.

    Answers the waivers that are needed.
    """
    errors = editions.faults(one, editions.house_of(work), folder="")
    if errors:
        raise ChecksFailed(errors)
    made = drafted(work, one)
    found = coverage(made, work.now)
    if not found.green:
        raise ChecksFailed(editions.unlike_scenarios(work, made))
    given = {end: waivers.get(end, "").strip()[:LONGEST] for end in found.missed_ends}
    bare = [found.ends[end] for end, reason in given.items() if not reason]
    if bare:
        raise Unfit("ends_uncovered", ends=", ".join(f"« {name} »" for name in bare[:6]))
    return given


def proposed(work: Work, procedure: str) -> Publication | None:
    """What waits for a second person, None when nothing does."""
    known = store.of_procedure(work.store, procedure)
    return next((one for one in known if one.state is PublicationState.PROPOSED), None)


def copy_of(work: Work, one: Publication) -> WorkingCopy:
    """The copy that was proposed, as long as it is still the same. Raises Unfit ``draft_changed``."""
    copies = (drafts.own_copy(work.store, one.procedure, one.proposed_by),
              procedure_store.copy_of(work.store, one.procedure))  # fmt: skip
    found = next((copy for copy in copies if copy is not None and studio.bundle_of(copy).sha256 == one.sha), None)
    if found is None:
        raise Unfit("draft_changed")
    return found


def accept(work: Work, *, publication: int) -> Publication:
    """Agree with what somebody else proposed: it is published. Raises Unfit ``own_proposal``, Conflict, NotFound."""
    work.require(Permission.PUBLISH_PROCEDURE)
    one = waiting(work, publication)
    if one.proposed_by == work.actor.account_id:
        raise Unfit("own_proposal")
    require_fresh(work, copy_of(work, one))
    return carried_out(work, one)


def withdraw(work: Work, *, publication: int) -> None:
    """Take a proposal back, or decline it, or give up one that is scheduled. Raises NotFound."""
    work.require(Permission.PUBLISH_PROCEDURE)
    one = store.load(work.store, publication)
    if one is None or one.state not in (PublicationState.PROPOSED, PublicationState.SCHEDULED):
        raise NotFound("publication", str(publication))
    decide(work, one, PublicationState.WITHDRAWN)


def waiting(work: Work, id: int) -> Publication:
    """A publication that waits for a second person. Raises NotFound."""
    found = store.load(work.store, id)
    if found is None or found.state is not PublicationState.PROPOSED:
        raise NotFound("publication", str(id))
    return found


def decide(work: Work, one: Publication, state: PublicationState) -> Publication:
    """Note what becomes of a publication. Raises Conflict when somebody else was first."""
    who = (work.actor.account_id, work.actor.name)
    if not store.decide(work.store, one, state, who, work.now):
        raise Conflict
    return replace(one, state=state, decided=work.now, decided_by=who[0], decided_by_name=who[1])


def carried_out(work: Work, one: Publication) -> Publication:
    """Put a proposed copy in force, or keep it until its day."""
    copy = copy_of(work, one)
    bundle = studio.bundle_of(copy)
    if one.effective is None or one.effective <= work.now:
        editions.publish(work, bundle, one.note, folder="")
        after = decide(work, one, PublicationState.IN_FORCE)
    else:
        require_sound(work, bundle, one.waivers)
        if procedure_store.edition(work.store, one.sha) is None:
            editions.keep(work, drafted(work, bundle), one.note)
        after = decide(work, one, PublicationState.SCHEDULED)
    studio.drop(work, copy)
    return after


def take_effect_next(work: Work) -> int:
    """Put in force the scheduled edition whose day has come; 0 when there is none."""
    require_house(work)
    one = store.due(work.store, work.now)
    if one is None:
        return 0
    enact(work, one.procedure, one.sha)
    store.decide(work.store, one, PublicationState.IN_FORCE, (one.decided_by, one.decided_by_name), one.effective)
    return 1


def enact(work: Work, procedure: str, sha: str) -> None:
    """From now on new cases follow this edition, with the house as it is. Raises NotFound, BrokenBundle."""
    bundle = editions.bundle(work, sha)
    if bundle.id != procedure:
        raise NotFound("edition", sha)
    before = procedure_store.procedure(work.store, procedure)
    editions.put_in_force(
        work, engine.compile_edition(bundle, editions.house_of(work)), before.folder if before else ""
    )


def put_back(work: Work, *, procedure: str, sha: str, note: str) -> Publication:
    """Return to an earlier edition: new cases follow it from now on, running ones keep theirs.

    Raises NotFound, Unfit ``note_missing``, ``edition_unchanged``.
    """
    work.require(Permission.PUBLISH_PROCEDURE)
    if not note.strip():
        raise Unfit("note_missing")
    published = procedure_store.procedure(work.store, procedure)
    kept = procedure_store.edition(work.store, sha)
    if published is None or kept is None or kept.procedure != procedure:
        raise NotFound("edition", sha)
    if published.edition == sha:
        raise Unfit("edition_unchanged")
    enact(work, procedure, sha)
    new = Publication(
        id=0, procedure=procedure, sha=sha, state=PublicationState.RETURNED, note=note.strip()[:LONGEST], waivers={},
        over=False, effective=None, proposed=work.now, proposed_by=work.actor.account_id,
        proposed_by_name=work.actor.name, decided=work.now, decided_by=work.actor.account_id,
        decided_by_name=work.actor.name,
    )  # fmt: skip
    return replace(new, id=store.add(work.store, new))


def history(work: Work, *, procedure: str) -> tuple[Publication, ...]:
    """What was published, proposed and taken back, the newest first."""
    work.require(Permission.SEE_PROCEDURE)
    return tuple(store.of_procedure(work.store, procedure))

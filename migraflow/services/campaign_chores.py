"""What a worker does for campaigns, a few lines at a time, each time in one transaction.

How far a chore has come is written with what it did: whoever dies in between, the next worker goes on at the very line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from migraflow.domain.campaigns import (
    Application,
    Campaign,
    CampaignKind,
    CampaignModel,
    Chore,
    Errand,
    ErrandState,
    Fate,
    Standing,
)
from migraflow.domain.errors import MigraflowError
from migraflow.domain.values import block_at
from migraflow.services import (
    campaign_cases,
    campaign_grid,
    campaign_lines,
    campaign_models,
    campaign_places,
    campaign_pool,
    campaign_steps,
)
from migraflow.services.commands import require_house
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store import campaigns as campaign_store
from migraflow.store import people as people_store
from migraflow.store.campaigns import Told
from migraflow.store.database import DatabaseError, Overtaken, is_contention

AT_ONCE: Mapping[Chore, int] = {
    Chore.CHECK: 100, Chore.IMPORT: 100, Chore.POOL: 50, Chore.SCORE: 150, Chore.OPEN: 10, Chore.REPEAT: 10,
}  # fmt: skip
"""Lines of one transaction: about a fifth of a second, so that nobody else waits long for the database."""


@dataclass(frozen=True, slots=True)
class Errands:
    """A chore with what it is about."""

    work: Work
    campaign: Campaign
    model: CampaignModel
    errand: Errand

    @property
    def narrowing(self) -> tuple[str, tuple[object, ...]]:
        """The lines the chore is about, as SQL and its values."""
        return lines_of(self.errand.chore, self.campaign, self.errand.batch, self.errand.wish)


def lines_of(
    chore: Chore, campaign: Campaign, batch: int, wish: Mapping[str, object] | None = None
) -> tuple[str, tuple[object, ...]]:
    """The lines a chore is about, as SQL and its values."""
    if chore is Chore.CHECK:
        return "a.batch_id = ? AND a.fate = 'a_lire'", (batch,)
    if chore is Chore.IMPORT:
        return "a.batch_id = ? AND a.standing = 'lue' AND a.fate IN ('nouvelle', 'connue')", (batch,)
    if chore is Chore.SCORE:
        return "a.campaign_id = ? AND a.standing IN ('recue', 'eligible', 'ecartee')", (campaign.id,)
    if chore is Chore.REPEAT:
        return "a.campaign_id = ? AND a.case_id IS NOT NULL", (campaign.id,)
    standing = "recue" if campaign.kind is CampaignKind.RETURN else "retenue"
    return "a.campaign_id = ? AND a.standing = ? AND a.case_id IS NULL", (campaign.id, standing)


def work_next(work: Work) -> int:
    """Do the next lines of the chore that has waited longest; 0 when no campaign asks for anything."""
    require_house(work)
    errand = campaign_store.next_errand(work.store)
    if errand is None:
        return 0
    campaign = campaign_store.load(work.store, errand.campaign_id)
    try:
        with work.store.begin_nested():
            after = advanced(Errands(work, campaign, campaign_models.model(work, campaign.model), errand))
    except Overtaken:
        raise
    except Exception as error:  # whatever is wrong with one campaign must not keep the others waiting behind it
        if isinstance(error, DatabaseError) and is_contention(error):
            raise
        after = replace(
            errand, state=ErrandState.FAILED, ended=work.now, fault=f"{type(error).__name__}: {error}"[:500]
        )
    campaign_store.step(work.store, errand, after)
    if after.state is ErrandState.DONE:
        follow(work, campaign, after)
    return 1


def advanced(errands: Errands) -> Errand:
    """The chore after its next lines."""
    errand = errands.errand
    if errand.chore is Chore.POOL:
        return campaign_pool.gathered(errands.work, errands.campaign, errand, AT_ONCE[Chore.POOL])
    limit = AT_ONCE[errand.chore]
    rows = store.next_lines(errands.work.store, *errands.narrowing, errand.at, limit)
    if rows:
        DO[errand.chore](errands, rows)
        errand = replace(errand, at=rows[-1].id, done=errand.done + len(rows))
    if len(rows) < limit:
        return replace(errand, state=ErrandState.DONE, ended=errands.work.now)
    return errand


def check(errands: Errands, rows: Sequence[Application]) -> None:
    """What becomes of lines, told before anything is written."""
    reach = str(errands.errand.wish.get("reach") or "")
    store.check(errands.work.store, campaign_lines.checked(errands.work, errands.campaign, errands.model, rows, reach))


def take_in(errands: Errands, rows: Sequence[Application]) -> None:
    """Lines become applications, people the register did not know are kept in it."""
    work = errands.work
    numbers = {row.id: campaign_lines.identity_in(row.facts).nina for row in rows}
    carried = store.people_with_nina(work.store, sorted({nina for nina in numbers.values() if nina}))
    wanted = {row.id: carried.get(numbers[row.id]) or named(row) for row in rows}
    applied = store.of_people(work.store, errands.campaign.id, [key for key in wanted.values() if key])
    for row in rows:
        person = wanted[row.id]
        if person is not None and person in applied:
            store.settle(work.store, row.id, Fate.TWICE, Standing.REFUSED, row.near,
                         [(campaign_lines.APPLIED, str(applied[person]))])  # fmt: skip
            continue
        person = person or met(work, row)
        applied[person] = row.line
        store.receive(work.store, row.id, person)


def named(row: Application) -> int | None:
    """The person of the register a line is about; None for somebody new."""
    return row.near[0].person_id if row.fate is Fate.KNOWN and row.near else None


def met(work: Work, row: Application) -> int:
    """Keep somebody met for the first time on a list."""
    block = {name: value for name, value in block_at(row.facts, campaign_lines.IDENTITY).items() if value is not None}
    place = people_store.Met(row.office, row.region, work.now)
    return people_store.add(work.store, {campaign_lines.IDENTITY: block}, place, work.new_ref()).id


def weigh(errands: Errands, rows: Sequence[Application]) -> None:
    """Weigh applications by the grid of the offer."""
    grid = campaign_grid.grid_of(errands.work, errands.campaign, errands.model)
    store.score(errands.work.store, campaign_grid.scored(errands.work, errands.campaign, grid, rows))


def open_cases(errands: Errands, rows: Sequence[Application]) -> None:
    """Give people their cases; what cannot be opened says so on its line, and the others go on."""
    work = errands.work
    opening = campaign_cases.Opening(work, errands.campaign, errands.model, errands.errand)
    for row in rows:
        try:
            with work.store.begin_nested():
                campaign_cases.opened(opening, row)
        except MigraflowError as error:
            store.trouble(work.store, row.id, [("dossier", f"{type(error).__name__}: {error}"[:300])])


def repeat(errands: Errands, rows: Sequence[Application]) -> None:
    """Do one step of many cases with the same answers."""
    campaign_steps.repeated(errands.work, errands.campaign, errands.errand, rows)


DO: Mapping[Chore, Callable[[Errands, Sequence[Application]], None]] = {
    Chore.CHECK: check,
    Chore.IMPORT: take_in,
    Chore.SCORE: weigh,
    Chore.OPEN: open_cases,
    Chore.REPEAT: repeat,
}
NEXT: Mapping[tuple[CampaignKind, Chore], Chore] = {
    (CampaignKind.SELECTION, Chore.IMPORT): Chore.SCORE,
    (CampaignKind.SELECTION, Chore.POOL): Chore.SCORE,
    (CampaignKind.RETURN, Chore.IMPORT): Chore.OPEN,
}
"""What comes by itself when a chore is over: applications are weighed, people who return get their case."""


def follow(work: Work, campaign: Campaign, errand: Errand) -> None:
    """Tell that a chore is over, and begin what comes by itself."""
    told = Told(work.now, errand.asked_by_name, errand.chore.value, errand.done, {"liste": errand.batch})
    campaign_store.tell(work.store, campaign.id, told, errand.asked_by)
    if errand.chore is Chore.SCORE:
        campaign_places.ranked(work, campaign)
    following = NEXT.get((campaign.kind, errand.chore))
    if following is not None:
        ask(work, campaign, following, (errand.asked_by, errand.asked_by_name))


def ask(
    work: Work,
    campaign: Campaign,
    chore: Chore,
    who: tuple[int, str],
    *,
    batch: int = 0,
    wish: Mapping[str, object] | None = None,
) -> int:
    """Leave a chore for the workers; its key."""
    total = 0 if chore is Chore.POOL else store.count(work.store, *lines_of(chore, campaign, batch, wish))
    new = Errand(0, campaign.id, chore, ErrandState.QUEUED, batch, 0, total, 0, wish or {}, *who, work.now, None, "")
    return campaign_store.ask(work.store, new)

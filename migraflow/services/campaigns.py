"""Campaigns: opened, filled by lists, weighed, decided by people, closed; what a worker does is asked for here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from migraflow.documents import sheets
from migraflow.domain.access import Permission, Scope
from migraflow.domain.answers import Setting
from migraflow.domain.answers import read as read_answers
from migraflow.domain.campaigns import (
    IMPORTED,
    Application,
    Batch,
    Campaign,
    CampaignKind,
    CampaignModel,
    CampaignState,
    Chore,
    Errand,
    ErrandState,
    Fate,
    Quota,
    Standing,
)
from migraflow.domain.errors import AnswersRejected, NotFound, Unfit
from migraflow.domain.sheet_lines import Reading, places
from migraflow.services import campaign_chores, campaign_lines, campaign_models, campaign_places
from migraflow.services.campaign_opening import blank, data_of, kept, tell
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store import campaigns as campaign_store
from migraflow.store import snapshots

MOST_LINES = 50_000
"""Lines of one list; Morocco's whole campaign of 2020 had 16 500."""
LONGEST = 500
"""Characters of a title or a reason."""
Values = Mapping[str, object]


def open_group(work: Work, *, model: str, title: str, shared: Values) -> Campaign:
    """Open a campaign for people who return together. Raises Unfit without a title, AnswersRejected, NotAllowed."""
    work.require(Permission.RUN_CAMPAIGN)
    found = campaign_models.model(work, model)
    if found.kind is not CampaignKind.RETURN or not work.actor.roles & set(found.opened_by):
        raise NotFound("campaign model", model)
    if not title.strip():
        raise Unfit("campaign_without_title")
    everywhere = work.actor.grants.get(Permission.RUN_CAMPAIGN) is Scope.EVERYWHERE
    place = ("", "") if everywhere else (work.actor.region, work.actor.office)
    new = blank(work, found, title.strip()[:200], place=place)
    return kept(work, replace(new, shared=common(work, found, shared)))


def common(work: Work, model: CampaignModel, shared: Values) -> Values:
    """What is the same for everybody on a list, as a form would take it. Raises AnswersRejected."""
    raw = {name: value for name, value in shared.items() if name in model.shared and value not in (None, "")}
    answers = Reading(model.form, work.house.lists).answers({name: str(value) for name, value in raw.items()}, {})
    reading = read_answers(model.form, answers, Setting({}, work.now, work.house.lists))
    wrong = [error for path, error in reading.errors.items() if path in raw]
    if wrong:
        raise AnswersRejected(wrong)
    return answers


def campaign_of(work: Work, ref: str) -> Campaign:
    """A campaign the actor may work for. Raises NotFound, NotAllowed."""
    work.require(Permission.RUN_CAMPAIGN)
    found = campaign_store.get(work.store, ref)
    if found is None or not near(work, found):
        raise NotFound("campaign", ref)
    return found


def near(work: Work, campaign: Campaign) -> bool:
    """Whether a campaign is for the whole country, or for where the actor works."""
    if not campaign.region or campaign.opened_by == work.actor.account_id:
        return True
    return any(
        work.actor.covers(one, office=campaign.office, region=campaign.region, own=False)
        for one in (Permission.RUN_CAMPAIGN, Permission.SEE_MEASURES)
    )


def steered(work: Work, ref: str) -> Campaign:
    """A campaign the actor may steer as a whole, not only for one region. Raises NotFound, NotAllowed."""
    campaign = campaign_of(work, ref)
    own = campaign.opened_by == work.actor.account_id
    work.require(Permission.RUN_CAMPAIGN, office=campaign.office, region=campaign.region, own=own)
    return campaign


def send_list(work: Work, *, ref: str, name: str, content: bytes) -> Batch:
    """Take a list in, and have each of its lines looked at before anything is written.

    Raises Unfit: ``sheet_…`` for what is no table, ``campaign_closed``, ``list_without_names`` when no column brings a
    name, and ``list_sent_already``.
    """
    campaign = campaign_of(work, ref)
    require_open(campaign)
    model = campaign_models.model(work, campaign.model)
    table = sheets.read(content, most=MOST_LINES)
    found, _ = places(table.titles, model.columns)
    if "identite.nom" not in found.values():
        raise Unfit("list_without_names", titles=", ".join(table.titles)[:200])
    batch = Batch(0, campaign.id, name[:200], len(table.lines), work.actor.account_id, work.actor.name, work.now)
    batch = replace(batch, id=campaign_store.add_batch(work.store, batch))
    lines = (
        (line.number, {path: line.cells[place] for place, path in found.items() if line.cells[place]})
        for line in table.lines
    )
    store.add_lines(work.store, campaign.id, batch.id, lines)
    who = (work.actor.account_id, work.actor.name)
    campaign_chores.ask(work, campaign, Chore.CHECK, who, batch=batch.id, wish={"reach": campaign_lines.reach_of(work)})
    tell(work, campaign, "liste", batch.lines, {"nom": batch.name})
    return batch


def require_open(campaign: Campaign) -> None:
    """Go on only while a campaign takes people. Raises Unfit."""
    if campaign.state is not CampaignState.OPEN:
        raise Unfit("campaign_closed", ref=campaign.ref)


def batch_of(work: Work, ref: str, batch: int) -> tuple[Campaign, Batch]:
    """A list of a campaign: one's own, or any for who steers it. Raises NotFound."""
    campaign = campaign_of(work, ref)
    found = next((one for one in campaign_store.batches(work.store, campaign.id) if one.id == batch), None)
    whole_country = work.actor.grants.get(Permission.RUN_CAMPAIGN) is Scope.EVERYWHERE
    if found is None or not (whole_country or found.sent_by == work.actor.account_id):
        raise NotFound("list", batch)
    return campaign, found


def import_list(work: Work, *, ref: str, batch: int) -> Errand:
    """Write the lines of a list the dry run lets through, in the background. Raises Unfit while it is looked at."""
    campaign, _ = batch_of(work, ref, batch)
    require_open(campaign)
    require_quiet(work, campaign, batch)
    who = (work.actor.account_id, work.actor.name)
    return errand_of(work, campaign_chores.ask(work, campaign, Chore.IMPORT, who, batch=batch))


def require_quiet(work: Work, campaign: Campaign, batch: int) -> None:
    """Go on only while nothing is done with a list. Raises Unfit."""
    ways = {ErrandState.QUEUED}
    if any(one.batch == batch and one.state in ways for one in campaign_store.errands(work.store, campaign.id)):
        raise Unfit("list_busy")


def drop_list(work: Work, *, ref: str, batch: int) -> None:
    """Forget a list of which nothing was written. Raises Unfit once something was."""
    campaign, found = batch_of(work, ref, batch)
    require_quiet(work, campaign, batch)
    if store.count(work.store, "a.batch_id = ? AND a.standing NOT IN ('lue', 'refusee')", (batch,)):
        raise Unfit("list_written")
    campaign_store.drop_batch(work.store, batch)
    tell(work, campaign, "liste_retiree", found.lines, {"nom": found.name})


def settle(work: Work, *, ref: str, application: int, person: str = "", out: bool = False) -> None:
    """Say who a doubtful line is: somebody of the register (`person`), somebody new, or nobody to be taken (`out`)."""
    campaign, row = row_of(work, ref, application)
    if row.standing not in {Standing.READ, Standing.REFUSED} or row.fate not in {Fate.DOUBTFUL, Fate.TWICE, *IMPORTED}:
        raise Unfit("line_not_doubtful")
    near = tuple(one for one in row.near if one.ref == person)
    if person and not near:
        raise NotFound("person", person)
    told = [("decision", work.actor.name)]
    fate = Fate.REFUSED if out else Fate.KNOWN if person else Fate.NEW
    standing = Standing.REFUSED if out else Standing.READ
    if not store.settle(work.store, row.id, fate, standing, near or row.near, told):
        raise Unfit("line_not_doubtful")
    tell(work, campaign, "doute", 1, {"ligne": row.line, "sort": fate.value, "personne": person})


def row_of(work: Work, ref: str, application: int) -> tuple[Campaign, Application]:
    """An application the actor may see, or a line of a list they sent. Raises NotFound."""
    campaign = campaign_of(work, ref)
    row = store.get(work.store, application)
    if row is None or row.campaign_id != campaign.id or not within(work, row):
        raise NotFound("application", application)
    return campaign, row


def within(work: Work, row: Application) -> bool:
    """Whether an application is about somebody the actor may see."""
    return work.actor.covers(Permission.SEE_PERSON, office=row.office, region=row.region, own=False)


def stop(work: Work, *, ref: str, errand: int) -> None:
    """Stop a chore after the lines it has in hand. Raises Unfit when it is over."""
    turn(work, ref, errand, ErrandState.QUEUED, ErrandState.STOPPED)


def go_on(work: Work, *, ref: str, errand: int) -> None:
    """Let a chore go on that was stopped, or met a fault: at the line where it stood."""
    campaign = campaign_of(work, ref)
    found = errand_of(work, errand, campaign)
    if found.state not in {ErrandState.STOPPED, ErrandState.FAILED} or not campaign_store.turn(
        work.store, found, ErrandState.QUEUED, None
    ):
        raise Unfit("errand_over")


def turn(work: Work, ref: str, errand: int, since: ErrandState, to: ErrandState) -> None:
    """Let a chore change from one state to another. Raises NotFound, Unfit."""
    campaign = campaign_of(work, ref)
    found = errand_of(work, errand, campaign)
    if found.state is not since or not campaign_store.turn(work.store, found, to, work.now):
        raise Unfit("errand_over")
    tell(work, campaign, to.value, found.done, {"quoi": found.chore.value})


def errand_of(work: Work, errand: int, campaign: Campaign | None = None) -> Errand:
    """A chore. Raises NotFound."""
    found = campaign_store.errand(work.store, errand)
    if found is None or (campaign is not None and found.campaign_id != campaign.id):
        raise NotFound("errand", errand)
    return found


def from_pool(work: Work, *, ref: str) -> None:
    """Have the people of the pool who want the job weighed with the others."""
    campaign = steered(work, ref)
    require_open(campaign)
    campaign_chores.ask(work, campaign, Chore.POOL, (work.actor.account_id, work.actor.name))


def plan(work: Work, *, ref: str, seats: int, reserve: int, quotas: Sequence[Quota]) -> Campaign:
    """Set places, waiting list and quotas, and rank anew. Raises Unfit when more is kept than there is."""
    campaign = steered(work, ref)
    require_open(campaign)
    for by in ("region", "sexe", "lot"):
        kept_for = sum(quota.least for quota in quotas if quota.by == by)
        if kept_for > seats:
            raise Unfit("quotas_above_seats", kept=str(kept_for), seats=str(seats))
    after = replace(campaign, seats=seats, reserve=reserve, quotas=tuple(quotas))
    campaign_store.change(work.store, after)
    campaign_places.ranked(work, after)
    tell(work, campaign, "places", seats, {"attente": reserve, "quotas": len(quotas)})
    return after


def weigh(work: Work, *, ref: str) -> None:
    """Read the criteria of the offer anew and weigh every application that nobody has decided about."""
    campaign = steered(work, ref)
    require_open(campaign)
    if campaign.offer_id is not None:
        criteria = data_of(snapshots.data(work.store, campaign.offer_id))
        campaign_store.change(work.store, replace(campaign, criteria=criteria))
    campaign_chores.ask(work, campaign, Chore.SCORE, (work.actor.account_id, work.actor.name))

"""The selection: what the grid proposes, people decide, one by one or many at once; then it is made known."""

from __future__ import annotations

from dataclasses import replace

from migraflow.domain.access import SYSTEM, Permission
from migraflow.domain.campaigns import (
    DECIDED,
    Campaign,
    CampaignKind,
    CampaignState,
    Cell,
    Chore,
    Errand,
    Standing,
    Wanted,
)
from migraflow.domain.errors import NotFound, Unfit
from migraflow.domain.journal import EntryKind
from migraflow.services import campaign_chores, campaign_models, campaign_steps, mailbox
from migraflow.services.campaigns import campaign_of, errand_of, require_open, row_of, steered, tell
from migraflow.services.work import Work
from migraflow.store import application_rows, journal
from migraflow.store import applications as store
from migraflow.store import campaigns as campaign_store
from migraflow.store import cases as case_store

AS_PROPOSED = "proposition"
"""The decision « as the grid proposes »."""
SHORTEST = 10
"""Characters a reason has at least when somebody goes against the grid."""
LONGEST = 500


def decide(
    work: Work, *, ref: str, to: str, reason: str = "", application: int = 0, wanted: Wanted | None = None
) -> int:
    """Decide about one application, or about all that fit `wanted`; how many it was about.

    `to` is a standing, or ``proposition``. Against what the grid proposes a reason is needed. Raises Unfit:
    ``campaign_reason``, ``campaign_seats`` (free), ``campaign_decision``.
    """
    campaign = steered(work, ref)
    require_open(campaign)
    rows = chosen_rows(work, campaign, application, wanted)
    decisions = [(key, to if to != AS_PROPOSED else proposal, standing, proposal) for key, standing, proposal in rows]
    moves = [one for one in decisions if one[1] != one[2]]
    if any(one[1] not in {*DECIDED, Standing.WITHDRAWN, Standing.ELIGIBLE} for one in moves):
        raise Unfit("campaign_decision")
    against = [one for one in moves if one[1] not in {one[3], Standing.ELIGIBLE}]
    if against and len(reason.strip()) < SHORTEST:
        raise Unfit("campaign_reason", least=str(SHORTEST))
    require_seats(work, campaign, moves)
    for standing in sorted({one[1] for one in moves}):
        keys = [one[0] for one in moves if one[1] == standing]
        store.decide(work.store, keys, standing, (work.actor.account_id, work.actor.name), work.now, reason[:LONGEST])
    tell(work, campaign, "decision", len(moves), {"vers": to, "motif": reason[:LONGEST]})
    return len(moves)


def chosen_rows(work: Work, campaign: Campaign, application: int, wanted: Wanted | None) -> list[tuple[int, str, str]]:
    """What a decision is about: (key, standing, proposal)."""
    if application:
        _, row = row_of(work, campaign.ref, application)
        return [(row.id, row.standing, row.proposal)]
    found = store.keys(work.store, campaign.id, wanted or Wanted(), seen_by=work.actor)
    may = {Standing.ELIGIBLE, *DECIDED}
    return [(key, standing, proposal) for key, standing, proposal, _ in found if standing in may]


def require_seats(work: Work, campaign: Campaign, moves: list[tuple[int, str, str, str]]) -> None:
    """Go on only if there are seats for all that are chosen. Raises Unfit."""
    held = sum(cell.count for cell in store.cells(work.store, campaign.id) if cell.standing == Standing.CHOSEN)
    coming = sum(one[1] == Standing.CHOSEN for one in moves) - sum(one[2] == Standing.CHOSEN for one in moves)
    if coming > 0 and held + coming > campaign.seats:
        raise Unfit("campaign_seats", free=str(max(0, campaign.seats - held)), wanted=str(coming))


def close_selection(work: Work, *, ref: str) -> Campaign:
    """Make the selection known: the offer hears the counts, each person chosen gets a case, in the background.

    Raises Unfit ``campaign_undecided`` (left) while somebody eligible has no answer.
    """
    campaign = steered(work, ref)
    require_open(campaign)
    counts = by_standing(store.cells(work.store, campaign.id))
    left = counts.get(Standing.ELIGIBLE, 0) + counts.get(Standing.RECEIVED, 0)
    if left:
        raise Unfit("campaign_undecided", left=str(left))
    after = replace(campaign, state=CampaignState.CHOSEN, chosen=work.now)
    campaign_store.change(work.store, after)
    said: dict[str, object] = {
        "campagne": campaign.ref,
        "nb_candidatures": sum(counts.values()),
        "nb_eligibles": sum(counts.get(one, 0) for one in DECIDED),
        "nb_retenus": counts.get(Standing.CHOSEN, 0),
        "nb_attente": counts.get(Standing.WAITING, 0),
    }
    tell_offer(work, after, campaign_models.model(work, campaign.model).closing, said)
    campaign_chores.ask(work, after, Chore.OPEN, (work.actor.account_id, work.actor.name))
    tell(work, after, "selection_close", counts.get(Standing.CHOSEN, 0), {})
    return after


def by_standing(cells: list[Cell]) -> dict[str, int]:
    """How many applications stand where; lines refused are none."""
    counts: dict[str, int] = {}
    for cell in cells:
        if cell.standing != Standing.REFUSED:
            counts[cell.standing] = counts.get(cell.standing, 0) + cell.count
    return counts


def tell_offer(work: Work, campaign: Campaign, message: str, said: dict[str, object]) -> None:
    """Send word to the case of the offer, if there is one."""
    if campaign.offer_id is not None and message:
        house = replace(work, actor=SYSTEM)
        key = f"campagne:{campaign.id}:{message}"
        mailbox.tell(house, case_id=campaign.offer_id, name=message, payload=said, key=key)


def call_next(work: Work, *, ref: str) -> int:
    """Give the places that came free to the next of the waiting list; how many were called.

    A place is free when its case ended without a departure, or somebody gave it back. Raises Unfit ``nobody_waits``.
    """
    campaign = steered(work, ref)
    if campaign.state is not CampaignState.CHOSEN:
        raise Unfit("campaign_not_chosen")
    back = store.places_back(work.store, campaign.id)
    who = (work.actor.account_id, work.actor.name)
    store.decide(work.store, back, Standing.WITHDRAWN, who, work.now, "")
    held = by_standing(store.cells(work.store, campaign.id)).get(Standing.CHOSEN, 0)
    waiting = store.keys(work.store, campaign.id, Wanted(standing=Standing.WAITING), seen_by=work.actor)
    called = [key for key, *_ in waiting][: max(0, campaign.seats - held)]
    if not called:
        raise Unfit("nobody_waits")
    store.decide(work.store, called, Standing.CHOSEN, who, work.now, "")
    campaign_chores.ask(work, campaign, Chore.OPEN, who)
    tell(work, campaign, "suppleants", len(called), {"rendues": len(back)})
    return len(called)


def withdraw(work: Work, *, ref: str, application: int, reason: str) -> None:
    """Somebody gives up, before or after the selection. Raises Unfit without a reason."""
    campaign, row = row_of(work, ref, application)
    if len(reason.strip()) < SHORTEST:
        raise Unfit("campaign_reason", least=str(SHORTEST))
    if row.standing in {Standing.READ, Standing.REFUSED, Standing.WITHDRAWN}:
        raise Unfit("campaign_decision")
    who = (work.actor.account_id, work.actor.name)
    store.decide(work.store, [row.id], Standing.WITHDRAWN, who, work.now, reason[:LONGEST])
    tell(work, campaign, "retrait", 1, {"ligne": row.line, "motif": reason[:LONGEST]})


def depart(work: Work, *, ref: str) -> Campaign:
    """Say that departures are over: the offer hears how many left, and goes on to its balance."""
    campaign = steered(work, ref)
    if campaign.state is not CampaignState.CHOSEN:
        raise Unfit("campaign_not_chosen")
    gone, ready = store.departures(work.store, campaign.id)
    after = replace(campaign, state=CampaignState.CLOSED)
    campaign_store.change(work.store, after)
    application_rows.enter_again(work.store, campaign.id)
    model = campaign_models.model(work, campaign.model)
    tell_offer(work, after, model.departures, {"nb_partis": gone, "nb_prets": ready})
    tell(work, after, "departs", gone, {})
    return after


def close_group(work: Work, *, ref: str) -> Campaign:
    """Nobody more is expected on the lists of people who return."""
    campaign = steered(work, ref)
    if campaign.kind is not CampaignKind.RETURN or campaign.state is not CampaignState.OPEN:
        raise Unfit("campaign_closed", ref=ref)
    after = replace(campaign, state=CampaignState.CLOSED)
    campaign_store.change(work.store, after)
    tell(work, after, "close", 0, {})
    return after


def open_again(work: Work, *, ref: str) -> Errand:
    """Try again to open the cases that could not be opened."""
    campaign = campaign_of(work, ref)
    return errand_of(work, campaign_chores.ask(work, campaign, Chore.OPEN, (work.actor.account_id, work.actor.name)))


def repeat_step(work: Work, *, ref: str, case: str, element: str) -> Errand:
    """Give the answers of a step done in `case` to every case of the campaign that waits at the same step.

    Only what is the same for everybody is taken along: nothing of the person, no file, nothing sensitive. Raises
    NotFound, Unfit ``step_not_done``, ``step_personal``.
    """
    campaign = campaign_of(work, ref)
    work.require(Permission.COMPLETE_TASK)
    model = case_store.find(work.store, case.strip().upper(), seen_by=work.actor)
    if model is None or not store.is_of(work.store, campaign.id, model.id):
        raise NotFound("case", case)
    entries, _ = journal.read(work.store, model.id, seen_by=work.actor)
    done = [
        one for one in entries if one.kind is EntryKind.COMPLETED and one.element == element and not one.confidential
    ]
    if not done:
        raise Unfit("step_not_done", step=element)
    answers = campaign_steps.shareable(work, model, done[-1])
    who = (work.actor.account_id, work.actor.name)
    wish: dict[str, object] = {"element": element, "name": done[-1].name, "answers": answers, "from": model.ref}
    return errand_of(work, campaign_chores.ask(work, campaign, Chore.REPEAT, who, wish=wish))

"""What is seen of campaigns: the list, the live board in figures, the lines of a list, applications one by one.

Whoever sees people sees those of their office or region; who sees figures only (the ministry) gets counts without small
cells, for the whole campaign, and no name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from migraflow.domain.access import Permission, Scope
from migraflow.domain.campaigns import (
    APPLIED,
    Application,
    Batch,
    Campaign,
    CampaignModel,
    Cell,
    Errand,
    Standing,
    Wanted,
)
from migraflow.domain.errors import NotAllowed, NotFound
from migraflow.domain.masking import hidden_in_table
from migraflow.domain.parity import AXES, Share, report
from migraflow.domain.spellings import sound
from migraflow.services import campaign_models
from migraflow.services.campaigns import batch_of, campaign_of, near, row_of
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store import campaigns as campaign_store
from migraflow.store.campaigns import Told

PAGE = 50
"""Applications one page shows."""


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One line of the list of campaigns: `applied` and `chosen` are counts, None where they are hidden."""

    campaign: Campaign
    applied: int | None
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of the board's table: a region with counts by standing, None where one is hidden."""

    region: str
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """A campaign as its page shows it.

    `counts` by standing for what this person sees, `table` the same by region over `standings`; `by_sex` applied and
    chosen by sex. `running` is what workers do now, `batches` and `story` what was sent and done. `steps` are the steps
    its cases wait at: element, name, role, how many. `plain` is False for who sees figures only.
    """

    campaign: Campaign
    model: CampaignModel
    plain: bool
    steers: bool
    counts: dict[str, int | None]
    standings: tuple[str, ...]
    table: tuple[Tally, ...]
    parity: dict[str, tuple[Share, ...]]
    with_case: int
    rendered: int
    errands: tuple[Errand, ...]
    batches: tuple[tuple[Batch, dict[str, int]], ...]
    steps: tuple[tuple[str, str, str, int], ...]
    story: tuple[Told, ...]


def listing(work: Work) -> tuple[CampaignRow, ...]:
    """The campaigns, the latest first."""
    require_either(work)
    rows: list[CampaignRow] = []
    for one in campaign_store.page(work.store):
        if near(work, one):
            counts = masked_counts(seen_cells(work, one), plain(work))
            applied = total(counts, APPLIED)
            rows.append(CampaignRow(one, applied, counts.get(Standing.CHOSEN, 0)))
    return tuple(rows)


def require_either(work: Work) -> None:
    """Go on only for those who run campaigns, or read figures. Raises NotAllowed."""
    work.require_signed_in()
    if not work.actor.may(Permission.RUN_CAMPAIGN) and not work.actor.may(Permission.SEE_MEASURES):
        raise NotAllowed(Permission.RUN_CAMPAIGN)


def plain(work: Work) -> bool:
    """Whether the actor sees applications themselves, not only figures."""
    return work.actor.may(Permission.RUN_CAMPAIGN)


def seen_cells(work: Work, campaign: Campaign) -> list[Cell]:
    """The counts this person may see: of their office or region, or of all for who reads figures of the country."""
    measures = work.actor.grants.get(Permission.SEE_MEASURES)
    everything = measures is Scope.EVERYWHERE
    return store.cells(work.store, campaign.id, seen_by=None if everything else work.actor)


def board(work: Work, *, ref: str) -> Board:
    """The page of a campaign. Raises NotFound, NotAllowed."""
    require_either(work)
    campaign = campaign_store.get(work.store, ref)
    if campaign is None or not near(work, campaign):
        raise NotFound("campaign", ref)
    cells = [cell for cell in seen_cells(work, campaign) if cell.standing != Standing.REFUSED]
    shown = plain(work)
    standings = tuple(one.value for one in APPLIED if any(cell.standing == one for cell in cells))
    drawn = Board(
        campaign=campaign,
        model=campaign_models.model(work, campaign.model),
        plain=shown,
        steers=shown and steers(work, campaign),
        counts=masked_counts(cells, shown),
        standings=standings,
        table=tallied(cells, standings, shown),
        parity={axis: report(cells, axis) for axis in AXES},
        with_case=0,
        rendered=sum(cell.rendered for cell in cells) if shown else 0,
        errands=(),
        batches=(),
        steps=(),
        story=(),
    )
    return inside(work, drawn) if shown else replace(drawn, campaign=anonymous(campaign))


def inside(work: Work, drawn: Board) -> Board:
    """The board with what only those who run campaigns see."""
    campaign = drawn.campaign
    return replace(
        drawn,
        with_case=store.with_case(work.store, campaign.id, seen_by=work.actor),
        errands=tuple(campaign_store.errands(work.store, campaign.id)),
        batches=tuple((one, store.fates(work.store, one.id)) for one in own_batches(work, campaign)),
        steps=tuple(store.steps(work.store, campaign.id, seen_by=work.actor)),
        story=tuple(campaign_store.story(work.store, campaign.id)),
    )


def own_batches(work: Work, campaign: Campaign) -> list[Batch]:
    """The lists one sent, or all of them for who works for the whole country."""
    everywhere = work.actor.grants.get(Permission.RUN_CAMPAIGN) is Scope.EVERYWHERE
    found = campaign_store.batches(work.store, campaign.id)
    return [one for one in found if everywhere or one.sent_by == work.actor.account_id]


def steers(work: Work, campaign: Campaign) -> bool:
    """Whether the actor decides for the whole campaign."""
    own = campaign.opened_by == work.actor.account_id
    return work.actor.covers(Permission.RUN_CAMPAIGN, office=campaign.office, region=campaign.region, own=own)


def anonymous(campaign: Campaign) -> Campaign:
    """A campaign without the number of any case."""
    return replace(campaign, offer_id=None, offer_ref="", shared={})


def masked_counts(cells: Iterable[Cell], shown: bool) -> dict[str, int | None]:
    """Counts by standing; for figures only, small ones are hidden with enough others that no total tells."""
    counts = Counter[str]()
    for cell in cells:
        if cell.standing in APPLIED:
            counts[cell.standing] += cell.count
    if shown:
        return dict(counts)
    names = sorted(counts)
    hidden, _ = hidden_in_table({("", name): counts[name] for name in names}, [""], names)
    return {name: None if ("", name) in hidden else counts[name] for name in names}


def total(counts: dict[str, int | None], among: Sequence[str]) -> int | None:
    """The sum of counts, None when one of them is hidden."""
    found = [counts.get(one, 0) for one in among]
    return None if any(one is None for one in found) else sum(one or 0 for one in found)


def tallied(cells: Sequence[Cell], standings: Sequence[str], shown: bool) -> tuple[Tally, ...]:
    """Counts by region and standing, the largest region first."""
    counts = Counter[tuple[str, str]]()
    for cell in cells:
        if cell.standing in standings:
            counts[cell.region, cell.standing] += cell.count
    sizes = Counter[str]()
    for (region, _), count in counts.items():
        sizes[region] += count
    regions = sorted(sizes, key=lambda region: (-sizes[region], region))
    hidden, closed = hidden_in_table({} if shown else counts, regions, standings)
    return tuple(
        Tally(
            region,
            tuple(None if (region, one) in hidden else counts[region, one] for one in standings),
            None if region in closed else sizes[region],
        )
        for region in regions
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of applications: `count` in all, `start` the place of the first one."""

    campaign: Campaign
    rows: tuple[Application, ...]
    count: int
    start: int


def people(work: Work, *, ref: str, wanted: Wanted, start: int = 0) -> Listed:
    """Applications of a campaign this person may see, fifty at a time, by rank."""
    campaign = campaign_of(work, ref)
    wanted = replace(wanted, words=" ".join(sound(word) for word in wanted.words.lower().split()))
    rows = store.page(work.store, campaign.id, wanted, seen_by=work.actor, after=max(0, start), limit=PAGE)
    return Listed(campaign, tuple(rows), store.how_many(work.store, campaign.id, wanted, seen_by=work.actor), start)


def lines(work: Work, *, ref: str, batch: int, fate: str = "", start: int = 0) -> tuple[Batch, dict[str, int], Listed]:
    """The lines of a list with their fate, as the dry run found it: the list, counts by fate, fifty lines."""
    campaign, found = batch_of(work, ref, batch)
    rows = store.lines_of_batch(work.store, batch, fate, max(0, start), PAGE)
    fates = store.fates(work.store, batch)
    count = fates.get(fate, 0) if fate else sum(fates.values())
    return found, fates, Listed(campaign, tuple(rows), count, start)


def application(work: Work, *, ref: str, application: int) -> tuple[Campaign, Application]:
    """One application with its explanation. Raises NotFound."""
    return row_of(work, ref, application)

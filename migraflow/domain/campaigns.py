"""Campaigns: one list of people, hundreds or thousands at once, for an offer or off a flight home (domain.md §4, §8.1).

Each line of the list is an application of its own: who, from where, what was read of them, what was decided, by whom.
The case of the offer never holds the list: it knows the number of its campaign and how many were chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from migraflow.domain.forms import Form


class CampaignKind(StrEnum):
    """What a campaign is for: choosing among applicants of an offer, or receiving people who return together."""

    SELECTION = "selection"
    RETURN = "retour"


class CampaignState(StrEnum):
    """Where a campaign stands: lists are taken, the selection is made known, all is over."""

    OPEN = "ouverte"
    CHOSEN = "choisie"
    CLOSED = "close"


class Standing(StrEnum):
    """Where one application stands. READ and REFUSED are lines of a list that are no application yet, or never."""

    READ = "lue"
    REFUSED = "refusee"
    RECEIVED = "recue"
    ELIGIBLE = "eligible"
    EXCLUDED = "ecartee"
    CHOSEN = "retenue"
    WAITING = "attente"
    PASSED_OVER = "non_retenue"
    WITHDRAWN = "retiree"


APPLIED = (Standing.RECEIVED, Standing.ELIGIBLE, Standing.EXCLUDED, Standing.CHOSEN, Standing.WAITING,
           Standing.PASSED_OVER, Standing.WITHDRAWN)  # fmt: skip
"""What counts as an application."""
DECIDED = (Standing.CHOSEN, Standing.WAITING, Standing.PASSED_OVER)
"""What a human says of an eligible application."""


IN_POOL = "dossier_vivier"
"""In the facts of somebody of the pool: the number of the case that waits there. It is theirs once they are chosen."""


class Fate(StrEnum):
    """What becomes of one line of a list, as the dry run tells it before anything is written."""

    UNSEEN = "a_lire"
    NEW = "nouvelle"
    KNOWN = "connue"
    DOUBTFUL = "doute"
    TWICE = "double"
    REFUSED = "refusee"


IMPORTED = (Fate.NEW, Fate.KNOWN)
"""The fates that become applications; a doubtful one waits for a human."""


class Chore(StrEnum):
    """What a worker does for a campaign, line after line: each can be stopped, and goes on where it stood."""

    CHECK = "verifier"
    IMPORT = "importer"
    POOL = "vivier"
    SCORE = "noter"
    OPEN = "ouvrir"
    REPEAT = "repeter"


class ErrandState(StrEnum):
    """Whether a chore waits, goes on, is over, was stopped, or met a fault."""

    QUEUED = "attend"
    DONE = "fini"
    STOPPED = "arrete"
    FAILED = "panne"


@dataclass(frozen=True, slots=True)
class CampaignModel:
    """A way of running campaigns, as ``workflows/campagnes/<id>.toml`` says.

    `form` is what each line answers; `columns` the titles under which a list may bring each field, by its path (the
    first one is what our own model of a list says); `shared` the fields asked once for the whole list. `procedure` is
    the procedure of the case each person gets, `first` its step that the line answers (`answers` is FEEL for how, ""
    when there is none); `begin` is FEEL for what that case knows from the start. Who has a case already that waits for
    `message` gets that, with `content` (FEEL), instead of a new one. `closing` and `departures` are the messages the
    offer's case waits for: the selection is closed, everybody has left. `decision` weighs an application, in procedure
    `judge`; `filters` is the decision that sets people aside, `candidate` FEEL for what both see of a line.
    """

    id: str
    title: str
    title_en: str
    kind: CampaignKind
    form: Form
    shared: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    procedure: str
    first: str
    answers: str
    begin: str
    message: str
    content: str
    closing: str
    departures: str
    judge: str
    decision: str
    filters: str
    candidate: str
    opened_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quota:
    """Places kept for a group (`least`) or closed to it beyond a number (`most`, 0 for none).

    `by` is ``region``, ``sexe`` or ``lot``; `code` the group. What a group cannot fill goes to the others.
    """

    by: str
    code: str
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign as use cases handle it. `offer_id` is the case of the offer, None for people who return.

    `criteria` are the offer's, as its decision reads them; `shared` what is the same for everybody on the list; `seats`
    the places, `reserve` how many names the waiting list takes.
    """

    id: int
    ref: str
    model: str
    kind: CampaignKind
    title: str
    state: CampaignState
    offer_id: int | None
    offer_ref: str
    criteria: Mapping[str, object]
    shared: Mapping[str, object]
    seats: int
    reserve: int
    quotas: tuple[Quota, ...]
    region: str
    office: str
    opened_by: int
    opened_by_name: str
    opened: datetime
    chosen: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody of the register whom a line looks like: number, name, score of 0 to 100, why."""

    person_id: int
    ref: str
    name: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Application:
    """One person in one campaign. `line` is the line of list `batch`; `facts` what was read of it, typed.

    `filters` are the codes that set it aside, `score` out of 100 and `details` the points by criterion; `draw` decides
    between equals, `rank` is its place, `proposal` what the ranking proposes. `decided_by_name`, `decided` and `reason`
    say who decided, when and why. `case_id` is the case this person got.
    """

    id: int
    campaign_id: int
    batch: int
    line: int
    standing: Standing
    fate: Fate
    person_id: int | None
    name: str
    sex: str
    age: int | None
    band: str
    region: str
    office: str
    lot: str
    facts: Mapping[str, object]
    problems: tuple[tuple[str, str], ...] = ()
    near: tuple[Near, ...] = ()
    filters: tuple[str, ...] = ()
    score: int | None = None
    priority: bool = False
    details: Mapping[str, object] = field(default_factory=dict[str, object])
    rank: int | None = None
    proposal: str = ""
    decided_by_name: str = ""
    decided: datetime | None = None
    reason: str = ""
    case_id: int | None = None
    case_ref: str = ""
    case_outcome: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """A chore under way: `done` of `total` lines, `at` the key of the last one; `batch` the list it is about.

    `wish` holds what it was asked for; `fault` why it stopped.
    """

    id: int
    campaign_id: int
    chore: Chore
    state: ErrandState
    batch: int
    done: int
    total: int
    at: int
    wish: Mapping[str, object]
    asked_by: int
    asked_by_name: str
    asked: datetime
    ended: datetime | None
    fault: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A list somebody sent: its file's name, its size in lines, who sent it and when."""

    id: int
    campaign_id: int
    name: str
    lines: int
    sent_by: int
    sent_by_name: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of applications alike in these respects; nobody can be told from it but by its smallness."""

    standing: str
    region: str
    sex: str
    band: str
    count: int
    rendered: int = 0
    """How many of them gave their place back: their case ended without a departure."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications of a campaign: every field that is not empty must fit; `words` as names sound."""

    standing: str = ""
    fate: str = ""
    region: str = ""
    sex: str = ""
    lot: str = ""
    batch: int = 0
    least: int = 0
    most: int = 100
    proposal: str = ""
    words: str = ""

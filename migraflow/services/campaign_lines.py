"""Lines of a list before they are written: what each says, what is wrong with it, who in the register it may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from migraflow.domain.access import Permission, Scope
from migraflow.domain.answers import Setting, accept
from migraflow.domain.campaigns import Application, Campaign, CampaignModel, Fate, Near, Standing
from migraflow.domain.cases import age_band
from migraflow.domain.duplicates import measure
from migraflow.domain.errors import AnswersRejected, FieldError
from migraflow.domain.people import Identity, age_on, identity_of
from migraflow.domain.sheet_lines import Reading
from migraflow.domain.spellings import sound
from migraflow.domain.values import block_at, loads_mapping
from migraflow.services import duplicates
from migraflow.services.work import Work
from migraflow.store import applications as store
from migraflow.store.applications import Checked

IDENTITY = "identite"
CERTAIN = frozenset({"nina", "passeport"})
"""What says by itself that two records are one human; anything less a human decides (domain.md §10, D3)."""
LIKELY = 40
"""Earlier lines one is compared with at most for one number, phone or name: a whole village may give one phone."""
SHOWN = 3
"""People of the register shown beside a doubtful line."""
OUTSIDE, IN_LIST, IN_CAMPAIGN, APPLIED = "hors_region", "double_liste", "double_campagne", "deja_candidat"
"""Problems of a line that no form can see."""

Values = Mapping[str, object]


def checked(
    work: Work, campaign: Campaign, model: CampaignModel, lines: Sequence[Application], reach: str
) -> list[Checked]:
    """What becomes of `lines`; `reach` is the only region the sender may send people of, "" for all."""
    reading = Reading(model.form, work.house.lists)
    setting = Setting({}, work.now, work.house.lists)
    found = [one_checked(work, campaign, model, line, reading, setting, reach) for line in lines]
    return told_apart(work, campaign, found)


def one_checked(
    work: Work,
    campaign: Campaign,
    model: CampaignModel,
    line: Application,
    reading: Reading,
    setting: Setting,
    reach: str,
) -> Checked:
    """One line read by itself."""
    cells = cast("Mapping[str, str]", line.facts)
    raw = reading.answers(cells, campaign.shared)
    try:
        facts: Values = accept(model.form, raw, setting)
    except AnswersRejected as refusal:
        return refused(line, cells, [(error.path, reason(error)) for error in refusal.errors])
    region, office = where(work, facts)
    if reach and region != reach:
        return refused(line, cells, [("identite.region", OUTSIDE)])
    return read(work, line, facts, region, office)


def refused(line: Application, cells: Mapping[str, str], problems: Sequence[tuple[str, str]]) -> Checked:
    """A line that cannot be taken, and why, field by field."""
    name = f"{cells.get('identite.prenoms', '')} {cells.get('identite.nom', '')}".strip()
    nothing = ("", "", "", "", None, "", "", "", "")
    return Checked(line.id, line.line, Standing.REFUSED, Fate.REFUSED, name, *nothing, line.facts, problems, ())


def reason(error: FieldError) -> str:
    """Why a field is refused: the author's own sentence, else the code of ours with what was typed."""
    typed = error.facts.get("typed", "")
    return error.message or (f"{error.code}:{typed}" if typed else error.code)


def read(work: Work, line: Application, facts: Values, region: str, office: str) -> Checked:
    """A line that reads: who it is about."""
    one = identity_in(facts)
    age = age_of(work, one)
    phone = one.phones[0] if one.phones else ""
    return Checked(
        line.id, line.line, Standing.READ, Fate.NEW, one.name, heard(one), one.nina, phone, one.sex, age, age_band(age),
        region, office, str(facts.get("lot") or ""), facts, (), (),
    )  # fmt: skip


def identity_in(facts: Values) -> Identity:
    """Who a line is about."""
    return identity_of(block_at(facts, IDENTITY), facts.get("numero_passeport") or facts.get("numero_laissez_passer"))


def age_of(work: Work, one: Identity) -> int | None:
    """Whole years today."""
    today = work.now.date()
    if one.birth_date:
        return age_on(one.birth_date, today)
    return today.year - one.birth_year if one.birth_year else None


def heard(one: Identity) -> str:
    """A name as it sounds, its words in order: what lines of one campaign are compared by."""
    return " ".join(sorted(sound(word) for word in one.key.split()))


def where(work: Work, facts: Values) -> tuple[str, str]:
    """The region and office of a line: its own office's, else the regional directorate of where it says."""
    offices = work.house.lists["structures"].entries
    named = str(facts.get("structure") or "")
    if named in offices:
        return offices[named].more.get("region", ""), named
    region = str(facts.get("region_installation") or block_at(facts, IDENTITY).get("region") or "")
    seat = (code for code, one in offices.items()
            if one.more.get("region") == region and one.more.get("type") == "direction_regionale")  # fmt: skip
    return region, next(seat, "")


def told_apart(work: Work, campaign: Campaign, found: list[Checked]) -> list[Checked]:
    """`found` where doubles within the list, and people the register knows, are told apart."""
    twins = Twins(work, campaign, found)
    after: list[Checked] = []
    for one in found:
        if one.fate is Fate.NEW:
            double = twins.before(one)
            one = compared(work, campaign, one) if double is None else changed(one, Fate.TWICE, problems=[double])
        twins.meet(one)
        after.append(one)
    return applied_once(work, campaign, after)


def compared(work: Work, campaign: Campaign, one: Checked) -> Checked:
    """A line beside the register: nobody like it, somebody for certain, or somebody a human must look at."""
    pairs = duplicates.found(work, identity_in(one.facts), most=SHOWN)
    near = [
        Near(person.id, person.ref, person.identity.name, alike.score, tuple(alike.reasons))
        for alike, person in pairs
        if alike.score >= measure(work.house.lists).shown
    ]
    if not near or near[0].score < measure(work.house.lists).probable:
        return replace(one, near=near)
    certain = CERTAIN & set(near[0].reasons)
    return changed(one, Fate.KNOWN if certain else Fate.DOUBTFUL, near=near)


def changed(
    one: Checked, fate: Fate, *, near: Sequence[Near] | None = None, problems: Sequence[tuple[str, str]] = ()
) -> Checked:
    """`one` with another fate."""
    standing = Standing.REFUSED if fate in {Fate.TWICE, Fate.REFUSED} else one.standing
    return replace(
        one, fate=fate, standing=standing, problems=problems or one.problems, near=one.near if near is None else near
    )


def applied_once(work: Work, campaign: Campaign, found: list[Checked]) -> list[Checked]:
    """`found` where people who have applied in this campaign already are left out."""
    people = [one.near[0].person_id for one in found if one.fate is Fate.KNOWN]
    lines = store.of_people(work.store, campaign.id, people)
    return [
        changed(one, Fate.TWICE, problems=[(APPLIED, str(lines[one.near[0].person_id]))])
        if one.fate is Fate.KNOWN and one.near[0].person_id in lines
        else one
        for one in found
    ]


class Twins:
    """The lines of a campaign met so far, found again by number, phone or sound of the name."""

    def __init__(self, work: Work, campaign: Campaign, found: Sequence[Checked]) -> None:
        self.work = work
        self.met: dict[tuple[str, str], list[tuple[int, int, Values]]] = defaultdict(list)
        for column in ("nina", "phone", "sound"):
            wanted = sorted({getattr(one, column) for one in found if getattr(one, column)})
            for id, line, value, facts in store.alike(work.store, campaign.id, column, wanted):
                self.met[column, value].append((id, line, loads_mapping(facts)))

    def before(self, one: Checked) -> tuple[str, str] | None:
        """The problem of a line that is about the person of an earlier one; None when it is about nobody's."""
        mine = identity_in(one.facts)
        seen: set[int] = set()
        for column in ("nina", "phone", "sound"):
            for id, line, facts in self.met.get((column, getattr(one, column)), [])[:LIKELY]:
                if id != one.id and id not in seen and self.same(mine, identity_in(facts)):
                    return IN_LIST, str(line)
                seen.add(id)
        return None

    def same(self, one: Identity, other: Identity) -> bool:
        """Whether two lines are about one human, as far as the house may say so."""
        if one.nina and other.nina:
            return one.nina == other.nina
        return duplicates.compared(self.work, one, other).score >= measure(self.work.house.lists).probable

    def meet(self, one: Checked) -> None:
        """Keep a line in mind."""
        if one.fate in {Fate.TWICE, Fate.REFUSED}:
            return
        for column in ("nina", "phone", "sound"):
            if value := getattr(one, column):
                self.met[column, value].append((one.id, one.line, one.facts))


def reach_of(work: Work) -> str:
    """The region whose people the actor may send; "" for all of them."""
    scope = work.actor.grants.get(Permission.SEE_PERSON)
    return "" if scope is Scope.EVERYWHERE else work.actor.region or "-"

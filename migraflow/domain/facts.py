"""Facts: what happened to a case and counts in an indicator, told from the case's journal by rules that are data.

The rules stand in ``workflows/indicateurs/faits.toml``: which entry of which procedure makes which fact, on what
condition, with what part (a reason, a path…) and what value (days, posts, francs). A case's facts are always told
anew from its whole journal, so that late entries, amendments, merges and moves count as if they had always been so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from migraflow import feel
from migraflow.domain.calendar import Calendar
from migraflow.domain.costs import xof_of
from migraflow.domain.fact_rules import Occurrence, Rule, Rules
from migraflow.domain.formulas import worked_out
from migraflow.domain.journal import Entry, EntryKind
from migraflow.domain.measures import Dimension
from migraflow.domain.reference import Lists

AGES = ((15, "0-14"), (25, "15-24"), (36, "25-35"), (50, "36-49"))
"""Upper bounds (excluded) of the age bands of the indicators (domain.md §12); older people are "50+"."""
WIDTHS: Mapping[Dimension, int] = {Dimension.OCCUPATION: 2, Dimension.DESTINATION: 3, Dimension.SEX: 1}
"""How much of a code counts: an occupation by its sub-major group."""
STANDING: Mapping[str, tuple[str, str]] = {
    "vivier": ("vivier", "sortie_vivier"),
    "dossiers": ("dossier_ouvert", "dossier_clos"),
}
"""What people or cases stand in, by name: the fact that brings them in, the one that takes them out."""
MOST = 2**62
"""The largest value a fact may have."""

Places = tuple[str, ...]
"""Where a fact is counted: one value per dimension, in the order of `Dimension`, "" where it is not known."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of a case besides its journal: `region`, `office`; `sex` and birth of whom it is about."""

    opened: datetime
    region: str
    office: str
    sex: str = ""
    born: int | None = None
    birthday: date | None = None
    education: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that counts: on which `day`, as which `part`, worth `value`, at which `places`."""

    name: str
    day: date
    part: str
    value: int
    places: Places


@dataclass(frozen=True, slots=True)
class Setting:
    """What facts are told with: the agency's lists (currencies) and its working days."""

    lists: Lists
    calendar: Calendar


@dataclass(slots=True)
class Telling:
    """A case while its journal is read: what is `known` so far, the facts `told` so far, in order, by name, and how
    often each step (procedure, element, item) was `done`; `begun` is, of the facts that may begin anew, which time it
    was and the day."""

    rules: Rules
    setting: Setting
    known: dict[str, object] = field(default_factory=dict[str, object])
    told: dict[str, list[Fact]] = field(default_factory=dict[str, list[Fact]])
    done: Counter[tuple[str, str, str]] = field(default_factory=Counter[tuple[str, str, str]])
    begun: dict[str, tuple[int, date]] = field(default_factory=dict[str, tuple[int, date]])


def age_band(age: int | None) -> str:
    """The band the indicators count `age` in, "" when it is not known."""
    if age is None or age < 0:
        return ""
    return next((band for bound, band in AGES if age < bound), "50+")


def facts_of(rules: Rules, setting: Setting, subject: Subject, entries: Iterable[Entry]) -> tuple[Fact, ...]:
    """All facts of one case, told from its journal (oldest entry first)."""
    telling = Telling(rules, setting)
    for entry in entries:
        learn(telling.known, entry)
        if entry.kind is EntryKind.COMPLETED:
            telling.done[entry.procedure, entry.element, entry.item] += 1
        for rule in rules.at(entry.procedure, entry.kind, entry.element):
            tell(telling, rule, entry)
    places = places_of(telling, subject)
    return tuple(
        replace(fact, places=tuple(own or common for own, common in zip(fact.places, places, strict=True)))
        for facts in telling.told.values()
        for fact in facts
    )


def learn(known: dict[str, object], entry: Entry) -> None:
    """Know what an entry tells: the answers given, or the one answer put right."""
    if entry.answers:
        known.update(entry.answers)
    elif entry.kind is EntryKind.AMENDED and "to" in entry.detail:
        known[str(entry.detail.get("field"))] = entry.detail["to"]
    elif entry.kind is EntryKind.DECISION and (fired := cast("list[Mapping[str, object]]", entry.detail.get("fired"))):
        before = cast("Mapping[str, object]", known.get("decisions", {}))
        known["decisions"] = {**before, str(entry.detail.get("decision")): fired[-1].get("outputs")}


def tell(telling: Telling, rule: Rule, entry: Entry) -> None:
    """Add the facts `rule` makes of `entry`, as often as it counts."""
    before = telling.told.get(rule.name, [])
    time = time_of(telling, rule)
    if before and rule.occurrence is Occurrence.FIRST and telling.begun.get(rule.name, (time,))[0] == time:
        return
    firsts = {name: facts[0].day for name, facts in telling.told.items() if facts}
    firsts |= {name: day for name, (_, day) in telling.begun.items()}
    asked = {**telling.known, "faits": firsts, "jour": entry.at.date(), "moment": entry.at, "ouverte": entry.created,
             "prise": entry.claimed, "nom": entry.name, "detail": entry.detail, "tache": task_of(entry),
             "reprises": Decimal(sum(1 for times in telling.done.values() if times > 1))}  # fmt: skip
    made = [fact for item in items_of(rule, asked) if (fact := made_of(telling, rule, entry, {**asked, "item": item}))]
    if made:
        telling.told[rule.name] = made if rule.occurrence is Occurrence.LAST else [*before, *made]
        if rule.renewed_by:
            telling.begun[rule.name] = (time, made[0].day)


def time_of(telling: Telling, rule: Rule) -> int:
    """Which time what the rule tells of has begun in this case; 0 for what begins once."""
    step = (rule.procedure, rule.renewed_by)
    return sum(n for (*at, _), n in telling.done.items() if tuple(at) == step) if rule.renewed_by else 0


def task_of(entry: Entry) -> dict[str, object]:
    """What expressions know of the step an entry tells: where it stands, tenths of days nobody had it (`attente`) and
    somebody had it (`travail`), and whether it was done after its deadline (null when it had none)."""
    created = entry.created or entry.at
    claimed = min(max(entry.claimed or entry.at, created), entry.at)
    due = entry.detail.get("due")
    return {
        "role": entry.role,
        "procedure": entry.procedure,
        "element": entry.element,
        "attente": tenths_of_days(claimed - created),
        "travail": tenths_of_days(entry.at - claimed),
        "retard": entry.at > due if isinstance(due, datetime) else None,
    }


def tenths_of_days(span: timedelta) -> Decimal:
    """A span in tenths of days of 24 hours, cut; 0 when it is negative."""
    return Decimal(max(0, int(span / timedelta(hours=2.4))))


def items_of(rule: Rule, asked: Mapping[str, object]) -> Sequence[object]:
    """What the rule counts one by one; one nameless thing when it counts the entry itself."""
    if rule.each is None:
        return (None,)
    found = worked_out(rule.each, asked, None)
    return cast("list[object]", found) if isinstance(found, list) else ()


def made_of(telling: Telling, rule: Rule, entry: Entry, asked: Mapping[str, object]) -> Fact | None:
    """The fact a rule makes of one thing; None when its condition does not hold or there is nothing to measure."""
    if rule.when is not None and worked_out(rule.when, asked, entry.at) is not True:
        return None
    day = day_of(rule.day, entry, asked)
    value = value_of(telling, rule, day, asked)
    if value is None:
        return None
    part = "" if rule.part is None else text_of(worked_out(rule.part, asked, entry.at))
    places = tuple(place_in(rule.places.get(one, ()), one, asked) for one in Dimension)
    counted_on = day if rule.counted_on is None else day_of(rule.counted_on, entry, asked)
    return Fact(rule.name, counted_on, part[:80], value, places)


def day_of(formula: feel.Expression | None, entry: Entry, asked: Mapping[str, object]) -> date:
    """The day a formula names if it is no later than the entry, else the entry's own."""
    own = entry.at.date()
    said = None if formula is None else worked_out(formula, asked, entry.at)
    said = said.date() if isinstance(said, datetime) else said
    return said if isinstance(said, date) and said <= own else own


def value_of(telling: Telling, rule: Rule, day: date, asked: Mapping[str, object]) -> int | None:
    """What a fact is worth: days since another fact, francs, a number; 0 when the rule measures nothing."""
    if rule.since:
        start = next((fact.day for fact in telling.told.get(rule.since, ())), None)
        if start is None:
            return None
        calendar = telling.setting.calendar
        return max(0, calendar.working_days_between(start, day) if rule.working_days else (day - start).days)
    if rule.amount is not None:
        return limited(xof_of(worked_out(rule.amount, asked, None), telling.setting.lists))
    if rule.value is None:
        return 0
    found = worked_out(rule.value, asked, None)
    return limited(int(found.quantize(Decimal(1), rounding=ROUND_HALF_UP)) if isinstance(found, Decimal) else None)


def limited(value: int | None) -> int | None:
    """`value` as a table keeps it."""
    return None if value is None or abs(value) > MOST else value


def text_of(value: object) -> str:
    """A part as text: a code, a number, yes or no."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else feel.show(feel.to_feel(value)) if not isinstance(value, str) else value


def places_of(telling: Telling, subject: Subject) -> Places:
    """Where the facts of a case are counted, by all that is known of it in the end."""
    own = {
        Dimension.REGION: subject.region,
        Dimension.OFFICE: subject.office,
        Dimension.SEX: subject.sex,
        Dimension.AGE: age_band(age_of(subject)),
        Dimension.EDUCATION: subject.education,
    }
    expressions = telling.rules.places
    return tuple(own.get(one, "") or place_in(expressions.get(one, ()), one, telling.known) for one in Dimension)


def place_in(expressions: Iterable[feel.Expression], dimension: Dimension, known: Mapping[str, object]) -> str:
    """The first thing said of one dimension; "" when nothing is."""
    said = (worked_out(expression, known, None) for expression in expressions)
    found = next((value for value in said if isinstance(value, str | Decimal) and value != ""), "")
    if dimension is Dimension.AGE and isinstance(found, Decimal):
        return age_band(int(found))
    return text_of(found)[: WIDTHS.get(dimension, 40)]


def age_of(subject: Subject) -> int | None:
    """How old somebody was when their case was opened; None when their birth is not known."""
    opened = subject.opened.date()
    if subject.birthday is not None:
        born = subject.birthday
        return opened.year - born.year - ((opened.month, opened.day) < (born.month, born.day))
    return None if subject.born is None else opened.year - subject.born

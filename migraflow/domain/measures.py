"""What the ministry watches: slices of the cases, what they are broken down by, the units of figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What the figures of a column are: nothing (a label), a count (of cases, people, posts, tasks, offers, records:
    whole numbers), a span (working hours, days, months of wages), a percentage, F CFA, a score, a rate per post."""

    LABEL = "label"
    CASES = "cases"
    PEOPLE = "people"
    OFFERS = "offers"
    POSTS = "posts"
    TASKS = "tasks"
    RECORDS = "records"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    WAGES = "wages"
    PERCENT = "percent"
    MONEY = "money"
    SCORE = "score"
    RATE = "rate"


class Dimension(StrEnum):
    """What figures are broken down and filtered by; the values are the words of the address bar (domain.md §12)."""

    REGION = "region"
    OFFICE = "agence"
    SEX = "sexe"
    AGE = "age"
    EDUCATION = "instruction"
    OCCUPATION = "metier"
    DESTINATION = "destination"
    MIGRATION = "migration"
    CHANNEL = "canal"


@dataclass(frozen=True, slots=True)
class Slice:
    """Which cases count: moments from the first day of `since` to the last of `until`, and one value per dimension.

    "" is everything: `region` slug, `office` code, `sex` F or M, `age` band ("15-24"), `education` level (CITE),
    `occupation` sub-major group (two digits of CITP-08), `destination` country (ISO 3166 alpha-3), `migration` type,
    `channel` of the request.
    """

    since: date
    until: date
    region: str = ""
    office: str = ""
    sex: str = ""
    age: str = ""
    education: str = ""
    occupation: str = ""
    destination: str = ""
    migration: str = ""
    channel: str = ""

    def chosen(self) -> dict[Dimension, str]:
        """The dimensions that are filtered, with their value."""
        return {one: value for one in Dimension if (value := getattr(self, one.name.lower()))}

    @property
    def start(self) -> datetime:
        """The first moment of the slice, UTC."""
        return datetime.combine(self.since, time.min, UTC)

    @property
    def end(self) -> datetime:
        """The first moment after the slice, UTC."""
        return datetime.combine(self.until + timedelta(days=1), time.min, UTC)

    def months(self) -> tuple[str, ...]:
        """The months of the slice as ``2026-11``."""
        found: list[str] = []
        year, month = self.since.year, self.since.month
        while (year, month) <= (self.until.year, self.until.month):
            found.append(f"{year}-{month:02}")
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return tuple(found)

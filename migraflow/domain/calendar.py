"""Working days and deadlines. Mali keeps UTC all year, so office hours are written in UTC."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from io import StringIO
from typing import Any

from migraflow.domain.errors import BrokenBundle

OPENING = time(8, 0)
"""Offices open at 8:00: the reminder of a deadline counted in days comes at that hour, never with the deadline."""
CLOSING = time(16, 0)
"""Offices close at 16:00: a deadline counted in days falls at that hour."""
WEEKEND = (5, 6)


class Unit(StrEnum):
    """What a deadline is counted in: working days, calendar days, hours."""

    WORKING_DAYS = "jo"
    DAYS = "j"
    HOURS = "h"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One line of ``delais.csv``: how long a step may take; `reminder` is a percentage of that time."""

    code: str
    label: str
    amount: int
    unit: Unit
    reminder: int
    escalation: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The agency's working days: Monday to Friday, less the holidays of ``jours_feries.csv``."""

    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices are open on `day`."""
        return day.weekday() not in WEEKEND and day not in self.holidays

    def working_days_after(self, moment: datetime, count: int) -> datetime:
        """Closing time of the working day that is `count` working days after `moment` (0: today if still open)."""
        day = moment.date()
        if count <= 0 and self.is_working(day) and moment.timetz().replace(tzinfo=None) <= CLOSING:
            return datetime.combine(day, CLOSING, moment.tzinfo)
        for _ in range(max(count, 1)):
            day = self.next_working_day(day)
        return datetime.combine(day, CLOSING, moment.tzinfo)

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
        if end < start:
            return -self.working_days_between(end, start)
        weeks, rest = divmod((end - start).days, 7)
        first = start + timedelta(days=weeks * 7)
        days = weeks * 5 + sum((first + timedelta(days=n)).weekday() not in WEEKEND for n in range(1, rest + 1))
        return days - sum(start < day <= end and day.weekday() not in WEEKEND for day in self.holidays)

    def due(self, deadline: Deadline, since: datetime, percent: int = 100) -> datetime:
        """When `percent` of `deadline`, counted from `since`, has passed: a reminder, the due moment, an escalation.

        The reminder of a deadline in days comes when the office opens on its day. A step of one, two or three working
        days is recalled on the morning of the very day it is due, with a day of office hours left to do it.
        """
        if deadline.unit is Unit.HOURS:
            return since + timedelta(hours=deadline.amount * percent / 100)
        if percent < 100:
            return self.reminder(deadline, since, percent)
        whole = self.after_days(deadline.unit, since, deadline.amount)
        return whole if percent == 100 else self.beyond(deadline, whole, percent)

    def reminder(self, deadline: Deadline, since: datetime, percent: int) -> datetime:
        """The opening hour of the reminder's day; for a step due the same day, `percent` of the time left."""
        day = self.after_days(deadline.unit, since, -(-deadline.amount * percent // 100)).date()
        morning = datetime.combine(day, OPENING, since.tzinfo)
        return morning if morning > since else since + (self.due(deadline, since) - since) * percent / 100

    def after_days(self, unit: Unit, since: datetime, count: int) -> datetime:
        """Closing time `count` days (working days or calendar days, as `unit` says) after `since`; never before it."""
        if unit is Unit.WORKING_DAYS:
            return self.working_days_after(since, count)
        closing = datetime.combine(since.date() + timedelta(days=count), CLOSING, since.tzinfo)
        return closing if closing >= since else closing + timedelta(days=1)

    def beyond(self, deadline: Deadline, due: datetime, percent: int) -> datetime:
        """When `percent` (over 100) of a `deadline` due at `due` has passed, wherever its beginning lay."""
        if deadline.unit is Unit.HOURS:
            return due + timedelta(hours=deadline.amount * (percent - 100) / 100)
        return self.after_days(deadline.unit, due, max(-(-deadline.amount * percent // 100) - deadline.amount, 1))

    def resumed(self, unit: Unit, moment: datetime, paused: datetime, again: datetime) -> datetime:
        """Where `moment` lies once the clock, stopped at `paused`, goes on at `again`: as much is left as there was.

        Working days left are counted again from `again`, so that the hour of the day and the week-ends stay right.
        """
        if moment <= paused:
            return moment
        if unit is Unit.HOURS:
            return moment + (again - paused)
        if unit is Unit.DAYS:
            return moment + timedelta(days=(again.date() - paused.date()).days)
        left = self.working_days_between(paused.date(), moment.date())
        return datetime.combine(self.working_days_after(again, left).date(), moment.timetz())


def read_holidays(text: str) -> frozenset[date]:
    """Holidays from ``jours_feries.csv`` (columns date, libelle; ISO dates)."""
    try:
        return frozenset(date.fromisoformat(row["date"]) for row in csv.DictReader(StringIO(text)))
    except (KeyError, ValueError) as error:
        raise BrokenBundle("reference/jours_feries.csv", "", str(error)) from error


WRITTEN = re.compile(r"(\d{1,3}) (jo|j|h)(?: > ([a-z][a-z0-9_]{0,25}))?")
"""A deadline written in full at its step: « 2 jo », or « 2 jo > chef_dcm » with the role told when it is passed."""
UNIT_WORDS = {Unit.WORKING_DAYS: "jours ouvrés", Unit.DAYS: "jours", Unit.HOURS: "heures"}
USUAL_REMINDER = 75


class Deadlines(dict[str, Deadline]):
    """The register of deadlines, and every deadline a step writes in full (see `WRITTEN`)."""

    def __missing__(self, code: str) -> Deadline:
        found = written_deadline(code)
        if found is None:
            raise KeyError(code)
        return found

    def get(self, code: str, default: Any = None) -> Any:
        """The deadline of a code, `default` when it is neither in the register nor written in full."""
        return super().get(code) or written_deadline(code) or default

    def __contains__(self, code: object) -> bool:
        return super().__contains__(code) or (isinstance(code, str) and written_deadline(code) is not None)


def written_deadline(code: str) -> Deadline | None:
    """The deadline that « 2 jo > chef_dcm » says, None when it says none."""
    match = WRITTEN.fullmatch(code)
    if match is None or int(match[1]) == 0:
        return None
    amount, unit = int(match[1]), Unit(match[2])
    return Deadline(code, f"{amount} {UNIT_WORDS[unit]}", amount, unit, USUAL_REMINDER, match[3] or "")


def read_deadlines(text: str) -> Deadlines:
    """Deadlines by code from ``delais.csv`` (code, libelle, valeur, unite, rappel, escalade)."""
    deadlines = Deadlines()
    for row in csv.DictReader(StringIO(text)):
        try:
            deadlines[row["code"]] = Deadline(
                code=row["code"],
                label=row["libelle"],
                amount=int(row["valeur"]),
                unit=Unit(row["unite"]),
                reminder=int(row["rappel"] or 75),
                escalation=row["escalade"] or "",
            )
        except (KeyError, ValueError, TypeError) as error:
            raise BrokenBundle("reference/delais.csv", row.get("code") or "", str(error)) from error
    return deadlines

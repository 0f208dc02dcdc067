"""Moments in words: near now as people say them, the exact date for whoever wants it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from migraflow.domain.tasks import Urgency
from migraflow.ui.words import say

BAMAKO = ZoneInfo("Africa/Bamako")
SOON_MINUTES = 60


def here(moment: datetime) -> datetime:
    """`moment` on the clocks of the offices."""
    return moment.astimezone(BAMAKO)


def clock(moment: datetime, language: str) -> str:
    """« 10 h 42 »."""
    local = here(moment)
    return say(language, "dates.clock", hour=local.hour, minute=local.minute)


def day(moment: datetime | date, today: date, language: str) -> str:
    """« vendredi 27 novembre » this year, « 27 novembre 2025 » otherwise."""
    found = here(moment).date() if isinstance(moment, datetime) else moment
    words = {
        "weekday": say(language, "dates.weekdays").split()[found.weekday()],
        "number": say(language, "dates.first") if found.day == 1 else str(found.day),
        "month": say(language, "dates.months").split()[found.month - 1],
        "year": found.year,
    }
    near = abs((found - today).days) < 330 and found.year == today.year
    return say(language, "dates.day" if near else "dates.day_year", **words)


def near_day(moment: datetime, now: datetime, language: str) -> str:
    """« aujourd'hui », « hier », else the day in words."""
    distance = (here(moment).date() - here(now).date()).days
    names = {0: "dates.today", -1: "dates.yesterday", 1: "dates.tomorrow"}
    return say(language, names[distance]) if distance in names else day(moment, here(now).date(), language)


def on_day(moment: datetime, now: datetime, language: str) -> str:
    """The same inside a sentence: « ouvert aujourd'hui », « ouvert le 8 décembre 2025 »."""
    words = near_day(moment, now, language)
    near = abs((here(moment).date() - here(now).date()).days) <= 1
    return words if near else say(language, "dates.on", day=words)


def moment_words(moment: datetime, now: datetime, language: str) -> str:
    """« mardi 3 novembre, 9 h 12 »."""
    return say(language, "dates.at", day=near_day(moment, now, language), clock=clock(moment, language))


def ago(moment: datetime, now: datetime, language: str) -> str:
    """« il y a 5 min », « il y a 3 h », « hier », then the day."""
    passed = now - moment
    if passed < timedelta(minutes=1):
        return say(language, "dates.just_now")
    if passed < timedelta(minutes=SOON_MINUTES):
        return say(language, "dates.minutes", count=int(passed.total_seconds() // 60))
    if here(moment).date() == here(now).date():
        return say(language, "dates.hours", count=int(passed.total_seconds() // 3600))
    return near_day(moment, now, language)


def since(moment: datetime, now: datetime, language: str) -> str:
    """« depuis 9 h 12 », « depuis hier », « depuis 4 jours »."""
    days = (here(now).date() - here(moment).date()).days
    if days <= 0:
        return say(language, "dates.since_today", clock=clock(moment, language))
    return say(language, "dates.since_yesterday") if days == 1 else say(language, "dates.since_days", count=days)


def lasting(seconds: int, language: str) -> str:
    """How long something took or was late: « 3 jours », « 5 h », « 12 min »."""
    minutes = max(seconds // 60, 1)
    if minutes < 60:
        return say(language, "dates.span_minutes", count=minutes)
    if minutes < 24 * 60:
        return say(language, "dates.span_hours", count=minutes // 60)
    days = minutes // (24 * 60)
    return say(language, "dates.span_day" if days == 1 else "dates.span_days", count=days)


def due_short(days: int | None, urgency: Urgency, language: str) -> str:
    """A due date for a row of a table: « en retard de 3 j », « demain », « dans 4 jours ». Working days."""
    if days is None:
        return say(language, "dates.none")
    if urgency is Urgency.LATE:
        return say(language, "dates.late", days=-days) if days < 0 else say(language, "dates.late_now")
    names = {0: "dates.today", 1: "dates.tomorrow"}
    return say(language, names[days]) if days in names else say(language, "dates.in_days_short", days=days)


def due_long(due: datetime | None, days: int | None, urgency: Urgency, now: datetime, language: str) -> str:
    """A due date for the page of a task: « vendredi 27 novembre, dans 4 jours ouvrés »."""
    if due is None or days is None:
        return say(language, "dates.none")
    named = day(due, here(now).date(), language)
    return f"{named}, {delay_words(days, urgency, language)}"


def delay_words(days: int, urgency: Urgency, language: str) -> str:
    """« dans 4 jours ouvrés », « en retard de 3 jours ouvrés »."""
    if urgency is Urgency.LATE and days < 0:
        key = "dates.late_long_one" if days == -1 else "dates.late_long"
        return say(language, key, days=-days)
    if urgency is Urgency.LATE:
        return say(language, "dates.late_today")
    names = {0: "dates.today", 1: "dates.tomorrow"}
    return say(language, names[days]) if days in names else say(language, "dates.in_days", days=days)


def iso(moment: datetime | None) -> str:
    """For the ``datetime`` attribute of ``<time>``."""
    return moment.isoformat() if moment else ""

"""Figures in words: « 412 dossiers », « 81,3 % », « +8 % », « octobre 2026 », with the spaces French asks for."""

from __future__ import annotations

from datetime import date

from migraflow.domain import printed
from migraflow.domain.indicators import Mark
from migraflow.domain.measures import Slice, Unit
from migraflow.ui.words import say

NARROW = "\u202f"
COUNTS = printed.COUNTS
"""Units of whole things, of which a few may point at somebody."""


def plain(value: float | int, unit: Unit, language: str) -> str:
    """A figure without its unit, a percentage with its sign: « 1 234 », « 12,5 », « 81,3 % »."""
    return printed.number(value, unit, language)


def amount(value: float | int, unit: Unit, language: str) -> str:
    """A figure with its unit: « 412 dossiers », « 1 dossier », « 0,8 mois de salaire »."""
    return printed.amount(value, unit, language)


def noun(value: float | int, unit: Unit, language: str) -> str:
    """The unit, for so many: French has the singular below two, English for one alone."""
    return printed.noun(value, unit, language)


def cell(mark: Mark, unit: Unit, language: str) -> str:
    """A figure of a table; a hidden count reads « < 5 » or « masqué », what could not be measured a dash."""
    if mark.value is not None:
        return plain(mark.value, unit, language)
    return say(language, "figures.masked" if mark.hidden else "figures.none")


def percent(now: float, before: float, language: str) -> str:
    """By how much a figure changed: « +8 % », « −3 % »."""
    by = round(100 * (now - before) / before)
    return f"{'+' if by > 0 else ''}{plain(by, Unit.CASES, language)}{'%' if language == 'en' else NARROW + '%'}"


def points(now: float, before: float, language: str) -> str:
    """By how much a percentage changed: « +3 points »."""
    by = round(now - before, 1)
    text = f"{'+' if by > 0 else ''}{plain(by, Unit.SCORE, language)}"
    return say(language, "figures.points_one" if abs(by) < 2 else "figures.points", count=text)


def month(text: str, language: str) -> str:
    """``2026-11`` → « novembre 2026 »."""
    year, number = text.split("-")
    return f"{say(language, 'dates.months').split()[int(number) - 1]} {year}"


def short_month(text: str, language: str) -> str:
    """``2026-11`` → « nov. 2026 »."""
    name, year = month(text, language).split()
    short = name if len(name) <= 4 else f"{name[: 4 if name.startswith('juil') else 3]}."
    return f"{short} {year}"


def when(slice_: Slice, language: str) -> str:
    """« En octobre 2026 », « D'avril 2025 à mars 2026 », « En 2025 »."""
    if (slice_.since, slice_.until) == (date(slice_.since.year, 1, 1), date(slice_.since.year, 12, 31)):
        return say(language, "figures.in", month=slice_.since.year)
    first, last = month(f"{slice_.since:%Y-%m}", language), month(f"{slice_.until:%Y-%m}", language)
    if first == last:
        return say(language, "figures.in", month=first)
    vowel = first[0] in "aeiouéêAEIOU"
    return say(language, "figures.from_to_vowel" if vowel else "figures.from_to", first=first, last=last)

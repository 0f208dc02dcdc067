"""Delays in words: « 15 jours ouvrés », « le 5 de chaque mois » ⇄ what a timer says in FEEL or ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

DURATION, DATE, CYCLE = "timeDuration", "timeDate", "timeCycle"
MONTHLY = (
    'date and time(date(today().year, today().month, {day}) + (if today().day < {day} then @"P0M" else @"P1M"), '
    'time("08:00:00"))'
)
"""The next time the calendar shows that day, when offices open."""
UNITS = {
    "minute": ("PT", "M"),
    "heure": ("PT", "H"),
    "jour": ("P", "D"),
    "semaine": ("P", "W"),
    "mois": ("P", "M"),
    "an": ("P", "Y"),
}
NAMES = {("PT", "M"): "minute", ("PT", "H"): "heure", ("P", "D"): "jour", ("P", "W"): "semaine", ("P", "M"): "mois",
         ("P", "Y"): "an"}  # fmt: skip
COUNT = {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10,
         "quinze": 15, "vingt": 20, "trente": 30, "quarante-cinq": 45, "soixante": 60}  # fmt: skip
NUMBER = r"(\d{1,4}|" + "|".join(COUNT) + ")"
UNIT = r"(minutes?|heures?|jours?|semaines?|mois|ans?)"
WORKING = re.compile(rf"{NUMBER} jours? ouvr[ée]e?s?", re.I)
PLAIN = re.compile(rf"{NUMBER} {UNIT}(?: calendaires?)?", re.I)
MONTH = re.compile(r"le (1er|\d{1,2}) (?:de chaque|du) mois", re.I)
EVERY = re.compile(rf"(?:{NUMBER} fois,? ?)?(?:tous|toutes|chaque)(?: les)? ?(?:{NUMBER} )?{UNIT}", re.I)
AROUND = re.compile(rf"{NUMBER} {UNIT} (avant|après|apres) (?:le |la |l['’])?([^\W\d]\w*)", re.I)
REGISTER = re.compile(r"(?:l['’])?échéance ([\w-]+)", re.I)
ISO = re.compile(r'"?(?:@")?(PT?)(\d+)([MHDWY])"?')
FEEL_WORKING = re.compile(r"echeance ouvree\((\d+)\)")
FEEL_REGISTER = re.compile(r'delai\("([^"]+)"\)')
FEEL_CYCLE = re.compile(r'"?R(\d*)/(PT?)(\d+)([MHDWY])"?')
FEEL_AROUND = re.compile(r'([^\W\d]\w*) ([-+]) @"(PT?)(\d+)([MHDWY])"')
FEEL_MONTH = re.compile(re.escape(MONTHLY).replace(r"\{day\}", r"(\d+)"))


@dataclass(frozen=True, slots=True)
class Delay:
    """A timer as the file writes it: `kind` one of the three BPMN ways, `text` FEEL or ISO 8601."""

    kind: str
    text: str


def read(words: str) -> Delay | None:
    """The timer that `words` mean; None when they are no delay in words."""
    said = " ".join(words.strip().rstrip(".").replace("\u00a0", " ").split())
    for pattern, make in READINGS:
        match = pattern.fullmatch(said)
        if match:
            return make(match)
    return None


def number(text: str) -> int:
    """A count in digits or in words."""
    return int(text) if text.isdigit() else COUNT[text.lower()]


def duration(count: str, unit: str) -> str:
    """« 3 », « mois » → ``P3M``."""
    word = unit.lower()
    head, letter = UNITS[word if word in UNITS else word.rstrip("s")]
    return f"{head}{number(count)}{letter}"


def of_month(match: re.Match[str]) -> Delay | None:
    """« le 5 de chaque mois »: a day every month has."""
    day = 1 if match[1].lower() == "1er" else int(match[1])
    return Delay(DATE, MONTHLY.format(day=day)) if 1 <= day <= 28 else None


def of_cycle(match: re.Match[str]) -> Delay:
    """« 3 fois, tous les 30 jours »."""
    times = str(number(match[1])) if match[1] else ""
    return Delay(CYCLE, f'"R{times}/{duration(match[2] or "1", match[3])}"')


def of_date(match: re.Match[str]) -> Delay:
    """« 8 jours avant date_rdv »."""
    sign = "-" if match[3].lower() == "avant" else "+"
    return Delay(DATE, f'{match[4]} {sign} @"{duration(match[1], match[2])}"')


READINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Delay | None]], ...] = (
    (WORKING, lambda match: Delay(DATE, f"echeance ouvree({number(match[1])})")),
    (MONTH, of_month),
    (REGISTER, lambda match: Delay(DATE, f'delai("{match[1]}")')),
    (AROUND, of_date),
    (EVERY, of_cycle),
    (PLAIN, lambda match: Delay(DURATION, duration(match[1], match[2]))),
)
"""The ways to say a delay."""


def say(kind: str, text: str) -> str:
    """A timer in words; "" when it says more than words of ours can."""
    written = text.strip()
    for pattern, words in SAYINGS:
        match = pattern.fullmatch(written)
        if match:
            return words(match)
    return ""


def counted(count: str, head: str, letter: str) -> str:
    """« 15 jours »."""
    name = NAMES.get((head, letter), "")
    plural = "s" if int(count) > 1 and name != "mois" else ""
    return f"{int(count)} {name}{plural}" if name else ""


def say_cycle(match: re.Match[str]) -> str:
    """« 3 fois, tous les 30 jours »."""
    what = counted(match[3], match[2], match[4])
    times = f"{int(match[1])} fois, " if match[1] else ""
    feminine = what.split()[-1].startswith(("heure", "minute", "semaine"))
    return f"{times}{'toutes' if feminine else 'tous'} les {what}"


def say_around(match: re.Match[str]) -> str:
    """« 8 jours avant date_rdv »."""
    return f"{counted(match[4], match[3], match[5])} {'avant' if match[2] == '-' else 'après'} {match[1]}"


SAYINGS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (ISO, lambda match: counted(match[2], match[1], match[3])),
    (
        FEEL_WORKING,
        lambda match: f"{match[1]} jour{'s' if int(match[1]) > 1 else ''} ouvré{'s' if int(match[1]) > 1 else ''}",
    ),
    (FEEL_REGISTER, lambda match: f"échéance {match[1]}"),
    (FEEL_CYCLE, say_cycle),
    (FEEL_AROUND, say_around),
    (FEEL_MONTH, lambda match: f"le {'1er' if match[1] == '1' else match[1]} de chaque mois"),
)
"""The ways a timer is said."""

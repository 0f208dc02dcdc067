"""Figures as they leave the house: in French words, on paper, in a picture, in a file that opens anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from migraflow.domain.indicators import Definition, Head, Mark, Shown
from migraflow.domain.measures import Slice, Unit

COUNTS = frozenset({Unit.CASES, Unit.PEOPLE, Unit.OFFERS, Unit.POSTS, Unit.TASKS, Unit.RECORDS})
"""Units of whole things."""
NARROW = "\u202f"
HIDDEN, NOTHING = "masqué", "–"
MONTHS = tuple("janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())
NOUNS: Mapping[Unit, tuple[str, str]] = {
    Unit.LABEL: ("", ""), Unit.CASES: ("dossier", "dossiers"), Unit.PEOPLE: ("personne", "personnes"),
    Unit.OFFERS: ("offre", "offres"), Unit.POSTS: ("poste", "postes"), Unit.TASKS: ("tâche", "tâches"),
    Unit.RECORDS: ("fiche", "fiches"), Unit.HOURS: ("heure", "heures"), Unit.DAYS: ("jour", "jours"),
    Unit.MONTHS: ("mois", "mois"), Unit.WAGES: ("mois de salaire", "mois de salaire"), Unit.PERCENT: ("%", "%"),
    Unit.MONEY: ("F CFA", "F CFA"), Unit.SCORE: ("point", "points"),
    Unit.RATE: ("pour 10 000 habitants", "pour 10 000 habitants"),
}  # fmt: skip
HEADS: Mapping[str, str] = {
    "month": "Mois", "months": "Mois écoulés", "part": "Catégorie", "stage": "Étape", "way": "Voie", "all": "Ensemble",
    "agreement": "Accord", "region": "Région", "agence": "Agence", "sexe": "Sexe", "age": "Âge",
    "instruction": "Instruction", "metier": "Métier", "destination": "Destination", "migration": "Type de migration",
    "canal": "Canal", "count": "Nombre", "share": "Part", "running": "Part cumulée", "median": "Médiane",
    "quartile1": "1er quartile", "quartile3": "3e quartile", "p90": "9 fois sur 10", "mean": "Moyenne",
    "median_hours": "Médiane", "at_risk": "Suivis", "among": "Parmi", "quota": "Contingent", "posts": "Postes",
    "places": "Places", "rate": "Taux", "cycles": "Cycles", "offers": "Offres", "published": "Publiées",
    "applied": "Candidats", "placed": "Placés", "assessed": "Évalués", "certified": "Certifiés",
    "protected": "Pris en charge", "referred": "Référés", "sent": "Envoyés", "active": "Actifs", "filed": "Déposés",
    "after_6": "À 6 mois", "after_12": "À 12 mois", "in_72h": "En 72 heures", "in_30d": "En 30 jours",
    "lost": "Perdus de vue", "re_emigrated": "Repartis", "reached_t2": "Vus à T2", "repaid": "Remboursés",
    "mean_cost": "Coût moyen", "reports": "Signalements", "origin": "Origine",
}  # fmt: skip
"""What columns are called whose name is fixed by us."""


class Kind(StrEnum):
    """In what form figures leave the house."""

    CSV = "csv"
    XLSX = "xlsx"
    SVG = "svg"
    PNG = "png"
    PDF = "pdf"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure on paper: words only, and its drawing as SVG ("" where there is nothing to draw)."""

    code: str
    title: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    formula: str = ""
    caveat: str = ""
    drawing: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Figures on one paper. `span` and `filters` say what they are of, `words` stand before them."""

    title: str
    span: str
    filters: str
    day: str
    figures: tuple[Printed, ...]
    words: tuple[str, ...] = ()
    note: str = "Effectifs < 5 masqués, et ceux dont on pourrait les déduire."


def number(value: float | int, unit: Unit) -> str:
    """A figure as French writes it: « 1 234 », « 12,5 », « 81,3 % »."""
    digits = 0 if unit in COUNTS or unit is Unit.MONEY else 2 if unit is Unit.WAGES else 1
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
    text = f"{exact:,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = text.replace(",", NARROW).replace(".", ",").replace("-", "−")
    return f"{text}{NARROW}%" if unit is Unit.PERCENT else text


def amount(value: float | int, unit: Unit) -> str:
    """A figure with its unit: « 412 dossiers »."""
    if unit in {Unit.PERCENT, Unit.LABEL}:
        return number(value, unit)
    return f"{number(value, unit)}\u00a0{NOUNS[unit][0 if abs(value) < 2 else 1]}"


def shown(mark: Mark, unit: Unit) -> str:
    """A figure of a table."""
    if mark.hidden:
        return HIDDEN
    return NOTHING if mark.value is None else number(mark.value, unit)


def month(text: str) -> str:
    """``2026-11`` as « novembre 2026 »."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def span(slice_: Slice) -> str:
    """« Octobre 2026 », « D’avril 2025 à mars 2026 »."""
    first, last = month(f"{slice_.since:%Y-%m}"), month(f"{slice_.until:%Y-%m}")
    if first == last:
        return first.capitalize()
    if (slice_.since.month, slice_.until.month) == (1, 12) and slice_.since.year == slice_.until.year:
        return f"Année {slice_.since.year}"
    return f"{'D’' if first[0] in 'ao' else 'De '}{first} à {last}"


def head(one: Head) -> str:
    """What a column is called."""
    return one.label or HEADS.get(one.key, one.key.replace("_", " "))


def label(table: Shown, text: str) -> str:
    """What a row is called: months in words."""
    return month(text) if is_months(table) and len(text) == 7 else text


def is_months(table: Shown) -> bool:
    """Whether the rows are months."""
    return bool(table.columns) and table.columns[0].key == "month"


def sentence(definition: Definition, table: Shown, slice_: Slice, before: Mark | None = None) -> str:
    """The figure in a sentence: « Octobre 2026 : 412 dossiers, contre 381 un an plus tôt. »"""
    when, unit = span(slice_), definition.unit
    if table.total.hidden:
        return f"{when} : moins de cinq, ou trop peu pour être montré."
    if table.total.value is None:
        return f"{when} : rien à mesurer."
    told = f"{when} : {amount(table.total.value, unit)}"
    if before is None or before.value is None:
        return f"{told}."
    return f"{told}, contre {number(before.value, unit)} un an plus tôt."


def cells(table: Shown) -> tuple[tuple[str, ...], ...]:
    """The rows of a table in words."""
    units = [one.unit for one in table.columns[1:]]
    return tuple(
        (label(table, row.label), *(shown(mark, unit) for mark, unit in zip(row.marks, units, strict=True)))
        for row in table.rows
    )


def values(table: Shown) -> list[list[str | Decimal | int | date | None]]:
    """The rows of a table for a spreadsheet: months are dates, figures numbers, what is hidden says so."""
    units = [one.unit for one in table.columns[1:]]
    return [
        [first(table, row.label), *(exact(mark, unit) for mark, unit in zip(row.marks, units, strict=True))]
        for row in table.rows
    ]


def first(table: Shown, text: str) -> str | date:
    """The name of a row for a spreadsheet."""
    return date(int(text[:4]), int(text[5:7]), 1) if is_months(table) and len(text) == 7 else text


def exact(mark: Mark, unit: Unit) -> str | Decimal | int | None:
    """A figure for a spreadsheet: a number that is one."""
    if mark.hidden:
        return shown(mark, unit)
    return mark.value if mark.value is None or isinstance(mark.value, int) else Decimal(str(mark.value))


def listed(words: Sequence[str]) -> str:
    """Words one after the other, « aucun » for none."""
    return " · ".join(words) if words else "aucun"

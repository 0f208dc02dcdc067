"""The rules by which journals tell facts (``workflows/indicateurs/faits.toml``), read and checked.

A rule, all in the words of the procedures::

    [[fait]]
    nom = "premier_entretien"            # several rules may make the same fact
    procedure = "accueil"                # the procedure that holds the elements, called or not; "*" is every one
    evenement = "completed"              # a kind of journal entry; completed when left out
    elements = ["DS_05"]                 # left out: every entry of that kind
    fois = "premiere"                    # premiere, derniere or chaque: which occurrence in a case counts
    nouveau = "FA_01"                    # a step at which another one begins in the same case: the first counts anew
    si = "presence = true"               # FEEL over all answers so far
    part = "motif"                       # FEEL: what it is a part of
    depuis = "demande"                   # its value: days since another fact of the case; ouvres = true: working days
    valeur = "nb_postes"                 # or a number (FEEL)
    montant = "salaire_verse"            # or an amount, in whole francs CFA
    jour = "date_entretien"              # FEEL; the day it happened, when no later than the entry
    compte_le = "faits.demande"          # FEEL; another day it is counted on: that of what it is a share of
    chaque = "candidatures"              # FEEL: a list, each `item` of which makes a fact
    lieux = { sexe = ["item.sexe"] }     # FEEL: what an item itself says of a dimension

Besides the answers, expressions know ``faits`` (the first day of each fact so far), ``decisions`` (what each decision
table gave last) and the entry itself: ``jour`` and ``moment``, ``ouverte`` and ``prise`` (when a task came and was
taken), ``nom``, ``detail``, ``tache`` (`facts.task_of`) and ``reprises`` (how many steps of the case were done more
than once so far); ``item`` is the one of ``chaque``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from migraflow import feel
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.journal import EntryKind
from migraflow.domain.measures import Dimension

FILE = "indicateurs/faits.toml"
FILES = "indicateurs/faits*.toml"
"""All files of rules; they are read as one."""
KNOWN = frozenset(
    {"nom", "procedure", "evenement", "elements", "fois", "si", "part", "valeur", "montant", "depuis", "ouvres", "jour",
     "compte_le", "chaque", "lieux", "nouveau"}
)  # fmt: skip

EVERY_PROCEDURE = "*"

Said = Mapping[str, object]
Sources = Mapping[Dimension, tuple[feel.Expression, ...]]
"""What may say each dimension, the first that says something."""


class Occurrence(StrEnum):
    """Which occurrence of a fact in one case counts."""

    FIRST = "premiere"
    LAST = "derniere"
    EVERY = "chaque"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: entries of `kind` at `elements` of `procedure` make the fact `name`. The rest as in the file."""

    name: str
    procedure: str
    kind: EntryKind
    elements: tuple[str, ...]
    occurrence: Occurrence = Occurrence.FIRST
    when: feel.Expression | None = None
    part: feel.Expression | None = None
    value: feel.Expression | None = None
    amount: feel.Expression | None = None
    day: feel.Expression | None = None
    counted_on: feel.Expression | None = None
    each: feel.Expression | None = None
    since: str = ""
    working_days: bool = False
    renewed_by: str = ""
    places: Sources = field(default_factory=dict[Dimension, tuple[feel.Expression, ...]])

    def expressions(self) -> tuple[feel.Expression, ...]:
        """Everything it works out."""
        own = (self.when, self.part, self.value, self.amount, self.day, self.counted_on, self.each)
        places = tuple(one for found in self.places.values() for one in found)
        return (*(one for one in own if one is not None), *places)


Place = tuple[str, str, str]
"""Procedure, kind of entry, element ("" for every element)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules, in the order of the file, by where they look; `places` is what says a case's dimensions."""

    rules: tuple[Rule, ...]
    places: Sources
    by_place: Mapping[Place, tuple[Rule, ...]]

    def at(self, procedure: str, kind: EntryKind, element: str) -> tuple[Rule, ...]:
        """The rules that look at such an entry."""
        places = dict.fromkeys(((procedure, kind, element), (procedure, kind, ""), (EVERY_PROCEDURE, kind, "")))
        return tuple(rule for place in places for rule in self.by_place.get(place, ()))


def read_rules(text: str) -> Rules:
    """The rules of ``faits.toml``. Raises BrokenBundle naming the fact that does not read."""
    try:
        said: Said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrokenBundle(FILE, "", str(error)) from error
    rules = tuple(rule_of(one) for one in cast(Sequence[Said], said.get("fait", ())))
    by_place: dict[Place, tuple[Rule, ...]] = {}
    for rule in rules:
        for element in rule.elements or ("",):
            place = (rule.procedure, rule.kind, element)
            by_place[place] = (*by_place.get(place, ()), rule)
    return Rules(rules, sources("dimensions", said.get("dimensions", {})), by_place)


def rule_of(said: Said) -> Rule:
    """One rule. Raises BrokenBundle."""
    name = str(said.get("nom", ""))
    unknown = sorted(said.keys() - KNOWN)
    if not name or not said.get("procedure") or unknown:
        raise BrokenBundle(FILE, name, f"mot inconnu : {', '.join(unknown)}" if unknown else "nom ou procedure manque")
    try:
        kind = EntryKind(str(said.get("evenement", EntryKind.COMPLETED)))
        occurrence = Occurrence(str(said.get("fois", Occurrence.FIRST)))
    except ValueError as error:
        raise BrokenBundle(FILE, name, str(error)) from error
    return Rule(
        name=name,
        procedure=str(said["procedure"]),
        kind=kind,
        elements=tuple(str(one) for one in cast(Sequence[object], said.get("elements", ()))),
        occurrence=occurrence,
        when=compiled(name, said.get("si")),
        part=compiled(name, said.get("part")),
        value=compiled(name, said.get("valeur")),
        amount=compiled(name, said.get("montant")),
        day=compiled(name, said.get("jour")),
        counted_on=compiled(name, said.get("compte_le")),
        each=compiled(name, said.get("chaque")),
        since=str(said.get("depuis", "")),
        working_days=said.get("ouvres") is True,
        renewed_by=str(said.get("nouveau", "")),
        places=sources(name, said.get("lieux", {})),
    )


def sources(name: str, said: object) -> Sources:
    """What says the dimensions, by the words of the address bar. Raises BrokenBundle."""
    found: dict[Dimension, tuple[feel.Expression, ...]] = {}
    for word, texts in cast("Mapping[str, Sequence[object]]", said).items():
        try:
            dimension = Dimension(word)
        except ValueError as error:
            raise BrokenBundle(FILE, name, f"dimension inconnue : {word}") from error
        found[dimension] = tuple(one for text in texts if (one := compiled(name, text)) is not None)
    return found


def compiled(name: str, text: object) -> feel.Expression | None:
    """An expression of the rule `name`; None when there is none. Raises BrokenBundle."""
    if text is None:
        return None
    try:
        return feel.compile(str(text))
    except feel.FeelSyntaxError as error:
        raise BrokenBundle(FILE, name, error.sentence("fr")) from error

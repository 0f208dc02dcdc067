"""Letters the agency hands out: their models as managers write them, and the same filled with what a case knows.

A model is a text file: between two lines ``+++`` a few facts in TOML, then the words. ``{{ … }}`` holds FEEL;
``**…**`` is bold; ``## `` begins a heading, ``- `` a line of a list, ``|`` a row of a table. Above a block,
``:: si <FEEL>`` shows it on a condition, ``:: pour <nom> dans <FEEL>`` repeats its last line for each entry.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import cast

from migraflow import feel
from migraflow.domain.errors import BrokenBundle
from migraflow.domain.letter_blocks import Block, Span, names_in, read_blocks, spans_of
from migraflow.domain.reference import Lists
from migraflow.domain.shown import plain

Functions = Mapping[str, Callable[..., object]]
Labels = Mapping[str, Mapping[str, str]]
"""Words by list and code: reference lists, and the choices of every field of the procedure by the field's name."""
FENCE = "+++"
HOUSE = frozenset({"dossier", "personne", "agence", "lettre"})
"""What every letter knows besides the answers: the case, its person, the office, the letter itself."""
FACTS = frozenset(
    {"code", "titre", "objet", "destinataire", "signataires", "bases", "ampliations", "exemple", "note", "agence_seule"}
)


class LetterState(StrEnum):
    """Whether a letter still stands."""

    VALID = "valable"
    ANNULLED = "annulee"


DOUBT = re.compile(r"(\w+) !?= null")
"""What a model asks about, for it may be missing."""


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The variables a model reads, and those of them a letter would have a hole without."""

    read: frozenset[str]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class LetterModel:
    """A letter as managers write it. `code` is « L1 »; `signatories` who signs, each with a place of its own;
    `legal` the texts it rests on; `example` the answers a preview is filled with; `text` the file as it is.
    """

    code: str
    title: str
    subject: tuple[Span, ...]
    recipient: tuple[tuple[Span, ...], ...]
    signatories: tuple[str, ...]
    legal: tuple[str, ...]
    copies: tuple[str, ...]
    note: str
    blocks: tuple[Block, ...]
    example: Mapping[str, object]
    text: str = field(repr=False)

    @property
    def words(self) -> LetterWords:
        """What it reads, and what of it stands in no block that may be left out and is never compared with null."""
        always = (block.names for block in self.blocks if not block.condition)
        lines = (names_in(line, ()) for line in (self.subject, *self.recipient))
        doubted = frozenset(DOUBT.findall(self.text))
        return LetterWords(self.names, frozenset[str]().union(*lines, *always) - HOUSE - doubted)

    @property
    def names(self) -> frozenset[str]:
        """The variables its placeholders read, the house's own left out."""
        lines = (self.subject, *self.recipient)
        found = {name for line in lines for name in names_in(line, ())}
        return frozenset(found.union(*(block.names for block in self.blocks)) - HOUSE)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on every letter: country, motto, ministry, agency, foot. Read from ``letters/entete.toml``."""

    country: str
    motto: str
    ministry: str
    agency: str
    short: str
    foot: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What makes one letter itself: its number, place, day, and the code and address it is verified by."""

    number: str
    place: str
    office: str
    day: date
    code: str
    address: str
    specimen: bool = False


Text = tuple[tuple[str, bool], ...]
"""Words with whether they are bold."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One block filled: `kind` is ``heading``, ``paragraph``, ``items`` or ``table`` (its first row is the head)."""

    kind: str
    rows: tuple[tuple[Text, ...], ...]


@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A letter ready for paper: words only."""

    title: str
    subject: Text
    recipient: tuple[Text, ...]
    blocks: tuple[Drawn, ...]
    signatories: tuple[str, ...]
    legal: tuple[str, ...]
    copies: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a letter is filled with: answers, words for codes, and the moment."""

    answers: Mapping[str, object]
    labels: Labels
    now: datetime


def read_model(text: str, file: str) -> LetterModel:
    """The model in `text`. Raises BrokenBundle naming `file` and what does not read."""
    facts, words = parted(text, file)
    odd = sorted(facts.keys() - FACTS)
    if odd:
        raise BrokenBundle(file, odd[0], f"« {odd[0]} » n’est pas connu ; connus : {', '.join(sorted(FACTS))}")
    for name in ("code", "titre"):
        if not str(facts.get(name, "")).strip():
            raise BrokenBundle(file, name, f"« {name} » manque")
    try:
        return LetterModel(
            code=str(facts["code"]),
            title=str(facts["titre"]),
            subject=spans_of(str(facts.get("objet", facts["titre"]))),
            recipient=tuple(spans_of(line) for line in strings(facts, "destinataire")),
            signatories=strings(facts, "signataires"),
            legal=strings(facts, "bases"),
            copies=strings(facts, "ampliations"),
            note=str(facts.get("note", "")),
            blocks=read_blocks(words),
            example=cast(Mapping[str, object], facts.get("exemple", {})),
            text=text,
        )
    except feel.FeelSyntaxError as error:
        place = f"au caractère {error.position + 1} de « {error.text[:120]} »"
        raise BrokenBundle(file, "", f"{place} : {error.sentence('fr')}") from error
    except ValueError as error:
        raise BrokenBundle(file, "", str(error)) from error


def parted(text: str, file: str) -> tuple[dict[str, object], str]:
    """The facts and the words of a model."""
    _, fence, rest = text.partition(FENCE)
    facts, closing, words = rest.partition(f"\n{FENCE}")
    if not fence or not closing:
        raise BrokenBundle(file, "", "le modèle commence par des faits entre deux lignes « +++ »")
    try:
        return tomllib.loads(facts), words.strip("\n")
    except tomllib.TOMLDecodeError as error:
        raise BrokenBundle(file, "", f"les faits entre « +++ » ne se lisent pas ({error})") from error


def strings(facts: Mapping[str, object], name: str) -> tuple[str, ...]:
    """A fact that is one line or several."""
    value = facts.get(name, ())
    return tuple(str(one) for one in cast(list[object], value)) if isinstance(value, list | tuple) else (str(value),)


def read_letterhead(text: str) -> Letterhead:
    """The letterhead. Raises BrokenBundle naming what is missing."""
    try:
        facts = tomllib.loads(text)
        words = (str(facts[name]) for name in ("pays", "devise", "ministere", "organisme", "sigle", "pied"))
        return Letterhead(*words)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BrokenBundle("letters/entete.toml", "", str(error)) from error


def labels_of(lists: Lists, choices: Labels) -> Labels:
    """The words of every reference list, and of the fields' own choices."""
    listed = {name: {code: one.label for code, one in found.entries.items()} for name, found in lists.items()}
    return {**listed, **choices}


def functions_of(labels: Labels) -> Functions:
    """What a letter's FEEL may call: ``libelle(liste, code)``, for one code or several."""

    def label(name: object = None, code: object = None) -> object:
        known = labels.get(str(name), {})
        if isinstance(code, list):
            return ", ".join(known.get(str(one), str(one)) for one in cast(list[object], code))
        return None if code is None else known.get(str(code), str(code))

    return {"libelle": label}


def filled_letter(model: LetterModel, known: Known) -> FilledLetter:
    """`model` with what is known; what is not known stays blank. Raises feel.LimitReached for too much work."""
    pen = Pen(known, functions_of(known.labels))
    lines = [pen.words(one, {}) for one in model.recipient]
    return FilledLetter(
        title=model.title,
        subject=pen.words(model.subject, {}),
        recipient=tuple(line for line in lines if any(text.strip() for text, _ in line)),
        blocks=tuple(drawn for block in model.blocks if (drawn := pen.block(block)) is not None),
        signatories=model.signatories,
        legal=model.legal,
        copies=model.copies,
        note=model.note,
    )


@dataclass(frozen=True, slots=True)
class Pen:
    """Fills the blocks of one letter."""

    known: Known
    functions: Functions

    def value(self, text: str, more: Mapping[str, object]) -> object:
        """What a FEEL text gives."""
        expression = feel.compile(text, functions=self.functions)
        return expression.evaluate({**self.known.answers, **more}, now=self.known.now)

    def words(self, spans: tuple[Span, ...], more: Mapping[str, object]) -> Text:
        """A line with its placeholders filled in."""
        return tuple((self.shown(span.text, more) if span.feel else span.text, span.strong) for span in spans)

    def shown(self, text: str, more: Mapping[str, object]) -> str:
        """What a placeholder gives, in words: the code of a field stands as the words of its choice."""
        value = self.value(text, more)
        words = self.known.labels.get(text.rpartition(".")[2], {})
        if isinstance(value, list):
            return ", ".join(words.get(str(one)) or plain(one) for one in cast(list[object], value))
        return words.get(value) or value if isinstance(value, str) else plain(value)

    def block(self, block: Block) -> Drawn | None:
        """A block filled; None when its condition does not hold, or when it repeats nothing."""
        if block.condition and self.value(block.condition, {}) is not True:
            return None
        rows = tuple(self.rows(block))
        return Drawn(block.kind, rows) if len(rows) > (block.kind == "table") else None

    def rows(self, block: Block) -> Iterator[tuple[Text, ...]]:
        """Its lines; the last one once for each entry where it repeats."""
        fixed = block.rows[:-1] if block.source else block.rows
        for row in fixed:
            yield tuple(self.words(cell, {}) for cell in row)
        if block.source:
            for entry in entries(self.value(block.source, {})):
                yield tuple(self.words(cell, {block.item: entry}) for cell in block.rows[-1])


def entries(value: object) -> list[object]:
    """What a block repeats over: the entries of a list, one value alone, nothing for null."""
    if isinstance(value, list):
        return cast(list[object], value)
    return [] if value is None else [value]

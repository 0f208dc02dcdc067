"""What the form designer's page shows: lines of the form, the chosen question, its conditions in boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from migraflow.engine.editing.form_edits import HEAD, NUMBERS, WORDS
from migraflow.engine.editing.form_reading import Asked
from migraflow.services.drafting import Known
from migraflow.services.form_blocks import BlockRow
from migraflow.services.form_design import READ, Designed, Use
from migraflow.ui import routes
from migraflow.ui.components.studio_seen import Box, boxes_of
from migraflow.ui.components.studio_state import FindingLine
from migraflow.ui.words import say

BUILT = ("x-show-if", "x-required-if", "x-check", "x-warn")
"""Conditions that are written in boxes."""
GRAVITY = ("error", "warning", "advice")


@dataclass(frozen=True)
class DesignLine:
    """One line of the form. `alert` is the gravest finding at it, `alerts` how many there are; `number` counts the
    questions of the form itself."""

    place: str = ""
    label: str = ""
    kind: str = ""
    number: str = ""
    depth: int = 0
    required: bool = False
    conditional: bool = False
    personal: bool = False
    block: bool = False
    first: bool = False
    last: bool = False
    alert: str = ""
    alerts: int = 0


@dataclass(frozen=True)
class Question:
    """The chosen question. `words` has every keyword, "" where there is none; `reads` how hard its words are to read,
    `hardest` the sentence to change."""

    place: str = ""
    name: str = ""
    kind: str = ""
    words: dict[str, str] = field(default_factory=dict[str, str])
    required: bool = False
    sensitive: bool = False
    answers: str = ""
    answers_en: str = ""
    rules: list[str] = field(default_factory=list[str])
    holds: list[str] = field(default_factory=list[str])
    block: str = ""
    reads: dict[str, str] = field(default_factory=dict[str, str])
    hardest: dict[str, str] = field(default_factory=dict[str, str])
    first: bool = False
    last: bool = False
    inner: bool = False
    renamable: bool = False


@dataclass(frozen=True)
class Builder:
    """One condition of the chosen question: its FEEL `text`, and the boxes that say the same where boxes can."""

    word: str = ""
    text: str = ""
    boxable: bool = True
    either: bool = False
    boxes: list[Box] = field(default_factory=list[Box])


@dataclass(frozen=True)
class RuleLine:
    """One rule across questions."""

    at: int = 0
    check: str = ""
    message: str = ""
    fields: str = ""
    message_en: str = ""


@dataclass(frozen=True)
class UseLine:
    """Something that speaks of a question: where, and what it says."""

    where: str = ""
    text: str = ""


@dataclass(frozen=True)
class BlockLine:
    """One shared block of the draft: the way to it, how many of the draft's forms ask it, whether the draft changes
    it."""

    way: str = ""
    title: str = ""
    forms: int = 0
    changed: bool = False


def block_line(procedure: str, row: BlockRow) -> BlockLine:
    """One line of the blocks."""
    return BlockLine(routes.form_at(procedure, row.path), row.title, row.forms, row.changed)


def flat(place: str) -> str:
    """A place as findings may name it: rows left out."""
    return place.replace(".[]", "")


def design_lines(seen: Designed, findings: Iterable[FindingLine]) -> list[DesignLine]:
    """The form line by line, with what was found at each."""
    met: dict[str, list[str]] = {}
    for one in findings:
        met.setdefault(flat(one.element), []).append(one.severity)
    made: list[DesignLine] = []
    count = 0
    for line in seen.lines:
        grave = met.get(flat(line.place), [])
        own = line.kind != "section" and not line.depth
        count += own
        made.append(
            DesignLine(
                line.place, line.label, line.kind, str(count) if own else "", line.depth, line.required,
                line.conditional, line.personal, bool(line.block), line.first, line.last,
                min(grave, key=GRAVITY.index, default=""), len(grave),
            )
        )  # fmt: skip
    return made


def question(seen: Designed) -> Question:
    """The chosen question."""
    one, words = seen.chosen, dict.fromkeys((*sorted(WORDS | NUMBERS), *HEAD, *READ), "")
    line = next((line for line in seen.lines if line.place == one.place), None)
    return Question(
        place=one.place,
        name=one.name,
        kind=one.kind,
        words={**words, **one.words},
        required=one.required,
        sensitive=one.sensitive,
        answers=one.answers,
        answers_en=one.answers_en,
        rules=list(one.rules),
        holds=list(one.holds),
        block=one.block,
        reads={**dict.fromkeys(READ, ""), **{word: found.value for word, found in seen.levels.items()}},
        hardest={**dict.fromkeys(READ, ""), **seen.hardest},
        first=line is None or line.first,
        last=line is None or line.last,
        inner="." in one.place,
        renamable=bool(one.name),
    )


def builders(one: Asked, known: Mapping[str, Known], language: str) -> list[Builder]:
    """The conditions of what is chosen; of a section only when it is shown."""
    words = BUILT[:1] if one.kind == "section" else BUILT if one.name else ()
    made: list[Builder] = []
    for word in words:
        text = one.words.get(word, "")
        found = boxes_of(text, known, language) if text else ([], False)
        boxes, either = found or ([], False)
        made.append(Builder(word, text, found is not None, either, boxes))
    return made


def use_lines(uses: Iterable[Use], language: str) -> list[UseLine]:
    """What speaks of a question, file by file; the examples are counted."""
    met: Counter[str] = Counter()
    made: list[UseLine] = []
    for one in uses:
        if one.file.startswith("scenarios/"):
            met["scenarios"] += 1
        else:
            made.append(UseLine(f"{one.file} · {one.place}" if one.place else one.file, one.text))
    if met:
        made.append(UseLine(say(language, "form_design.uses_examples", count=met["scenarios"]), ""))
    return made

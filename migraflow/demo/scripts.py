"""The stories the procedures' own folders tell (``scenarios/*.json``), told again of other people on other days."""

from __future__ import annotations

import json
import random
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, cast

from migraflow import engine
from migraflow.demo.names import EMPLOYERS
from migraflow.engine.timers import period_of

Step = Mapping[str, Any]
Answers = Mapping[str, object]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
EMPLOYER_FIELDS = ("employeur_nom", "employeur_placement")
CASE = "dossier"
"""The name under which the number of another case is told."""
PROPOSAL = "proposition_mise_en_relation"
"""The message by which an offer is put to somebody."""
ALIKE = "chercher_doublons"
"""The effect that answers who in the register looks like somebody."""
SLACK = {"date_expiration": 120, "date_debut": 90}
"""Days that offers are given beyond their story's: people take longer than a file."""
PUT_OFF = "decision_expiration"
"""What is asked when the time of an offer is over."""
COUNTRY_FIELDS = ("pays", "employeur_pays", "pays_placement")


@dataclass
class Script:
    """One story being lived: the steps still to come, the story's own day, and what it says otherwise than its file.

    `said` gives other words for the file's (another employer, another region); `not_before` is when its waiting ends;
    `busy` while its next step is planned; `called` for a procedure another calls; `given` when other cases begin it;
    `twice` for the story of somebody who has come before; `country` and `end` are the file's.
    """

    procedure: str
    name: str
    day: date
    steps: deque[Step]
    said: dict[str, str] = field(default_factory=dict[str, str])
    not_before: datetime | None = None
    busy: bool = False
    watched: int = -1
    called: bool = False
    given: bool = False
    twice: bool = False
    country: str = ""
    end: str = ""

    @property
    def head(self) -> Step | None:
        """The step to come."""
        return self.steps[0] if self.steps else None

    def expects(self, element: str, item: str) -> bool:
        """Whether this very task, of one region among several, is still to be done in this story."""
        items = [step.get("item") for step in self.steps if step.get("tache") == element]
        return any(one is None or self.said.get(str(one), one) == item for one in items)

    def mentions(self, element: str) -> bool:
        """Whether a task is still to be done in this story."""
        return any(step.get("tache") == element for step in self.steps)

    def wait(self, text: str, now: datetime) -> None:
        """Let the story's own time pass."""
        period = period_of(text)
        if period is not None:
            begun = max(now, self.not_before or now)
            self.not_before = period.after(begun)
            self.day += (self.not_before - begun).days * timedelta(days=1)

    def begin_at(self, element: str) -> None:
        """Leave out what came before the first task that really opened, in a case another procedure began."""
        if self.mentions(element):
            while self.steps and self.steps[0].get("tache") != element:
                self.wait_silently(self.steps.popleft())

    def wait_silently(self, step: Step) -> None:
        """Let the story's day pass with a step left out."""
        period = period_of(str(step["attendre"])) if "attendre" in step else None
        if period is not None:
            midnight = datetime(self.day.year, self.day.month, self.day.day)
            self.day = period.after(midnight).date()

    def answers(self, step: Step, now: datetime, chance: random.Random) -> dict[str, object]:
        """What the step answers, on the days that correspond, in this story's words."""
        days = (now.date() - self.day).days
        told = step.get("reponses", {})
        return cast(dict[str, object], retold(told, days, self.said, chance, slack_of(told)))

    def of_before(self, ref: str) -> None:
        """Say the number of the case that is kept, where the file says one."""
        kept = (step["reponses"].get("dossier_conserve") for step in self.steps if "reponses" in step)
        self.said.update({str(number): ref for number in kept if number})

    def learn(self, known: Answers, told: Answers) -> None:
        """Where the case knows otherwise than the file (its employer, its country), say it so from now on."""
        for name, value in told.items():
            other = known.get(name)
            if isinstance(value, str) and isinstance(other, str) and value and other and value != other:
                self.said.setdefault(value, other)


@dataclass(frozen=True)
class Library:
    """Every story of the folders: by procedure, and by task what its stories answer there."""

    stories: Mapping[str, tuple[Mapping[str, Any], ...]]
    bank: Mapping[str, tuple[tuple[Answers, date], ...]]

    def script(self, procedure: str, number: int, chance: random.Random, region: str, office: str) -> Script:
        """The story `number` of a procedure, told of somebody of `region`."""
        story = self.stories[procedure][number % len(self.stories[procedure])]
        said = {"kayes": region, "dr_kayes": office} if region else {}
        said.update(other_employer(story, chance))
        return Script(
            procedure=procedure,
            name=str(story["titre"]),
            day=datetime.fromisoformat(story["debut"]).date(),
            steps=deque(own_steps(story)),
            said=said,
            country=country_of(story),
            end=str(story.get("fin") or ""),
            given="identite" in story.get("donnees", {}),
            twice=any(step.get("effet") == ALIKE and step.get("resultat") for step in story["etapes"]),
        )


def read_library(bundles: Iterable[engine.Bundle]) -> Library:
    """The stories of every folder."""
    stories: dict[str, tuple[Mapping[str, Any], ...]] = {}
    bank: dict[str, list[tuple[Answers, date]]] = {}
    for bundle in bundles:
        told = [json.loads(text) for _, text in sorted(bundle.under("scenarios/").items())]
        stories[bundle.id] = one_of_each([story for story in told if story.get("debut")])
        for story in stories[bundle.id]:
            keep_answers(story, bank)
    return Library(stories, {element: tuple(answers) for element, answers in bank.items()})


def one_of_each(told: list[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The stories in their order, one of each end before the others."""
    ends: set[object] = set()
    firsts = [story for story in told if not (story.get("fin") in ends or ends.add(story.get("fin")))]
    return (*firsts, *(story for story in told if story not in firsts))


def keep_answers(story: Mapping[str, Any], bank: dict[str, list[tuple[Answers, date]]]) -> None:
    """Keep what a story answers at each task, with the story's day there."""
    script = Script("", "", datetime.fromisoformat(story["debut"]).date(), deque())
    for step in story["etapes"]:
        script.wait_silently(step)
        if "tache" in step:
            bank.setdefault(str(step["tache"]), []).append((step.get("reponses", {}), script.day))


def own_steps(story: Mapping[str, Any]) -> Iterator[Step]:
    """The steps of a story that life does not take of itself: what the house answers is not told, nor what other cases
    send, and where an offer is put to somebody the story ends: theirs will be a real one."""
    for step in story["etapes"]:
        if step.get("message") == PROPOSAL:
            return
        told = cast(Answers, step.get("reponses") or {})
        sent = "message" in step and any(isinstance(value, dict) and CASE in value for value in told.values())
        if not sent and not {"verifier", "effet"} & set(step):
            yield step


def length(story: Mapping[str, Any]) -> timedelta:
    """How long a story takes by itself."""
    begun = datetime.fromisoformat(story["debut"]).date()
    script = Script("", "", begun, deque())
    for step in story["etapes"]:
        script.wait_silently(step)
    return script.day - begun


def other_employer(story: Mapping[str, Any], chance: random.Random) -> dict[str, str]:
    """Another employer of the same country in place of the story's."""
    named = [str(one[name]) for one in told_in(story) for name in EMPLOYER_FIELDS if isinstance(one.get(name), str)]
    known = EMPLOYERS.get(country_of(story))
    return {named[0]: chance.choice(known)} if named and known else {}


def country_of(story: Mapping[str, Any]) -> str:
    """The first country a story speaks of, "" for none."""
    return next((str(one[name]) for one in told_in(story) for name in COUNTRY_FIELDS if one.get(name)), "")


def told_in(story: Mapping[str, Any]) -> list[Answers]:
    """All that a story answers."""
    return [cast(Answers, step["reponses"]) for step in story["etapes"] if isinstance(step.get("reponses"), dict)]


def retold(
    value: object, days: int, said: Mapping[str, str], chance: random.Random, slack: Mapping[str, int] = SLACK
) -> object:
    """A story's words on other days: dates moved by `days` (and `slack` where it names them), words of `said` replaced,
    numbers of papers made new."""
    if isinstance(value, dict):
        return {
            key: digits(entry, chance)
            if key == "numero"
            else retold(entry, days + slack.get(key, 0) * (days != 0), said, chance, slack)
            for key, entry in cast(Mapping[str, object], value).items()
        }
    if isinstance(value, list):
        return [retold(entry, days, said, chance, slack) for entry in cast(list[object], value)]
    if not isinstance(value, str):
        return value
    if DAY.fullmatch(value):
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    return said.get(value, value)


def slack_of(told: Answers) -> Mapping[str, int]:
    """The days given beyond a story's: none to what is only put off."""
    return {} if PUT_OFF in told else SLACK


def digits(value: object, chance: random.Random) -> object:
    """A number of the same form with other digits."""
    return re.sub(r"\d", lambda _: str(chance.randrange(10)), value) if isinstance(value, str) else value

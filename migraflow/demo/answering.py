"""The hands of the demo: somebody of the right lane fills the form of a task or a message and sends it."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from migraflow.demo.filling import Filler
from migraflow.demo.lives import Life, known_person, laid_over, mended, other_person, unsaid
from migraflow.demo.offers import (
    APPLICATIONS,
    MOST,
    OFFERS,
    USUALLY,
    lists_people,
    proposal,
    regions_wished,
    rows_of,
    within_places,
)
from migraflow.demo.scripts import PROPOSAL, Answers, Library, retold, slack_of
from migraflow.demo.story import birthday, identity
from migraflow.domain.access import Actor, Permission
from migraflow.domain.answers import Setting
from migraflow.domain.errors import AlreadyDone, AnswersRejected, NotFound, Refused, Suspended
from migraflow.domain.forms import Form
from migraflow.domain.prefill import starting
from migraflow.domain.register import IDENTITY
from migraflow.services import messages, suspensions, tasks
from migraflow.store import rehearsal
from migraflow.wiring import Agency, Rehearsal

AGAIN = timedelta(days=10)
"""After how long somebody comes back to a task of a suspended case."""
CORRIDOR, CLOSED_FOR = "corridor", timedelta(days=12)
PLACES = "nb_postes"
"""What a case calls the places of its offer."""
SAME = frozenset("nom prenoms sexe ne_vers date_naissance lieu_naissance telephone nina".split())
"""What stays the same of somebody who comes again."""
LIFTED = "Le consulat a reçu les garanties demandées."
ANEW = 0
MOVES = (1, 1, 1, -4, -2, ANEW, 1, 1)
"""By how many days a refused day is moved, try after try: past a weekend, then back, for months differ in length; then
what another story answers."""


@dataclass(order=True)
class Coming:
    """Something that will happen: `act` is what, `place` keeps equal moments in order."""

    at: datetime
    place: int
    act: Callable[[datetime], None] = field(compare=False)


class Answering:
    """Who works here, what they answer, what was refused."""

    def __init__(
        self, agency: Agency, hand: Rehearsal, staff: list[Actor], library: Library, chance: random.Random
    ) -> None:
        self.agency = agency
        self.hand = hand
        self.staff = staff
        self.library = library
        self.chance = chance
        self.holders: dict[str, Actor] = {}
        self.coming: list[Coming] = []
        self.lives: dict[str, Life] = {}
        self.suspended: dict[str, int] = {}
        self.closed: set[str] = set()
        self.came: dict[str, tuple[Answers, str]] = {}
        self.refusals: list[str] = []
        self.steps = self.planned = 0

    def complete(self, life: Life, task: rehearsal.NewTask, told: Answers, now: datetime) -> None:
        """Somebody of the lane does the task, with what the story tells or what is usual there."""
        actor = self.holders.pop(task.token, None) or self.somebody(task)
        if actor is None:
            self.refusals.append(f"{task.ref} {task.element}: nobody serves {task.role}")
            return
        answers: dict[str, object] = {}
        last = ""
        for days in (*MOVES, ANEW):
            try:
                self.attempt(actor, life, task, told, answers, now)
                self.steps += 1
                return
            except (AlreadyDone, NotFound):
                return  # the case went another way in the meantime
            except Suspended:
                self.later(now + AGAIN, lambda at, told=told: self.complete(life, task, told, at))
                return
            except AnswersRejected as refusal:
                last = f"{task.ref} {task.element}: {refusal}"
                told, answers = (told, mended(answers, refusal.errors, days)) if days else ({}, {})
            except Refused as refusal:
                self.refused(f"{task.ref} {task.element}", refusal)
                return
        self.refusals.append(last)

    def attempt(
        self,
        actor: Actor,
        life: Life,
        task: rehearsal.NewTask,
        told: Answers,
        answers: dict[str, object],
        now: datetime,
    ) -> None:
        """Fill the form, beginning with `answers` when they were refused before, and send it; `answers` is what was."""
        with self.hand.working(actor, now) as work:
            sheet = tasks.sheet(work, token=task.token)
            form = tasks.form(work, token=task.token)
            setting = Setting(tasks.known(work, token=task.token), now, work.house.lists)
            if form is not None:
                start = answers or self.begun(life, task, form, sheet.answers, told, now, setting.known.get(PLACES))
                answers.update(self.filler(setting).fill(form, start, {} if told else life.story.answers))
            tasks.complete(work, token=task.token, answers=answers, version=sheet.version, key=self.key())
        if form is not None and form.id == APPLICATIONS:
            self.propose(life, task.region, setting.known, now)

    def begun(
        self,
        life: Life,
        task: rehearsal.NewTask,
        form: Form,
        known: Answers,
        told: Answers,
        now: datetime,
        places: object,
    ) -> dict[str, object]:
        """The answers a form starts from: what the page shows, and over it what the story or the trade would say."""
        told = told or self.usual(life, task, now)
        settled = task.procedure != life.procedure or not life.region or life.elsewhere
        if life.script is not None and settled:
            life.script.learn(known, told)
        told = dict(told)
        identite = told.pop("identite", None)
        if isinstance(identite, dict) and not known_person(known):
            told["identite"] = self.whom(life, cast(Answers, identite), now)
        elif identite is None and form.field(IDENTITY) and not life.story.answers and not known_person(known):
            told["identite"] = self.anybody(life, now)
        people = {f.name: told.pop(f.name, None) for f in form.fields if lists_people(f)}
        raw = laid_over(known, told, form, settled=settled)
        if people or task.procedure == OFFERS:
            regions_wished(raw, form, rehearsal.awaiting(self.hand.store, PROPOSAL))
        return within_places(rows_of(raw, people, form), places)

    def anybody(self, life: Life, now: datetime) -> dict[str, object]:
        """Somebody of whom no story is told."""
        born = birthday(self.chance, now.date(), minor=False)
        return identity(self.chance, life.region or "bamako", born)

    def whom(self, life: Life, told: Answers, now: datetime) -> dict[str, object]:
        """Of whom a story is told: of somebody nobody knows, or of whoever came last with the like."""
        script, before = life.script, self.came.get(life.procedure)
        if script is not None and script.twice and before:
            script.of_before(before[1])
            return {**told, **before[0]}
        found = other_person(told, self.chance, life.region, now.date())
        self.came[life.procedure] = {name: found[name] for name in SAME if name in found}, life.ref
        return found

    def usual(self, life: Life, task: rehearsal.NewTask, now: datetime) -> Answers:
        """What stories answer at this task, where the life itself says nothing of it."""
        known = self.library.bank.get(task.element)
        if not known or (life.story.answers and task.procedure == life.procedure):
            return {}
        answers, day = self.chance.choice(known)
        said = life.script.said if life.script else {}
        days = (now.date() - day).days
        words = {"kayes": life.region or "bamako", **said}
        told = cast(Answers, retold(answers, days, words, self.chance, slack_of(answers)))
        return {name: USUALLY.get(name, value) for name, value in told.items()}

    def propose(self, life: Life, region: str, offer: Answers, now: datetime) -> None:
        """Counsellors put an offer to the people of their region who wait in the pool."""
        waiting = [ref for ref, place in rehearsal.awaiting(self.hand.store, PROPOSAL) if place == region]
        for ref in waiting[:MOST]:
            if ref in self.lives:
                self.send(self.lives[ref], PROPOSAL, proposal(offer, life.ref, self.chance.randint(60, 95)), now)

    def send(self, life: Life, name: str, told: Answers, now: datetime) -> None:
        """Tell the case what happened outside, if it waits for it."""
        for actor in self.able_to_tell(life):
            try:
                with self.hand.working(actor, now) as work:
                    form = messages.message_form(work, ref=life.ref, name=name)
                    setting = Setting({}, now, work.house.lists)
                    answers: dict[str, object] = {}
                    if form is not None:
                        start = laid_over(starting(form, setting), told, form, settled=False)
                        answers = self.filler(setting).fill(form, start, unsaid(life.story.answers, told))
                    messages.send_message(work, ref=life.ref, name=name, answers=answers, key=self.key())
                self.steps += 1
                return
            except AnswersRejected as refusal:
                self.refused(f"{life.ref} {name}", refusal)
                return
            except Refused:
                continue  # not theirs to send, or no longer awaited

    def suspend(self, ref: str, now: datetime, kind: str = "offre") -> None:
        """The head of the department stops one offer, or a country, unless that was decided before."""
        if ref in self.suspended:
            return
        with self.hand.working(self.serving("chef_dcm"), now) as work:
            found = suspensions.suspend(
                work, kind=kind, subject=ref, reason="Réserves du consulat sur les conditions de travail.",
                basis="Lettre du ministère chargé de l'emploi",
            )  # fmt: skip
        self.suspended[ref] = found.id

    def close(self, country: str, now: datetime) -> None:
        """For some days nobody is sent to a country: once in the demo."""
        if country not in self.closed:
            self.closed.add(country)
            self.suspend(country, now, CORRIDOR)
            self.later(now + CLOSED_FOR, lambda at: self.lift(country, at))

    def lift(self, ref: str, now: datetime) -> None:
        """And lets it go on again."""
        if ref in self.suspended:
            with self.hand.working(self.serving("chef_dcm"), now) as work:
                key = self.suspended.pop(ref)
                suspensions.lift(work, suspension_id=key, reason=LIFTED)

    def serving(self, role: str) -> Actor:
        """The first who holds a role."""
        return next(actor for actor in self.staff if role in actor.roles)

    def later(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """Let something happen at `at`."""
        self.planned += 1
        heapq.heappush(self.coming, Coming(at, self.planned, act))

    def filler(self, setting: Setting) -> Filler:
        """A hand for one form."""
        return Filler(self.chance, setting, self.agency.house.holidays)

    def able_to_tell(self, life: Life) -> list[Actor]:
        """Those whose desk the news may reach, the office of the case first."""
        permission, place = Permission.SEND_MESSAGE, {"office": life.office, "region": life.region}
        able = [actor for actor in self.staff if actor.covers(permission, **place, own=False)]
        return sorted(able, key=lambda actor: actor.office != life.office)

    def somebody(self, task: rehearsal.NewTask) -> Actor | None:
        """Somebody who serves the lane of a task there."""
        place = {"office": task.office, "region": task.region}
        able = [actor for actor in self.staff if actor.serves(task.role, **place, own=False)]
        return self.chance.choice(able) if able else None

    def refused(self, where: str, refusal: Refused) -> None:
        """Keep what a use case refused: the demo must not hide it."""
        self.refusals.append(f"{where}: {refusal}")

    def key(self) -> str:
        """A command's key."""
        return f"{self.chance.getrandbits(96):024x}"

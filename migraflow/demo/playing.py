"""Plays the demo: people come, staff work, time passes; every step goes through the use cases of the counter."""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from migraflow.demo.filling import Filler
from migraflow.demo.names import WEIGHTS
from migraflow.demo.story import Outside, Story, tell
from migraflow.domain.access import SYSTEM, Actor, Permission
from migraflow.domain.answers import Setting
from migraflow.domain.effects import Operator
from migraflow.domain.errors import AlreadyDone, AnswersRejected, NotFound, Refused
from migraflow.domain.prefill import starting
from migraflow.services import cases, effects, messages, notices, tasks, timers
from migraflow.store import rehearsal
from migraflow.wiring import Agency

OPENING, CLOSING = 8, 16
RECENT = 0.09
"""The share of people who came in the last three weeks: desks have work waiting when one signs in."""
PAPER = timedelta(days=30)
"""Letters younger than this are drawn; older ones the journal tells of."""
SPREAD = 0.75
"""How unequal delays are: some staff answer at once, some tasks wait past their deadline."""


@dataclass(order=True)
class Coming:
    """Something that will happen: `act` is what, `place` keeps equal moments in order."""

    at: datetime
    place: int
    act: Callable[[datetime], None] = field(compare=False)


class Play:
    """One run: its chance, its staff, what is still to come, what was refused on the way."""

    def __init__(self, agency: Agency, staff: list[Actor], *, seed: int, until: datetime) -> None:
        self.agency = agency
        self.staff = staff
        self.until = until
        self.chance = random.Random(seed)
        self.coming: list[Coming] = []
        self.stories: dict[str, Story] = {}
        self.holders: dict[str, Actor] = {}
        self.refusals: list[str] = []
        self.last_task = self.last_wait = self.steps = 0
        self.due: datetime | None = None

    def people(self, count: int, since: datetime, procedure: str) -> None:
        """Let `count` people come between `since` and the end, a few more every month."""
        span = (self.until - since).total_seconds()
        counters = self.counters()
        for _ in range(count):
            share = math.sqrt(self.chance.uniform(0.16, 1.0)) - 0.4
            at = self.office_hour(since + timedelta(seconds=span * share / 0.6))
            region = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            if self.chance.random() < RECENT:
                at = self.office_hour(self.until - timedelta(days=self.chance.uniform(0.1, 21)))
            clerk = self.chance.choice([actor for actor in counters if actor.region == region] or counters)
            self.later(at, lambda now, clerk=clerk: self.arrive(clerk, procedure, now))

    def counters(self) -> list[Actor]:
        """Those who receive people, one office after the other."""
        return [actor for actor in self.staff if "accueil" in actor.roles and actor.office]

    def run(self) -> int:
        """Everything that happens until the end, in order of time; how many steps were taken."""
        while self.coming:
            if self.due is not None and self.due <= min(self.coming[0].at, self.until):
                self.tick(self.due)
                continue
            event = heapq.heappop(self.coming)
            if event.at > self.until:
                break
            event.act(event.at)
            self.look(event.at)
        while self.due is not None and self.due <= self.until:
            self.tick(self.due)
        return self.steps

    def tick(self, due: datetime) -> None:
        """Let timers and effects happen at their moment."""
        with self.agency.working(SYSTEM, now=due) as work:
            timers.sweep(work, limit=50)
            if due < self.until - PAPER:
                rehearsal.pass_over(work.store, Operator.LETTER, due)
            effects.perform_due(work, limit=50)
        self.look(due)

    def later(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """Let something happen at `at`."""
        heapq.heappush(self.coming, Coming(at, len(self.coming) + self.steps * 1_000, act))

    def look(self, now: datetime) -> None:
        """Plan what is new: each open task will be done, each awaited message may come."""
        with self.agency.database.session() as store:
            fresh = rehearsal.tasks_since(store, self.last_task)
            awaited = rehearsal.waits_since(store, self.last_wait)
            self.due = rehearsal.next_due(store)
        for task in fresh:
            self.last_task = task.key
            held = task.token in self.holders
            if not held and task.created > self.until - timedelta(days=21) and self.chance.random() < 0.45:
                self.take(task, now)
            self.later(self.when_done(task, now), lambda at, task=task: self.complete(task, at))
        for wait in awaited:
            self.last_wait = wait.key
            happening = self.stories[wait.ref].outside.get(wait.name)
            if happening is not None and self.chance.random() < happening.chance:
                self.later(self.when_heard(happening, now), lambda at, wait=wait: self.send(wait, at))

    def arrive(self, clerk: Actor, procedure: str, now: datetime) -> None:
        """Somebody comes to the counter."""
        with self.agency.working(clerk, now=now) as work:
            receipt = cases.start(work, procedure=procedure, key=self.key())
        if receipt.next_token:
            self.holders[receipt.next_token] = clerk
        self.stories[receipt.case_ref] = tell(self.chance, clerk.region, clerk.office, now.date())
        self.steps += 1

    def take(self, task: rehearsal.NewTask, now: datetime) -> None:
        """Somebody of the lane takes the task without doing it yet."""
        actor = self.somebody(task.role, task.office, task.region)
        if actor is not None:
            with self.agency.working(actor, now=now) as work:
                tasks.claim(work, token=task.token)
            self.holders[task.token] = actor

    def complete(self, task: rehearsal.NewTask, now: datetime) -> None:
        """Somebody of the lane does the task."""
        actor = self.holders.pop(task.token, None) or self.somebody(task.role, task.office, task.region)
        if actor is None:
            return
        try:
            with self.agency.working(actor, now=now) as work:
                sheet = tasks.sheet(work, token=task.token)
                form = tasks.form(work, token=task.token)
                setting = Setting(tasks.known(work, token=task.token), now, work.house.lists)
                answers = self.filler(setting).fill(form, sheet.answers, self.stories[task.ref].answers) if form else {}
                tasks.complete(work, token=task.token, answers=answers, version=sheet.version, key=self.key())
            self.steps += 1
        except (AlreadyDone, NotFound):
            return  # the case went another way in the meantime
        except Refused as refusal:
            self.refused(f"{task.ref} {task.element}", refusal)

    def send(self, wait: rehearsal.NewWait, now: datetime) -> None:
        """News comes from outside, if the case still waits for it."""
        for actor in self.able_to_tell(wait):
            try:
                with self.agency.working(actor, now=now) as work:
                    form = messages.message_form(work, ref=wait.ref, name=wait.name)
                    setting = Setting({}, now, work.house.lists)
                    blank = starting(form, setting) if form else {}
                    given = self.stories[wait.ref].answers
                    answers = self.filler(setting).fill(form, blank, given) if form else {}
                    messages.send_message(work, ref=wait.ref, name=wait.name, answers=answers, key=self.key())
                self.steps += 1
                return
            except AnswersRejected as refusal:
                self.refused(f"{wait.ref} {wait.name}", refusal)
                return
            except Refused:
                continue  # not theirs to send, or no longer awaited

    def read_notices(self, now: datetime) -> None:
        """Everybody reads what they were told, so that only fresh news is unread when one signs in."""
        for actor in self.staff:
            with self.agency.working(actor, now=now) as work:
                notices.mark_read(work)

    def filler(self, setting: Setting) -> Filler:
        """A hand for one form."""
        return Filler(self.chance, setting, self.agency.house.holidays)

    def able_to_tell(self, wait: rehearsal.NewWait) -> list[Actor]:
        """Those whose desk the news may reach, the office of the case first."""
        permission, place = Permission.SEND_MESSAGE, {"office": wait.office, "region": wait.region}
        able = [actor for actor in self.staff if actor.covers(permission, **place, own=False)]
        return sorted(able, key=lambda actor: actor.office != wait.office)

    def refused(self, where: str, refusal: Refused) -> None:
        """Keep what a use case refused: the demo must not hide it."""
        self.refusals.append(f"{where}: {refusal}")

    def somebody(self, role: str, office: str, region: str) -> Actor | None:
        """Somebody who serves the lane there."""
        able = [actor for actor in self.staff if actor.serves(role, office=office, region=region, own=False)]
        return self.chance.choice(able) if able else None

    def when_done(self, task: rehearsal.NewTask, now: datetime) -> datetime:
        """A moment in office hours, mostly before the deadline."""
        share = self.chance.lognormvariate(math.log(0.45), SPREAD)
        span = (task.due - task.created) if task.due else timedelta(days=3)
        return self.office_hour(now + max(span * share, timedelta(minutes=12)))

    def when_heard(self, happening: Outside, now: datetime) -> datetime:
        """When news comes."""
        return self.office_hour(now + timedelta(days=self.chance.uniform(happening.least, happening.most)))

    def office_hour(self, moment: datetime) -> datetime:
        """`moment`, or the next hour at which offices are open."""
        calendar = self.agency.house.holidays
        day = moment.date()
        if OPENING <= moment.hour < CLOSING and calendar.is_working(day):
            return moment
        if moment.hour >= CLOSING or not calendar.is_working(day):
            day = calendar.next_working_day(day)
        opening = datetime.combine(day, time(OPENING), UTC)
        return opening + timedelta(minutes=self.chance.randint(0, (CLOSING - OPENING) * 60 - 1))

    def key(self) -> str:
        """A command's key."""
        return f"{self.chance.getrandbits(96):024x}"

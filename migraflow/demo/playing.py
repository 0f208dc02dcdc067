"""Plays the demo: people come, staff work, time passes; every step goes through the use cases of the counter."""

from __future__ import annotations

import contextlib
import heapq
import math
import random
from datetime import UTC, datetime, time, timedelta

from migraflow.demo.answering import Answering
from migraflow.demo.lives import Life
from migraflow.demo.offers import OFFERS
from migraflow.demo.scripts import Library, Script, retold
from migraflow.demo.story import Outside, Story, tell
from migraflow.domain.access import SYSTEM, Actor
from migraflow.domain.effects import Operator
from migraflow.domain.errors import AlreadyDone, NotFound
from migraflow.services import cases, effects, notices, tasks, timers
from migraflow.services.suspensions import OVER
from migraflow.store import rehearsal
from migraflow.wiring import Agency, Rehearsal

OPENING, CLOSING = 8, 16
PAPER = timedelta(days=5)
"""Letters younger than this are drawn, and the first of each model; the journal tells of the others."""
SPREAD = 0.75
"""How unequal delays are: some staff answer at once, some tasks wait past their deadline."""
RECENT = timedelta(days=21)
"""Tasks younger than this may lie in somebody's hands, not done yet."""
SELDOM = {"directeur_regional": timedelta(days=45), "ministere": timedelta(days=21)}
"""Lanes with few tasks, and since when theirs wait: when one signs in there is something to do."""
ANNULLED, ANNULMENT = "annulee_autorite", "annulation_autorite"
"""The end of an offer whose suspension is followed by no good news, and the message that brings it about."""
PATIENCE = timedelta(days=20)
"""How long a story waits for a task that does not come, before it goes on without."""


class Play(Answering):
    """One run: its chance, its staff, what is still to come, what was refused on the way."""

    def __init__(
        self, agency: Agency, hand: Rehearsal, staff: list[Actor], library: Library, *, seed: int, until: datetime
    ) -> None:
        super().__init__(agency, hand, staff, library, random.Random(seed))
        self.until = until
        self.models: set[str] = set()
        self.turns: dict[str, int] = {}
        self.last_task = self.last_wait = 0
        self.due: datetime | None = None
        self.idle = datetime.min.replace(tzinfo=UTC)

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
        """Let timers and effects happen at their moment; where nothing did (a suspended case waits), not again."""
        with self.hand.working(SYSTEM, due) as work:
            done = timers.sweep(work, limit=50)
            if due < self.until - PAPER:
                self.models = rehearsal.pass_over(work.store, Operator.LETTER, due, self.models)
            done += effects.perform_due(work, limit=50)
        self.idle = due if done == 0 else due - timedelta(microseconds=1)
        self.look(due)

    def look(self, now: datetime) -> None:
        """Plan what is new: each open task will be done, each awaited message may come."""
        fresh = rehearsal.tasks_since(self.hand.store, self.last_task)
        awaited = rehearsal.waits_since(self.hand.store, self.last_wait)
        self.due = rehearsal.next_due(self.hand.store, self.idle)
        for task in fresh:
            self.last_task = task.key
            self.plan(task, now)
        for wait in awaited:
            self.last_wait = wait.key
            life = self.lives.get(wait.ref)
            happening = life.story.outside.get(wait.name) if life else None
            if happening is not None and self.chance.random() < happening.chance:
                self.later(self.when_heard(happening, now), lambda at, wait=wait: self.hear(wait, at))

    def plan(self, task: rehearsal.NewTask, now: datetime) -> None:
        """Who does a new task, and when: as its story tells, else when somebody comes to it."""
        life = self.lives.get(task.ref) or self.begun_elsewhere(task)
        if life.script is None and task.procedure != life.procedure:
            self.called(life, task)
        script = life.script
        if script is not None and life.fresh and script.given and not script.mentions(task.element):
            self.begin_with(script, task)
        life.fresh = False
        if script is not None and theirs(script, task):
            life.open.append(task)
            self.follow(life, now)
        else:
            self.do_freely(life, task, now)

    def begin_with(self, script: Script, task: rehearsal.NewTask) -> None:
        """A story that other cases begin, begun by hand: its first task as another story tells it."""
        known = self.library.bank.get(task.element)
        if known:
            answers, day = known[0]
            moved = retold(answers, (script.day - day).days, {}, self.chance)
            script.steps.appendleft({"tache": task.element, "reponses": moved})

    def begun_elsewhere(self, task: rehearsal.NewTask) -> Life:
        """The life of a case that another case began: a placement followed up, a return."""
        life = Life(task.ref, task.whole, task.region, task.office, Story({}), elsewhere=True)
        if self.library.stories.get(task.whole):
            life.script = self.next_script(task.whole, task.region, task.office)
            life.script.begin_at(task.element)
            life.met.add(task.whole)
        self.lives[task.ref] = life
        return life

    def called(self, life: Life, task: rehearsal.NewTask) -> None:
        """Give a called procedure a story of its own, once per case: every other time the one that goes well."""
        if task.procedure in life.met or not self.library.stories.get(task.procedure):
            return
        life.met.add(task.procedure)
        turn = self.turns.get(f"called {task.procedure}", 0)
        self.turns[f"called {task.procedure}"] = turn + 1
        script = self.library.script(
            task.procedure, (turn + 1) // 2 * (turn % 2), self.chance, life.region, life.office
        )
        if script.mentions(task.element):
            script.called = True
            script.begin_at(task.element)
            life.script = script

    def next_script(self, procedure: str, region: str, office: str) -> Script:
        """The next story of a procedure: each once, then mostly the first, which goes well."""
        turn = self.turns.get(procedure, 0)
        self.turns[procedure] = turn + 1
        others = len(self.library.stories[procedure])
        number = turn if turn < others else 0 if self.chance.random() < 0.55 else self.chance.randrange(others)
        return self.library.script(procedure, number, self.chance, region, office)

    def follow(self, life: Life, now: datetime) -> None:
        """Plan the next step of a story, when it can be taken."""
        script = life.script
        while script is not None and not script.busy and (step := script.head) is not None:
            if "attendre" in step:
                script.wait(str(step["attendre"]), now)
                script.steps.popleft()
            elif "tache" in step:
                if not self.follow_task(life, script, now):
                    return
            elif "message" in step:
                script.busy = True
                at = max(now + timedelta(hours=self.chance.uniform(1, 30)), script.not_before or now)
                self.later(self.office_hour(at), lambda at: self.told_from_outside(life, script, at))
            else:
                self.signal(life, script, now)
        if script is not None and script.head is None and not script.busy:
            script.busy = True
            self.later(max(now, script.not_before or now), lambda at: self.end_script(life, at))

    def follow_task(self, life: Life, script: Script, now: datetime) -> bool:
        """Plan the task the story does next; False when it is planned or not open yet."""
        step = script.steps[0]
        item = str(script.said.get(str(step.get("item")), step.get("item") or ""))
        fitting = [task for task in life.open if task.element == step["tache"] and item in {"", task.item}]
        if fitting:
            task = fitting[0]
            script.busy = True
            self.take_perhaps(task, now)
            at = max(self.when_done(task, now), script.not_before or now)
            self.later(self.office_hour(at), lambda at: self.do_scripted(life, script, task, at))
        elif script.watched != len(script.steps):
            script.watched = left = len(script.steps)
            wait = max(now, script.not_before or now) + PATIENCE
            self.later(wait, lambda at: self.give_up(life, script, left, at))
        return False

    def give_up(self, life: Life, script: Script, left: int, now: datetime) -> None:
        """Go on without a task that did not come: this case went another way than its story."""
        if life.script is not script or script.busy or len(script.steps) != left:
            return
        if life.ref in self.suspended:
            self.lift(life.ref, now)
            if script.end == ANNULLED:
                self.send(life, ANNULMENT, {}, now)
            self.look(now)
        script.steps.popleft()
        there = {task.element for task in life.open}
        if there:
            while script.steps and script.steps[0].get("tache") not in there:
                script.wait_silently(script.steps.popleft())
        self.follow(life, now)

    def do_scripted(self, life: Life, script: Script, task: rehearsal.NewTask, now: datetime) -> None:
        """Do a task as the story says."""
        told = script.answers(script.steps[0], now, self.chance)
        self.complete(life, task, told, now)
        self.went(life, script, now, task)

    def told_from_outside(self, life: Life, script: Script, now: datetime) -> None:
        """News comes as the story says; a case that does not wait for it goes on without."""
        step = script.steps[0]
        self.send(life, str(step["message"]), script.answers(step, now, self.chance), now)
        self.went(life, script, now)

    def went(self, life: Life, script: Script, now: datetime, task: rehearsal.NewTask | None = None) -> None:
        """A step of a story is taken."""
        life.open = [one for one in life.open if one is not task]
        script.steps.popleft()
        script.busy = False
        self.look(now)
        self.follow(life, now)

    def end_script(self, life: Life, now: datetime) -> None:
        """After its story a case is worked on like any other."""
        life.script = None
        left, life.open = life.open, []
        for task in left:
            self.do_freely(life, task, now)

    def signal(self, life: Life, script: Script, now: datetime) -> None:
        """A suspension the story tells of: decided about this very offer, where it is one, and lifted again."""
        step = script.steps.popleft()
        name, about = str(step["signal"]), step.get("reponses", {})
        here = name == "suspension_offre" or about.get("pays_suspendu") == script.country
        if here and life.procedure == OFFERS:
            self.suspend(life.ref, now)
        elif name == "suspension_corridor" and life.procedure != OFFERS:
            self.close(str(about["pays_suspendu"]), now)
        elif name == OVER:
            self.lift(life.ref, now)

    def do_freely(self, life: Life, task: rehearsal.NewTask, now: datetime) -> None:
        """Somebody of the lane will do the task when they come to it."""
        self.take_perhaps(task, now)
        self.later(self.when_done(task, now), lambda at: self.complete(life, task, {}, at))

    def take_perhaps(self, task: rehearsal.NewTask, now: datetime) -> None:
        """Lately, some tasks lie in somebody's hands."""
        if task.token in self.holders or now < self.until - RECENT or self.chance.random() > 0.45:
            return
        actor = self.somebody(task)
        if actor is not None:
            with contextlib.suppress(AlreadyDone, NotFound), self.hand.working(actor, now) as work:
                tasks.claim(work, token=task.token)
                self.holders[task.token] = actor

    def arrive(
        self, clerk: Actor, procedure: str, now: datetime, *, script: Script | None = None, person: str = ""
    ) -> None:
        """Somebody comes to the counter, or an office begins a case of its own."""
        region, office = script_place(script) if script else (clerk.region, clerk.office)
        story = tell(self.chance, clerk.region, clerk.office, now.date()) if script is None else Story({})
        with self.hand.working(clerk, now) as work:
            receipt = cases.start(work, procedure=procedure, key=self.key(), person=person)
        if receipt.next_token:
            self.holders[receipt.next_token] = clerk
        life = Life(receipt.case_ref, procedure, region or clerk.region, office or clerk.office, story, script)
        life.met.add(procedure)
        life.fresh = script is not None
        self.lives[receipt.case_ref] = life
        self.steps += 1

    def hear(self, wait: rehearsal.NewWait, now: datetime) -> None:
        """News comes from outside, if the case still waits for it."""
        self.send(self.lives[wait.ref], wait.name, {}, now)

    def read_notices(self, now: datetime) -> None:
        """Everybody reads what they were told, so that only fresh news is unread when one signs in."""
        for actor in self.staff:
            with self.hand.working(actor, now) as work:
                notices.mark_read(work)

    def when_done(self, task: rehearsal.NewTask, now: datetime) -> datetime:
        """A moment in office hours, mostly before the deadline; desks that see few cases leave the last ones lying."""
        if now > self.until - SELDOM.get(task.role, timedelta()):
            return self.until + timedelta(days=1)
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


def theirs(script: Script, task: rehearsal.NewTask) -> bool:
    """Whether a task is for the story to do, or to leave undone: not when it belongs to another procedure, or to a
    region the story does not speak of."""
    if script.called and task.procedure != script.procedure:
        return False
    return not task.item or not script.mentions(task.element) or script.expects(task.element, task.item)


def script_place(script: Script) -> tuple[str, str]:
    """The region and office a story is told of."""
    return script.said.get("kayes", "kayes"), script.said.get("dr_kayes", "dr_kayes")

"""The form being filled in, of a task, a message or a correction: what it asks, what is wrong, when it was saved."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from migraflow.domain.access import Permission
from migraflow.domain.errors import AlreadyDone, AnswersRejected, Conflict, FieldError, NotFound
from migraflow.domain.tasks import Receipt
from migraflow.services import filling, form_preview, registers, tasks, trials
from migraflow.services.filling import About, Filled
from migraflow.ui.door import Doorway, door
from migraflow.ui.letters import Letter, read_letter
from migraflow.ui.mistakes import field_sentence, sentence
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.questions import Piece, element_id, moving, pieces, skeleton_of
from migraflow.ui.routes import TASKS, case_at, person_at, row_at, task_at
from migraflow.ui.session import SessionState
from migraflow.ui.walking import WalkState
from migraflow.ui.when import clock, moment_words
from migraflow.ui.words import say


@dataclass(frozen=True)
class Wrong:
    """One line of the summary of errors: the question, what is wrong, where it stands."""

    id: str
    label: str
    sentence: str


class AnswersState(Doorway, rx.State):
    """The form on the page. `about` is its address (``services.filling``); `heard` the last letter that was kept.

    `drawing` counts how often it was drawn from the start; `_begun` is what it began with.
    """

    about: str = ""
    owner: str = ""
    lead: str = ""
    pieces: list[Piece] = []
    errors: dict[str, str] = {}
    warnings: dict[str, str] = {}
    words: dict[str, str] = {}
    wrongs: list[Wrong] = []
    wrong_title: str = ""
    heard: str = "0"
    saved: str = ""
    drawing: int = 0
    _about: About = About()
    _filled: Filled | None = None
    _begun: Filled | None = None
    _turn: int = 0

    @door
    async def save(self, text: str) -> list[rx.event.EventSpec] | None:
        """Keep what was typed, and show what follows from it."""
        letter = read_letter(text)
        if not self._awaits(letter):
            return None
        try:
            if str(letter.number) != self.heard:  # a letter sent twice on a bad line takes out one row, not two
                await self._keep(letter)
        except AlreadyDone as refusal:
            return await self._come_too_late(refusal)
        self.heard = str(letter.number)
        return None

    @door
    async def look(self, text: str) -> rx.event.EventSpec | None:
        """Proposals out of a long list for the letters typed."""
        letter = read_letter(text)
        if not self._awaits(letter):
            return None
        answers = self._filled_now().answers
        found = await self._ask(
            filling.propose, about=self._about, path=letter.path, words=letter.words, answers=answers
        )
        return offer(letter.path, [(choice.code, choice.label) for choice in found], await self._language())

    @door
    async def complete(self, text: str) -> Any:
        """Keep what was typed, then end the task or send the message; what is wrong is said beside each question."""
        letter = read_letter(text)
        if not self._awaits(letter):
            return None
        try:
            return await self._end(letter)
        finally:
            self.heard = str(letter.number)

    async def _open(self, about: About, owner: int) -> None:
        """Begin with the form of `about`, drawn from the start: what a browser shows at once after a reload is the form
        as it stood before. The script puts in again what was typed and has not arrived."""
        self.drawing += 1
        if about != self._about:
            self.wrongs, self.errors, self.heard = [], {}, "0"
        kept = self._filled if about.loose and about == self._about else None
        self._about, self.about, self.owner, self.pieces = about, about.address, str(owner), []
        filled = kept or await self._ask(filling.opened, about=about)
        self._begun = self._begun if kept else filled
        self._take(filled, await self._language())

    async def _redesign(self, about: About, owner: int) -> None:
        """Show a form that is being designed as it is now, with what was typed into it before."""
        if about == self._about and self._filled is not None:
            return
        goes_on = about.design is not None and about.design.goes_on(self._about.design) and self._filled is not None
        typed = {"answers": self._filled_now().answers} if goes_on else {}
        filled = await self._ask(filling.redesigned if goes_on else filling.opened, about=about, **typed)
        self.drawing, self.heard, self.pieces, self.wrongs, self.errors = self.drawing + 1, "0", [], [], {}
        self._about, self.about, self.owner, self._begun = about, about.address, str(owner), filled
        self._take(filled, await self._language())

    def _close(self) -> None:
        """Forget the correction or the row that was begun here: it is kept nowhere else."""
        if self._about.loose:
            self._about, self._filled, self._begun = About(), None, None

    async def _keep(self, letter: Letter) -> None:
        """Hand the changed answers to the house. Only the form that was opened here can be changed here."""
        filled = await self._ask(
            filling.changed,
            about=self._about,
            answers=self._filled_now().answers,
            changes=letter.answers,
            add=letter.add,
            remove=letter.remove,
            version=self._filled_now().version,
        )
        self._forget_errors(letter)
        self._take(filled, await self._language())

    def _forget_errors(self, letter: Letter) -> None:
        """What was corrected is no longer wrong; rows move up when one is taken out, so theirs are told again later."""
        group = letter.remove.rpartition(".")[0]
        self._turn += bool(group)
        moved = [path for path in self.errors if group and path.startswith(f"{group}.")]
        for path in (*letter.answers, *moved):
            self.errors.pop(path, None)

    async def _end(self, letter: Letter) -> Any:
        """`complete`, for a letter about the form that stands open here."""
        try:
            await self._keep(letter)
            if self._about.trial is not None:
                return await self._walk_on(self._about.trial)
            if self._about.design is not None:
                return await self._judge(self._about.design)
            return await self._leave(await self._finish(letter.key))
        except AnswersRejected as refusal:
            return await self._reject(refusal.errors)
        except AlreadyDone as refusal:
            return await self._come_too_late(refusal)
        except Conflict:
            if not self._about.loose:
                raise
            return await self._begin_again()

    async def _walk_on(self, trial: trials.Try) -> rx.event.EventSpec:
        """The walk goes on from the form that was filled in."""
        walk = await self._ask(trials.done, about=trial, answers=self._filled_now().answers)
        self._filled, self._about, self.about, self.pieces, self.wrongs, self.errors = None, About(), "", [], [], {}
        await (await self.get_state(WalkState))._go(walk)
        return rx.call_script("document.getElementById('now')?.focus()")

    async def _judge(self, design: form_preview.Design) -> rx.event.EventSpec:
        """Say that the answers would be taken: nothing is kept of them."""
        await self._ask(form_preview.judge, about=design, answers=self._filled_now().answers)
        self.wrongs, self.errors = [], {}
        return notify(say(await self._language(), "form_design.accepted"))

    async def _begin_again(self) -> rx.event.EventSpec:
        """Somebody else has changed the same thing: show what is known now under what was typed here, and say so."""
        begun, typed = self._begun or self._filled_now(), self._filled_now()
        self._begun = await self._ask(filling.opened, about=self._about)
        laid = {"fresh": self._begun, "begun": begun.answers, "answers": typed.answers}
        self.pieces, self.wrongs, self.errors, self.drawing = [], [], {}, self.drawing + 1
        self._take(await self._ask(filling.laid_over, about=self._about, **laid), await self._language())
        return notify(await self._overtaken(), "warn")

    async def _overtaken(self) -> str:
        """Who was first, and when, where a row tells it."""
        language, about = await self._language(), self._about
        if not about.register:
            return say(language, "people.overtaken")
        last = await self._ask(registers.last_change, register=about.register, key=about.row)
        who, when = last or ("", now())
        return say(language, "registers.overtaken", who=who, when=moment_words(when, now(), language))

    async def _finish(self, key: str) -> Receipt:
        """End the task, send the message or correct the person with the answers as they stand."""
        filled = self._filled_now()
        return await self._ask(
            filling.finish, about=self._about, answers=filled.answers, version=filled.version, key=key
        )

    def _awaits(self, letter: Letter) -> bool:
        """Whether `letter` is about the form that stands open here.

        On a slow line one may arrive when its form is done with, or before the page has been opened again after a new
        start of the house: it is left unheard, and the script sends again what is still to be sent.
        """
        return self._filled is not None and letter.about == self.about

    def _filled_now(self) -> Filled:
        """The form as last read. Raises NotFound when none is open."""
        if self._filled is None:
            raise NotFound("form")
        return self._filled

    def _take(self, filled: Filled, language: str, errors: Sequence[FieldError] = ()) -> None:
        """Show `filled`; the questions are drawn again only when others have come or gone."""
        self._filled = filled
        made = pieces(filled.parts, filled.known, language, self._turn)
        if list(skeleton_of(made)) != list(skeleton_of(self.pieces)):
            self.pieces = made
        beside = moving(filled.parts, errors, language)
        self.warnings, self.words, self.lead = beside.warnings, beside.words, filled.lead
        self.saved = say(language, "task.saved", clock=clock(filled.saved_at, language)) if filled.saved_at else ""

    async def _reject(self, errors: Sequence[FieldError]) -> rx.event.EventSpec:
        """Say what is wrong, at the top and beside each question."""
        language = await self._language()
        labels = {q.path: q.label for piece in self.pieces for q in piece.questions}
        labels |= {piece.path: piece.title for piece in self.pieces if piece.part == "group"}
        self.errors = {error.path: field_sentence(error, language) for error in errors}
        self.wrongs = [Wrong(element_id(path), labels.get(path, path), text) for path, text in self.errors.items()]
        one = len(self.wrongs) == 1
        self.wrong_title = say(language, "forms.error_one" if one else "forms.error_many", count=len(self.wrongs))
        return rx.call_script("migraflow.errors()")

    async def _leave(self, receipt: Receipt) -> list[rx.event.EventSpec]:
        """To the next task of the same case when this person has one, else to the case; to the person corrected."""
        language = await self._language()
        self._filled, self.wrongs, self.errors = None, [], {}
        if self._about.register:
            there = row_at(self._about.register, receipt.case_ref)
            return [rx.redirect(there), notify(say(language, "registers.saved"))]
        if self._about.person:
            return [rx.redirect(person_at(receipt.case_ref)), notify(say(language, "people.corrected"))]
        if receipt.next_token:
            return [rx.redirect(task_at(receipt.next_token)), notify(say(language, "task.completed_next"))]
        words = (
            say(language, "task.completed_end", outcome=receipt.ended)
            if receipt.ended
            else say(language, "cases.sent" if self._about.message else "task.completed")
        )
        return [rx.redirect(await self._place_of(receipt.case_ref)), notify(words)]

    async def _come_too_late(self, refusal: AlreadyDone) -> list[rx.event.EventSpec]:
        """Somebody else has the task, or has done it: say who and when, where the case is seen."""
        ref = self._about.ref or (await self._ask(tasks.sheet, token=self._about.token)).case_ref
        self._filled = None
        words = notify(sentence(refusal, await self._language()), "bad")
        return [rx.redirect(await self._place_of(ref)), words]

    async def _place_of(self, ref: str) -> str:
        """The page of a case; for partners, who do their task and see no case, their tasks."""
        session = await self.get_state(SessionState)
        return case_at(ref) if Permission.SEE_CASE.value in session.may else TASKS


def offer(path: str, found: list[tuple[str, str]], language: str) -> rx.event.EventSpec:
    """Hand proposals to the list under the input of `path`, with a word for screen readers."""
    told = say(language, "forms.look_up_count", count=len(found)) if found else say(language, "forms.look_up_none")
    given = ", ".join(json.dumps(value, ensure_ascii=False) for value in (path, found, told))
    return rx.call_script(f"migraflow.offer({given})")

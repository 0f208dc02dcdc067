"""What stands between a draft and its publication, in words, and the gestures of that page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import reflex as rx

from migraflow.domain.errors import NotFound
from migraflow.domain.procedures import EditionRow
from migraflow.domain.publications import Publication, PublicationState, PublishingSheet
from migraflow.services import comparing, form_blocks, procedures, publishing
from migraflow.ui import routes
from migraflow.ui.door import Doorway, door
from migraflow.ui.moments import now
from migraflow.ui.notices import notify
from migraflow.ui.when import moment_words
from migraflow.ui.words import say
from migraflow.ui.words.typography import typeset

TONES = {"in_force": "ok", "scheduled": "info", "proposed": "soon", "returned": "soon"}


@dataclass(frozen=True)
class Shown:
    """One example or end: what it is called, what is wrong with it or was said of it."""

    key: str
    name: str
    ok: bool
    said: str


@dataclass(frozen=True)
class PastLine:
    """One publication in words."""

    state: str
    tone: str
    when: str
    who: str
    agreed: str
    note: str


@dataclass(frozen=True)
class Earlier:
    """One edition to return to."""

    sha: str
    label: str


def read_moment(text: str) -> datetime | None:
    """A moment as the browser writes it, in UTC; None for none, or for what is none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


class PublishingState(Doorway, rx.State):
    """What stands between a draft and its publication; `draft` is False when none is open."""

    procedure: str = ""
    title: str = ""
    lead: str = ""
    draft: bool = False
    mine: bool = False
    changed: bool = True
    broken: bool = False
    held: str = ""
    changes: list[str] = []
    old_blocks: list[str] = []
    examples: list[Shown] = []
    red: bool = False
    ends: list[Shown] = []
    bare: bool = False
    flows: str = ""
    xml: str = ""
    passed: list[str] = []
    missed: list[dict[str, str | bool]] = []
    replay: str = ""
    replay_tone: str = ""
    four_eyes: bool = False
    seconds: bool = False
    proposal: int = 0
    waits: str = ""
    own: bool = False
    over: bool = False
    past: list[PastLine] = []
    earlier: list[Earlier] = []

    @door
    async def load(self) -> None:
        """The draft of the procedure the address names, if one is open, and what was published before."""
        self.procedure = self._arrive()
        await self._read()
        self.standing = "ready"

    @door
    async def publish(self, form: dict[str, str]) -> Any:
        """Publish the draft, or propose it."""
        wish = {
            "procedure": self.procedure,
            "note": form.get("note", ""),
            "waivers": self._waivers(form),
            "effective": read_moment(form.get("effective", "")),
            "set_aside": bool(form.get("set_aside")),
        }
        return await self._told(await self._ask(publishing.propose, **wish))

    def _waivers(self, form: dict[str, str]) -> dict[str, str]:
        """The reason given for each end no example reaches; with examples set aside, for the ends they reached."""
        said = form.get("waive_all", "").strip()
        stale = [end.key for end in self.ends if end.ok] if form.get("set_aside") else []
        bare = {end.key: form.get(f"end_{end.key}", "").strip() or said for end in self.ends if not end.ok}
        return {**dict.fromkeys(stale, said), **bare}

    @door
    async def accept(self) -> Any:
        """Agree with what somebody else proposed."""
        return await self._told(await self._ask(publishing.accept, publication=self.proposal))

    @door
    async def withdraw(self) -> Any:
        """Take the proposal back."""
        await self._ask(publishing.withdraw, publication=self.proposal)
        await self._read()
        return notify(say(await self._language(), "publishing.withdrawn"))

    @door
    async def put_back(self, form: dict[str, str]) -> Any:
        """Return to an earlier edition."""
        wish = {"procedure": self.procedure, "sha": form.get("sha", ""), "note": form.get("why", "")}
        return await self._told(await self._ask(publishing.put_back, **wish))

    async def _told(self, one: Publication) -> Any:
        """Say what became of a wish."""
        words = {PublicationState.IN_FORCE: "published", PublicationState.SCHEDULED: "scheduled",
                 PublicationState.RETURNED: "returned"}  # fmt: skip
        key = words.get(one.state, "proposed")
        told = notify(say(await self._language(), f"publishing.{key}"))
        if one.state is PublicationState.PROPOSED:
            await self._read()
            return told
        return [told, rx.redirect(routes.procedure_at(self.procedure))]

    async def _read(self) -> None:
        """Everything the page shows."""
        language, moment = await self._language(), now()
        sheet = await self._ask(procedures.sheet, procedure=self.procedure)
        self.title = sheet.title
        self.earlier = [earlier(row, moment, language) for row in sheet.editions if not row.current]
        known = await self._ask(publishing.history, procedure=self.procedure)
        self.past = [past_line(one, moment, language) for one in known[:20]]
        try:
            found = await self._ask(publishing.sheet, procedure=self.procedure)
        except NotFound:
            self.draft, self.lead = False, ""
            return
        told = comparing.proposed_changes if found.proposal else comparing.draft_changes
        changes = await self._ask(told, procedure=self.procedure)
        self.changes = [typeset(change.sentence(language)) for change in changes or ()]
        left = await self._ask(form_blocks.unlike, procedure=self.procedure) if found.mine else {}
        self.old_blocks = [
            say(language, "publishing.old_block", block=block, procedures=", ".join(titles))
            for block, titles in left.items()
            if titles
        ]
        self._lay(found, moment, language)

    def _lay(self, sheet: PublishingSheet, moment: datetime, language: str) -> None:
        self.draft, self.mine, self.changed, self.broken = True, sheet.mine, sheet.changed, bool(sheet.broken)
        self.lead = say(language, "publishing.lead", number=sheet.number)
        self.held = say(language, "publishing.held", holder=sheet.holder)
        self.examples = [Shown(one.path, one.title, not one.problem, one.problem) for one in sheet.examples]
        self.red = any(one.problem for one in sheet.examples)
        self.ends = [Shown(one.element, one.name, one.covered, one.waiver) for one in sheet.ends]
        self.bare = any(not one.covered for one in sheet.ends)
        self.flows = say(language, "publishing.flows", count=sheet.missed_flows) if sheet.missed_flows else ""
        self.xml, self.passed = sheet.diagram, list(sheet.passed)
        label = say(language, "publishing.uncovered")
        self.missed = [{"element": one.element, "label": label, "late": True} for one in sheet.ends if not one.covered]
        facts = {"share": f"{sheet.share:g}", "most": sheet.threshold}
        self.replay = say(language, f"publishing.replay_{sheet.replay}", **facts)
        self.replay_tone = "warn" if sheet.replay in ("over", "missing") else ""
        self.four_eyes, self.seconds = sheet.four_eyes, sheet.seconds
        self._propose(sheet.proposal, moment, language)

    def _propose(self, one: Publication | None, moment: datetime, language: str) -> None:
        self.proposal = one.id if one else 0
        if one is None:
            return
        self.waits = say(language, "publishing.waits", who=one.proposed_by_name, note=one.note,
                         when=moment_words(one.proposed, moment, language))  # fmt: skip
        self.own, self.over = self.mine, one.over


def earlier(row: EditionRow, moment: datetime, language: str) -> Earlier:
    """An edition in words."""
    words = say(language, "publishing.edition")
    note = f" · {row.note}" if row.note else ""
    return Earlier(row.sha, f"{words} {row.number} · {moment_words(row.published, moment, language)}{note}")


def past_line(one: Publication, moment: datetime, language: str) -> PastLine:
    """A publication in words."""
    when = one.effective or one.decided or one.proposed
    agreed = one.decided_by_name if one.decided_by != one.proposed_by else ""
    return PastLine(say(language, f"publishing.state_{one.state.value}"), TONES.get(one.state.value, ""),
                    moment_words(when, moment, language), one.proposed_by_name, agreed, one.note)  # fmt: skip

"""The counter: what the cast does with cases, said in a word each."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from migraflow import worker
from migraflow.domain.access import SYSTEM
from migraflow.domain.cases import CaseSheet
from migraflow.domain.errors import NotSignedIn
from migraflow.domain.tasks import Basket, Receipt, TaskRow, TaskSheet
from migraflow.services import accounts, cases, tasks
from migraflow.store import cases as store
from migraflow.store import snapshots
from migraflow.wiring import Agency
from tests.cast import Cast
from tests.small import woman

Answers = Mapping[str, object]


@dataclass
class Counter:
    """Wishes of the cast, each through the door with a session and a key of its own."""

    agency: Agency
    cast: Cast
    keys: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def key(self) -> str:
        """A key nobody used."""
        return f"cle-{next(self.keys)}"

    def wish(self, first: str, use_case, **words):
        """One wish of somebody, who signs in again when the session has ended in the meantime."""
        try:
            return self.agency.perform(use_case, self.cast.token(first), **words)
        except NotSignedIn:
            del self.cast.tokens[first]
            return self.agency.perform(use_case, self.cast.token(first), **words)

    def open(self, first: str = "fanta", procedure: str = "petite_demande", **words: object) -> Receipt:
        """Somebody opens a case."""
        return self.wish(first, cases.start, procedure=procedure, key=self.key(), **words)

    def registered(self, first: str = "fanta", **answers: object) -> str:
        """A case opened and registered; answers its number."""
        receipt = self.open(first)
        assert receipt.next_token
        self.complete(first, receipt.next_token, {"identite": woman(), "lieu": "Kayes", **answers})
        return receipt.case_ref

    def inbox(self, first: str, basket: Basket = Basket.SERVICE, **words: object) -> tuple[TaskRow, ...]:
        """What lies in a basket of somebody."""
        return self.wish(first, tasks.inbox, basket=basket, **words).rows

    def task(self, first: str, step: str) -> TaskRow:
        """The open task of a step in somebody's service."""
        return next(row for row in self.inbox(first) if row.step.startswith(step))

    def sheet(self, first: str, token: str) -> TaskSheet:
        """The page of a task as somebody sees it."""
        return self.wish(first, tasks.sheet, token=token)

    def complete(self, first: str, token: str, answers: Answers | None = None, **words: object) -> Receipt:
        """Somebody completes a task."""
        version = self.sheet(first, token).version
        told = {"version": version, "key": self.key(), **words}
        return self.wish(first, tasks.complete, token=token, answers=answers or {}, **told)

    def do(self, first: str, step: str, **answers: object) -> Receipt:
        """Somebody completes the one open task of a step."""
        return self.complete(first, self.task(first, step).token, answers)

    def sweep(self) -> int:
        """The house looks at the clock until nothing is due."""
        done = 0
        while found := worker.sweep(self.agency):
            done += found
        return done

    def case(self, first: str, ref: str) -> CaseSheet:
        """The page of a case as somebody sees it."""
        return self.wish(first, cases.sheet, ref=ref)

    def promote(self, first: str, role: str) -> None:
        """Somebody holds one role more."""
        with self.agency.working() as work:
            account = self.cast.account(work, first)
            accounts.set_roles(work, account_id=account.id, roles=(*account.roles, role))

    def known(self, ref: str) -> Answers:
        """What a case knows."""
        with self.agency.working() as work:
            case = store.find(work.store, ref, seen_by=SYSTEM)
            assert case is not None
            return snapshots.data(work.store, case.id)

    def send(self, first: str, ref: str, name: str, **answers: object) -> Receipt:
        """Somebody tells a case what happened."""
        return self.wish(first, cases.send_message, ref=ref, name=name, answers=answers, key=self.key())

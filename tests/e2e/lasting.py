"""What one file of stories leaves to the next of the same worker: a server, a browser, its windows. Starting them and
loading every script anew took more work of the machine than the stories themselves.

A file begins as on a fresh installation all the same: the database is put back as it was opened, the clock to Monday
morning, and a window has forgotten who was signed in and what was kept on the device.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from migraflow.wiring import Agency, clock_of
from tests.cast import MONDAY
from tests.e2e.browser import launch
from tests.e2e.server import Server, seconds_to, set_clock, start

REMEMBERED = "SELECT COUNT(*), MAX(id) FROM list_editions UNION ALL SELECT COUNT(*), SUM(version) FROM register_rows"
"""What a server keeps in mind beyond the moment: lists, roles, notices, what registers say of lists."""
Kind = tuple[str, str]
KEPT_ON_DEVICE = "local_storage,indexeddb,cache_storage,service_workers,file_systems"


@dataclass
class Windows:
    """Browser contexts lent to one test after the other: what was fetched once need not be fetched and read again."""

    browser: Browser
    free: dict[Kind, list[BrowserContext]] = field(default_factory=dict["Kind", list[BrowserContext]])

    def lend(self, address: str, **options: object) -> Page:
        """A page at `address` in a window of nobody's."""
        self.forget_others(address)
        free = self.free.get(kind_of(address, options))
        if not free:
            return self.browser.new_context(base_url=address, **options).new_page()  # pyright: ignore[reportArgumentType]
        page = free.pop().new_page()
        device = page.context.new_cdp_session(page)
        device.send("Storage.clearDataForOrigin", {"origin": address, "storageTypes": KEPT_ON_DEVICE})
        device.detach()
        return page

    def take_back(self, context: BrowserContext, address: str, **options: object) -> None:
        """The window is free again: nobody is signed in there, nothing is open, the line holds."""
        for page in context.pages:
            page.close()
        context.clear_cookies()
        context.unroute_all()
        context.set_offline(False)
        self.free.setdefault(kind_of(address, options), []).append(context)

    def forget_others(self, address: str) -> None:
        """A server that is gone is not visited again."""
        for kind in [kind for kind in self.free if kind[0] != address]:
            for context in self.free.pop(kind):
                context.close()


def kind_of(address: str, options: Mapping[str, object]) -> Kind:
    """Windows of one kind stand for each other: the same server, the same size, the same wishes of who looks."""
    return address, repr(sorted(options.items()))


@dataclass
class Lasting:
    """The server, the browser and the windows of this worker, each from the moment it is first asked for."""

    running: Server | None = None
    minded: list[tuple[int, ...]] = field(default_factory=list[tuple[int, ...]])
    playwright: Playwright | None = None
    opened: Windows | None = None

    def server(self, opened: Path, folder: Callable[[], Path]) -> Server:
        """The server, its database as `opened`; another one when the last file taught it other lists or roles."""
        if self.running is not None and self.running.process.poll() is None and minded(self.running) == self.minded:
            put_back(self.running)
            return self.running
        if self.running is not None:
            self.running.stop()
        self.running = start(folder(), copy=opened)
        copy(database_of(self.running), first_of(self.running))
        self.minded = minded(self.running)
        return self.running

    def windows(self) -> Windows:
        """The windows of the browser."""
        if self.opened is None:
            self.playwright = sync_playwright().start()
            self.opened = Windows(launch(self.playwright))
        return self.opened

    def end(self) -> None:
        """No further story is told here."""
        if self.opened is not None and self.playwright is not None:
            self.opened.browser.close()
            self.playwright.stop()
        if self.running is not None:
            self.running.stop()
        self.running = self.playwright = self.opened = None


def database_of(server: Server) -> Path:
    """The SQLite file of a server."""
    return Path(server.agency.settings.database_url.removeprefix("sqlite:///"))


def first_of(server: Server) -> Path:
    """What that file was when the server first answered: it adds the rows the registers begin with."""
    return database_of(server).with_name("first.db")


def copy(there: Path, here: Path) -> None:
    """Everything of one SQLite file into another, open or not."""
    with closing(sqlite3.connect(there)) as before, closing(sqlite3.connect(here, timeout=60)) as database:
        before.backup(database)


def minded(server: Server) -> list[tuple[int, ...]]:
    """A fingerprint of what the server keeps in mind."""
    with closing(sqlite3.connect(database_of(server), timeout=60)) as database:
        return database.execute(REMEMBERED).fetchall()


def put_back(server: Server) -> None:
    """Clock and database as when the server first answered. It goes on without noticing; our own end begins anew."""
    set_clock(server.clock_file, seconds_to(MONDAY))
    copy(first_of(server), database_of(server))
    settings = server.agency.settings
    server.agency.close()
    server.agency = Agency(settings, clock=clock_of(settings))

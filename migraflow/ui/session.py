"""Who is signed in, as the frame of every page shows it."""

from __future__ import annotations

from urllib.parse import quote

import reflex as rx

from migraflow.services import accounts, welcome
from migraflow.ui.door import Doorway, door, doorstep
from migraflow.ui.notices import speaking
from migraflow.ui.routes import CASES
from migraflow.ui.words.tongue import Tongue


class SessionState(Doorway, rx.State):
    """The person of this browser. `may` holds the permissions (``voir_dossier``…) that open entries of the menu.

    `_owner` is the fingerprint of the session that filled this tab's page (see ownership.py).
    """

    name: str = ""
    duties: str = ""
    may: list[str] = []
    late: int = 0
    unread: int = 0
    _owner: str = ""

    @doorstep
    async def enter(self) -> rx.event.EventSpec:
        """Every page begins here: who is it, what may they open, how many tasks are late, how many notices unread."""
        known = await self._ask(welcome.welcome)
        self.name, self.duties = known.name, known.duties
        self.late, self.unread = known.late, known.unread
        self.may = sorted(known.permissions)
        (await self.get_state(Tongue)).english = known.language == "en"
        return speaking(known.language)

    @door
    async def find(self, form: dict[str, str]) -> rx.event.EventSpec:
        """The search of the header."""
        return rx.redirect(f"{CASES}?q={quote(form.get('q', ''))}")

    @doorstep
    async def switch_language(self) -> rx.event.EventSpec:
        """French to English and back; remembered with the account."""
        tongue = await self.get_state(Tongue)
        await self._ask(accounts.set_language, language="fr" if tongue.english else "en")
        tongue.english = not tongue.english
        return speaking("en" if tongue.english else "fr")

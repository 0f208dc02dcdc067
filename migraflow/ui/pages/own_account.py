"""*Mon compte*: who I am, my language, my password, my sessions. Whoever was given a password begins here."""

from __future__ import annotations

import reflex as rx

from migraflow.domain.errors import Unfit
from migraflow.services import accounts, welcome
from migraflow.services.welcome import Myself
from migraflow.ui.components.entries import asking, chosen, entry, go_to, typed
from migraflow.ui.components.pieces import facts, heading, notice
from migraflow.ui.door import Doorway, doorstep, live
from migraflow.ui.mistakes import sentence
from migraflow.ui.notices import notify, speaking
from migraflow.ui.routes import OWN_ACCOUNT, inside
from migraflow.ui.shell import shell
from migraflow.ui.words import say, t
from migraflow.ui.words.tongue import Tongue

WRITTEN = ("old", "new", "again")
"""The fields of the form, in their order."""
CLOSING = "close-all"


class OwnAccountState(Doorway, rx.State):
    """The account of whoever looks. `tries` draws the form anew, empty: passwords are never sent back."""

    name: str = ""
    username: str = ""
    roles: str = ""
    office: str = ""
    region: str = ""
    spoken: str = "fr"
    provisional: bool = False
    errors: dict[str, str] = {}
    tries: int = 0

    @doorstep
    async def load(self) -> None:
        """Read it afresh."""
        self._describe(await self._ask(welcome.myself))
        self.errors, self.tries, self.standing = {}, self.tries + 1, "ready"

    @doorstep
    async def choose_password(self, form: dict[str, str]) -> list[rx.event.EventSpec]:
        """Replace the password; what is wrong is said beside the field."""
        old, new, again = (str(form.get(name) or "") for name in WRITTEN)
        self.errors, self.tries = wrong_at_sight(old, new, again, await self._language()), self.tries + 1
        if not self.errors:
            await self._change(old, new)
        if self.errors:
            return [go_to(next(name for name in WRITTEN if name in self.errors))]
        return await self._go_on()

    @doorstep
    async def speak(self, form: dict[str, str]) -> list[rx.event.EventSpec]:
        """Another language, remembered with the account."""
        self.spoken = "en" if form.get("language") == "en" else "fr"
        await self._ask(accounts.set_language, language=self.spoken)
        (await self.get_state(Tongue)).english = self.spoken == "en"
        self._describe(await self._ask(welcome.myself))
        return [speaking(self.spoken), notify(say(self.spoken, "account.language_kept"))]

    @doorstep
    async def close_all(self) -> rx.event.EventSpec:
        """End every session of this person, and leave nothing of theirs on this machine."""
        await self._ask(accounts.sign_out_everywhere)
        return rx.call_script("migraflow.leave()")

    def _describe(self, me: Myself) -> None:
        """`me` in words."""
        self.name, self.username, self.roles = me.name, me.username, ", ".join(me.roles)
        self.office, self.region, self.spoken = me.office, me.region, me.language
        self.provisional = me.must_change

    async def _change(self, old: str, new: str) -> None:
        """Ask for the new password; a refusal becomes the error of its field."""
        try:
            await self._ask(accounts.change_password, old=old, new=new)
        except Unfit as refusal:
            field = "old" if refusal.code == "password_wrong" else "new"
            self.errors = {field: sentence(refusal, await self._language())}

    async def _go_on(self) -> list[rx.event.EventSpec]:
        """Say that it is done; whoever was led here goes on to where they were going."""
        done = notify(say(await self._language(), "account.changed"))
        if not self.provisional:
            return [done]
        self.provisional = False
        return [rx.redirect(inside(self.router.url.query_parameters.get("suite", "/"))), done]


def wrong_at_sight(old: str, new: str, again: str, language: str) -> dict[str, str]:
    """What is wrong before anybody is asked: a field left empty, two different new passwords."""
    missing = [name for name, text in (("old", old), ("new", new)) if not text]
    if missing:
        return {name: say(language, f"account.{name}_missing") for name in missing}
    return {} if new == again else {"again": say(language, "account.again_differs")}


SEEN = live(OwnAccountState)


def page() -> rx.Component:
    """What is provisional first; then the person, the password, the language, the sessions."""
    urgent = notice(
        rx.el.strong(t("account.provisional")), " ", t("account.provisional_more"), tone="warn", id="provisional"
    )
    return shell(
        OWN_ACCOUNT,
        SEEN.standing,
        heading(t("account.title"), t("account.lead")),
        rx.cond(SEEN.provisional, urgent),
        rx.el.div(
            rx.el.div(password(), class_name="stack"),
            rx.el.div(who(), language(), sessions(), class_name="stack"),
            class_name="grid2",
        ),
        closing(),
    )


def who() -> rx.Component:
    """Name, roles, place."""
    place = rx.cond((SEEN.office == "") & (SEEN.region == ""), t("account.everywhere"), SEEN.office)
    return rx.el.section(
        rx.el.h2(t("account.who")),
        facts(
            (t("account.name"), SEEN.name),
            (t("account.username"), SEEN.username),
            (t("account.roles"), SEEN.roles),
            (t("account.office"), place),
            (t("account.region"), SEEN.region),
        ),
        rx.el.p(t("account.who_more"), class_name="soft small after-facts"),
        class_name="card flat",
    )


def password() -> rx.Component:
    """The old one, the new one twice."""
    old = rx.cond(SEEN.provisional, t("account.old_given"), t("account.old"))
    new = typed(type="password", auto_complete="new-password")
    return rx.el.section(
        rx.el.h2(t("account.password")),
        rx.el.form(
            rx.el.input(
                type="text", name="username", value=SEEN.username, auto_complete="username", read_only=True, hidden=True
            ),
            entry("old", old, SEEN.errors["old"], typed(type="password", auto_complete="current-password")),
            entry("new", t("account.new"), SEEN.errors["new"], new, t("account.new_hint")),
            entry("again", t("account.again"), SEEN.errors["again"], new),
            rx.el.label(
                rx.el.input(type="checkbox", custom_attrs={"data-reveal": ""}),
                rx.el.span(t("account.reveal")),
                class_name="choice",
            ),
            rx.el.div(rx.el.button(t("account.change"), type="submit", class_name="primary")),
            class_name="stack",
            no_validate=True,
            on_submit=SEEN.choose_password,
            key=SEEN.tries.to_string(),
        ),
        class_name="card",
    )


def language() -> rx.Component:
    """French or English."""
    options = [rx.el.option("Français", value="fr", lang="fr"), rx.el.option("English", value="en", lang="en")]
    return rx.el.section(
        rx.el.h2(t("account.language")),
        rx.el.form(
            entry(
                "language",
                t("account.language_pick"),
                "",
                chosen(*options, default_value=SEEN.spoken, key=SEEN.spoken, class_name="medium"),
                t("account.language_more"),
                must=False,
            ),
            rx.el.div(rx.el.button(t("account.language_keep"), type="submit")),
            class_name="stack",
            on_submit=SEEN.speak,
        ),
        class_name="card flat",
    )


def sessions() -> rx.Component:
    """The way to end them all."""
    button = rx.el.button(t("account.close_all"), type="button", custom_attrs={"data-dialog": CLOSING})
    return rx.el.section(
        rx.el.h2(t("account.sessions")),
        rx.el.div(rx.el.p(t("account.sessions_lead")), rx.el.div(button), class_name="stack"),
        class_name="card flat",
    )


def closing() -> rx.Component:
    """Asked before every session is closed."""
    yes = rx.el.button(t("account.close_all_do"), type="button", class_name="primary", on_click=SEEN.close_all)
    return asking(CLOSING, t("account.close_all"), t("account.close_all_lead"), yes, t("account.cancel"))

"""The one way from a page to a use case. Every public method of a State can be called by any websocket client, so

every one of them is a `door`: nobody signed in gets nothing but the way to the sign-in page, and somebody with a
provisional password the way to the page where they choose their own. What the use case refuses becomes words for the
person; the page keeps what was typed.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar, cast
from urllib.parse import quote, unquote

import reflex as rx
from reflex_base.vars.base import VarData

from migraflow import wiring
from migraflow.domain.errors import MigraflowError, NotAllowed, NotFound, NotSignedIn
from migraflow.services import accounts
from migraflow.store.database import trouble_of
from migraflow.ui.mistakes import sentence
from migraflow.ui.notices import away, notify
from migraflow.ui.routes import OWN_ACCOUNT, SIGN_IN
from migraflow.ui.words.tongue import Tongue

COOKIE = "migraflow_session"
log = logging.getLogger("migraflow.ui")
Answer = TypeVar("Answer")
Handler = Callable[..., Awaitable[Any]]
HERE = rx.Var[str](
    "here.pathname",
    _var_type=str,
    _var_data=VarData(imports={"react-router": "useLocation"}, hooks={"const here = useLocation();": None}),
)
"""The path of the address, as the browser knows it."""


class Doorway(rx.State, mixin=True):
    """What every page State has: where the page stands, and the way to the services.

    `standing` is ``loading``, ``ready``, ``absent``, ``refused`` or ``broken``; `at` is the address it speaks of, on
    pages that show one thing at a time.
    """

    standing: str = "loading"
    at: str = ""

    async def _ask(self, use_case: Callable[..., Answer], **wish: object) -> Answer:
        """What `use_case` answers to this person, in its own transaction. Database calls block, hence the thread."""
        return await asyncio.to_thread(wiring.perform, use_case, session_token(self), **wish)

    async def _language(self) -> str:
        """``fr`` or ``en``: the language this person reads."""
        return "en" if (await self.get_state(Tongue)).english else "fr"

    def _arrive(self) -> str:
        """What the last part of the address names; it is loading when the page shows another thing, or none."""
        here = self.router.url.path
        if here != self.at or self.standing != "ready":
            self.at, self.standing = here, "loading"
        return named_in_address(self)


def live(state: type[rx.State]) -> Any:
    """`state` as components see it: its attributes are Vars there, which the type checker cannot know."""
    return state


def arrived(seen: Any) -> rx.Var[str]:
    """Where a page that shows one thing stands: loading, whatever it showed before, until it has what is asked for.

    The browser knows the new address at once, the State only when the server has answered.
    """
    return cast("rx.Var[str]", rx.cond(seen.at == HERE, seen.standing, "loading"))


def named_in_address(state: rx.State) -> str:
    """The last part of the address: the number of a case or person, the token of a task."""
    return unquote(state.router.url.path.rstrip("/").rpartition("/")[2])


def session_token(state: rx.State) -> str | None:
    """The session token of the browser's HttpOnly cookie, as sent when the websocket was opened."""
    try:
        morsel = SimpleCookie(state.router.headers.cookie).get(COOKIE)
    except CookieError:
        return None
    return morsel.value if morsel else None


def door(handler: Handler) -> Handler:
    """A handler that only a signed-in person with a password of their own can run; its refusals become words."""
    return guarding(handler, provisional=False)


def doorstep(handler: Handler) -> Handler:
    """The same, for what somebody needs who has not chosen a password yet: the frame, and their own account."""
    return guarding(handler, provisional=True)


def guarding(handler: Handler, *, provisional: bool) -> Handler:
    """`handler` behind the door; `provisional` says whether a provisional password opens it."""

    @functools.wraps(handler)
    async def guarded(self: Doorway, *arguments: Any, **named: Any) -> Any:
        try:
            if (await self._ask(accounts.who)).must_change and not provisional:
                return rx.redirect(ask_first(OWN_ACCOUNT, self))
            return await handler(self, *arguments, **named)
        except NotSignedIn:
            return to_sign_in(self)
        except Exception as error:
            if not isinstance(error, MigraflowError):
                log.exception("%s failed", handler.__qualname__)
            return await tell(self, error)

    guarded.__dict__["is_door"] = True
    return guarded


def to_sign_in(state: rx.State) -> rx.event.EventSpec:
    """Off to the sign-in page, and back here afterwards."""
    return rx.redirect(ask_first(SIGN_IN, state))


def ask_first(address: str, state: rx.State) -> str:
    """`address`, which knows the way back to the page one is on."""
    url = state.router.url
    return f"{address}?suite={quote(url.path + (f'?{url.query}' if url.query else ''))}"


async def tell(state: Doorway, error: Exception) -> rx.event.EventSpec | None:
    """Say what was refused: as the whole page while it is loading, as a message beside the work afterwards."""
    if trouble_of(error):
        state.standing = "broken" if state.standing == "loading" else state.standing
        return away(sentence(error, await state._language()))
    if state.standing == "loading":
        kinds = {NotFound: "absent", NotAllowed: "refused"}
        state.standing = kinds.get(type(error), "broken")
        return None
    return notify(sentence(error, await state._language()), "bad")

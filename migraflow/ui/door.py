"""The one way from a page to a use case. Every public method of a State can be called by any websocket client, so

every one of them is a `door`: nobody signed in gets nothing but the way to the sign-in page. What the use case refuses
becomes words for the person; the page keeps what was typed.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar
from urllib.parse import quote, unquote

import reflex as rx

from migraflow import wiring
from migraflow.domain.errors import MigraflowError, NotAllowed, NotFound, NotSignedIn
from migraflow.services import accounts
from migraflow.ui.mistakes import sentence
from migraflow.ui.notices import notify
from migraflow.ui.routes import SIGN_IN
from migraflow.ui.words.tongue import Tongue

COOKIE = "migraflow_session"
log = logging.getLogger("migraflow.ui")
Answer = TypeVar("Answer")
Handler = Callable[..., Awaitable[Any]]


class Doorway(rx.State, mixin=True):
    """What every page State has: where the page stands, and the way to the services.

    `standing` is ``loading``, ``ready``, ``absent``, ``refused`` or ``broken``; `language` is that of the person.
    """

    standing: str = "loading"

    async def _ask(self, use_case: Callable[..., Answer], **wish: object) -> Answer:
        """What `use_case` answers to this person, in its own transaction. Database calls block, hence the thread."""
        return await asyncio.to_thread(wiring.perform, use_case, session_token(self), **wish)

    async def _language(self) -> str:
        """``fr`` or ``en``: the language this person reads."""
        return "en" if (await self.get_state(Tongue)).english else "fr"


def live(state: type[rx.State]) -> Any:
    """`state` as components see it: its attributes are Vars there, which the type checker cannot know."""
    return state


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
    """A handler that only a signed-in person can run, and whose refusals become words."""

    @functools.wraps(handler)
    async def guarded(self: Doorway, *arguments: Any, **named: Any) -> Any:
        try:
            await self._ask(accounts.who)
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
    url = state.router.url
    return rx.redirect(f"{SIGN_IN}?suite={quote(url.path + (f'?{url.query}' if url.query else ''))}")


async def tell(state: Doorway, error: Exception) -> rx.event.EventSpec | None:
    """Say what was refused: as the whole page while it is loading, as a message beside the work afterwards."""
    if state.standing == "loading":
        kinds = {NotFound: "absent", NotAllowed: "refused"}
        state.standing = kinds.get(type(error), "broken")
        return None
    return notify(sentence(error, await state._language()), "bad")

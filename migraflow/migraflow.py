"""The web application: pages by address, the HTTP routes beside them, one stylesheet and one small script of our own."""

from __future__ import annotations

import reflex as rx

from migraflow.ui import routes
from migraflow.ui.pages import signin
from migraflow.ui.words import WORDS

HEAD = [
    rx.el.meta(name="viewport", content="width=device-width, initial-scale=1"),
    rx.el.meta(name="color-scheme", content="light dark"),
    rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml"),
    rx.el.script(src="/migraflow.js", defer=True),
]

app = rx.App(
    theme=None,
    html_lang="fr",
    stylesheets=["/migraflow.css"],
    head_components=HEAD,
    reset_style=False,
    toaster=None,
    app_wraps={},
)

# Only pages of this very server may open the websocket: the Origin must match the Host.
app.sio.eio.cors_allowed_origins = None


def name(key: str) -> str:
    """The title of a browser tab."""
    return f"{WORDS['fr'][key]} · migraflow"


app.add_page(signin.page, route=routes.SIGN_IN, title=name("signin.title"))

"""SMS through the gateway of an operator: one call per message, in the plainest form gateways take."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

from migraflow.channels.base import PATIENCE, failed, impossible, one_line
from migraflow.domain.sendings import Message

LONGEST = 459
"""Characters of three SMS sent as one."""
AGAIN = frozenset({408, 409, 425, 429})
"""Answers below 500 after which a later try may do."""


class NoDetour(urllib.request.HTTPRedirectHandler):
    """A gateway may not send what we tell people elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Never."""


class Sms:
    """SMS by HTTP: POST {"to", "text", "reference"} to `address`, with `token` as bearer."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token

    def send(self, message: Message) -> None:
        """Hand one message to the gateway. Raises Unfit (see `Channel`)."""
        content = json.dumps({"to": message.to, "text": short(message), "reference": message.key}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        wish = urllib.request.Request(self.address, data=content, headers=headers, method="POST")
        try:
            urllib.request.build_opener(NoDetour).open(wish, timeout=PATIENCE).close()
        except urllib.error.HTTPError as refusal:
            refusal.close()
            again = refusal.code >= 500 or refusal.code in AGAIN
            raise failed(refusal.code) if again else impossible(refusal.code) from None
        except (OSError, http.client.HTTPException) as error:
            raise failed(type(error).__name__) from error


def short(message: Message) -> str:
    """The words as an SMS: who speaks, then the body on one line, cut where three SMS end."""
    text = one_line(f"ANPE : {message.body or message.subject}")
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"

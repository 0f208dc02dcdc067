"""Webhooks: a signed call to a partner's machine, to addresses only the administrator writes down.

The list is a file of the server, ``webhooks.toml`` in the folder of what the house writes, never a procedure::

    [consulat_madrid]
    adresse = "https://partenaire.example/migraflow"
    secret = "au moins 32 caractères pris au hasard"
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import tomllib
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migraflow.domain.effects import Call
from migraflow.domain.errors import Unfit

FILE = "webhooks.toml"
PATIENCE = 10.0
"""Seconds a partner's machine may take to answer."""
SHORTEST_SECRET = 32
SIGNATURE = "X-Migraflow-Signature"
KEY = "Idempotency-Key"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes, and the secret both sides know."""

    address: str
    secret: str


class NoDetour(urllib.request.HTTPRedirectHandler):
    """A partner's machine may not send our calls elsewhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Never."""


def targets(folder: Path) -> dict[str, Target]:
    """The targets of the administrator's list; none when there is no list. Raises Unfit for one that is not whole."""
    path = folder / FILE
    if not path.exists():
        return {}
    found: dict[str, Target] = {}
    for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
        address, secret = str(entry.get("adresse", "")), str(entry.get("secret", ""))
        if not address.startswith(("https://", "http://")) or len(secret) < SHORTEST_SECRET:
            raise Unfit("webhook_target_unfit", target=name)
        found[name] = Target(address, secret)
    return found


def signature(secret: str, key: str, content: bytes) -> str:
    """HMAC-SHA256 over the key and the content, in hexadecimal: nobody else can have written them."""
    return hmac.new(secret.encode(), key.encode() + b"." + content, hashlib.sha256).hexdigest()


def post(folder: Path, call: Call) -> None:
    """Make one call. Raises Unfit when the target is not on the list, does not answer, or does not answer 2xx.

    The same call made twice carries the same key: the other side keeps the first.
    """
    target = targets(folder).get(call.target)
    if target is None:
        raise Unfit("webhook_target_unknown", target=call.target)
    content = call.content.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "migraflow",
        KEY: call.key,
        SIGNATURE: f"sha256={signature(target.secret, call.key, content)}",
    }
    wish = urllib.request.Request(target.address, data=content, headers=headers, method="POST")
    try:
        urllib.request.build_opener(NoDetour).open(wish, timeout=PATIENCE).close()
    except urllib.error.HTTPError as refusal:
        refusal.close()
        raise Unfit("webhook_refused", target=call.target, status=str(refusal.code)) from None
    except (OSError, http.client.HTTPException) as error:
        raise Unfit("webhook_unreachable", target=call.target, reason=type(error).__name__) from error

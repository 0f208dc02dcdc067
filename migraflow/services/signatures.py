"""The house's signature, for whoever holds a file of ours: the public key, and whether a file bears it. Open to all."""

from __future__ import annotations

from dataclasses import dataclass

from migraflow.documents import signing
from migraflow.settings import Settings


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What anybody needs to check a file of ours: the key as PEM, and its short mark."""

    pem: str
    fingerprint: str


def public_key(settings: Settings) -> PublicKey:
    """The public key of the house."""
    known = signing.signer(settings.var)
    return PublicKey(known.public.decode("ascii"), known.fingerprint)


def ours(settings: Settings, content: bytes) -> bool:
    """Whether a file bears our signature and nothing of it was changed."""
    return signing.signer(settings.var).signed(content)

"""The house's signature under what it hands out: Ed25519, so that anybody can check it with the public key alone."""

from __future__ import annotations

import hashlib
import os
import re
from base64 import b64decode, b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

FILE = "signature.pem"
SEALED = re.compile(rb"<!-- migraflow-signature:ed25519:([A-Za-z0-9+/=]{88}) -->\r?\n?\Z")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the house, with the key of its own folder."""

    key: Ed25519PrivateKey

    def sign(self, content: bytes) -> str:
        """The signature of `content`, in base64."""
        return b64encode(self.key.sign(content)).decode("ascii")

    @property
    def public(self) -> bytes:
        """The public key, as PEM."""
        return self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def fingerprint(self) -> str:
        """The first sixteen digits of the sha256 of the public key, to compare by eye."""
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return hashlib.sha256(raw).hexdigest()[:16]

    def signed(self, file: bytes) -> bool:
        """Whether `file` ends with our signature of all before it."""
        found = SEALED.search(file)
        if found is None:
            return False
        try:
            self.key.public_key().verify(b64decode(found.group(1)), file[: found.start()])
        except (InvalidSignature, ValueError):
            return False
        return True


def signer(folder: Path) -> Signer:
    """The house's signer; its key is made the first time, and only its owner may read it."""
    path = folder / FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        making = folder / f"{FILE}.{os.getpid()}"
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(fresh)
        with suppress(FileExistsError):  # another process was first: its key is the house's
            path.hardlink_to(making)
        making.unlink()
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return Signer(key)

"""The public keys that checkpoints are verified with, written as the signed-note convention writes them."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lapwing.model.errors import BadInput

KEY_BYTES = 32
ID_BYTES = 4
# The signature type that c2sp.org/signed-note gives Ed25519.
_ED25519 = b"\x01"
_PARTS = 3
_NAME = re.compile(r"[!-*,-~]{1,255}")


class NotAKey(BadInput):
    """This is not the public key of a ledger, written `NAME+ID+KEY`."""

    code = "lapwing.ledger.not-a-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """An Ed25519 public key of a ledger.

    name: the ledger's origin, such as `harbour.example/ledger`; raw: 32 bytes, as RFC 8032 encodes them.

    Raises:
        NotAKey: the name is not 1 to 255 ASCII characters without a space or a plus sign, or the key is of
            another size.
    """

    name: str
    raw: bytes

    def __post_init__(self) -> None:
        """Refuse a name that a note cannot carry."""
        require_name(self.name)
        if len(self.raw) != KEY_BYTES:
            raise NotAKey(f"{len(self.raw)} bytes are not {KEY_BYTES}")

    @property
    def id(self) -> bytes:
        """Return the four bytes that name it beside a signature. Source: c2sp.org/signed-note."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:ID_BYTES]

    @property
    def text(self) -> str:
        """Return it as `name+id+key`, the way the Go checksum database and its kin write verifier keys."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    def has_signed(self, message: bytes, *, signature: bytes) -> bool:
        """Say whether a signature is this key's over that message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPeriod:
    """From when and until when a key signs this ledger's checkpoints. until: None while it is in use."""

    key: PublicKey
    since: datetime
    until: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether the key was in use at that time."""
        return self.since <= at and (self.until is None or at <= self.until)


def read_key(text: str) -> PublicKey:
    """Return the key that a text is.

    Raises:
        NotAKey: it is none, or its id is not that of its name and bytes.
    """
    parts = text.split("+", _PARTS - 1)
    if len(parts) != _PARTS:
        raise NotAKey("it has not three parts")
    raw = strict_base64(parts[2])
    if raw is None or raw[:1] != _ED25519:
        raise NotAKey("it is no Ed25519 key in base64")
    key = PublicKey(name=parts[0], raw=raw[1:])
    if key.text != text:
        raise NotAKey("its id is that of another key or name")
    return key


def require_name(name: str) -> None:
    """Refuse a name that a note cannot carry, or that could be mistaken for another.

    Raises:
        NotAKey: it is not 1 to 255 printable ASCII characters without a space or a plus sign.
    """
    if _NAME.fullmatch(name) is None:
        raise NotAKey("its name is not 1 to 255 ASCII characters without a space or a plus sign")


def strict_base64(text: str) -> bytes | None:
    """Return the bytes of a text in the one base64 spelling that RFC 4648 section 4 has for them, or None."""
    try:
        raw = base64.b64decode(text.encode(), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None

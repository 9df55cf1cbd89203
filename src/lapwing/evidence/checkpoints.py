"""Signed statements of how long the ledger was, and of its root: C2SP tlog-checkpoints.

    harbour.example/ledger                          the origin, which is also the signing key's name
    1042                                            the size: how many lines
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=    the root of the Merkle tree over them, in base64
    time 2026-01-20T12:00:00.000005Z                when it was signed, by the signer's own clock
    next-key harbour.example/ledger+8f2c1a90+AW…    only on the last one of a key: the key that takes over

    — harbour.example/ledger Az3grl…                a signature: base64 of the key's id and the signature

Source: https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note. The fourth and fifth are extension
lines, which the convention allows and which any other reader of it passes over.
"""

import base64
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lapwing.evidence.canonical import MOST_WHOLE, NotAFact
from lapwing.evidence.instants import instant, read_instant
from lapwing.evidence.merkle import HASH_BYTES
from lapwing.evidence.public_keys import (
    ID_BYTES,
    NotAKey,
    PublicKey,
    read_key,
    require_name,
    strict_base64,
)
from lapwing.model.errors import BadInput, IntegrityLost

MOST_NOTE_BYTES = 64 * 1024
# The convention asks readers to take at least 16 and to have a limit.
MOST_SIGNATURES = 64
SIGNATURE_BYTES = 64

_DASH = "\N{EM DASH} "
_TIME = "time "
_NEXT = "next-key "
# Witnesses may be called what they like, within what the convention allows.
_OTHER_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_LEAST_LINES, _MOST_LINES = 4, 5


class NotACheckpoint(BadInput):
    """This is not a checkpoint of a ledger."""

    code = "lapwing.ledger.not-a-checkpoint"


class NotSigned(IntegrityLost):
    """A signature on a checkpoint is not that of the key it names."""

    code = "lapwing.ledger.not-signed"


class Signer(Protocol):
    """Whatever holds a signing key, in a file, an agent or a module, and signs with it."""

    @property
    def key(self) -> PublicKey:
        """Return the public half."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of its Ed25519 signature over a message.

        Raises:
            Unavailable: the key cannot be used now.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What is signed.

    size: lines. root: of the tree over them, 32 bytes. at: by the signer's clock, which nothing here proves.
    next_key: the key that signs from here on, where this is the last checkpoint of the one before.

    Raises:
        NotACheckpoint: the origin cannot be a key's name, or size, root, time or next key cannot be.
    """

    origin: str
    size: int
    root: bytes
    at: datetime
    next_key: PublicKey | None = None

    def __post_init__(self) -> None:
        """Refuse what has no text."""
        try:
            require_name(self.origin)
            instant(self.at)
        except (NotAKey, NotAFact) as error:
            raise NotACheckpoint(error.detail) from error
        if not 0 <= self.size <= MOST_WHOLE or len(self.root) != HASH_BYTES:
            raise NotACheckpoint("its size or root is none")
        if self.next_key is not None and self.next_key.name != self.origin:
            raise NotACheckpoint("its next key is another ledger's")

    def text(self) -> bytes:
        """Return the text that is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), _TIME + instant(self.at)]
        if self.next_key is not None:
            lines.append(_NEXT + self.next_key.text)
        return "".join(f"{line}\n" for line in lines).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature under a checkpoint. name, key_id: the key's, as the note has them."""

    name: str
    key_id: bytes
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A checkpoint with the signatures under it, of which none has been verified yet."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    def signed_by(self, keys: Collection[PublicKey]) -> tuple[PublicKey, ...]:
        """Return those of *keys* that have signed it. Signatures of other keys are passed over.

        Raises:
            NotSigned: a signature has the name and id of one of *keys* and is not its signature.
        """
        text = self.checkpoint.text()
        return tuple(dict.fromkeys(key for each in self.signatures for key in _signers(each, text, keys)))


def sign(checkpoint: Checkpoint, *, signer: Signer) -> bytes:
    """Return a checkpoint's note, with one signature.

    Raises:
        NotACheckpoint: the signer's key is not called like the checkpoint's origin.
        NotSigned: what the signer gave is not its key's signature.
        Unavailable: the signer does not answer.
    """
    key = signer.key
    if key.name != checkpoint.origin:
        raise NotACheckpoint("the signing key has another name than the ledger's origin")
    text = checkpoint.text()
    signature = signer.sign(text)
    if not key.has_signed(text, signature=signature):
        raise NotSigned("by its signer")
    line = f"{_DASH}{key.name} {base64.b64encode(key.id + signature).decode()}\n"
    return text + b"\n" + line.encode()


def read_note(note: bytes) -> Note:
    """Return the checkpoint and signatures that a note is.

    Raises:
        NotACheckpoint: it is none, or has anything in it that is not described above.
    """
    if len(note) > MOST_NOTE_BYTES:
        raise NotACheckpoint("it is too long")
    try:
        text, blank, signatures = _printed(note).rpartition("\n\n")
        found = Note(checkpoint=_checkpoint(text + "\n"), signatures=tuple(_signatures(signatures)))
    except (UnicodeDecodeError, ValueError) as error:
        raise NotACheckpoint("it is not text of that form") from error
    except (NotAKey, NotAFact) as error:
        raise NotACheckpoint(error.detail) from error
    # What does not read back as it was written could be taken for something else by another reader.
    if not blank or found.checkpoint.text().decode() != text + "\n":
        raise NotACheckpoint("its text is not in the one form")
    return found


def _printed(note: bytes) -> str:
    """Return a note as text, if it has no control characters."""
    text = note.decode()
    if _CONTROL.search(text) is not None:
        raise NotACheckpoint("it has control characters")
    return text


def _checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that a note's text is."""
    lines = text.removesuffix("\n").split("\n")
    if not _LEAST_LINES <= len(lines) <= _MOST_LINES:
        raise NotACheckpoint(f"it has {len(lines)} lines")
    origin, size, root, time, *rest = lines
    raw = strict_base64(root)
    if not (size.isascii() and size.isdecimal()) or raw is None or not time.startswith(_TIME):
        raise NotACheckpoint("its size, root or time is none")
    return Checkpoint(
        origin=origin,
        size=int(size),
        root=raw,
        at=read_instant(time.removeprefix(_TIME)),
        next_key=_next_key(rest[0]) if rest else None,
    )


def _next_key(line: str) -> PublicKey:
    """Return the key that a line names as the next one."""
    if not line.startswith(_NEXT):
        raise NotACheckpoint("it has an unknown line")
    return read_key(line.removeprefix(_NEXT))


def _signatures(lines: str) -> Iterator[Signature]:
    """Give the signatures that stand under a note."""
    *whole, last = lines.split("\n")
    if last or not 0 < len(whole) <= MOST_SIGNATURES:
        raise NotACheckpoint("it has no signature, too many, or half of one")
    for line in whole:
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        raw = strict_base64(encoded)
        named = line.startswith(_DASH) and _OTHER_NAME.fullmatch(name) is not None
        if not named or raw is None or len(raw) <= ID_BYTES:
            raise NotACheckpoint("a signature is none")
        yield Signature(name=name, key_id=raw[:ID_BYTES], raw=raw[ID_BYTES:])


def _signers(signature: Signature, text: bytes, keys: Collection[PublicKey]) -> Iterator[PublicKey]:
    """Give the key of a signature, if it is one of *keys*."""
    named = [key for key in keys if (key.name, key.id) == (signature.name, signature.key_id)]
    signers = [key for key in named if key.has_signed(text, signature=signature.raw)]
    if named and not signers:
        raise NotSigned(f"key {signature.key_id.hex()}")
    yield from signers

"""The key that signs the ledger's checkpoints, in a folder that only its owner reads."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapwing.evidence.public_keys import KeyPeriod, PublicKey, read_key
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.service.store.folders import replace_file, sync_folder

KEYS_FILE = "keys.json"
"""The public keys, oldest first, with when each was in use."""

SEED_BYTES = 32
_ONLY_OWNER = 0o700


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A public key as it is written."""

    key: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Notary:
    """Signs with the newest key; see evidence.checkpoints.Signer. periods: of every key, oldest first."""

    _private: Ed25519PrivateKey
    periods: tuple[KeyPeriod, ...]

    @property
    def key(self) -> PublicKey:
        """Return the public half of the key that signs."""
        return self.periods[-1].key

    @property
    def origin(self) -> str:
        """Return the ledger's name, which is the key's."""
        return self.key.name

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message."""
        return self._private.sign(message)

    @classmethod
    def of(cls, seed: bytes, periods: tuple[KeyPeriod, ...]) -> Self:
        """Return the notary whose newest key has that seed.

        Raises:
            IntegrityLost: it has not.
        """
        private = Ed25519PrivateKey.from_private_bytes(seed)
        if not periods or private.public_key().public_bytes_raw() != periods[-1].key.raw:
            raise IntegrityLost("the ledger's signing key is not the one that it says")
        return cls(private, periods)


def open_notary(folder: Path, *, origin: str, now: datetime) -> Notary:
    """Return the notary kept in *folder*; made at first use, named *origin* for ever.

    Raises:
        Unavailable: the folder cannot be read or written.
        IntegrityLost: what is in it does not belong together.
        NotAKey: *origin* cannot be a ledger's name.
    """
    try:
        if not (folder / KEYS_FILE).exists():
            _begin(folder, origin=origin, now=now)
        periods = _read_periods(folder / KEYS_FILE)
        seed = _seed_path(folder, periods[-1].key).read_bytes()
    except OSError as refused:
        raise Unavailable(f"{folder}: {refused.strerror}") from refused
    if len(seed) != SEED_BYTES:
        raise IntegrityLost("the ledger's signing key has another length")
    return Notary.of(seed, periods)


def _begin(folder: Path, *, origin: str, now: datetime) -> None:
    """Make the first key; of two processes that do so at once, both go on with one of them."""
    folder.mkdir(parents=True, exist_ok=True, mode=_ONLY_OWNER)
    seed = secrets.token_bytes(SEED_BYTES)
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    key = PublicKey(name=origin, raw=raw)
    opened = os.open(_seed_path(folder, key), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(seed)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    replace_file(folder / KEYS_FILE, msgspec.json.encode([_Written(key=key.text, since=now)]))


def _seed_path(folder: Path, key: PublicKey) -> Path:
    return folder / f"{key.id.hex()}.seed"


def _read_periods(path: Path) -> tuple[KeyPeriod, ...]:
    try:
        written = msgspec.json.decode(path.read_bytes(), type=list[_Written])
    except msgspec.MsgspecError as refused:
        raise IntegrityLost(f"{path} is not what was written") from refused
    if not written:
        raise IntegrityLost(f"{path} names no key")
    return tuple(KeyPeriod(key=read_key(each.key), since=each.since, until=each.until) for each in written)

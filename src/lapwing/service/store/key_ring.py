"""The master keys: one that wraps now, and older ones that still unwrap. From files, or from the environment.

A key management service takes the place of this by implementing the same functions (Wrapper); kms.py is one.
"""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from lapwing.evidence.sealing import KEY_BYTES, unwrap, wrap
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.service.settings import BadSettings
from lapwing.service.store.folders import replace_file, sync_folder

MASTER_KEYS = "LAPWING_MASTER_KEYS"
"""The environment variable that may hold them: `name:base64`, separated by commas, the one in use first."""

CURRENT_FILE = "current"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ONLY_OWNER = 0o700


class Wrapper(Protocol):
    """Wraps the keys of objects by a master key that only it knows."""

    @property
    def current(self) -> str:
        """Return the name of the master key that wraps now."""
        ...

    def wrap(self, key: bytes) -> bytes:
        """Return *key* wrapped by the current master key.

        Raises:
            Unavailable: it cannot be had now.
        """
        ...

    def unwrap(self, wrapped_key: bytes, *, master_key: str) -> bytes:
        """Return a key that the master key of that name wrapped.

        Raises:
            Unavailable: there is no master key of that name here, or it cannot be had now.
            IntegrityLost: it does not open.
        """
        ...

    def require_answer(self) -> None:
        """Do nothing where the current master key can be used.

        Raises:
            Unavailable: it cannot be had now.
        """
        ...


class KeyRing:
    """Master keys held in memory; see Wrapper. It has no repr of its keys."""

    def __init__(self, keys: Mapping[str, bytes], *, current: str) -> None:
        """Hold these.

        Raises:
            BadSettings: a name or a length is wrong, or the current one is not among them.
        """
        for name, key in keys.items():
            if not _NAME.fullmatch(name):
                raise BadSettings(f"a master key's name is lower-case letters, digits and hyphens: {name!r}")
            if len(key) != KEY_BYTES:
                raise BadSettings(f"the master key {name} has {len(key)} bytes, not {KEY_BYTES}")
        if current not in keys:
            raise BadSettings(f"there is no master key {current!r}")
        self._keys, self._current = dict(keys), current

    def __repr__(self) -> str:
        """Return the names alone."""
        return f"KeyRing({sorted(self._keys)}, current={self._current!r})"

    @property
    def current(self) -> str:
        """Return the name of the master key that wraps now."""
        return self._current

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all of them."""
        return tuple(sorted(self._keys))

    def wrap(self, key: bytes) -> bytes:
        """Return *key* wrapped by the current master key."""
        return wrap(key, master=self._keys[self._current])

    def unwrap(self, wrapped_key: bytes, *, master_key: str) -> bytes:
        """Return a key that the master key of that name wrapped."""
        master = self._keys.get(master_key)
        if master is None:
            raise Unavailable(f"the master key {master_key} is not here")
        return unwrap(wrapped_key, master=master)

    def require_answer(self) -> None:
        """Do nothing: the keys are in memory."""


def read_key_ring(folder: Path, environment: Mapping[str, str]) -> KeyRing:
    """Return the master keys of the environment if it names any, else those in *folder*; made if none are.

    Raises:
        BadSettings: a key cannot be used.
        Unavailable: the folder cannot be read or written.
    """
    if written := environment.get(MASTER_KEYS):
        return _from_text(written)
    try:
        if not (folder / CURRENT_FILE).exists():
            add_master_key(folder, name="m1")
        current = (folder / CURRENT_FILE).read_text(encoding="ascii").strip()
        keys = {
            path.stem: _decoded(path.stem, path.read_text(encoding="ascii")) for path in folder.glob("*.key")
        }
    except OSError as refused:
        raise Unavailable(f"{folder}: {refused.strerror}") from refused
    except UnicodeDecodeError as refused:
        raise IntegrityLost(f"{folder}: a key file is no text") from refused
    return KeyRing(keys, current=current)


def add_master_key(folder: Path, *, name: str) -> None:
    """Make a new master key that wraps from now on; older ones stay, to open what they wrapped.

    Raises:
        BadSettings: the name cannot be used, or is taken.
        OSError: the folder cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise BadSettings(f"a master key's name is lower-case letters, digits and hyphens: {name!r}")
    folder.mkdir(parents=True, exist_ok=True, mode=_ONLY_OWNER)
    path = folder / f"{name}.key"
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError as there:
        raise BadSettings(f"there is a master key {name} already") from there
    with os.fdopen(opened, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(folder)
    replace_file(folder / CURRENT_FILE, f"{name}\n".encode())


def _from_text(written: str) -> KeyRing:
    pairs = [each.strip().partition(":") for each in written.split(",")]
    # What stands in a name's place may be a key: it is told by its number.
    for number, (name, mark, _) in enumerate(pairs, start=1):
        if not mark or not _NAME.fullmatch(name):
            raise BadSettings(
                f"{MASTER_KEYS}: number {number} is not NAME:BASE64, where a name is lower-case letters, "
                "digits and hyphens"
            )
    keys = {name: _decoded(name, value) for name, _, value in pairs}
    if len(keys) < len(pairs):
        raise BadSettings("two master keys have the same name")
    return KeyRing(keys, current=pairs[0][0])


def _decoded(name: str, written: str) -> bytes:
    try:
        return base64.b64decode(written.strip(), validate=True)
    except (binascii.Error, ValueError) as refused:
        raise BadSettings(f"the master key {name} is not base64") from refused

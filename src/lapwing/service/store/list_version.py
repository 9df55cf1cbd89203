"""One version of a list on disk: its entries, its index and the manifest that holds their digests."""

import hashlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from lapwing.lists.closeness import MOST_RADIUS_BITS, PERCEPTUAL, SCALED_MARGIN_BITS
from lapwing.lists.index import Found, Segment, build
from lapwing.lists.index.codes import CODE_BYTES, Codes
from lapwing.lists.versions import Version
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.model.lists import Entry, ListInfo
from lapwing.service.store import list_entries
from lapwing.service.store.arrays import FileFacts, check_digest, check_length
from lapwing.service.store.list_acts import Act
from lapwing.service.store.record_file import read_record
from lapwing.service.store.segments import MANIFEST as SEGMENT_MANIFEST
from lapwing.service.store.segments import fill_segment, open_segment, verify_segment

MANIFEST = "manifest.json"
ENTRIES = "entries.sqlite"

_VALUES_AT_ONCE = 100_000
_DAMAGE = (sqlite3.Error, ValueError, TypeError, KeyError, OverflowError)


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a version's folder holds.

    format: of this layout. act: how it came to be. files: by path inside the folder; a segment's manifest
    stands for the segment, whose digests it holds.
    """

    format: Literal[1] = 1
    version: Version
    act: Act
    files: dict[str, FileFacts]


def index_folder(kind: str) -> str:
    """Return the name of the folder that holds the index of a kind."""
    return f"near-{kind}"


def write_index(folder: Path, kind: str, *, count: int, near_bits: int) -> None:
    """Build the index of a kind from the entries in *folder* and write it beside them.

    Args:
        folder: holds the entries.
        kind: a perceptual one.
        count: how many active entries of that kind there are.
        near_bits: the distance that most searches will ask for.
    """
    codes = np.empty((count, CODE_BYTES), np.uint8)
    rows = 0
    connection = list_entries.open_entries(folder / ENTRIES)
    try:
        for some in list_entries.codes(connection, kind, at_once=_VALUES_AT_ONCE):
            codes[rows : rows + len(some)] = _as_codes(some)
            rows += len(some)
    finally:
        connection.close()
    target = folder / index_folder(kind)
    target.mkdir(mode=0o700)
    reach_bits = min(near_bits + SCALED_MARGIN_BITS, MOST_RADIUS_BITS)
    fill_segment(target, build(codes[:rows], radius_bits=reach_bits))


def _as_codes(values: Sequence[bytes | str]) -> Codes:
    """Return values as an array of shape (n, 32).

    Raises:
        BadInput: one of them is no fingerprint.
    """
    codes = [value for value in values if isinstance(value, bytes) and len(value) == CODE_BYTES]
    if len(codes) < len(values):
        raise BadInput(f"a perceptual value is not {CODE_BYTES * 2} hexadecimal digits")
    return np.frombuffer(b"".join(codes), np.uint8).reshape(len(codes), CODE_BYTES)


def file_facts(path: Path) -> FileFacts:
    """Return the size and digest of a file as it is."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileFacts(size_bytes=file.tell(), sha256=digest)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a version.

    Raises:
        IntegrityLost: it is missing, or of another form.
    """
    return read_record(folder / MANIFEST, Manifest)


def verify_version(folder: Path) -> None:
    """Read all of a version and check that it is what was written.

    Raises:
        IntegrityLost: it is not.
    """
    manifest = read_manifest(folder)
    for name, facts in manifest.files.items():
        check_digest(folder / name, facts)
    for kind in sorted(PERCEPTUAL & manifest.version.counts.keys()):
        if manifest.version.counts[kind].active:
            verify_segment(folder / index_folder(kind))


class _PerThread(threading.local):
    """The connection of the present thread, in the present process."""

    connection: sqlite3.Connection | None = None
    process: int = 0


class OpenVersion:
    """A version that is searched. Implements lists.matching.Serving; safe in any number of threads."""

    def __init__(self, folder: Path, info: ListInfo) -> None:
        """Open what is in *folder*, reading next to nothing of it.

        Raises:
            IntegrityLost: a file is missing or not as long as it was.
        """
        manifest = read_manifest(folder)
        for name, facts in manifest.files.items():
            check_length(folder / name, facts)
        self._folder = folder
        self._info = info
        self._version = manifest.version
        self._segments = {kind: self._open_index(kind) for kind in sorted(PERCEPTUAL & self.active.keys())}
        self._local = _PerThread()
        self._connections: list[sqlite3.Connection] = []
        # A look-up may be in use in another thread when its version is replaced, so files close when the
        # last one lets go.
        weakref.finalize(self, _close_all, self._connections)

    def _open_index(self, kind: str) -> Segment:
        """Return the index of a kind."""
        manifest = f"{index_folder(kind)}/{SEGMENT_MANIFEST}"
        facts = read_manifest(self._folder).files.get(manifest)
        if facts is None:
            raise IntegrityLost(f"{self._folder} has no index of {kind}")
        check_digest(self._folder / manifest, facts)
        return open_segment(self._folder / index_folder(kind))

    @property
    def info(self) -> ListInfo:
        """Return the list as registered when this was opened."""
        return self._info

    @property
    def number(self) -> int:
        """Return the version's number."""
        return self._version.number

    @cached_property
    def active(self) -> dict[str, int]:
        """Return how many active entries there are of each kind that has any."""
        return {kind: count.active for kind, count in self._version.counts.items() if count.active}

    def equal(self, kind: str, value: str, *, most: int) -> Sequence[Entry]:
        """Return the first *most* active entries of a value, in the order of their ids."""
        try:
            return list_entries.equal(self._connection(), kind, value, most=most)
        except _DAMAGE as damaged:
            raise self._told(damaged) from damaged

    def near(self, kind: str, codes: Codes, *, radius_bits: int) -> Found:
        """Return every (query, row) within the radius; rows are distinct active values, ascending."""
        return self._segments[kind].search(codes, radius_bits=radius_bits)

    def value_of(self, kind: str, row: int) -> str:
        """Return the value of a row of the index, in hexadecimal."""
        code: bytes = self._segments[kind].codes()[row].tobytes()
        return code.hex()

    def values(self, kind: str) -> Iterator[str]:
        """Yield every distinct active value of a kind."""
        with self._damage_is_told():
            yield from list_entries.values(self._connection(), kind)

    def entries(self) -> Iterator[Entry]:
        """Yield every entry, retired ones too, in the order of the ids."""
        with self._damage_is_told():
            yield from list_entries.all_entries(self._connection())

    @contextmanager
    def _damage_is_told(self) -> Iterator[None]:
        """Tell what SQLite, or an entry made of what it read, says of damage.

        Raises:
            IntegrityLost: the entries are not what was written.
        """
        try:
            yield
        except _DAMAGE as damaged:
            raise self._told(damaged) from damaged

    def _told(self, damaged: Exception) -> IntegrityLost:
        return IntegrityLost(f"{self._folder / ENTRIES}: {damaged}")

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection; none is carried into a forked process."""
        if self._local.connection is None or self._local.process != os.getpid():
            self._local.connection = list_entries.open_entries(self._folder / ENTRIES)
            self._local.process = os.getpid()
            self._connections.append(self._local.connection)
        return self._local.connection


def _close_all(connections: list[sqlite3.Connection]) -> None:
    """Close what was opened."""
    for connection in connections:
        connection.close()

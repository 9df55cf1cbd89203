"""A live index on disk: changes survive a restart, and a crash at any line leaves the last whole state."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

import numpy as np

from lapwing.lists.index.base import Base, no_base
from lapwing.lists.index.codes import CODE_BYTES, Codes, Rows
from lapwing.lists.index.live import Compacted, LiveIndex
from lapwing.lists.index.snapshot import FoundKeys, Snapshot
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.folders import WriterBusy, lock, new_folder, write_synced
from lapwing.service.store.generations import (
    clean,
    current,
    generation_folder,
    journal_path,
    make_current,
    open_base,
    read_base_manifest,
    verify_base,
    write_base,
)
from lapwing.service.store.journal import Act, Change, Journal
from lapwing.service.store.replay import Place, apply, read_index, read_on

_FIRST = 1


def create_live_index(root: Path, base: Base | None = None) -> None:
    """Make a live index at *root*, empty or holding *base*; it is there whole or not at all.

    Raises:
        AlreadyThere: something is at *root*.
        WriterBusy: another process is creating it.
    """
    with new_folder(root) as unfinished:
        write_base(
            generation_folder(unfinished, _FIRST),
            base or no_base(),
            first_journal=_FIRST,
            first_record=_FIRST,
        )
        write_synced(journal_path(unfinished, _FIRST), b"")
        make_current(unfinished, _FIRST)


class LiveReader:
    """A live index for searching; what a writer changes is seen after refresh."""

    def __init__(self, root: Path) -> None:
        """Open the index at *root*.

        Raises:
            NoLiveIndex: there is none.
            IntegrityLost: a file is missing or is not what was written.
        """
        self._root = root
        self._place = read_index(root)

    @property
    def now(self) -> Snapshot:
        """Return the snapshot of the last refresh."""
        return self._place.snapshot

    def search(self, queries: Codes, *, radius_bits: int) -> FoundKeys:
        """Return every (query, key) at most *radius_bits* apart; see Snapshot.search for the errors."""
        return self.now.search(queries, radius_bits=radius_bits)

    def refresh(self) -> None:
        """Take up every change that is on the disk by now.

        Raises:
            IntegrityLost: a file is missing or is not what was written; what was known before still counts.
        """
        self._place = self._later()

    def _later(self) -> Place:
        """Return the place after all changes so far."""
        if current(self._root) == self._place.generation:
            # What fails now was compacted meanwhile, or taken back because it could not be written whole.
            with suppress(IntegrityLost, FileNotFoundError):
                return read_on(self._root, self._place)
        return read_index(self._root)


class LiveStore:
    """A live index for searching and changing; one at a time, in one process.

    Threads may search while others add, remove and compact. Changes take turns.
    """

    def __init__(self, root: Path, *, radius_bits: int = 31) -> None:
        """Open the index at *root*, cut off a record that a crash left unfinished, and remove leftovers.

        Raises:
            NoLiveIndex: there is none.
            WriterBusy: it is open for changing already.
            IntegrityLost: a file is missing or is not what was written.
        """
        self._root, self._radius_bits = root, radius_bits
        self._turn, self._compacting = Lock(), Lock()
        current(root)
        self._claim = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            lock(self._claim, root)
            place = read_index(root)
            self._live = LiveIndex(place.snapshot, radius_bits=radius_bits)
            self._journal_number = place.journal
            self._journal = Journal(journal_path(root, place.journal), end=place.end, number=place.number)
            self._clean()
        except BaseException:
            os.close(self._claim)
            raise

    def close(self) -> None:
        """Let another process change the index."""
        with self._turn:
            self._journal.close()
            # Said outright, because a child process that was forked meanwhile holds the folder open too.
            fcntl.flock(self._claim, fcntl.LOCK_UN)
            os.close(self._claim)

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    @property
    def now(self) -> Snapshot:
        """Return the snapshot that counts now."""
        return self._live.now

    def search(self, queries: Codes, *, radius_bits: int) -> FoundKeys:
        """Return every (query, key) at most *radius_bits* apart; see Snapshot.search for the errors."""
        return self._live.search(queries, radius_bits=radius_bits)

    def add(self, codes: Codes, keys: Rows) -> None:
        """Add rows, all or none; they are on the disk and found when this returns.

        Raises:
            KeyTaken, BadInput: as Snapshot.adding.
            OSError: the disk refused; nothing was added.
        """
        self._change(Change(act=Act.ADD, keys=keys, codes=codes))

    def remove(self, keys: Rows) -> None:
        """Remove rows, all or none; that is on the disk, and they are found no more, when this returns.

        Raises:
            KeyUnknown, BadInput: as Snapshot.removing.
            OSError: the disk refused; nothing was removed.
        """
        self._change(Change(act=Act.REMOVE, keys=keys, codes=np.zeros((0, CODE_BYTES), np.uint8)))

    def _change(self, change: Change) -> None:
        """Let one change be known on the disk first and in memory then."""
        with self._turn:
            later = apply(self._live.now, change)
            if len(change.keys):
                self._journal.append(change)
                self._live.become(later)

    def compact(self) -> None:
        """Write a new base of all that is there, and go on with it. Takes long; run it in a thread.

        What is added and removed meanwhile is journaled for the new base. If this ends at any point, by an
        error or a crash, the old base and all changes still count.

        Raises:
            WriterBusy: it is being compacted already.
            OSError: the disk refused.
        """
        if not self._compacting.acquire(blocking=False):
            raise WriterBusy(f"{self._root} is being compacted")
        try:
            with self._turn:
                since = self._live.now
                self._begin_journal()
                first_journal, first_record = self._journal_number, self._journal.number
            self._clean()
            generation = current(self._root) + 1
            folder = generation_folder(self._root, generation)
            base = since.compacted(radius_bits=self._radius_bits)
            write_base(folder, base, first_journal=first_journal, first_record=first_record)
            with self._turn:
                self._live.swap(Compacted(base=open_base(folder), since=since))
                make_current(self._root, generation)
            self._clean()
        finally:
            self._compacting.release()

    def _begin_journal(self) -> None:
        """Go on in a new journal."""
        path = journal_path(self._root, self._journal_number + 1)
        # Readers leave the old journal as soon as there is a new one, so there is no going back to it.
        self._journal.broken = True
        begun = Journal(path, end=0, number=self._journal.number)
        self._journal.close()
        self._journal, self._journal_number = begun, self._journal_number + 1

    def _clean(self) -> None:
        """Remove what no longer counts."""
        generation = current(self._root)
        manifest = read_base_manifest(generation_folder(self._root, generation))
        clean(self._root, generation=generation, first_journal=manifest.first_journal)

    def verify(self) -> None:
        """Read everything that is on the disk and check that it is what was written.

        Raises:
            IntegrityLost: it is not.
        """
        with self._turn:
            verify_base(generation_folder(self._root, current(self._root)))
            kept = read_index(self._root).snapshot
        if len(kept) != len(self.now):
            raise IntegrityLost(f"{self._root} has {len(kept)} keys on the disk and {len(self.now)} here")

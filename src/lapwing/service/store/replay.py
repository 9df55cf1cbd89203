"""A live index as its files tell it: the current base, and every change journaled since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np

from lapwing.lists.index.snapshot import Snapshot
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.service.store.generations import (
    current,
    generation_folder,
    journal_path,
    open_base,
    read_base_manifest,
)
from lapwing.service.store.journal import Act, Change, Record, read_records


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """How far the files have been read.

    snapshot: the index up to here. generation: of its base.
    journal: the journal read last; end: up to which byte; number: of the record that comes next.
    """

    snapshot: Snapshot
    generation: int
    journal: int
    end: int
    number: int


def read_index(root: Path) -> Place:
    """Return the index at *root* as it is now.

    Raises:
        NoLiveIndex: there is none.
        IntegrityLost: a file is missing or is not what was written.
    """
    while True:
        generation = current(root)
        try:
            return read_on(root, _beginning(root, generation))
        except (IntegrityLost, FileNotFoundError) as lost:
            # A writer may have put a new generation in place and removed this one while it was read.
            if current(root) == generation:
                raise _lost(lost) from lost


def _lost(error: IntegrityLost | FileNotFoundError) -> IntegrityLost:
    """Return the same loss in our own words."""
    return IntegrityLost(error.detail if isinstance(error, IntegrityLost) else f"{error.filename} is gone")


def _beginning(root: Path, generation: int) -> Place:
    """Return the place before the first change since a base."""
    folder = generation_folder(root, generation)
    manifest = read_base_manifest(folder)
    return Place(
        snapshot=Snapshot(base=open_base(folder)),
        generation=generation,
        journal=manifest.first_journal,
        end=0,
        number=manifest.first_record,
    )


def read_on(root: Path, place: Place) -> Place:
    """Return the place after every whole record written since *place*.

    Raises:
        IntegrityLost: a journal is missing or is not what was written.
    """
    while True:
        # Asked before reading: once there is a next journal, nothing more is written to this one.
        is_last = not journal_path(root, place.journal + 1).exists()
        place = _read_journal(root, place)
        if is_last:
            return place
        if journal_path(root, place.journal).stat().st_size != place.end:
            raise IntegrityLost(f"{journal_path(root, place.journal)} ends in the middle of a record")
        place = replace(place, journal=place.journal + 1, end=0)


def _read_journal(root: Path, place: Place) -> Place:
    """Return the place after the whole records of one journal."""
    path = journal_path(root, place.journal)
    read: list[Record] = []
    try:
        read.extend(read_records(path, start=place.end, number=place.number))
        snapshot = place.snapshot
        for change in _joined(record.change for record in read):
            snapshot = apply(snapshot, change)
    except (FileNotFoundError, BadInput) as wrong:
        raise IntegrityLost(f"{path}: {wrong}") from wrong
    if not read:
        return place
    return replace(place, snapshot=snapshot, end=read[-1].end, number=read[-1].number + 1)


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Give the changes with neighbours of the same act made one, which is much faster to apply."""
    for act, neighbours in groupby(changes, key=lambda change: change.act):
        same = list(neighbours)
        yield Change(
            act=act,
            keys=np.concatenate([change.keys for change in same]),
            codes=np.concatenate([change.codes for change in same]),
        )


def apply(snapshot: Snapshot, change: Change) -> Snapshot:
    """Return *snapshot* after one change; see Snapshot.adding and Snapshot.removing for the errors."""
    match change.act:
        case Act.ADD:
            return snapshot.adding(change.codes, change.keys)
        case Act.REMOVE:
            return snapshot.removing(change.keys)

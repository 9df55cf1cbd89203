"""Single entries are put on a list or taken out by hand; each time that makes a version."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Protocol

from lapwing.flows.import_list import Draft, Kinds
from lapwing.lists.barred import refusing_barred
from lapwing.lists.batches import batches_of
from lapwing.lists.cells import BadCell, read_name, read_note
from lapwing.lists.versions import Imported, Provenance
from lapwing.model.errors import BadInput
from lapwing.model.lists import Category, Entry

ENTRIES_AT_ONCE = 10_000

BY_HAND = "by_hand"
"""Stands in a version's provenance where else the shape of its file does."""


class EntryStore(Protocol):
    """Where versions are kept."""

    def draft(self, name: str) -> AbstractContextManager[Draft]:
        """Give a new version to fill; what is not published is thrown away."""
        ...

    def entries(self, name: str, number: int) -> Iterator[Entry]:
        """Yield every entry of a version, retired ones too, in the order of their ids."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What is to be put on a list.

    value: as a list would write it. entry_id: its canonical value if left empty. item: the id if left empty.
    """

    kind: str
    value: str
    entry_id: str = ""
    item: str = ""
    category: Category = Category.NONE
    note: str = ""


def put_entries(
    list_name: str,
    wanted: Sequence[NewEntry],
    *,
    store: EntryStore,
    kinds: Kinds,
    by: str,
    why: str,
    now: datetime,
) -> Imported:
    """Make a version with these entries beside those that serve, and swap it in.

    An id that is there with the same value is put anew: that brings back what was taken out.

    Raises:
        BadInput: a value is none of its kind, an id stands for another value, or nobody says why.
        BadRows: a value stands for nothing, so that others would match it without end.
        Unavailable: somebody else is changing the list, or the disk does not answer.
    """
    new = [_entry(each, kinds, now) for each in wanted]
    by_id = {entry.id: entry for entry in new}
    if not new or len(by_id) < len(new):
        raise BadInput("two of the entries have the same id" if new else "there is no entry to put")
    for _ in refusing_barred(batches_of(enumerate(new, start=1)), kinds.never_listed):
        pass  # of use because it raises
    change = {"put": sorted(by_id)}
    return _changed(list_name, by_id, change, store=store, by=by, why=why, now=now)


def take_out_entries(
    list_name: str, ids: Sequence[str], *, store: EntryStore, by: str, why: str, now: datetime
) -> Imported:
    """Make a version in which these entries are retired, and swap it in; they match no more, and stay known.

    Raises:
        BadInput: no active entry has one of the ids, or nobody says why.
        Unavailable: somebody else is changing the list, or the disk does not answer.
    """
    if not ids:
        raise BadInput("there is no entry to take out")
    change = {"taken_out": sorted(set(ids))}
    return _changed(list_name, dict.fromkeys(ids), change, store=store, by=by, why=why, now=now)


def _entry(new: NewEntry, kinds: Kinds, now: datetime) -> Entry:
    """Return the entry that is meant.

    Raises:
        BadInput: a field cannot be taken.
    """
    if new.kind not in kinds.names:
        raise BadInput(f"there is no kind {new.kind!r}; there are {', '.join(sorted(kinds.names))}")
    value = kinds.canonical(new.kind, new.value)
    try:
        entry_id = read_name(new.entry_id or value)
        item, note = read_name(new.item or entry_id), read_note(new.note)
    except BadCell as bad:
        raise BadInput(f"an id, item or note cannot be taken: {bad}") from bad
    return Entry(
        id=entry_id,
        kind=new.kind,
        value=value,
        item=item,
        category=new.category,
        added_on=now.date(),
        note=note,
    )


def _changed(
    list_name: str,
    changes: Mapping[str, Entry | None],
    change: Mapping[str, object],
    *,
    store: EntryStore,
    by: str,
    why: str,
    now: datetime,
) -> Imported:
    """Make the version in which each id of *changes* has its entry, or is retired where there is none."""
    if not why.strip():
        raise BadInput("a reason has to be given")
    with store.draft(list_name) as draft:
        serving = draft.serving
        old = store.entries(list_name, serving.number) if serving else iter(())
        numbered = enumerate(_with(old, changes, now=now), start=1)
        while some := list(islice(numbered, ENTRIES_AT_ONCE)):
            for batch in batches_of(some):
                draft.add(batch)
        draft.complete()
        what = {**change, "of_version": serving.number if serving else None}
        written = json.dumps(what, sort_keys=True, ensure_ascii=False)
        provenance = Provenance(
            file_name="",
            file_sha256=hashlib.sha256(written.encode()).hexdigest(),
            file_bytes=len(written.encode()),
            source=BY_HAND,
            mapping=written,
            imported_at=now,
            imported_by=by,
            why=why,
        )
        # A person has decided about each entry, so nothing is left for a person to decide.
        return draft.publish(provenance, hold=())


def _with(old: Iterable[Entry], changes: Mapping[str, Entry | None], *, now: datetime) -> Iterator[Entry]:
    """Yield the entries as they become.

    Raises:
        BadInput: an id stands for another value, or there is nothing active to take out.
    """
    left = dict(changes)
    for entry in old:
        if entry.id not in left:
            yield entry
            continue
        new = left.pop(entry.id)
        if new is None and entry.retired_on is not None:
            raise BadInput(f"{entry.id} is taken out already")
        if new is not None and (new.kind, new.value) != (entry.kind, entry.value):
            raise BadInput(f"the id {entry.id} stands for another value; give the new one an id of its own")
        yield new or replace(entry, retired_on=now.date())
    for entry_id, new in left.items():
        if new is None:
            raise BadInput(f"no entry has the id {entry_id}")
        yield new

"""A list file becomes a version: all of it or nothing, swapped in or held for a person."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Protocol

from lapwing.lists.barred import NeverListed, nothing_is_barred, refusing_barred
from lapwing.lists.batches import Batch
from lapwing.lists.mapping import ColumnMap, natural_map
from lapwing.lists.port import Block, Fault, Row, Source, in_blocks
from lapwing.lists.reading import BadRows, read_batches
from lapwing.lists.row_reader import Canonical
from lapwing.lists.versions import Imported, Provenance, Version, Written, losses

NO_ENTRIES = Fault(line=0, column="", says="the file has no entries")
"""Such a file is refused: a list without entries compares nothing and looks as if it did."""


class Stage(StrEnum):
    """Where an import stands."""

    READING = "reading"
    SORTING = "sorting"
    PUBLISHING = "publishing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is: bytes of the file read, and entries made of them."""

    stage: Stage
    read_bytes: int
    entries: int


class Draft(Protocol):
    """A version in the making."""

    @property
    def serving(self) -> Version | None:
        """Return the version that serves now."""
        ...

    def add(self, batch: Batch) -> None:
        """Take entries."""
        ...

    def complete(self) -> Written:
        """Say what everything taken came to.

        Raises:
            BadRows: an id is there twice.
        """
        ...

    def lost(self) -> dict[str, int]:
        """Return by kind how many active entries that serve now have a value that is in none of this version.

        Asked once it is complete.
        """
        ...

    def publish(self, provenance: Provenance, *, hold: tuple[str, ...]) -> Imported:
        """Make it a version, and swap it in unless there is a reason in *hold*."""
        ...


class ListStore(Protocol):
    """Where versions are kept."""

    def draft(self, name: str) -> AbstractContextManager[Draft]:
        """Give a new version to fill; what is not published is thrown away."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """What is to be imported.

    name: of the file, for the record; untrusted_chunks: its bytes.
    source: the shape that reads them.
    columns: what its columns hold, or None where they are named as our fields are.
    """

    name: str
    untrusted_chunks: Iterable[bytes]
    source: Source
    columns: ColumnMap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """Which kinds of fingerprint there are, and how a list's value is brought into their form.

    digits: for kinds of which any so many hexadecimal digits, in lower case, are the form: how many.
    never_listed: see NeverListed.
    """

    names: frozenset[str]
    canonical: Canonical
    digits: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    never_listed: NeverListed = nothing_is_barred


def tell_nobody(_progress: Progress) -> None:
    """Take a report of progress that nobody asked for."""


def import_list(
    list_name: str,
    file: ListFile,
    *,
    store: ListStore,
    kinds: Kinds,
    by: str,
    now: datetime,
    progress: Callable[[Progress], None] = tell_nobody,
) -> Imported:
    """Make a version of *file*, and swap it in unless it lacks so much that a person has to look.

    Raises:
        BadRows: the file is not what its mapping says, or lists what stands for nothing; none was taken.
        BadMapping: its columns have other names than our fields, and no mapping was given.
        BadInput: there is no list of that name.
        Unavailable: somebody else is changing the list, or the disk does not answer.
    """
    counted = _Counted(file.untrusted_chunks)
    with store.draft(list_name) as draft:
        records, columns = _with_columns(file, counted, kinds)
        entries = 0
        read = read_batches(
            records, columns=columns, canonical=kinds.canonical, digits=kinds.digits, today=now.date()
        )
        for batch in refusing_barred(read, kinds.never_listed):
            draft.add(batch)
            entries += len(batch)
            progress(Progress(stage=Stage.READING, read_bytes=counted.size_bytes, entries=entries))
        if not entries:
            raise BadRows((NO_ENTRIES,))
        progress(Progress(stage=Stage.SORTING, read_bytes=counted.size_bytes, entries=entries))
        written = draft.complete()
        hold = losses(draft.serving.counts, written.counts, lost=draft.lost()) if draft.serving else ()
        progress(Progress(stage=Stage.PUBLISHING, read_bytes=counted.size_bytes, entries=entries))
        provenance = Provenance(
            file_name=file.name,
            file_sha256=counted.sha256,
            file_bytes=counted.size_bytes,
            source=file.source.manifest.name,
            mapping=str(columns),
            imported_at=now,
            imported_by=by,
        )
        return draft.publish(provenance, hold=hold)


class _Counted:
    """Passes chunks on, and knows the size and digest of what has passed."""

    def __init__(self, untrusted_chunks: Iterable[bytes]) -> None:
        self._chunks = untrusted_chunks
        self._digest = hashlib.sha256()
        self.size_bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for untrusted_chunk in self._chunks:
            self._digest.update(untrusted_chunk)
            self.size_bytes += len(untrusted_chunk)
            yield untrusted_chunk

    @property
    def sha256(self) -> str:
        """Return SHA-256 in hex of what has passed."""
        return self._digest.hexdigest()


def _with_columns(
    file: ListFile, untrusted_chunks: Iterable[bytes], kinds: Kinds
) -> tuple[Iterable[Block | Row | Fault], ColumnMap]:
    """Return the records of a file, and what their columns hold."""
    records = in_blocks(file.source, untrusted_chunks)
    if file.columns is not None:
        return records, file.columns
    first = next(records, NO_ENTRIES)
    if isinstance(first, Fault):
        raise BadRows((first,))
    return chain([first], records), natural_map(first.cells, kinds=kinds.names)

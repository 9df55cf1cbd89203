"""Versions of a list: what is known of each, and when a new one has to wait for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_SHRINK_PERCENT = 10
"""A version with over this share fewer active entries waits: a truncated export must not un-list anything."""


class State(StrEnum):
    """How a version stands."""

    SERVING = "serving"
    HELD = "held"  # newer than the serving one, waiting for a person
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many entries of a kind a version has: to be matched, and kept for the record only."""

    active: int
    retired: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a version came from.

    file_name: as the person who imported it named it; file_sha256, file_bytes: of the bytes as read.
    source: the source shape that read them; mapping: as ColumnMap prints itself.
    imported_at, imported_by: when, and by whom.
    """

    file_name: str
    file_sha256: str
    file_bytes: int
    source: str
    mapping: str
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a list, immutable.

    number: counted from 1 in each list.
    content_sha256: over every entry in the order of their ids; equal for equal content, however it was
        written or ordered in the file.
    counts: by kind.
    """

    list_name: str
    number: int
    content_sha256: str
    counts: dict[str, Count]
    provenance: Provenance

    @property
    def active(self) -> int:
        """Return how many entries are to be matched."""
        return sum(count.active for count in self.counts.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What all entries of an import came to; content_sha256 and counts as in Version."""

    content_sha256: str
    counts: dict[str, Count]


class Outcome(StrEnum):
    """What became of an import."""

    SERVING = "serving"  # a new version, swapped in
    HELD = "held"  # a new version, waiting for a person
    UNCHANGED = "unchanged"  # its content is that of a version at hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The version that holds what was imported, how it stands now, and why it is held if it is."""

    outcome: Outcome
    version: Version
    state: State
    why: tuple[str, ...] = ()


def shrinkage(serving: Mapping[str, Count], new: Mapping[str, Count]) -> tuple[str, ...]:
    """Return why *new* has to wait for a person; nothing if it may be swapped in.

    It waits where it has over MOST_SHRINK_PERCENT fewer active entries than the serving version, in all or
    of any one kind.
    """
    before = {kind: count.active for kind, count in serving.items()}
    after = {kind: new[kind].active if kind in new else 0 for kind in before}
    pairs = [("all kinds together", sum(before.values()), sum(count.active for count in new.values()))]
    pairs += [(kind, before[kind], after[kind]) for kind in sorted(before)]
    return tuple(
        f"{name}: {new_count:,} active entries where {old_count:,} are serving"
        for name, old_count, new_count in pairs
        if (old_count - new_count) * 100 > old_count * MOST_SHRINK_PERCENT
    )

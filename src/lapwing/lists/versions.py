"""Versions of a list: what is known of each, and when a new one has to wait for a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_LOST_PERCENT = 10
"""A version that lacks over this share of the active entries waits: a truncated or a swapped export must not
un-list anything, however many entries it brings instead."""


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
    why: the person's reason, where single entries were changed by hand.
    """

    file_name: str
    file_sha256: str
    file_bytes: int
    source: str
    mapping: str
    imported_at: datetime
    imported_by: str
    why: str = ""


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


def losses(
    serving: Mapping[str, Count], new: Mapping[str, Count], *, lost: Mapping[str, int]
) -> tuple[str, ...]:
    """Return why *new* has to wait for a person; nothing if it may be swapped in.

    It waits where it has over MOST_LOST_PERCENT fewer active entries than the serving version, in all or of
    any one kind; and as well where it has as many, but not the same ones.

    Args:
        serving: how many entries the version that serves has, by kind.
        new: likewise.
        lost: by kind, how many active entries of the serving version have a value that no active entry of
            the new one has.
    """
    kinds = sorted(serving)
    names = ["all kinds together", *kinds]
    old = [serving[kind].active for kind in kinds]
    left = [new[kind].active if kind in new else 0 for kind in kinds]
    gone = [lost.get(kind, 0) for kind in kinds]
    every = zip(
        names,
        [sum(old), *old],
        [sum(count.active for count in new.values()), *left],
        [sum(gone), *gone],
        strict=True,
    )
    return tuple(reason for each in every for reason in _loss(*each))


def _loss(name: str, old: int, new: int, gone: int) -> Iterator[str]:
    """Give the reason to wait of one kind, if there is one."""
    if (old - new) * 100 > old * MOST_LOST_PERCENT:
        yield f"{name}: {new:,} active entries where {old:,} are serving"
    elif gone * 100 > old * MOST_LOST_PERCENT:
        yield f"{name}: {gone:,} of the {old:,} entries that are serving are not in it"

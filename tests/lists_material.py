"""Lists in memory for tests: entries compared one after another, which is slow and easy to believe."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.batches import Batch
from lapwing.lists.index import Found
from lapwing.model.lists import Entry, ListClass, ListInfo, Tier
from lapwing.model.signals import Signal

REFERENCE = ListInfo(
    name="harbour", title="Harbour", source="synthetic", list_class=ListClass.CSAM, tier=Tier.AUTHORITY
)


@dataclass(frozen=True)
class PlainList:
    """A serving version made of entries in memory; implements lists.matching.Serving by linear scan."""

    info: ListInfo
    number: int
    all_entries: tuple[Entry, ...]

    @property
    def entries(self) -> list[Entry]:
        """Return what can match, in the order of the ids."""
        return sorted(
            (each for each in self.all_entries if each.retired_on is None), key=lambda each: each.id
        )

    @property
    def active(self) -> dict[str, int]:
        """Return how many active entries there are of each kind."""
        kinds = [each.kind for each in self.entries]
        return {kind: kinds.count(kind) for kind in kinds}

    def equal(self, kind: str, value: str, *, most: int) -> Sequence[Entry]:
        """Return the first *most* entries of that value."""
        return [each for each in self.entries if (each.kind, each.value) == (kind, value)][:most]

    def near(self, kind: str, codes: NDArray[np.uint8], *, radius_bits: int) -> Found:
        """Return every (query, row) within the radius."""
        found = [
            (query, row, bits)
            for query, code in enumerate(codes)
            for row, value in enumerate(self.values(kind))
            if (bits := bits_apart(code.tobytes().hex(), value)) <= radius_bits
        ]
        columns = np.array(found, np.int64).reshape(-1, 3).T
        return Found(query=columns[0], row=columns[1], distance_bits=columns[2])

    def value_of(self, kind: str, row: int) -> str:
        """Return the value of a row."""
        return list(self.values(kind))[row]

    def values(self, kind: str) -> Iterator[str]:
        """Yield every value once, ascending."""
        yield from sorted({each.value for each in self.entries if each.kind == kind})


def plain_list(*entries: Entry, info: ListInfo = REFERENCE, number: int = 1) -> PlainList:
    """Return a list of *entries*."""
    return PlainList(info, number, entries)


def entry(entry_id: str, kind: str, value: str, **more: object) -> Entry:
    """Return an entry whose item is its id, unless *more* says otherwise."""
    return Entry(**{"id": entry_id, "kind": kind, "value": value, "item": entry_id, **more})  # type: ignore[arg-type]  # a test names the fields it is about


def signal(kind: str, value: str, **more: object) -> Signal:
    """Return a signal of a detector of the kind's name."""
    return Signal(**{"kind": kind, "value": value, "detector": kind, **more})  # type: ignore[arg-type]  # a test names the fields it is about


def code(*bits: int) -> str:
    """Return a 256-bit fingerprint in hexadecimal with these bits set."""
    return f"{sum(1 << bit for bit in bits):064x}"


def at_distance(bits: int) -> str:
    """Return a fingerprint so many bits from the one without any."""
    return code(*range(bits))


def bits_apart(left: str, right: str) -> int:
    """Count the bits in which two fingerprints differ."""
    return (int(left, 16) ^ int(right, 16)).bit_count()


def ids(matches: Iterable[object]) -> list[str]:
    """Return the entries that matches are with."""
    return [match.entry.entry_id for match in matches]  # type: ignore[attr-defined]  # matches, by any name


def in_order(batches: Iterable[Batch]) -> list[tuple[int, Entry]]:
    """Return (line, entry) of each entry in batches, in the order of their file."""
    found = [pair for batch in batches for pair in _entries(batch)]
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


def _entries(batch: Batch) -> Iterator[tuple[int, Entry]]:
    """Yield (line, entry) of each entry of a batch."""
    for at in range(len(batch)):
        yield (
            batch.lines[at],
            Entry(
                id=batch.ids[at],
                kind=batch.kind,
                value=batch.values[at],
                item=batch.items[at],
                category=batch.categories[at],
                added_on=batch.added_on[at],
                retired_on=batch.retired_on[at],
                note=batch.notes[at],
            ),
        )

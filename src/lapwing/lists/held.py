"""A list held in memory, for runs that need no other: it serves like one from a store."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.closeness import PERCEPTUAL
from lapwing.lists.index import Found, Segment, build
from lapwing.model.lists import Entry, ListInfo

Codes = NDArray[np.uint8]


class HeldList:
    """Implements lists.matching.Serving."""

    def __init__(self, info: ListInfo, entries: Iterable[Entry]) -> None:
        """Hold these entries, values in canonical form."""
        self._info = info
        self._entries = sorted(entries, key=lambda each: each.id)

    @property
    def info(self) -> ListInfo:
        """Return the list as it was given."""
        return self._info

    @property
    def number(self) -> int:
        """Return 1: it has no other version."""
        return 1

    @cached_property
    def active(self) -> Mapping[str, int]:
        """Return how many entries there are of each kind that has any."""
        kinds = [each.kind for each in self._entries]
        return {kind: kinds.count(kind) for kind in sorted(set(kinds))}

    def equal(self, kind: str, value: str, *, most: int) -> Sequence[Entry]:
        """Return the first *most* entries of that value, in the order of their ids."""
        return [each for each in self._entries if (each.kind, each.value) == (kind, value)][:most]

    def near(self, kind: str, codes: Codes, *, radius_bits: int) -> Found:
        """Return every (query, row) within the radius; rows are distinct values, ascending."""
        return self._segments[kind].search(codes, radius_bits=radius_bits)

    def value_of(self, kind: str, row: int) -> str:
        """Return the value that a row stands for."""
        code: bytes = self._segments[kind].codes()[row].tobytes()
        return code.hex()

    def values(self, kind: str) -> Iterator[str]:
        """Yield every distinct value of a kind."""
        yield from sorted({each.value for each in self._entries if each.kind == kind})

    @cached_property
    def _segments(self) -> dict[str, Segment]:
        return {kind: build(self._codes(kind)) for kind in sorted(PERCEPTUAL & self.active.keys())}

    def _codes(self, kind: str) -> Codes:
        raw = b"".join(bytes.fromhex(value) for value in self.values(kind))
        return np.frombuffer(raw, np.uint8).reshape(-1, 32)

"""A segment whose rows have keys: the immutable bulk of a live index."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.index.build import Progress, build_from_words
from lapwing.lists.index.codes import CODE_WORDS, Rows, Words
from lapwing.lists.index.segment import Segment
from lapwing.model.errors import BadInput


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A segment and the key of each of its rows.

    keys: (segment.count,) int64, rising, each once.
    """

    segment: Segment
    keys: Rows

    @classmethod
    def of(cls, words: Words, keys: Rows, *, radius_bits: int = 31, progress: Progress | None = None) -> Self:
        """Return a base of *words* (n, 4) and their *keys* (n,), in any order.

        Raises:
            BadInput: a key is given twice, or the lengths differ.
        """
        if len(words) != len(keys):
            raise BadInput(f"{len(words)} fingerprints and {len(keys)} keys")
        if not (keys[1:] > keys[:-1]).all():
            order = np.argsort(keys, kind="stable")
            words, keys = words.take(order, axis=0), keys.take(order)
            if not (keys[1:] > keys[:-1]).all():
                raise BadInput("a key is given twice")
        return cls(build_from_words(words, radius_bits=radius_bits, progress=progress), keys)

    def rows(self, keys: Rows) -> Rows:
        """Return the rows of those of *keys* that are here, in the order given."""
        places: Rows = np.searchsorted(self.keys, keys)
        inside = places < len(self.keys)
        places, keys = places[inside], keys[inside]
        held: Rows = places[self.keys[places] == keys]
        return held


def no_base() -> Base:
    """Return a base without rows."""
    return Base.of(np.zeros((0, CODE_WORDS), np.uint64), np.zeros(0, np.int64))


def keys_of(keys: NDArray[np.integer]) -> Rows:
    """Return *keys* as int64.

    Raises:
        BadInput: they are not a row of whole numbers that fit.
    """
    given = np.asarray(keys)
    if given.ndim != 1 or not np.can_cast(given.dtype, np.int64, "safe"):
        raise BadInput(f"keys of shape {given.shape} and type {given.dtype}, not (n,) of int64")
    return given.astype(np.int64)

"""Many contents are compared with one list at a time: which of them it has something to say about."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from lapwing.lists.closeness import PERCEPTUAL, search_bits
from lapwing.lists.index import Found
from lapwing.lists.index.codes import Codes
from lapwing.lists.nearness import codes_of
from lapwing.model.lists import Entry, ListInfo
from lapwing.model.signals import Signal


class Compared(Protocol):
    """What is needed here of matching.Serving."""

    @property
    def info(self) -> ListInfo:
        """Return the list as registered."""
        ...

    @property
    def active(self) -> Mapping[str, int]:
        """Return how many active entries there are of each kind that has any."""
        ...

    def equal(self, kind: str, value: str, *, most: int) -> Sequence[Entry]:
        """Return the first *most* entries of that value."""
        ...

    def near(self, kind: str, codes: Codes, *, radius_bits: int) -> Found:
        """Return every (query, row) within the radius."""
        ...


def leads(serving: Compared, contents: Sequence[Sequence[Signal]]) -> tuple[int, ...]:
    """Return the places of those *contents* that may match the list, ascending; no other one does.

    It is one search for all of them, where looking each up by itself is one a content.
    """
    found = set(_equal(serving, contents))
    asked = _asked(serving, contents, leave_out=found)
    for (kind, radius_bits), places in asked.items():
        near = serving.near(kind, codes_of(places), radius_bits=radius_bits)
        owners = list(places.values())
        found.update(place for query in np.unique(near.query) for place in owners[query])
    return tuple(sorted(found))


def _equal(serving: Compared, contents: Sequence[Sequence[Signal]]) -> set[int]:
    """Return the places of contents of which some value is on the list."""
    kinds = serving.active.keys() - PERCEPTUAL
    return {
        place
        for place, signals in enumerate(contents)
        if any(each.kind in kinds and serving.equal(each.kind, each.value, most=1) for each in signals)
    }


def _asked(
    serving: Compared, contents: Sequence[Sequence[Signal]], *, leave_out: set[int]
) -> dict[tuple[str, int], dict[str, list[int]]]:
    """Return by kind and radius each fingerprint to search for, with the places of those that have it."""
    kinds, threshold = serving.active.keys() & PERCEPTUAL, serving.info.threshold
    asked: dict[tuple[str, int], dict[str, list[int]]] = {}
    for place, signals in enumerate(contents):
        if place in leave_out:
            continue
        for signal in signals:
            if signal.kind in kinds:
                group = asked.setdefault((signal.kind, search_bits(signal, threshold)), {})
                group.setdefault(signal.value, []).append(place)
    return asked

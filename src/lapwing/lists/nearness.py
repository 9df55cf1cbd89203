"""Perceptual signals are searched in one list together; what was found is put in the order of its weight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from lapwing.lists.closeness import (
    PERCEPTUAL,
    is_plain,
    match_bits,
    rank,
    same_bits,
    search_bits,
)
from lapwing.lists.index import Found
from lapwing.lists.index.codes import Codes
from lapwing.model.errors import BadInput
from lapwing.model.lists import Closeness, ListInfo, Threshold
from lapwing.model.signals import Signal

CODE_BYTES = 32

_BY_RANK = sorted(Closeness, key=rank)


class Searched(Protocol):
    """What is needed here of matching.Serving."""

    @property
    def info(self) -> ListInfo:
        """Return the list as registered."""
        ...

    @property
    def active(self) -> Mapping[str, int]:
        """Return how many active entries there are of each kind that has any."""
        ...

    def near(self, kind: str, codes: Codes, *, radius_bits: int) -> Found:
        """Return every (query, row) within the radius."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """A row that matches, by the signal that is firmest and nearest to it."""

    signal: Signal
    row: int
    distance_bits: int
    closeness: Closeness


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """What one list answered to all perceptual signals.

    rows: each matching row once, firmest and nearest first.
    in_reach_of_scaled: see Matched.measure_exactly.
    """

    rows: tuple[NearRow, ...] = ()
    in_reach_of_scaled: bool = False


def near_rows(serving: Searched, signals: Sequence[Signal]) -> Near:
    """Return the rows of one list that *signals* match; signals in the order of closeness.preference."""
    if not signals:
        return Near()
    answers = [
        _of_kind(serving, kind, [signal for signal in signals if signal.kind == kind])
        for kind in sorted(PERCEPTUAL & serving.active.keys())
    ]
    return Near(
        rows=tuple(row for answer in answers for row in answer.rows),
        in_reach_of_scaled=any(answer.in_reach_of_scaled for answer in answers),
    )


def _of_kind(serving: Searched, kind: str, signals: Sequence[Signal]) -> Near:
    """Return the rows that signals of one kind match: one search for each radius, mostly one in all."""
    threshold = serving.info.threshold
    groups: dict[int, list[int]] = {}
    for place, signal in enumerate(signals):
        groups.setdefault(search_bits(signal, threshold), []).append(place)
    found = [
        _search(serving, kind, signals, places, radius_bits=radius_bits)
        for radius_bits, places in sorted(groups.items())
    ]
    pairs = np.concatenate(found) if found else np.zeros((0, 3), np.int64)
    return _weighed(pairs, signals, threshold) if len(pairs) else Near()


def _search(
    serving: Searched, kind: str, signals: Sequence[Signal], places: Sequence[int], *, radius_bits: int
) -> NDArray[np.int64]:
    """Return (place of the signal, row, distance in bits) of all that lies within the radius; shape (p, 3).

    Signals of one value are searched once and answered by the first, which explains best.
    """
    first: dict[str, int] = {}
    for place in places:
        first.setdefault(signals[place].value, place)
    found = serving.near(kind, codes_of(first), radius_bits=radius_bits)
    place_of = np.fromiter(first.values(), np.int64, len(first))
    return np.stack((place_of[found.query], found.row, found.distance_bits), axis=1)


def codes_of(values: Mapping[str, Any]) -> Codes:
    """Return hexadecimal fingerprints as an array; shape (n, 32).

    Raises:
        BadInput: one of them is none.
    """
    try:
        codes = np.frombuffer(bytes.fromhex("".join(values)), np.uint8).reshape(len(values), CODE_BYTES)
    except ValueError as refused:
        raise BadInput("a perceptual signal is not 64 hexadecimal digits") from refused
    return codes


def _weighed(pairs: NDArray[np.int64], signals: Sequence[Signal], threshold: Threshold) -> Near:
    """Return each matching row by its firmest, then nearest, then best explaining signal."""
    place, row, bits = pairs.T
    within = np.array([match_bits(signal, threshold) for signal in signals])
    plain = np.array([is_plain(signal, threshold) for signal in signals])
    scaled = np.array([not signal.exact for signal in signals])
    ranks = _ranks(bits, plain[place], same=same_bits(threshold))
    order = np.lexsort((row, place, bits, ranks))
    order = order[(bits <= within[place])[order]]
    _, first = np.unique(row[order], return_index=True)
    chosen = order[np.sort(first)]
    rows = tuple(
        NearRow(
            signal=signals[place[at]],
            row=int(row[at]),
            distance_bits=int(bits[at]),
            closeness=_BY_RANK[ranks[at]],
        )
        for at in chosen
    )
    return Near(rows=rows, in_reach_of_scaled=bool(scaled[place].any()))


def _ranks(bits: NDArray[np.int64], plain: NDArray[np.bool_], *, same: int | None) -> NDArray[np.int64]:
    """Return the rank of the closeness of each pair (see closeness.rank), so many *bits* apart.

    A fingerprint of looks is no digest: a picture can be made to have the one of another, and a list be fed
    one that many pictures have. So where no review says otherwise, not even 0 bits is the same by itself.
    *plain* is as closeness.is_plain says of the signal, *same* as closeness.same_bits says of the list.
    """
    exact = plain & (bits <= same) if same is not None else np.zeros_like(plain)
    weak = plain & (bits == 0)
    return np.select([exact, weak], [rank(Closeness.EXACT), rank(Closeness.WEAK)], rank(Closeness.NEAR))

"""Signals are compared with every serving list: values are looked up, fingerprints searched by distance.

What no list could be asked about is unknown only where no reference list is active at all. It would not do
to call a kind unknown that no list holds: that a text has no signal of a kind does not say that nobody
looked, and an operator with URL lists alone would have every picture's digests unknown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Protocol

from lapwing.lists.closeness import PERCEPTUAL, of_equal, preference, rank, same_bits
from lapwing.lists.index import Found
from lapwing.lists.index.codes import Codes
from lapwing.lists.leads import leads
from lapwing.lists.nearness import Near, near_rows
from lapwing.model.content import Gap, Why
from lapwing.model.errors import IntegrityLost
from lapwing.model.lists import Closeness, Entry, EntryRef, ListClass, ListInfo, Match, Matched, Threshold
from lapwing.model.signals import Signal

MOST_MATCHES = 50
"""Of one list for one piece of content; a person reads no more, and the firmest and nearest come first."""

MOST_ROWS = 1_000
"""Rows in reach of one piece of content that are read: a crowd of near-identical entries costs no more."""

Shelf = Mapping[tuple[str, str], Signal]
"""By (kind, value) the signal that explains a match best."""


class Serving(Protocol):
    """A list's serving version, as the store gives it. Entries that are retired are never given."""

    @property
    def info(self) -> ListInfo:
        """Return the list as registered."""
        ...

    @property
    def number(self) -> int:
        """Return the version's number."""
        ...

    @property
    def active(self) -> Mapping[str, int]:
        """Return how many active entries there are of each kind that has any."""
        ...

    def equal(self, kind: str, value: str, *, most: int) -> Sequence[Entry]:
        """Return the first *most* entries of that value, in the order of their ids."""
        ...

    def near(self, kind: str, codes: Codes, *, radius_bits: int) -> Found:
        """Return every (query, row) within the radius, exactly; a row is a value, rows in ascending order."""
        ...

    def value_of(self, kind: str, row: int) -> str:
        """Return the value that a row stands for."""
        ...

    def values(self, kind: str) -> Iterator[str]:
        """Yield every distinct value of a kind."""
        ...


class Lookup:
    """One state of all lists: its answers stay the same however the lists change. Implements Matcher."""

    def __init__(self, serving: Iterable[Serving]) -> None:
        """Answer from these versions; one for each list that has one."""
        self._serving = sorted(serving, key=lambda each: each.info.name)

    @cached_property
    def versions(self) -> tuple[tuple[str, int], ...]:
        """Return (list name, version) of every active list, in name order."""
        return tuple((each.info.name, each.number) for each in self._serving)

    @cached_property
    def thresholds(self) -> Mapping[str, Threshold]:
        """Return the threshold of each active list by name."""
        return MappingProxyType({each.info.name: each.info.threshold for each in self._serving})

    @cached_property
    def term_keys(self) -> tuple[str, ...]:
        """Return every term of every list once, in ascending order: what a text has to be searched for."""
        return tuple(sorted({value for each in self._serving for value in each.values("term")}))

    def match(self, signals: Iterable[Signal]) -> Matched:
        """Return every match, and a gap for each list that could not answer for all of them.

        Raises:
            IntegrityLost: a list's files are not what was written.
        """
        given = sorted(signals, key=preference)
        shelf: dict[tuple[str, str], Signal] = {}
        for signal in given:
            shelf.setdefault((signal.kind, signal.value), signal)
        perceptual = [signal for signal in given if signal.kind in PERCEPTUAL]
        matches: list[Match] = []
        gaps = [] if any(map(_is_reference, self._serving)) else [_no_list()]
        measure_exactly = False
        for serving in self._serving:
            near = near_rows(serving, perceptual)
            measure_exactly |= near.in_reach_of_scaled
            found, left_out = _of_one_list(serving, shelf, near)
            matches += found
            gaps += [_not_whole(serving, left_out)] if left_out else []
        return Matched(matches=tuple(matches), gaps=tuple(gaps), measure_exactly=measure_exactly)

    def leads(self, list_name: str, contents: Sequence[Sequence[Signal]]) -> tuple[int, ...]:
        """Return the places of those *contents* that may match a list, ascending; no other one does.

        Of a list that does not serve there are none.

        Raises:
            IntegrityLost: the list's files are not what was written.
        """
        return tuple(
            place
            for serving in self._serving
            if serving.info.name == list_name
            for place in leads(serving, contents)
        )


def _of_one_list(serving: Serving, shelf: Shelf, near: Near) -> tuple[list[Match], int]:
    """Return the firmest and nearest matches with one list, and how many more there are at least."""
    equal, left_out = _equal_matches(serving, shelf)
    nearest, further = _near_matches(serving, near)
    matches = sorted(equal + nearest, key=_place)
    return matches[:MOST_MATCHES], left_out + further + max(0, len(matches) - MOST_MATCHES)


def _equal_matches(serving: Serving, shelf: Shelf) -> tuple[list[Match], int]:
    """Return a match for each entry whose value was measured, and how many more values were not looked up."""
    matches: list[Match] = []
    asked = [each for each in sorted(shelf) if each[0] in serving.active and each[0] not in PERCEPTUAL]
    for done, (kind, value) in enumerate(asked):
        if len(matches) > MOST_MATCHES:
            return matches, sum(bool(serving.equal(*each, most=1)) for each in asked[done:])
        matches += [
            _match(shelf[kind, value], entry, serving, closeness=of_equal(kind), distance_bits=0)
            for entry in serving.equal(kind, value, most=MOST_MATCHES + 1)
        ]
    return matches, 0


def _near_matches(serving: Serving, near: Near) -> tuple[list[Match], int]:
    """Return matches by distance, and how many more rows matched.

    An item has one near match of a kind, the nearest; of firmer ones every entry is given.
    """
    matches: list[Match] = []
    seen: set[tuple[str, str]] = set()
    for done, row in enumerate(near.rows):
        if len(matches) > MOST_MATCHES or done == MOST_ROWS:
            return matches, len(near.rows) - done
        value = serving.value_of(row.signal.kind, row.row)
        entries = serving.equal(row.signal.kind, value, most=MOST_MATCHES + 1)
        if not entries:
            raise IntegrityLost(f"{serving.info.name}: its index names a value that no entry has")
        for entry in entries:
            if row.closeness is not Closeness.NEAR or (entry.kind, entry.item) not in seen:
                matches.append(
                    _match(
                        row.signal, entry, serving, closeness=row.closeness, distance_bits=row.distance_bits
                    )
                )
            seen.add((entry.kind, entry.item))
    return matches, 0


def _match(
    signal: Signal, entry: Entry, serving: Serving, *, closeness: Closeness, distance_bits: int
) -> Match:
    """Return the match of a signal with an entry."""
    info = serving.info
    return Match(
        signal=signal,
        entry=EntryRef(
            list_name=info.name,
            list_version=serving.number,
            list_class=info.list_class,
            tier=info.tier,
            entry_id=entry.id,
            item=entry.item,
            kind=entry.kind,
            category=entry.category,
            note=entry.note,
        ),
        closeness=closeness,
        distance_bits=distance_bits,
        near_bits=info.threshold.near_bits,
        exact_bits=same_bits(info.threshold),
    )


def _place(match: Match) -> tuple[int, int, str, str, str]:
    """Return the key by which the matches of one list are ordered: firmest, then nearest, then by name."""
    return (
        rank(match.closeness),
        match.distance_bits,
        match.entry.kind,
        match.entry.item,
        match.entry.entry_id,
    )


def _is_reference(serving: Serving) -> bool:
    """Say whether a list can speak against something; an allow-list, or one without entries, cannot."""
    return serving.info.list_class is not ListClass.ALLOW and bool(serving.active)


def _no_list() -> Gap:
    """Return the gap of having nothing to compare with."""
    return Gap(who="lists", why=Why.NO_LIST, detail="no reference list is active")


def _not_whole(serving: Serving, left_out: int) -> Gap:
    """Return the gap of an answer that was cut off."""
    detail = f"at least {left_out} further matches are left out"
    return Gap(who=serving.info.name, why=Why.NOT_WHOLE, detail=detail)

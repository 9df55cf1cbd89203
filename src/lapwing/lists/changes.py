"""What differs between two versions, found in one pass over both in the order of their ids."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lapwing.model.lists import Entry


class Changed(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    RETIRED = "retired"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry that differs; before is None for an added one, after for a removed one."""

    what: Changed
    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        """Return the entry as it is, or was last."""
        entry = self.after or self.before
        if entry is None:
            raise ValueError("a change without an entry")
        return entry


def changes(old: Iterable[Entry], new: Iterable[Entry]) -> Iterator[Change]:
    """Yield every difference, in the order of the ids; both sides have to be in that order (by code point).

    Memory is that of two entries, whatever the size of the lists.
    """
    olds, news = iter(old), iter(new)
    before, after = next(olds, None), next(news, None)
    while before is not None or after is not None:
        if after is None or (before is not None and before.id < after.id):
            yield Change(what=Changed.REMOVED, before=before, after=None)
            before = next(olds, None)
        elif before is None or after.id < before.id:
            yield Change(what=Changed.ADDED, before=None, after=after)
            after = next(news, None)
        else:
            if before != after:
                yield Change(what=_between(before, after), before=before, after=after)
            before, after = next(olds, None), next(news, None)


def applied(old: Iterable[Entry], differences: Iterable[Change]) -> Iterator[Entry]:
    """Yield what *old* becomes by *differences*; both in the order of the ids."""
    pending = iter(differences)
    change = next(pending, None)
    for entry in old:
        while change is not None and change.entry.id < entry.id:
            yield change.entry
            change = next(pending, None)
        if change is None or change.entry.id != entry.id:
            yield entry
            continue
        if change.after is not None:
            yield change.after
        change = next(pending, None)
    while change is not None:
        yield change.entry
        change = next(pending, None)


def tally(differences: Iterable[Change]) -> Mapping[str, Mapping[Changed, int]]:
    """Return how many entries of each kind were added, removed, retired and changed."""
    counts: dict[str, Counter[Changed]] = {}
    for change in differences:
        counts.setdefault(change.entry.kind, Counter())[change.what] += 1
    return {kind: {what: counts[kind][what] for what in Changed} for kind in sorted(counts)}


def _between(before: Entry, after: Entry) -> Changed:
    """Say what happened to an entry that both versions have."""
    retired = before.retired_on is None and after.retired_on is not None
    return Changed.RETIRED if retired else Changed.CHANGED

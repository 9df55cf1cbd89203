"""Entries that stand for nothing keep a list out: half the files there are would match them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lapwing.lists.batches import Batch
from lapwing.lists.port import Fault
from lapwing.lists.reading import MOST_FAULTS, BadRows

NeverListed = Callable[[str, Sequence[str]], Mapping[str, str]]
"""Takes (kind, canonical values) to those that no list may hold, each with the reason in words."""


def nothing_is_barred(_kind: str, _values: Sequence[str]) -> Mapping[str, str]:
    """Bar no value."""
    return {}


def refusing_barred(batches: Iterable[Batch], never_listed: NeverListed) -> Iterator[Batch]:
    """Yield *batches* as they are; of use only if it ends without raising.

    A retired entry matches nothing, so a source may keep what it has withdrawn.

    Raises:
        BadRows: with a fault for each active entry that stands for nothing, up to MOST_FAULTS of them.
    """
    faults: list[Fault] = []
    for batch in batches:
        barred = never_listed(batch.kind, batch.values)
        faults += _faults(batch, barred) if barred else []
        if len(faults) >= MOST_FAULTS:
            break
        yield batch
    if faults:
        raise BadRows(tuple(faults[:MOST_FAULTS]))


def _faults(batch: Batch, barred: Mapping[str, str]) -> list[Fault]:
    """Return a fault for each active entry of a barred value."""
    every = zip(batch.lines, batch.values, batch.retired_on, strict=True)
    return [
        Fault(line=line, column="", says=f"{barred[value]}, which would match others without end")
        for line, value, retired_on in every
        if value in barred and retired_on is None
    ]

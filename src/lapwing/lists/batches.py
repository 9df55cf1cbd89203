"""Many entries of one kind by field instead of one by one: what an import hands on, and a store takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from lapwing.model.lists import Category, Entry


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Batch:
    """Entries of one kind; each field as in Entry, as many of each, in one order.

    lines: on which line of its file each begins.
    """

    kind: str
    lines: Sequence[int]
    ids: Sequence[str]
    values: Sequence[str]
    items: Sequence[str]
    categories: Sequence[Category]
    added_on: Sequence[date | None]
    retired_on: Sequence[date | None]
    notes: Sequence[str]

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self.lines)

    def part(self, start: int, stop: int) -> Self:
        """Return the entries from place *start* to before *stop*."""
        by_field = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "kind"}
        return type(self)(kind=self.kind, **{name: all_[start:stop] for name, all_ in by_field.items()})


def batches_of(numbered: Iterable[tuple[int, Entry]]) -> Iterator[Batch]:
    """Yield (line, entry) pairs as one batch a kind."""
    by_kind: dict[str, list[tuple[int, Entry]]] = {}
    for pair in numbered:
        by_kind.setdefault(pair[1].kind, []).append(pair)
    for kind, pairs in by_kind.items():
        entries = [entry for _, entry in pairs]
        yield Batch(
            kind=kind,
            lines=[line for line, _ in pairs],
            ids=[entry.id for entry in entries],
            values=[entry.value for entry in entries],
            items=[entry.item for entry in entries],
            categories=[entry.category for entry in entries],
            added_on=[entry.added_on for entry in entries],
            retired_on=[entry.retired_on for entry in entries],
            notes=[entry.note for entry in entries],
        )

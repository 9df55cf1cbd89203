"""How a batch of entries travels to SQLite: as one long text a field, which is cut up again there.

SQLite binds values one row at a time, and that costs more than everything else in an import. So each field of
a batch is one text in which every entry has the same room; an SQL expression over the number `i` of the entry
gives its own. A field that is the same in all of them is bound once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from lapwing.lists.batches import Batch
from lapwing.service.store.list_entries import SHORTEST_PACKED, pack

T = TypeVar("T")

MOST_BYTES = 8 * 1024 * 1024
"""A field is no longer: one long note would give every other the same room."""

PAD = "\x1f"
"""Fills the room of what is shorter."""


class CannotTravel(Exception):
    """These entries cannot go together; half of them might. One entry always can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of a batch.

    sql: what gives the value of entry `i`. bound: by name what it refers to. same: whether it is one value
    for all.
    """

    name: str
    sql: str
    bound: dict[str, object]
    same: bool = False

    @property
    def value(self) -> object:
        """Return the one value of all entries."""
        return self.bound[self.name]


def travelling(batch: Batch) -> Iterator[Field]:
    """Yield the fields of a batch in the order of the columns of an entry, and then the line.

    Raises:
        CannotTravel: see there.
    """
    items = [None if item == own else item for item, own in zip(batch.items, batch.ids, strict=True)]
    yield _field("id", batch.ids, _texts)
    yield Field(name="kind", sql=":kind", bound={"kind": batch.kind}, same=True)
    yield _values(batch.values)
    yield _field("item", items, _texts_or_none)
    yield _field("category", batch.categories, _texts)
    yield _field("added_on", batch.added_on, _days)
    yield _field("retired_on", batch.retired_on, _days)
    yield _field("note", batch.notes, _texts)
    yield _lines(batch.lines)


def _field(name: str, values: Sequence[T], of_many: Callable[[str, Sequence[T]], Field]) -> Field:
    """Return a column: bound once if it is the same in every entry."""
    if values.count(values[0]) < len(values):
        return of_many(name, values)
    same = values[0]
    bound = same.toordinal() if isinstance(same, date) else same
    return Field(name=name, sql=f":{name}", bound={name: bound}, same=True)


def _texts(name: str, texts: Sequence[str]) -> Field:
    """Return a column of texts."""
    joined = "".join(texts)
    if PAD in joined or "\0" in joined:
        raise CannotTravel
    if joined.isascii():
        room = max(map(len, texts))
        cells = joined if room * len(texts) == len(joined) else _padded(texts, room)
        return _cut(name, cells.encode(), room)
    encoded = [text.encode() for text in texts]
    room = max(map(len, encoded))
    _check_size(room, len(texts))
    return _cut(name, b"".join([each.ljust(room, PAD.encode()) for each in encoded]), room)


def _padded(texts: Sequence[str], room: int) -> str:
    """Return ASCII texts with the same room for each."""
    _check_size(room, len(texts))
    return "".join([text.ljust(room, PAD) for text in texts])


def _check_size(room: int, count: int) -> None:
    """Refuse a field that would be too long."""
    if room * count > MOST_BYTES:
        raise CannotTravel


def _cut(name: str, cells: bytes, room: int) -> Field:
    """Return a column of texts that have *room* bytes each."""
    return Field(
        name=name,
        sql=f"rtrim(CAST(substr(:{name}, i * :{name}_room + 1, :{name}_room) AS TEXT), char({ord(PAD)}))",
        bound={name: cells, f"{name}_room": room},
    )


def _texts_or_none(name: str, texts: Sequence[str | None]) -> Field:
    """Return a column of texts of which some are missing."""
    if "" in texts:
        raise CannotTravel
    field = _texts(name, [text or "" for text in texts])
    return Field(name=name, sql=f"nullif({field.sql}, '')", bound=field.bound)


def _days(name: str, days: Sequence[date | None]) -> Field:
    """Return a column of days, as date.toordinal counts them."""
    return _numbers(name, ["" if day is None else str(day.toordinal()) for day in days])


def _lines(lines: Sequence[int]) -> Field:
    """Return the column of lines."""
    if list(lines) == list(range(lines[0], lines[0] + len(lines))):
        return Field(name="line", sql=":line + i", bound={"line": lines[0]})
    return _field("line", [str(line) for line in lines], _numbers)


def _numbers(name: str, digits: Sequence[str]) -> Field:
    """Return a column of numbers of which some are missing."""
    field = _texts(name, digits)
    return Field(name=name, sql=f"CAST(nullif({field.sql}, '') AS INTEGER)", bound=field.bound)


def _values(values: Sequence[str]) -> Field:
    """Return the column of values, each as it is kept."""
    joined = "".join(values)
    digits = len(values[0])
    if digits >= SHORTEST_PACKED and set(map(len, values)) == {digits}:
        try:
            packed = bytes.fromhex(joined)
        except ValueError:
            packed = b""
        if packed.hex() == joined:
            room = {"value": packed, "value_room": digits // 2}
            return Field(name="value", sql="substr(:value, i * :value_room + 1, :value_room)", bound=room)
    kept = [pack(value) for value in values]
    if len(kept) > 1 and bytes in map(type, kept):
        raise CannotTravel
    return _field("value", kept, lambda name, _kept: _texts(name, values))

"""Rows become entries, to exhaustion: a field is understood, explicitly ignored, or keeps the file out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from lapwing.lists.cells import BadCell, read_code, read_day, read_name, read_note
from lapwing.lists.mapping import ColumnMap, Field, Status
from lapwing.lists.port import Fault, Row
from lapwing.model.errors import BadInput, BadSource
from lapwing.model.lists import Category, Entry

Canonical = Callable[[str, str], str]
"""Takes (kind, a list's value) to the value as signals carry it, or raises BadInput."""

Cells = Mapping[str, str]

V = TypeVar("V")

MOST_FAULTS = 20
"""So many are told together: enough to see the pattern, few enough to read."""

DAY_NOT_GIVEN = date.min
"""Stands for the day of a retirement that the source states without one.

The day of the import would not do: the same file would be another version every day.
"""

MOST_AHEAD = timedelta(days=1)
"""A list from a time zone ahead of ours may say tomorrow."""


class BadRows(BadSource):
    """The list file is not what its mapping says, and nothing of it was taken."""

    code = "lapwing.bad-rows"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Tell every one of *faults*, which hold no content."""
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class _BadColumn(Exception):
    """A cell that cannot be taken: its column, and why."""

    def __init__(self, column: str, says: str) -> None:
        super().__init__(says)
        self.column = column


def read_entries(
    rows: Iterable[Row | Fault], *, columns: ColumnMap, canonical: Canonical, today: date
) -> Iterator[tuple[int, Entry]]:
    """Yield (line, entry) of each row; of use only if it ends without raising.

    Args:
        rows: what a source shape made of the file.
        columns: what its columns hold.
        canonical: see Canonical.
        today: a retirement more than a day after it is refused, because versions are immutable: what is
            active in one stays active until the next.

    Raises:
        BadRows: with the first fault of each row at fault, up to MOST_FAULTS of them.
    """
    reader = _Reader(columns, canonical=canonical, today=today)
    faults: list[Fault] = []
    for row in rows:
        if isinstance(row, Fault):
            faults.append(row)
        else:
            try:
                for entry in reader.entries(row.cells):
                    yield row.line, entry
            except _BadColumn as bad:
                faults.append(Fault(line=row.line, column=bad.column, says=str(bad)))
        if len(faults) == MOST_FAULTS:
            break
    if faults:
        raise BadRows(tuple(faults))


class _Reader:
    """Reads rows by one mapping, prepared so that a row costs little."""

    def __init__(self, columns: ColumnMap, *, canonical: Canonical, today: date) -> None:
        self._known = columns.columns
        self._needed = self._known - columns.optional
        self._canonical = canonical
        self._latest = today + MOST_AHEAD
        fields = columns.fields
        self._read_id = _of(fields[Field.ID], read_name) if Field.ID in fields else None
        self._read_item = _of(fields[Field.ITEM], _read_item) if Field.ITEM in fields else None
        self._value_column = fields.get(Field.VALUE)
        self._read_kind = self._kind_reader(columns)
        self._prints = [
            (name, column, kind)
            for name, (column, kind) in zip(_entry_names(columns), columns.fingerprints, strict=True)
        ]
        self._fixed, self._varying = self._shared_readers(columns)

    def entries(self, cells: Cells) -> list[Entry]:
        """Return one entry for each fingerprint of a row.

        Raises:
            _BadColumn: a cell cannot be taken.
        """
        if cells.keys() != self._known:
            self._check_columns(cells)
        prints = self._fingerprints(cells)
        row_id = self._read_id(cells) if self._read_id else _id_of_value(prints[0][2])
        item = (self._read_item and self._read_item(cells)) or row_id
        shared = dict(self._fixed)
        for name, read in self._varying:
            shared[name] = read(cells)
        return [
            Entry(id=row_id + name, kind=kind, value=value, item=item, **shared)
            for name, kind, value in prints
        ]

    def _check_columns(self, cells: Cells) -> None:
        """Refuse a column nobody has spoken of, and the absence of one that has to be there."""
        for column in cells:
            if column not in self._known:
                raise _BadColumn(column, "the mapping does not speak of this column")
        for column in sorted(self._needed):
            if column not in cells:
                raise _BadColumn(column, "the row lacks this column")

    def _fingerprints(self, cells: Cells) -> list[tuple[str, str, str]]:
        """Return (what is added to the row's id, kind, canonical value) of each fingerprint in a row."""
        if self._value_column is not None:
            kind = self._read_kind(cells)
            return [("", kind, self._value(self._value_column, kind, cells.get(self._value_column, "")))]
        found = [
            (name, kind, self._value(column, kind, text))
            for name, column, kind in self._prints
            if (text := cells.get(column, ""))
        ]
        if not found:
            raise _BadColumn(self._prints[0][1], "the row has no fingerprint")
        return found

    def _value(self, column: str, kind: str, text: str) -> str:
        """Return a fingerprint in the form in which signals carry it."""
        if not text:
            raise _BadColumn(column, "it is empty")
        try:
            return self._canonical(kind, text)
        except BadInput as refused:
            raise _BadColumn(column, refused.detail or "no value of its kind") from refused

    def _kind_reader(self, columns: ColumnMap) -> Callable[[Cells], str]:
        """Return what reads the kind of a row's value."""
        if Field.KIND in columns.fields:
            return _of(columns.fields[Field.KIND], partial(read_code, meanings=columns.codes[Field.KIND]))
        kind = columns.constants.get(Field.KIND, "")
        return lambda _cells: kind

    def _shared_readers(self, columns: ColumnMap) -> tuple[dict[str, Any], list[tuple[str, Any]]]:
        """Return what all entries share as (the same for every row, what reads it from a row)."""
        codes = columns.codes.get(Field.CATEGORY, {each.value: each.value for each in Category})
        # An empty cell is a source that gives no category, unless its codes say otherwise.
        categories = {"": Category.NONE} | {code: Category(name) for code, name in codes.items()}
        parses: dict[Field, Callable[[str], Any]] = {
            Field.CATEGORY: partial(read_code, meanings=categories),
            Field.ADDED_ON: read_day,
            Field.NOTE: read_note,
        }
        fields, constants = columns.fields, columns.constants
        varying = [(each.value, _of(fields[each], parse)) for each, parse in parses.items() if each in fields]
        if Field.RETIRED_ON in fields or Field.STATUS in fields:
            varying.append((Field.RETIRED_ON.value, self._retirement_reader(columns)))
        fixed = {
            each.value: _of(each.value, parse)({each.value: constants[each]})
            for each, parse in parses.items()
            if each in constants
        }
        return fixed, varying

    def _retirement_reader(self, columns: ColumnMap) -> Callable[[Cells], date | None]:
        """Return what reads the day from which a row is no longer to be matched; see DAY_NOT_GIVEN."""
        day_column, status_column = (columns.fields.get(each) for each in (Field.RETIRED_ON, Field.STATUS))
        read = _of(day_column, self._retirement) if day_column is not None else lambda _cells: None
        if status_column is None:
            return read
        read_status = _of(status_column, partial(read_code, meanings=columns.codes[Field.STATUS]))

        def by_status(cells: Cells) -> date | None:
            day = read(cells)
            if read_status(cells) == Status.RETIRED:
                return day or DAY_NOT_GIVEN
            if day is not None:
                raise _BadColumn(status_column, "it is active and has a day of retirement")
            return None

        return by_status

    def _retirement(self, text: str) -> date | None:
        """Return a day of retirement that has come."""
        day = read_day(text)
        if day is not None and day > self._latest:
            raise BadCell("a retirement ahead; import again on that day")
        return day


def _of(column: str, parse: Callable[[str], V]) -> Callable[[Cells], V]:
    """Return what parses one column of a row and names it when that fails."""

    def read(cells: Cells) -> V:
        try:
            return parse(cells.get(column, ""))
        except BadCell as bad:
            raise _BadColumn(column, str(bad)) from bad

    return read


def _read_item(text: str) -> str:
    """Return the name of an item, or an empty one."""
    return read_name(text) if text else ""


def _id_of_value(value: str) -> str:
    """Return the id of a row that is about nothing but its one value."""
    try:
        return read_name(value)
    except BadCell as bad:
        raise _BadColumn("", f"as its own id: {bad}") from bad


def _entry_names(columns: ColumnMap) -> list[str]:
    """Return what each fingerprint column adds to its row's id: nothing where it is the only one.

    Where there are several it is the kind, and for a second column of one kind a number too.
    """
    kinds = [kind for _, kind in columns.fingerprints]
    if len(kinds) == 1:
        return [""]
    earlier = [kinds[:at].count(kind) for at, kind in enumerate(kinds)]
    return [
        f"/{kind}-{count + 1}" if count else f"/{kind}" for kind, count in zip(kinds, earlier, strict=True)
    ]

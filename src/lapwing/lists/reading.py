"""Rows become entries, to exhaustion: a field is understood, explicitly ignored, or keeps the file out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from lapwing.lists.mapping import ColumnMap, Field, Status
from lapwing.lists.port import Fault, Row
from lapwing.model.errors import BadInput, BadSource
from lapwing.model.lists import Category, Entry

Canonical = Callable[[str, str], str]
"""Takes (kind, a list's value) to the value as signals carry it, or raises BadInput."""

MOST_FAULTS = 20
"""So many are told together: enough to see the pattern, few enough to read."""

MOST_ID_CHARACTERS = 2048
MOST_NOTE_CHARACTERS = 4096

DAY_NOT_GIVEN = date.min
"""Stands for the day of a retirement that the source states without one.

The day of the import would not do: the same file would be another version every day.
"""

MOST_AHEAD = timedelta(days=1)
"""A list from a time zone ahead of ours may say tomorrow."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, and what turns the direction of writing."""


# Fields that all entries of a row share, and what they are called there. STATUS comes after RETIRED_ON, which
# it takes into account.
_SHARED = {
    Field.CATEGORY: "category",
    Field.ADDED_ON: "added_on",
    Field.RETIRED_ON: "retired_on",
    Field.STATUS: "retired_on",
    Field.NOTE: "note",
}


class BadRows(BadSource):
    """The list file is not what its mapping says, and nothing of it was taken."""

    code = "lapwing.bad-rows"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Tell every one of *faults*, which hold no content."""
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class _Bad(Exception):
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
            except _Bad as bad:
                faults.append(Fault(line=row.line, column=bad.column, says=str(bad)))
        if len(faults) == MOST_FAULTS:
            break
    if faults:
        raise BadRows(tuple(faults))


class _Reader:
    """Reads rows by one mapping."""

    def __init__(self, columns: ColumnMap, *, canonical: Canonical, today: date) -> None:
        self._columns = columns
        self._known = columns.columns
        self._needed = self._known - columns.optional
        self._canonical = canonical
        self._latest = today + MOST_AHEAD
        self._names = _entry_names(columns)
        categories = columns.codes.get(Field.CATEGORY, {each.value: each.value for each in Category})
        # An empty cell is a source that gives no category, unless its codes say otherwise.
        self._categories = {"": Category.NONE} | {code: Category(name) for code, name in categories.items()}
        self._statuses = columns.codes.get(Field.STATUS, MappingProxyType({}))
        readers: dict[Field, Callable[[Mapping[str, str]], Any]] = {
            Field.CATEGORY: self._category,
            Field.ADDED_ON: self._added_on,
            Field.RETIRED_ON: self._retired_on,
            Field.STATUS: self._status,
            Field.NOTE: self._note,
        }
        # A field that no column gives is the same in every row and is read once.
        self._varying = [(_SHARED[field], readers[field]) for field in _SHARED if field in columns.fields]
        self._fixed = {
            name: readers[field]({})
            for field, name in _SHARED.items()
            if field in columns.constants and field not in columns.fields
        }

    def entries(self, cells: Mapping[str, str]) -> list[Entry]:
        """Return one entry for each fingerprint of a row.

        Raises:
            _Bad: a cell cannot be taken.
        """
        if cells.keys() != self._known:
            self._check_columns(cells)
        prints = self._fingerprints(cells)
        row_id = self._id(cells, prints)
        item = self._text(cells, Field.ITEM) or row_id
        shared = dict(self._fixed)
        for name, read in self._varying:
            shared[name] = read(cells)
        return [
            Entry(id=row_id + name, kind=kind, value=value, item=item, **shared)
            for name, kind, value in prints
        ]

    def _check_columns(self, cells: Mapping[str, str]) -> None:
        """Refuse a column nobody has spoken of, and the absence of one that has to be there."""
        for column in cells:
            if column not in self._known:
                raise _Bad(column, "the mapping does not speak of this column")
        for column in sorted(self._needed):
            if column not in cells:
                raise _Bad(column, "the row lacks this column")

    def _fingerprints(self, cells: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Return (what is added to the row's id, kind, canonical value) of each fingerprint in a row."""
        if Field.VALUE in self._columns.fields:
            column = self._columns.fields[Field.VALUE]
            kind = self._kind(cells)
            return [("", kind, self._value(column, kind, cells.get(column, "")))]
        found = [
            (name, kind, self._value(column, kind, text))
            for name, (column, kind) in zip(self._names, self._columns.fingerprints, strict=True)
            if (text := cells.get(column, ""))
        ]
        if not found:
            raise _Bad(self._columns.fingerprints[0][0], "the row has no fingerprint")
        return found

    def _kind(self, cells: Mapping[str, str]) -> str:
        """Return the kind of a row's value."""
        column = self._columns.fields.get(Field.KIND)
        if column is None:
            return self._columns.constants[Field.KIND]
        code = cells.get(column, "")
        codes = self._columns.codes[Field.KIND]
        if code not in codes:
            raise _Bad(column, "the code is none that the mapping knows")
        return codes[code]

    def _value(self, column: str, kind: str, text: str) -> str:
        """Return a fingerprint in the form in which signals carry it."""
        if not text:
            raise _Bad(column, "it is empty")
        try:
            return self._canonical(kind, text)
        except BadInput as refused:
            raise _Bad(column, refused.detail or "no value of its kind") from refused

    def _id(self, cells: Mapping[str, str], prints: list[tuple[str, str, str]]) -> str:
        """Return the row's id: the source's own, or else the one value that the row is about."""
        if Field.ID not in self._columns.fields:
            value = prints[0][2]
            if len(value) > MOST_ID_CHARACTERS:
                raise _Bad("", "the value is too long to be its own id; map a column to id")
            return value
        column = self._columns.fields[Field.ID]
        text = self._text(cells, Field.ID)
        if not text:
            raise _Bad(column, "it is empty")
        return text

    def _text(self, cells: Mapping[str, str], field: Field) -> str:
        """Return a name as it is, or an empty one where there is none."""
        column = self._columns.fields.get(field)
        if column is None:
            return ""
        text = cells.get(column, "")
        if len(text) > MOST_ID_CHARACTERS:
            raise _Bad(column, f"it is longer than {MOST_ID_CHARACTERS:,} characters")
        if text != text.strip() or _CONTROLS.search(text):
            raise _Bad(column, "it has control characters, or spaces at an end")
        return text

    def _cell(self, cells: Mapping[str, str], field: Field) -> tuple[str, str]:
        """Return (the column's name, its text), or the field's name and the text it has in every row."""
        column = self._columns.fields.get(field)
        if column is None:
            return field.value, self._columns.constants[field]
        return column, cells.get(column, "")

    def _note(self, cells: Mapping[str, str]) -> str:
        """Return the source's description on one line."""
        column, cell = self._cell(cells, Field.NOTE)
        text = " ".join(cell.split())
        if len(text) > MOST_NOTE_CHARACTERS or _CONTROLS.search(text):
            raise _Bad(column, f"it has control characters, or over {MOST_NOTE_CHARACTERS:,}")
        return text

    def _category(self, cells: Mapping[str, str]) -> Category:
        """Return the category that a row's code means."""
        column, code = self._cell(cells, Field.CATEGORY)
        if column == Field.CATEGORY.value and Field.CATEGORY in self._columns.constants:
            return Category(code)
        if code not in self._categories:
            raise _Bad(column, "the code is none that the mapping knows")
        return self._categories[code]

    def _added_on(self, cells: Mapping[str, str]) -> date | None:
        """Return the day on which the source added a row."""
        return _date(*self._cell(cells, Field.ADDED_ON))

    def _retired_on(self, cells: Mapping[str, str]) -> date | None:
        """Return the day from which a row is no longer to be matched."""
        column, text = self._cell(cells, Field.RETIRED_ON)
        day = _date(column, text)
        if day is not None and day > self._latest:
            raise _Bad(column, "a retirement ahead; import again on that day")
        return day

    def _status(self, cells: Mapping[str, str]) -> date | None:
        """Return the day of retirement of a row by its status; see DAY_NOT_GIVEN."""
        day = self._retired_on(cells) if Field.RETIRED_ON in self._columns.fields else None
        column, code = self._cell(cells, Field.STATUS)
        if code not in self._statuses:
            raise _Bad(column, "the code is none that the mapping knows")
        if self._statuses[code] == Status.RETIRED:
            return day or DAY_NOT_GIVEN
        if day is not None:
            raise _Bad(column, "it is active and has a day of retirement")
        return None


def _date(column: str, text: str) -> date | None:
    """Return the day that a cell names, or None where it is empty."""
    try:
        return _day(text) if text else None
    except (ValueError, OverflowError) as refused:
        raise _Bad(column, "no date such as 2026-01-31 or 2026-01-31T09:30:00Z") from refused


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


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    """Return the day that an ISO 8601 date, or a time with its zone, falls on in UTC.

    Raises:
        ValueError: it is neither.
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")  # the reader makes a fault of it
    return moment.astimezone(UTC).date()

"""What all entries of a row share: category, days and note, read from its cells or the same in every row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any, TypeVar

from lapwing.lists.cells import BadCell, read_code, read_day, read_note
from lapwing.lists.mapping import ColumnMap, Field, Status
from lapwing.model.lists import Category

Cells = Mapping[str, str]

V = TypeVar("V")

DAY_NOT_GIVEN = date.min
"""Stands for the day of a retirement that the source states without one.

The day of the import would not do: the same file would be another version every day.
"""

MOST_AHEAD = timedelta(days=1)
"""A list from a time zone ahead of ours may say tomorrow."""


class BadColumn(Exception):
    """A cell that cannot be taken: its column, and why."""

    def __init__(self, column: str, says: str) -> None:
        super().__init__(says)
        self.column = column


class OtherColumns(BadColumn):
    """A row has other columns than the mapping; of a file with a header every row has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How one field is read: its name in Entry, the columns that say it, and what reads them.

    read raises BadColumn for a cell that it cannot take.
    """

    name: str
    columns: tuple[str, ...]
    read: Callable[[Cells], Any]


def of_column(column: str, parse: Callable[[str], V]) -> Callable[[Cells], V]:
    """Return what parses one column of a row and names it when that fails."""

    def read(cells: Cells) -> V:
        try:
            return parse(cells.get(column, ""))
        except BadCell as bad:
            raise BadColumn(column, str(bad)) from bad

    return read


def fixed_fields(columns: ColumnMap) -> dict[str, Any]:
    """Return by name in Entry what the mapping says is the same for every row."""
    constants = columns.constants
    return {
        each.value: of_column(each.value, parse)({each.value: constants[each]})
        for each, parse in _parses(columns).items()
        if each in constants
    }


def varying_fields(columns: ColumnMap, *, today: date) -> Iterator[Shared]:
    """Yield how each field that has columns of its own is read; a retirement ahead of *today* is refused."""
    fields = columns.fields
    for each, parse in _parses(columns).items():
        if each in fields:
            yield Shared(name=each.value, columns=(fields[each],), read=of_column(fields[each], parse))
    retired = tuple(fields[each] for each in (Field.RETIRED_ON, Field.STATUS) if each in fields)
    if retired:
        read = _retirement_reader(columns, latest=today + MOST_AHEAD)
        yield Shared(name=Field.RETIRED_ON.value, columns=retired, read=read)


def _parses(columns: ColumnMap) -> Mapping[Field, Callable[[str], Any]]:
    """Return what parses the text of each field."""
    codes = columns.codes.get(Field.CATEGORY, {each.value: each.value for each in Category})
    # An empty cell is a source that gives no category, unless its codes say otherwise.
    categories = {"": Category.NONE} | {code: Category(name) for code, name in codes.items()}
    return {
        Field.CATEGORY: partial(read_code, meanings=categories),
        Field.ADDED_ON: read_day,
        Field.NOTE: read_note,
    }


def _retirement_reader(columns: ColumnMap, *, latest: date) -> Callable[[Cells], date | None]:
    """Return what reads the day from which a row is no longer to be matched; see DAY_NOT_GIVEN."""
    day_column, status_column = (columns.fields.get(each) for each in (Field.RETIRED_ON, Field.STATUS))
    parse = partial(_retirement, latest=latest)
    read = of_column(day_column, parse) if day_column is not None else lambda _cells: None
    if status_column is None:
        return read
    read_status = of_column(status_column, partial(read_code, meanings=columns.codes[Field.STATUS]))

    def by_status(cells: Cells) -> date | None:
        day = read(cells)
        if read_status(cells) == Status.RETIRED:
            return day or DAY_NOT_GIVEN
        if day is not None:
            raise BadColumn(status_column, "it is active and has a day of retirement")
        return None

    return by_status


def _retirement(text: str, *, latest: date) -> date | None:
    """Return a day of retirement that has come."""
    day = read_day(text)
    if day is not None and day > latest:
        raise BadCell("a retirement ahead; import again on that day")
    return day

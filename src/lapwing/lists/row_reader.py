"""One row becomes entries: each field is understood, explicitly ignored, or keeps the file out."""

from collections.abc import Callable
from datetime import date
from functools import partial

from lapwing.lists.cells import BadCell, read_code, read_name
from lapwing.lists.guessing import meant
from lapwing.lists.mapping import ColumnMap, Field
from lapwing.lists.port import shown
from lapwing.lists.shared_fields import (
    BadColumn,
    Cells,
    OtherColumns,
    fixed_fields,
    of_column,
    varying_fields,
)
from lapwing.model.errors import BadInput
from lapwing.model.lists import Entry

Canonical = Callable[[str, str], str]
"""Takes (kind, a list's value) to the value as signals carry it, or raises BadInput."""


class RowReader:
    """Reads rows by one mapping, prepared so that a row costs little."""

    def __init__(self, columns: ColumnMap, *, canonical: Canonical, today: date) -> None:
        self._known = columns.columns
        self._needed = self._known - columns.optional
        self._canonical = canonical
        fields = columns.fields
        self._read_id = of_column(fields[Field.ID], read_name) if Field.ID in fields else None
        self._read_item = of_column(fields[Field.ITEM], _read_item) if Field.ITEM in fields else None
        self._value_column = fields.get(Field.VALUE)
        self._read_kind = self._kind_reader(columns)
        self._prints = [
            (name, column, kind)
            for name, (column, kind) in zip(entry_names(columns), columns.fingerprints, strict=True)
        ]
        self._fixed = fixed_fields(columns)
        self._varying = [(each.name, each.read) for each in varying_fields(columns, today=today)]

    def entries(self, cells: Cells) -> list[Entry]:
        """Return one entry for each fingerprint of a row.

        Raises:
            BadColumn: a cell cannot be taken.
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
                guess = meant(column, self._known - cells.keys())
                says = f"; the mapping has {shown(guess)}, which is not there" if guess else ""
                raise OtherColumns(column, f"the mapping does not speak of this column{says}")
        for column in sorted(self._needed):
            if column not in cells:
                raise OtherColumns(column, "the row lacks this column")

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
            raise BadColumn(self._prints[0][1], "the row has no fingerprint")
        return found

    def _value(self, column: str, kind: str, text: str) -> str:
        """Return a fingerprint in the form in which signals carry it."""
        if not text:
            raise BadColumn(column, "it is empty")
        try:
            return self._canonical(kind, text)
        except BadInput as refused:
            raise BadColumn(column, refused.detail or "no value of its kind") from refused

    def _kind_reader(self, columns: ColumnMap) -> Callable[[Cells], str]:
        """Return what reads the kind of a row's value."""
        if Field.KIND in columns.fields:
            known = partial(read_code, meanings=columns.codes[Field.KIND])
            return of_column(columns.fields[Field.KIND], known)
        kind = columns.constants.get(Field.KIND, "")
        return lambda _cells: kind


def entry_names(columns: ColumnMap) -> list[str]:
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


def _read_item(text: str) -> str:
    """Return the name of an item, or an empty one."""
    return read_name(text) if text else ""


def _id_of_value(value: str) -> str:
    """Return the id of a row that is about nothing but its one value."""
    try:
        return read_name(value)
    except BadCell as bad:
        raise BadColumn("", f"as its own id: {bad}") from bad

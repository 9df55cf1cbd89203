"""A block of rows becomes batches column by column, where every cell is as plain as nearly all are.

Whatever is not plain is left to the reader of rows, which knows every form of a value and names what is at
fault.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Any

from lapwing.lists.batches import Batch
from lapwing.lists.cells import are_names
from lapwing.lists.mapping import ColumnMap, Field
from lapwing.lists.port import Block
from lapwing.lists.row_reader import entry_names
from lapwing.lists.shared_fields import BadColumn, Shared, fixed_fields, varying_fields
from lapwing.model.lists import Category

Columns = Mapping[str, Sequence[str]]

NOT_SAID: Mapping[str, Any] = {"category": Category.NONE, "added_on": None, "retired_on": None, "note": ""}
"""What Entry takes where a list says nothing."""


class _NotPlain(Exception):
    """A block has to be read row by row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Print:
    """One kind of fingerprint in a block.

    name: what is added to a row's id. chosen: of each row something true where it has one; None: all have.
    """

    name: str
    kind: str
    values: Sequence[str]
    chosen: Sequence[object] | None

    def of(self, every: Sequence[Any]) -> Sequence[Any]:
        """Return what belongs to the rows that have this fingerprint."""
        return every if self.chosen is None else list(compress(every, self.chosen))


class BlockReader:
    """Reads blocks by one mapping.

    digits: by kind, how many hexadecimal digits a value has; only for kinds of which any such digits, in
        lower case, are the canonical form. Values of other kinds are never plain.
    """

    def __init__(self, columns: ColumnMap, *, digits: Mapping[str, int], today: date) -> None:
        self._known = columns.columns
        self._digits = digits
        self._fields = columns.fields
        self._kinds = columns.codes.get(Field.KIND, {})
        self._kind = columns.constants.get(Field.KIND, "")
        self._columns = list(zip(entry_names(columns), columns.fingerprints, strict=True))
        self._fixed = {**NOT_SAID, **fixed_fields(columns)}
        self._varying = list(varying_fields(columns, today=today))

    def batches(self, block: Block) -> list[Batch] | None:
        """Return the entries of every row of a block, or None where it has to be read row by row."""
        if block.cells.keys() != self._known:
            return None
        try:
            return self._batches(block)
        except (_NotPlain, BadColumn):
            return None

    def _batches(self, block: Block) -> list[Batch]:
        """Return the entries of every row.

        Raises:
            _NotPlain, BadColumn: a cell is not plain.
        """
        prints = self._prints(block.cells)
        ids = self._ids(block.cells, prints)
        items = self._items(block.cells, ids)
        lines = range(block.line, block.line + len(ids))
        shared = {name: [same] * len(ids) for name, same in self._fixed.items()}
        shared |= {each.name: _meanings(each, block.cells) for each in self._varying}
        return [
            Batch(
                kind=each.kind,
                lines=each.of(lines),
                ids=[row_id + each.name for row_id in each.of(ids)] if each.name else each.of(ids),
                values=each.values,
                items=each.of(items),
                categories=each.of(shared["category"]),
                added_on=each.of(shared["added_on"]),
                retired_on=each.of(shared["retired_on"]),
                notes=each.of(shared["note"]),
            )
            for each in prints
        ]

    def _prints(self, cells: Columns) -> list[_Print]:
        """Return the fingerprints, at least one in every row."""
        if Field.VALUE in self._fields:
            return self._paired(cells[self._fields[Field.VALUE]], cells)
        found = []
        for name, (column, kind) in self._columns:
            texts = cells[column]
            chosen = texts if "" in texts else None
            present = texts if chosen is None else [text for text in texts if text]
            if present:
                values = self._canonical(present, kind)
                found.append(_Print(name=name, kind=kind, values=values, chosen=chosen))
        if all(each.chosen is not None for each in found):
            rows = zip(*(each.chosen or () for each in found), strict=True)
            if not found or not all(map(any, rows)):
                raise _NotPlain
        return found

    def _paired(self, texts: Sequence[str], cells: Columns) -> list[_Print]:
        """Return the fingerprints of rows that name the kind of their one value."""
        if Field.KIND not in self._fields:
            values = self._canonical(texts, self._kind)
            return [_Print(name="", kind=self._kind, values=values, chosen=None)]
        codes = cells[self._fields[Field.KIND]]
        found = []
        for code in sorted(set(codes)):
            if code not in self._kinds:
                raise _NotPlain
            kind, chosen = self._kinds[code], [each == code for each in codes]
            values = self._canonical(list(compress(texts, chosen)), kind)
            found.append(_Print(name="", kind=kind, values=values, chosen=chosen))
        return found

    def _canonical(self, texts: Sequence[str], kind: str) -> Sequence[str]:
        """Return hexadecimal values in lower case."""
        digits = self._digits.get(kind, 0)
        joined = "".join(texts)
        if not digits or set(map(len, texts)) != {digits}:
            raise _NotPlain
        try:
            plain = bytes.fromhex(joined).hex()
        except ValueError as refused:
            raise _NotPlain from refused
        if plain == joined:
            return texts
        if len(plain) != len(joined):  # fromhex passes over spaces
            raise _NotPlain
        return [plain[at : at + digits] for at in range(0, len(plain), digits)]

    def _ids(self, cells: Columns, prints: Sequence[_Print]) -> Sequence[str]:
        """Return the id of every row: what the file says, or else its one value."""
        if Field.ID not in self._fields:
            if len(prints) != 1 or prints[0].chosen is not None:
                raise _NotPlain
            return prints[0].values
        ids = cells[self._fields[Field.ID]]
        if not are_names(ids):
            raise _NotPlain
        return ids

    def _items(self, cells: Columns, ids: Sequence[str]) -> Sequence[str]:
        """Return the item of every row."""
        if Field.ITEM not in self._fields:
            return ids
        named = cells[self._fields[Field.ITEM]]
        items = [item or row_id for item, row_id in zip(named, ids, strict=True)]
        if not are_names(items):
            raise _NotPlain
        return items


def _meanings(shared: Shared, cells: Columns) -> list[Any]:
    """Return what one field is in every row; what is said often is read once."""
    said = list(zip(*(cells[column] for column in shared.columns), strict=True))
    meanings = {
        texts: shared.read(dict(zip(shared.columns, texts, strict=True))) for texts in dict.fromkeys(said)
    }
    return [meanings[texts] for texts in said]

"""The records of a list file become entries, to exhaustion: one that is not understood keeps the file out."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from lapwing.lists.batches import Batch, batches_of
from lapwing.lists.block_reader import BlockReader
from lapwing.lists.mapping import ColumnMap
from lapwing.lists.port import Block, Fault, Row
from lapwing.lists.row_reader import Canonical, RowReader
from lapwing.lists.shared_fields import BadColumn, OtherColumns
from lapwing.model.errors import BadSource
from lapwing.model.lists import Entry

MOST_FAULTS = 20
"""So many are told together: enough to see the pattern, few enough to read."""

ENTRIES_AT_ONCE = 10_000
"""So many that were read one by one are handed on together."""


class BadRows(BadSource):
    """The list file is not what its mapping says, and nothing of it was taken."""

    code = "lapwing.bad-rows"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Tell every one of *faults*, which hold no content."""
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def read_batches(
    records: Iterable[Block | Row | Fault],
    *,
    columns: ColumnMap,
    canonical: Canonical,
    today: date,
    digits: Mapping[str, int] = MappingProxyType({}),
) -> Iterator[Batch]:
    """Yield the entries of every record; of use only if it ends without raising.

    Args:
        records: what a source shape made of the file.
        columns: what its columns hold.
        canonical: see Canonical.
        today: a retirement more than a day after it is refused, because versions are immutable: what is
            active in one stays active until the next.
        digits: see BlockReader.

    Raises:
        BadRows: with the first fault of each row at fault, up to MOST_FAULTS of them.
    """
    by_block = BlockReader(columns, digits=digits, today=today)
    by_row = _ByRow(RowReader(columns, canonical=canonical, today=today))
    for record in records:
        batches = by_block.batches(record) if isinstance(record, Block) else None
        if batches is not None:
            yield from batches
            continue
        for row in record.rows() if isinstance(record, Block) else (record,):
            by_row.take(row)
        if len(by_row.entries) >= ENTRIES_AT_ONCE:
            yield from batches_of(by_row.entries)
            by_row.entries.clear()
    if by_row.faults:
        raise BadRows(tuple(by_row.faults))
    yield from batches_of(by_row.entries)


class _ByRow:
    """Reads rows one by one. entries: (line, entry) of each that was read; faults: of those that were not."""

    entries: list[tuple[int, Entry]]
    faults: list[Fault]

    def __init__(self, reader: RowReader) -> None:
        self._reader = reader
        self.entries, self.faults = [], []
        self._told: set[str] = set()
        self._repeated = 0

    def take(self, row: Row | Fault) -> None:
        """Read one row.

        Raises:
            BadRows: there are as many faults as are told together.
        """
        if isinstance(row, Fault):
            self.faults.append(row)
        else:
            try:
                self.entries += [(row.line, entry) for entry in self._reader.entries(row.cells)]
            except OtherColumns as other:
                self._take_once(Fault(line=row.line, column=other.column, says=str(other)))
            except BadColumn as bad:
                self.faults.append(Fault(line=row.line, column=bad.column, says=str(bad)))
        if len(self.faults) + self._repeated == MOST_FAULTS:
            raise BadRows(tuple(self.faults))

    def _take_once(self, fault: Fault) -> None:
        """Take a fault that every row has, if it is the first of its column."""
        if fault.column in self._told:
            self._repeated += 1
        else:
            self._told.add(fault.column)
            self.faults.append(fault)

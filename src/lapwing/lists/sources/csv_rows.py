"""Comma-separated values with a header line, as RFC 4180 has them."""

import csv
from collections.abc import Iterable, Iterator

from lapwing.lists.lines import MOST_LINE_BYTES, numbered_lines
from lapwing.lists.port import Fault, Row, Source
from lapwing.model.plugins import Manifest

MOST_COLUMNS = 256
"""Exports of the exchanges have some twenty."""


class _Refused(Exception):
    """Carries a fault out of the csv module, which asks for lines through an iterator."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.says)
        self.fault = fault


class _Lines:
    """Hands lines to the csv module and bounds what one record may swallow.

    An unclosed quote makes every following line part of one record.
    """

    def __init__(self, untrusted_chunks: Iterable[bytes]) -> None:
        self._lines = numbered_lines(untrusted_chunks)
        self.begun_at = 1
        self._last = 0
        self._characters = 0

    def begin_record(self) -> None:
        """Start counting anew: the next line begins a record."""
        self.begun_at = self._last + 1
        self._characters = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, Fault):
            raise _Refused(line)
        self._last, text = line
        self._characters += len(text)
        if self._characters > MOST_LINE_BYTES:
            says = f"a record is longer than {MOST_LINE_BYTES:,} characters; is a quote not closed?"
            raise _Refused(Fault(line=self.begun_at, column="", says=says))
        return text


class CsvRows:
    """Reads a header and then one row a record; a blank line is no record."""

    manifest = Manifest(
        name="csv_rows",
        title="CSV",
        about="Turns comma-separated values with a header line into rows.",
        reference="RFC 4180",
        limits="UTF-8 and commas only; another encoding or separator has to be converted first.",
    )
    suffixes = (".csv",)
    good = (
        (
            b'\xef\xbb\xbfid,note\r\na1,"two\r\nlines, ""quoted"""\r\n',
            (Row(line=2, cells={"id": "a1", "note": 'two\r\nlines, "quoted"'}),),
        ),
        (
            b"id,note\ra1,\r\ra2,x",
            (Row(line=2, cells={"id": "a1", "note": ""}), Row(line=4, cells={"id": "a2", "note": "x"})),
        ),
        (b"id\n", ()),
    )
    bad = (
        (b"", 0),
        (b"id,id\na,b\n", 1),
        (b"id,\na,b\n", 1),
        (b"id,note\na1,b\na2\n", 3),
        (b"id,note\na1,b,c\n", 2),
        (b'id,note\na1,"b\n', 2),
        (b'id,note\na1,"b"c\n', 2),
        (b"id\na\0\n", 2),
        (b"id\na\n\xff\n", 3),
        (b"\xff\xfei\0d\0", 1),
        (b"id," * 1_000_000, 1),
        (b"id\n" + b"x" * 200_000, 2),
    )

    def rows(self, untrusted_chunks: Iterable[bytes]) -> Iterator[Row | Fault]:
        """Yield every row, and a fault for each record that has not as many fields as the header."""
        lines = _Lines(untrusted_chunks)
        try:
            yield from _rows(lines)
        except _Refused as refused:
            yield refused.fault
        except csv.Error as refused:
            # The csv module's texts name the rule that was broken and no content.
            yield Fault(line=lines.begun_at, column="", says=f"no valid CSV: {refused}")


def _rows(lines: _Lines) -> Iterator[Row | Fault]:
    """Yield rows and faults; what the csv module and *lines* refuse is raised."""
    records = csv.reader(lines, strict=True)
    header = next(records, None)
    fault = _fault_in_header(header)
    if fault is not None or header is None:
        yield fault or Fault(line=0, column="", says="the file is empty")
        return
    lines.begin_record()
    for record in records:
        if len(record) == len(header):
            yield Row(line=lines.begun_at, cells=dict(zip(header, record, strict=True)))
        elif record:
            says = f"{len(record)} fields where the header has {len(header)}"
            yield Fault(line=lines.begun_at, column="", says=says)
        lines.begin_record()


def _fault_in_header(header: list[str] | None) -> Fault | None:
    """Return what is wrong with a header line, if anything is."""
    if not header:
        return Fault(line=0 if header is None else 1, column="", says="there is no header line")
    if len(header) > MOST_COLUMNS:
        return Fault(line=1, column="", says=f"{len(header)} columns; at most {MOST_COLUMNS} are read")
    if "" in header:
        return Fault(line=1, column="", says="a column has no name")
    if len(set(header)) < len(header):
        return Fault(line=1, column="", says="two columns have the same name")
    return None


SOURCE: Source = CsvRows()

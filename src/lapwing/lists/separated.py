"""Values under a header line, separated by one character that the plug-ins name, as RFC 4180 has them."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from lapwing.lists.lines import MOST_LINE_BYTES, text_of, whole_lines
from lapwing.lists.port import Block, Fault, Row
from lapwing.model.plugins import Manifest

MOST_COLUMNS = 256
"""Exports of the exchanges have some twenty."""

SEPARATORS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {",": ("comma", "csv_rows"), ";": ("semicolon", "semicolon_rows"), "\t": ("tab", "tab_rows")}
)
"""By separator: what it is called, and the shape that reads it."""

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


class Separated:
    """Reads a header and then one row a record; a blank line is no record.

    manifest, suffixes, good, bad: as the port has them.
    """

    def __init__(
        self,
        manifest: Manifest,
        *,
        separator: str,
        suffixes: tuple[str, ...],
        good: tuple[tuple[bytes, tuple[Row, ...]], ...],
        bad: tuple[tuple[bytes, int], ...],
    ) -> None:
        self.manifest = manifest
        self.suffixes = suffixes
        self.good = good
        self.bad = bad
        self._separator = separator

    def rows(self, untrusted_chunks: Iterable[bytes]) -> Iterator[Row | Fault]:
        """Yield every row, and a fault for each record that has not as many fields as the header."""
        for each in self.blocks(untrusted_chunks):
            if isinstance(each, Block):
                yield from each.rows()
            else:
                yield each

    def blocks(self, untrusted_chunks: Iterable[bytes]) -> Iterator[Block | Row | Fault]:
        """Yield the same; rows of which none is quoted come in blocks."""
        lines = _Lines(untrusted_chunks)
        try:
            yield from _records(lines, self._separator)
        except _Refused as refused:
            yield refused.fault
        except csv.Error as refused:
            # The csv module's texts name the rule that was broken and no content.
            yield Fault(line=lines.begun_at, column="", says=f"no valid CSV: {refused}")


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
        self._pieces = whole_lines(untrusted_chunks)
        self._untrusted_piece = b""
        self._at = 0
        self._looked_at = True
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
        """Return the next line with its end."""
        if not self._piece_at_hand():
            raise StopIteration
        line = _LINE.match(self._untrusted_piece, self._at)
        untrusted_line = line.group() if line else b""
        self._at += len(untrusted_line)
        self._last += 1
        text = text_of(untrusted_line, self._last)
        if isinstance(text, Fault):
            raise _Refused(text)
        self._characters += len(text)
        if self._characters > MOST_LINE_BYTES:
            says = f"a record is longer than {MOST_LINE_BYTES:,} characters; is a quote not closed?"
            raise _Refused(Fault(line=self.begun_at, column="", says=says))
        return text

    def block(self, header: list[str], separator: str) -> Block | None:
        """Take all lines at hand as a block, if each is a record that needs no csv module.

        Only where a record begins. Where it gives none, the lines have to be asked for one by one.
        """
        if not self._piece_at_hand() or self._looked_at:
            return None
        self._looked_at = True
        untrusted_rest = self._untrusted_piece[self._at :]
        lines = _plain_lines(untrusted_rest)
        if not lines or {line.count(separator) for line in lines} != {len(header) - 1}:
            return None
        texts = separator.join(lines).split(separator)
        self._at = len(self._untrusted_piece)
        self._last += len(lines)
        cells = {name: texts[place :: len(header)] for place, name in enumerate(header)}
        return Block(line=self._last - len(lines) + 1, cells=cells)

    def _piece_at_hand(self) -> bool:
        """Say whether there is a line left, after reading on where it has to be."""
        while self._at == len(self._untrusted_piece):
            untrusted_piece = next(self._pieces, None)
            if untrusted_piece is None:
                return False
            self._untrusted_piece, self._at, self._looked_at = untrusted_piece, 0, False
        return True


def _plain_lines(untrusted_lines: bytes) -> list[str]:
    """Return the lines without their ends, or none where one of them is not simply text."""
    if b'"' in untrusted_lines or b"\0" in untrusted_lines:
        return []
    untrusted_text = untrusted_lines.replace(b"\r\n", b"\n")
    if b"\r" in untrusted_text:
        return []
    try:
        lines = untrusted_text.decode().removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        return []
    # A field as long as that is for the csv module to refuse, and a blank line for it to pass over.
    return [] if "" in lines or max(map(len, lines)) > csv.field_size_limit() else lines


def _records(lines: _Lines, separator: str) -> Iterator[Block | Row | Fault]:
    """Yield records and faults; what the csv module and *lines* refuse is raised."""
    records = csv.reader(lines, delimiter=separator, strict=True)
    header = next(records, None)
    fault = _fault_in_header(header, separator)
    if fault is not None or header is None:
        yield fault or Fault(line=0, column="", says="the file is empty")
        return
    while True:
        lines.begin_record()
        block = lines.block(header, separator)
        if block is not None:
            yield block
            continue
        record = next(records, None)
        if record is None:
            return
        if len(record) == len(header):
            yield Row(line=lines.begun_at, cells=dict(zip(header, record, strict=True)))
        elif record:
            says = f"{len(record)} fields where the header has {len(header)}"
            yield Fault(line=lines.begun_at, column="", says=says)


def _fault_in_header(header: list[str] | None, separator: str) -> Fault | None:
    """Return what is wrong with a header line, if anything is."""
    if not header:
        return Fault(line=0 if header is None else 1, column="", says="there is no header line")
    if len(header) > MOST_COLUMNS:
        return Fault(line=1, column="", says=f"{len(header)} columns; at most {MOST_COLUMNS} are read")
    if len(header) == 1 and (other := _other_separator(header[0], separator)):
        return Fault(line=1, column="", says=other)
    if "" in header:
        return Fault(line=1, column="", says="a column has no name")
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        return Fault(line=1, column=twice, says="two columns have this name")
    return None


def _other_separator(header: str, separator: str) -> str:
    """Return in words which other separator a header seems to have, or nothing."""
    counts = {each: header.count(each) for each in SEPARATORS if each != separator}
    likely = max(counts, key=lambda each: counts[each])
    if not counts[likely]:
        return ""
    (ours, _), (theirs, shape) = SEPARATORS[separator], SEPARATORS[likely]
    found = f"a {theirs}" if counts[likely] == 1 else f"{counts[likely]} {theirs}s"
    return f"the header has no {ours} but {found}; if that separates its columns, name the shape {shape}"

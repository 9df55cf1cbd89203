"""What a source shape has to be: a reader that turns untrusted bytes of a list file into numbered rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from lapwing.model.plugins import Manifest

MOST_SHOWN = 64
"""Characters of a column's name that a message shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One record of a list file.

    line: the line in the file on which it begins, counted from 1.
    cells: text by column, well-formed Unicode without NUL; a column that the record does not give is absent.
    """

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """Records that take one line each and follow each other, by column.

    line: the line of the first, counted from 1.
    cells: by column, in the order of the file's columns, a text for each record; as in Row.
    """

    line: int
    cells: Mapping[str, Sequence[str]]

    def rows(self) -> Iterator[Row]:
        """Yield the same records one by one."""
        for line, texts in enumerate(zip(*self.cells.values(), strict=True), start=self.line):
            yield Row(line=line, cells=dict(zip(self.cells, texts, strict=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a list file that keeps all of it from being taken.

    line: counted from 1; 0 for the file as a whole.
    column: its name, or empty where the whole line is at fault.
    says: a sentence without content of the file.
    """

    line: int
    column: str
    says: str

    def __str__(self) -> str:
        """Return it as one line for a person."""
        column = f", column {shown(self.column)}" if self.column else ""
        return f"line {self.line}{column}: {self.says}"


def shown(column: str) -> str:
    """Return a column's name as it may be shown: it comes from the file, and a terminal must not obey it."""
    return "".join(letter if letter.isprintable() else "?" for letter in column[:MOST_SHOWN])


@runtime_checkable
class Source(Protocol):
    """A file in sources/ exports SOURCE, an instance of this."""

    @property
    def manifest(self) -> Manifest:
        """Return what the source shape says of itself."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the file endings by which it is usually known, lower-case with their dot."""
        ...

    @property
    def good(self) -> tuple[tuple[bytes, tuple[Row, ...]], ...]:
        """Return (bytes, the rows they hold); the examples that have to be read."""
        ...

    @property
    def bad(self) -> tuple[tuple[bytes, int], ...]:
        """Return (bytes, the line at fault); the examples that have to be refused."""
        ...

    def rows(self, untrusted_chunks: Iterable[bytes]) -> Iterator[Row | Fault]:
        """Yield every row in the order of the file, and a fault for whatever is no row.

        Memory is bounded whatever the bytes are. After a fault that leaves the rest without meaning,
        nothing more is yielded. Never raises for what the bytes are.
        """
        ...


@runtime_checkable
class BlockSource(Source, Protocol):
    """A source shape that can also give many records at once, which is several times faster to read."""

    def blocks(self, untrusted_chunks: Iterable[bytes]) -> Iterator[Block | Row | Fault]:
        """Yield what rows yields, with neighbours put together wherever that is possible."""
        ...


def in_blocks(source: Source, untrusted_chunks: Iterable[bytes]) -> Iterator[Block | Row | Fault]:
    """Yield the records of a file in as large blocks as its shape gives."""
    if isinstance(source, BlockSource):
        return source.blocks(untrusted_chunks)
    return iter(source.rows(untrusted_chunks))

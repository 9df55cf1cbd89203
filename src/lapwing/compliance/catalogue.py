"""The catalogue: every requirement of the code and its companions, in our words, read to exhaustion."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import msgspec

from lapwing.model.errors import LapwingError

NOT_REREAD = "The primary text was not read again for this row, or its standing is not confirmed."
"""Shown beside every row whose reading is background knowledge."""


class BadCatalogue(LapwingError):
    """The catalogue of the code is not as it has to be, so nothing can be said of the code."""

    code = "lapwing.bad-catalogue"


class Kind(StrEnum):
    """How a requirement is met: by what runs, by how people work with it, by a record, or outside it."""

    RUNTIME = "runtime"
    WORKFLOW = "workflow"
    RECORD = "record"
    ORGANISATIONAL = "organisational"


class Reading(StrEnum):
    """Whether the primary text was read for a row; see NOT_REREAD."""

    PRIMARY = "primary"
    BACKGROUND = "background"


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row.

    source: the instrument and the place in it. title: what it asks for. capability: what meets it.
    check: what shows it from the running system.
    """

    id: str
    source: str
    reading: Reading
    title: str
    kind: Kind
    capability: str
    check: str


class _Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: what it is, and its rows."""

    note: str
    rows: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All rows in their order. note: what they are, for whoever reads them."""

    note: str
    rows: Mapping[str, Requirement]

    def require(self, row: str) -> Requirement:
        """Return a row.

        Raises:
            BadCatalogue: there is none of that id.
        """
        found = self.rows.get(row)
        if found is None:
            raise BadCatalogue(f"there is no row {row!r}")
        return found


def read_catalogue(text: bytes) -> Catalogue:
    """Return the catalogue that a file states.

    Raises:
        BadCatalogue: it is no such JSON, or a row lacks a field, has one too many, an unknown kind, an empty
            text or the id of another.
    """
    try:
        written = msgspec.json.decode(text, type=_Written)
    except (msgspec.DecodeError, UnicodeDecodeError) as refused:
        raise BadCatalogue(str(refused)) from refused
    rows = {row.id: row for row in written.rows}
    faults = list(_faults(written))
    if faults:
        raise BadCatalogue("; ".join(faults))
    return Catalogue(note=written.note, rows=MappingProxyType(rows))


def _faults(written: _Written) -> Iterator[str]:
    """Give everything that is wrong with the rows."""
    if not written.rows:
        yield "it has no rows"
    seen: set[str] = set()
    for number, row in enumerate(written.rows, start=1):
        if row.id in seen:
            yield f"row {number} has the id {row.id!r} of another one"
        seen.add(row.id)
        empty = [name for name in row.__struct_fields__ if not str(getattr(row, name)).strip()]
        if empty:
            yield f"row {number} ({row.id!r}) says nothing of {', '.join(empty)}"

"""JSON lines: one object a line, its scalars as text, objects inside it as dotted columns."""

import json
from collections.abc import Iterable, Iterator
from typing import NoReturn

from lapwing.lists.lines import numbered_lines
from lapwing.lists.port import Fault, Row, Source
from lapwing.model.plugins import Manifest

MOST_DEPTH = 4
"""How deep objects may lie inside one another; a list's record is flat or nearly so."""

Pairs = tuple[tuple[str, object], ...]
"""An object as written, so that a key that is there twice is seen."""


class _Refused(Exception):
    """Says what keeps a line from being a row, without content."""


def _no_constant(_name: str) -> NoReturn:
    """Refuse what JSON does not have."""
    raise _Refused("NaN and Infinity are no JSON")


# Numbers stay as they are written: an id of twenty digits must not lose its last ones.
_DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=_no_constant, strict=True
)


class JsonLines:
    """Reads one object a line; a blank line is no record."""

    manifest = Manifest(
        name="json_lines",
        title="JSON lines",
        about="Turns one JSON object a line into rows; an object inside it becomes columns joined by dots.",
        reference="RFC 8259",
        limits="Arrays are refused, because a row has one value for a column.",
    )
    suffixes = (".jsonl", ".ndjson")
    good = (
        (
            b'\xef\xbb\xbf{"id": 12345678901234567890123, "hashes": {"md5": "x"}}\r\n\r\n',
            (Row(line=1, cells={"id": "12345678901234567890123", "hashes.md5": "x"}),),
        ),
        (
            b'\n{"live": true, "score": 1.50, "note": null}',
            (Row(line=2, cells={"live": "true", "score": "1.50", "note": ""}),),
        ),
    )
    bad = (
        (b"", 0),
        (b'{"id": "a"}\n{"id": "b", "id": "c"}\n', 2),
        (b'{"id": "a"}\n["b"]\n', 2),
        (b'{"id": "a", "tags": ["b"]}\n', 1),
        (b'{"id": {"of": {"a": {"b": {"c": "d"}}}}}\n', 1),
        (b'{"a": {"b": "x"}, "a.b": "y"}\n', 1),
        (b'{"a": {"b": "x"}, "a": {"c": "y"}}\n', 1),
        (b'{"id": {}}\n', 1),
        (b'{"": "a"}\n', 1),
        (b'{"id": NaN}\n', 1),
        (b'{"id": "a"} x\n', 1),
        (b'{"id": "\\ud800"}\n', 1),
        (b'{"id": "\\u0000"}\n', 1),
        (b'{"id": "a"}\n\xff\n', 2),
        (b'{"id": ' + b"[" * 100_000, 1),
        (b'{"id": "' + b"x" * 10_000_000, 1),
    )

    def rows(self, untrusted_chunks: Iterable[bytes]) -> Iterator[Row | Fault]:
        """Yield every row, and a fault for each line that is not one."""
        nothing = True
        for line in numbered_lines(untrusted_chunks):
            nothing = False
            if isinstance(line, Fault):
                yield line
                continue
            number, text = line
            if text.strip():
                yield _row(number, text)
        if nothing:
            yield Fault(line=0, column="", says="the file is empty")


def _row(number: int, text: str) -> Row | Fault:
    """Return the row that a line holds, or why it holds none."""
    try:
        return Row(line=number, cells=_cells(text))
    except _Refused as refused:
        return Fault(line=number, column="", says=str(refused))


def _cells(text: str) -> dict[str, str]:
    """Return text by column.

    Raises:
        _Refused: it is no JSON object of scalars.
    """
    try:
        record = _DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError) as refused:
        where = f" at character {refused.colno}" if isinstance(refused, json.JSONDecodeError) else ""
        raise _Refused(f"no valid JSON{where}") from refused
    if not isinstance(record, tuple):
        raise _Refused("a line has to be one object")
    cells: dict[str, str] = {}
    _fill(cells, record, prefix="", depth=1)
    return cells


def _fill(cells: dict[str, str], pairs: Pairs, *, prefix: str, depth: int) -> None:
    """Put the scalars of an object and of the objects inside it into *cells*."""
    if not pairs:
        raise _Refused("an object is empty")
    if depth > MOST_DEPTH:
        raise _Refused(f"objects lie more than {MOST_DEPTH} deep")
    if len({key for key, _ in pairs}) < len(pairs):
        raise _Refused("a key is there twice")
    for key, value in pairs:
        column = f"{prefix}{key}"
        if isinstance(value, tuple):
            _fill(cells, value, prefix=f"{column}.", depth=depth + 1)
            continue
        if not key or column in cells:
            raise _Refused("a key is empty, or two name the same column")
        cells[_sound(column)] = _sound(_scalar(value))


def _scalar(value: object) -> str:
    """Return a scalar as text: null is empty, numbers are as written."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            raise _Refused("an array is no value of a column")


def _sound(text: str) -> str:
    """Return *text* if it is well-formed Unicode without NUL; escapes can write what UTF-8 cannot."""
    if "\0" in text or not (text.isascii() or _well_formed(text)):
        raise _Refused("a text holds NUL or half a character")
    return text


def _well_formed(text: str) -> bool:
    """Say whether *text* has no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


SOURCE: Source = JsonLines()

"""One cell of a list file becomes a value, or says why it cannot; the messages hold nothing of the cell."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypeVar

MOST_ID_CHARACTERS = 2048
MOST_NOTE_CHARACTERS = 4096

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, and what turns the direction of writing."""

V = TypeVar("V")


class BadCell(Exception):
    """A cell that cannot be taken, and why."""


def read_name(text: str) -> str:
    """Return an id or the name of an item as it is.

    Raises:
        BadCell: it is empty, too long, or could not be shown.
    """
    if not text:
        raise BadCell("it is empty")
    if len(text) > MOST_ID_CHARACTERS:
        raise BadCell(f"it is longer than {MOST_ID_CHARACTERS:,} characters")
    if text != text.strip() or _CONTROLS.search(text):
        raise BadCell("it has control characters, or spaces at an end")
    return text


def are_names(texts: Sequence[str]) -> bool:
    """Say whether read_name takes each of *texts* as it is."""
    return (
        all(texts)
        and max(map(len, texts), default=0) <= MOST_ID_CHARACTERS
        and list(map(str.strip, texts)) == list(texts)
        and not _CONTROLS.search("".join(texts))
    )


def read_note(text: str) -> str:
    """Return a description on one line.

    Raises:
        BadCell: it is too long, or a terminal would obey it.
    """
    line = " ".join(text.split())
    if len(line) > MOST_NOTE_CHARACTERS or _CONTROLS.search(line):
        raise BadCell(f"it has control characters, or over {MOST_NOTE_CHARACTERS:,}")
    return line


def read_code(text: str, meanings: Mapping[str, V]) -> V:
    """Return what a code means.

    Raises:
        BadCell: it is none of the table.
    """
    if text not in meanings:
        raise BadCell("the code is none that the mapping knows")
    return meanings[text]


@lru_cache(maxsize=4096)
def read_day(text: str) -> date | None:
    """Return the day that an ISO 8601 date, or a time with its zone, falls on in UTC; None of an empty cell.

    Raises:
        BadCell: it is neither.
    """
    try:
        if not text or re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            return date.fromisoformat(text) if text else None
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC).date()
    except (ValueError, OverflowError) as refused:
        raise BadCell("no date such as 2026-01-31 or 2026-01-31T09:30:00Z") from refused
    raise BadCell("a time without its zone")

"""Times in the one spelling that is signed and hashed: RFC 3339, UTC, microseconds."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from lapwing.evidence.canonical import NotAFact

_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def instant(at: datetime) -> str:
    """Return a time as text, such as `2026-01-20T12:00:00.000005Z`.

    Raises:
        NotAFact: it has no zone, or lies beyond the calendar in UTC.
    """
    if at.tzinfo is None:
        raise NotAFact("its time is without a zone")
    return _spelt(at)


# Acts that are written together mostly have one time.
@lru_cache(maxsize=16)
def _spelt(at: datetime) -> str:
    """Return a time that has a zone as text."""
    try:
        utc = at.astimezone(UTC)
    except OverflowError as error:
        raise NotAFact("its time is beyond the calendar") from error
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_instant(text: str) -> datetime:
    """Return the time that a text is, in UTC.

    Raises:
        NotAFact: it is none, or is spelt otherwise than `instant` does.
    """
    if _FORM.fullmatch(text) is None:
        raise NotAFact("its time is not in the one form")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise NotAFact("its time is not in the calendar") from error

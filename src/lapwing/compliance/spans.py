"""The spans of time that checks go by, each with where it is from, and how a time is told."""

from collections.abc import Sequence
from datetime import datetime, timedelta

READ = timedelta(minutes=5)
"""What was read of the records longer ago than this says nothing of now."""

DAY = timedelta(days=1)
"""Canaries, hash lists and address lists: the catalogue, rows P1.A1 and P1.G2."""

WEEK = timedelta(days=7)
"""Lexicons and the run of altered pictures: the catalogue, rows P1.I3 and P1.G5d."""

MONTH = timedelta(days=30)
"""What is counted: the catalogue, rows P1.G7 and P1.G4."""

HALF_YEAR = timedelta(days=183)
"""How near counts: Ofcom, Illegal content Codes, measure ICU C9."""

YEAR = timedelta(days=365)

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def ago(then: datetime, *, now: datetime) -> str:
    """Return how long ago something was, in words."""
    age = now - then
    if age >= 2 * DAY:
        return f"{age // DAY} days ago"
    if age >= 2 * _HOUR:
        return f"{age // _HOUR} hours ago"
    return f"{max(age // _MINUTE, 0)} minutes ago"


def percentile_95(values: Sequence[int]) -> int:
    """Return the value under or at which 95 in 100 of *values* lie; there has to be one."""
    ordered = sorted(values)
    return ordered[-(len(ordered) // 20) - 1]

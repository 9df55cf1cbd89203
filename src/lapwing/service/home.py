"""Whether the home folder can take what has to be kept there."""

import os
import tempfile
from pathlib import Path

from lapwing.service.disk import free_bytes
from lapwing.service.health import Grade, Remark

# A new version of a list of a million entries takes about so much beside the one that serves.
LITTLE_ROOM_BYTES = 200_000_000
PROBE_BYTES = 64 * 1024


def of_home(home: Path) -> list[Remark]:
    """Return remarks about a home that is not there, cannot be written or has little room, and what to do."""
    if not home.exists():
        return _of_none(home)
    refused = _refused(home)
    if refused is not None:
        says = f"{home} cannot be written ({refused}): no list can be imported, no decision kept; {_ADVICE}"
        return [_attention(says)]
    free = free_bytes(home)
    if free < LITTLE_ROOM_BYTES:
        says = f"{free / 1e6:,.0f} MB are free in {home}; make room, or move it with --home"
        return [_attention(says)]
    return []


_ADVICE = "give this user the right to, make room, or name another folder with --home"


def _of_none(home: Path) -> list[Remark]:
    """Return what there is to say about a home that does not exist yet."""
    above = next(each for each in home.absolute().parents if each.exists())
    refused = _refused(above)
    if refused is not None:
        return [_attention(f"{home} does not exist and cannot be made in {above} ({refused}); {_ADVICE}")]
    says = f"{home} does not exist yet; the first list or decision makes it"
    return [Remark(grade=Grade.NOTE, about="home", says=says)]


def _refused(folder: Path) -> str | None:
    """Return why nothing can be written in *folder*, having tried, or None."""
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(PROBE_BYTES))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as refused:
        return refused.strerror or type(refused).__name__
    return None


def _attention(says: str) -> Remark:
    """Return a remark about the home that asks for a person."""
    return Remark(grade=Grade.ATTENTION, about="home", says=says)

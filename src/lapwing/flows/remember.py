"""What is remembered of content once it is decided about: enough to compare it with lists that change later.

Kept are digests, web addresses, and the fingerprints of looks of whole pictures as they stand; a list that
changes is compared with these by `flows.look_back`. Not kept are turned pictures and cut-outs, of which there
are many for each one, and terms: a text can be searched for a new term only while it is there, and it is not
kept. A text is remembered by its digests and the addresses in it.
"""

import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from lapwing.model.acts import Act, Fact
from lapwing.model.content import Layer
from lapwing.model.errors import IntegrityLost
from lapwing.model.lists import PERCEPTUAL_KINDS
from lapwing.model.look_backs import Fingerprints
from lapwing.model.people import ENGINE, Permission
from lapwing.model.signals import HERE, Family, Measured, Region, Signal, Turn, Where
from lapwing.model.works import Work, Works

FORGOTTEN_KINDS = frozenset({"term"})
"""Kinds of which nothing is kept: what they say without the text is no more than that they were there."""

MOST_SIGNALS = 2_000
"""Of one content. Digests and looks come first, so that only addresses are ever left out."""

_PLAIN, _DEFLATED = b"\0", b"\1"
_WORTH_DEFLATING_BYTES = 512
_SHORT = 3


def remembered(measured: Measured, *, now: datetime) -> Fingerprints | None:
    """Return what is to be remembered of content; None where nothing of it could be compared later."""
    kept = sorted(filter(_is_kept, measured.signals), key=_weight)[:MOST_SIGNALS]
    if not kept:
        return None
    names: dict[str, int] = {}

    def name(text: str) -> int:
        return names.setdefault(text, len(names))

    rows = [_row(signal, name) for signal in kept]
    body = msgspec.msgpack.encode((measured.size_bytes, list(names), rows))
    packed = _DEFLATED + zlib.compress(body, 1) if len(body) > _WORTH_DEFLATING_BYTES else _PLAIN + body
    return Fingerprints(content_id=measured.content_id, kind=measured.kind, seen_at=now, packed=packed)


def measured_again(fingerprints: Fingerprints) -> Measured:
    """Return what was remembered as it was measured; what was a gap then is decided about already.

    Raises:
        IntegrityLost: it is not what was written.
    """
    try:
        form, body = fingerprints.packed[:1], fingerprints.packed[1:]
        if form not in {_PLAIN, _DEFLATED}:
            raise IntegrityLost(f"what is remembered of {fingerprints.content_id} has no known form")
        plain = body if form == _PLAIN else zlib.decompress(body)
        size_bytes, names, rows = msgspec.msgpack.decode(plain, type=tuple[int, list[str], list[list[Any]]])
        signals = tuple(_signal(row, names) for row in rows)
    except (msgspec.MsgspecError, zlib.error, ValueError, LookupError, TypeError) as damaged:
        raise IntegrityLost(f"what is remembered of {fingerprints.content_id} cannot be read") from damaged
    return Measured(
        content_id=fingerprints.content_id,
        kind=fingerprints.kind,
        size_bytes=size_bytes,
        signals=signals,
        gaps=(),
    )


def forget_old(*, before: datetime, works: Works, now: datetime, most: int = 1_000) -> int:
    """Forget what was seen last before a time, oldest first, up to *most* contents; return how many."""
    ENGINE.require(Permission.SCREEN)

    def write(work: Work) -> int:
        oldest = work.memory.after(None, most=most)
        gone = work.memory.forget([each.content_id for each in oldest if each.seen_at < before])
        if gone:
            facts: dict[str, Fact] = {"contents": gone, "seen_before": before.isoformat()}
            work.record(Act(act="memory.forget", on="memory", by=ENGINE.id, at=now, facts=facts))
        return gone

    return works.run(write)


def _is_kept(signal: Signal) -> bool:
    if signal.kind in FORGOTTEN_KINDS:
        return False
    as_it_stands = signal.where.region is Region.WHOLE and signal.where.turn is Turn.UPRIGHT
    return signal.kind not in PERCEPTUAL_KINDS or as_it_stands


def _is_here(where: Where) -> bool:
    # Most are the very same, and to compare all their fields takes time.
    return where is HERE or where == HERE


def _weight(signal: Signal) -> bool:
    """Order signals so that those which stand at a place of a text or of a picture come last."""
    return not _is_here(signal.where) and signal.kind not in PERCEPTUAL_KINDS


def _row(signal: Signal, name: Callable[[str], int]) -> tuple[Any, ...]:
    """Return a signal as numbers and bytes; two that are alike in all but their value share their names."""
    value = _short(signal.value)
    short = (name(signal.kind), name(signal.detector), value)
    where = signal.where
    if _is_here(where) and signal.quality is None and signal.family is None and signal.exact:
        return short
    text = (where.passage, where.start, where.end)
    family = signal.family or ""
    picture = (
        where.frame,
        *map(name, (where.layer, where.region, where.turn)),
        where.box if where.box != HERE.box else (),
    )
    return (*short, signal.quality, name(family), signal.exact, *picture, *text)


def _short(value: str) -> bytes | str:
    """Return a value as bytes where it is hexadecimal digits in lower case, and else as it is."""
    if not value.isalnum():
        return value
    try:
        given = bytes.fromhex(value)
    except ValueError:
        return value
    return given if given.hex() == value else value


def _signal(row: list[Any], names: list[str]) -> Signal:
    kind, detector, value = row[:_SHORT]
    text = value.hex() if isinstance(value, bytes) else value
    if len(row) == _SHORT:
        return Signal(kind=names[kind], value=text, detector=names[detector], where=HERE)
    quality, family, exact, frame, layer, region, turn, box, passage, start, end = row[_SHORT:]
    where = Where(
        frame=frame,
        layer=Layer(names[layer]),
        region=Region(names[region]),
        turn=Turn(names[turn]),
        box=tuple(box) if box else HERE.box,
        passage=passage,
        start=start,
        end=end,
    )
    return Signal(
        kind=names[kind],
        value=text,
        detector=names[detector],
        where=where,
        quality=quality,
        family=Family(names[family]) if names[family] else None,
        exact=exact,
    )

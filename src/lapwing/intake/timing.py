"""How long each frame of an animation is on show, from the file's own tables, with nothing decoded."""

import struct
from collections.abc import Callable, Iterator, Mapping

from lapwing.intake.gifs import Outline
from lapwing.intake.riff import riff_chunks

# Browsers show a frame that asks for this or less for as long as HURRIED_BECOMES (Chromium, Gecko, WebKit).
MOST_HURRIED_MS = 10
HURRIED_BECOMES_MS = 100
# Far more than can be read anyway; what a file claims beyond is left out.
MOST_FRAMES = 1_000_000
MOST_CHUNKS = 1_000_000
PNG_HEAD_BYTES = 8
MOST_DEPTH = 6
BOXES_ABOVE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl"})


def times_on_show(name: str, untrusted_data: bytes, plan: Outline | None, *, count: int) -> tuple[int, ...]:
    """Return for how long each of *count* frames is shown, in milliseconds, at least 1 each.

    Empty where the file does not say it for every frame (or the format has no such times), which is also
    what comes of anything malformed. *plan* is a GIF's outline.

    Source: GIF89a §23; PNG (3rd edition) §11.3.6.3; WebP Container Specification, "Animation"; ISO/IEC
    14496-12 §8.4.2 and §8.6.1.2.
    """
    try:
        found = plan.times_ms if plan is not None else _READERS.get(name, _none)(untrusted_data)
    except (struct.error, ZeroDivisionError):
        return ()
    if len(found) < count:
        return ()
    return tuple(HURRIED_BECOMES_MS if each <= MOST_HURRIED_MS else each for each in found[:count])


def _none(_: bytes) -> list[int]:
    return []


def _png(data: bytes) -> list[int]:
    times: list[int] = []
    at = PNG_HEAD_BYTES
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(data):
            break
        length, sort = struct.unpack_from(">I4s", data, at)
        if sort == b"fcTL":
            above, below = struct.unpack_from(">HH", data, at + 8 + 20)
            times.append(1000 * above // (below or 100))
        elif sort == b"IDAT" and not times:
            # This picture is not part of the animation: it is what a viewer shows that plays none.
            times.append(0)
        at += 12 + length
    return times


def _webp(data: bytes) -> list[int]:
    return [
        int.from_bytes(data[start + 12 : start + 15], "little")
        for name, start, _ in riff_chunks(data, 12, len(data))
        if name == b"ANMF"
    ]


def _avif(data: bytes) -> list[int]:
    """Return the times of the track with the most frames; others carry transparency or depth."""
    scale, best = 1, list[int]()
    for name, start, stop in _boxes(data, 0, len(data), MOST_DEPTH):
        if name == b"mdhd":
            (scale,) = struct.unpack_from(">I", data, start + (20 if data[start] else 12))
        elif name == b"stts":
            times = list(_runs(data, start, stop, scale))
            best = max(best, times, key=len)
    return best


def _runs(data: bytes, start: int, stop: int, scale: int) -> Iterator[int]:
    (entries,) = struct.unpack_from(">I", data, start + 4)
    left = MOST_FRAMES
    for at in range(start + 8, min(start + 8 + 8 * entries, stop - 7), 8):
        many, each = struct.unpack_from(">II", data, at)
        yield from [1000 * each // scale] * min(many, left)
        left -= min(many, left)


def _boxes(data: bytes, at: int, stop: int, depth: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of the content of each box that holds no others, in order."""
    while at + 8 <= stop:
        length, name = struct.unpack_from(">I4s", data, at)
        end = min(at + length, stop) if length else stop
        if name in BOXES_ABOVE and depth:
            yield from _boxes(data, at + 8, end, depth - 1)
        else:
            yield name, at + 8, end
        at = max(end, at + 8)


_READERS: Mapping[str, Callable[[bytes], list[int]]] = {"PNG": _png, "WEBP": _webp, "AVIF": _avif}

"""The segments of a JPEG and where it ends, walked over without decoding."""

import re
from dataclasses import dataclass

# Any marker that has a length, or the end; a scan stuffs every FF of its own (T.81 B.1.1.5). Without a length
# are TEM, RST0 to RST7 and SOI. As an expression: three times as fast as bytes.find.
MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
FIRST_END = re.compile(rb"\xff\xd9")
START_OF_SCAN, END_OF_IMAGE, COMMENT = 0xDA, 0xD9, 0xFE
FIRST_APPLICATION, LAST_APPLICATION = 0xE0, 0xEF
# Between markers in front of the first scan; a segment has no such number.
BETWEEN = 0
# Far more than any camera writes, scans of a progressive picture included.
MOST_SEGMENTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Segments:
    """What a JPEG consists of.

    asides: number of the marker, start and end of the body of each comment and application segment, and of
        whatever lies between segments (BETWEEN).
    end: just past the end marker; None where there is none.
    """

    asides: tuple[tuple[int, int, int], ...]
    end: int | None


def segments(untrusted_data: bytes) -> Segments:
    """Return what the JPEG at the beginning of *untrusted_data* consists of. Never fails.

    Source: ITU-T T.81 §B.1.
    """
    asides: list[tuple[int, int, int]] = []
    at, first_scan = 2, 0
    for _ in range(MOST_SEGMENTS):
        found = MARKER.search(untrusted_data, at)
        if found is None:
            break
        if found.start() > at and not first_scan:
            asides.append((BETWEEN, at, found.start()))
        marker, start = untrusted_data[found.end() - 1], found.end()
        if marker == END_OF_IMAGE:
            return Segments(asides=tuple(asides), end=start)
        at = start + max(2, int.from_bytes(untrusted_data[start : start + 2]))
        if marker == START_OF_SCAN:
            first_scan = first_scan or start
        elif marker == COMMENT or FIRST_APPLICATION <= marker <= LAST_APPLICATION:
            asides.append((marker, start + 2, at))
    # A scan that is spoiled may look like a segment that leads past the end.
    closing = FIRST_END.search(untrusted_data, first_scan) if first_scan else None
    return Segments(asides=tuple(asides), end=closing.end() if closing else None)

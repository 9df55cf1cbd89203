"""Colour profiles made for tests: curves and a matrix, or tables, harmless or not."""

import struct
from collections.abc import Mapping, Sequence

from PIL import ImageCms

HEADER_BYTES = 128
D50 = (0.9642, 1.0, 0.8249)
# The columns of sRGB, adapted to D50 (IEC 61966-2-1 and Bradford), as every sRGB profile has them.
RED, GREEN, BLUE = (0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410)
RISING = tuple(round(65_535 * (level / 255) ** 2.2) for level in range(256))


def srgb() -> bytes:
    """Return LittleCMS's own sRGB profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def by_curves(
    curves: Sequence[Sequence[int]] = (RISING,) * 3,
    columns: Sequence[Sequence[float]] = (RED, GREEN, BLUE),
    *,
    tables: Mapping[bytes, bytes] | None = None,
) -> bytes:
    """Return an RGB profile of three curves, 256 values of 16 bits each, and the XYZ of three primaries."""
    tags = {b"wtpt": _xyz(D50)}
    for name, curve, column in zip((b"r", b"g", b"b"), curves, columns, strict=True):
        tags |= {name + b"XYZ": _xyz(column), name + b"TRC": _curve(curve)}
    return _profile(b"RGB ", b"XYZ ", {**tags, **(tables or {})})


def of_grey(curve: Sequence[int]) -> bytes:
    """Return a grey profile of one curve."""
    return _profile(b"GRAY", b"XYZ ", {b"wtpt": _xyz(D50), b"kTRC": _curve(curve)})


def by_table(lightness: Sequence[int], colours: bytes = b"RGB ") -> bytes:
    """Return a profile of one table: the L* (0 to 255) of the corners, the last channel changing fastest."""
    return _profile(colours, b"Lab ", {b"wtpt": _xyz(D50), b"A2B0": table(lightness)})


def table(lightness: Sequence[int]) -> bytes:
    """Return a table of two points a channel (lut8Type, ICC.1:2022 §10.11)."""
    channels = len(lightness).bit_length() - 1
    identity = struct.pack(">9i", *(65_536 if at % 4 == 0 else 0 for at in range(9)))
    corners = b"".join(bytes([each, 128, 128]) for each in lightness)
    straight = bytes(range(256))
    head = b"mft1" + bytes(4) + bytes([channels, 3, 2, 0])
    return head + identity + straight * channels + corners + straight * 3


def _curve(values: Sequence[int]) -> bytes:
    return b"curv" + bytes(4) + struct.pack(f">I{len(values)}H", len(values), *values)


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65_536) for value in values))


def _profile(colours: bytes, space: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    start = HEADER_BYTES + 4 + 12 * len(tags)
    index, body = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        filled = value + bytes(-len(value) % 4)
        index += struct.pack(">4sII", name, start + len(body), len(value))
        body += filled
    head = struct.pack(">I4xI4s4s4s12x4s", start + len(body), 0x02400000, b"mntr", colours, space, b"acsp")
    return head.ljust(68, b"\0") + _xyz(D50)[8:] + bytes(HEADER_BYTES - 80) + index + body

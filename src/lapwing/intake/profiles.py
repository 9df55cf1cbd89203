"""Colour profiles (ICC) as bytes: what sort one is, and one written for the gamma marks of a PNG."""

import struct
from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

HEADER_BYTES = 128
COLOURS_AT, MARK_AT, MARK = 16, 36, b"acsp"
# Far above what profiles have; a table that claims more is cut here.
MOST_TAGS = 200
TAG_BYTES = 12
# Tables from colours to colours; a profile without them is three curves and a matrix, or one curve.
TABLES = frozenset({b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2", b"D2B3"})
CURVES = frozenset({b"rTRC", b"kTRC"})

# CIE xy of red, green, blue and white, as sRGB has them (IEC 61966-2-1).
SRGB_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
SRGB_WHITE = (0.3127, 0.3290)
# The white of the space in which profiles speak (ICC.1:2022 §7.2.16).
D50 = np.array([0.9642, 1.0, 0.8249])
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
STEEPEST, FLATTEST = 1000.0, 0.001
FIXED_ONE = 65_536
# Beyond this a primary colour is none that a screen could have, and the marks are taken for broken.
MOST_XYZ = 100.0

Matrix = NDArray[np.float64]


class Colours(StrEnum):
    """The colours that a picture is stored in, and a profile speaks of, by their name in a profile."""

    GREY = "GRAY"
    RGB = "RGB "
    CMYK = "CMYK"


def colours_of(untrusted_profile: bytes) -> str | None:
    """Return the name of the colours a profile is for, a Colours or another; None if it is no profile."""
    if untrusted_profile[MARK_AT : MARK_AT + len(MARK)] != MARK:
        return None
    return untrusted_profile[COLOURS_AT : COLOURS_AT + 4].decode("latin-1")


def has_tables(untrusted_profile: bytes) -> bool:
    """Say whether the profile holds tables, which may do anything to any one colour."""
    return bool(_names(untrusted_profile) & TABLES)


def curves_alone(untrusted_profile: bytes) -> bytes | None:
    """Return the profile as a viewer takes it that knows no tables; None if it then has nothing to go by."""
    if not _names(untrusted_profile) & CURVES:
        return None
    changed = bytearray(untrusted_profile)
    for at in _tag_places(untrusted_profile):
        if bytes(changed[at : at + 4]) in TABLES:
            changed[at : at + 4] = b"none"
    return bytes(changed)


def _tag_places(profile: bytes) -> Sequence[int]:
    count = int.from_bytes(profile[HEADER_BYTES : HEADER_BYTES + 4])
    first = HEADER_BYTES + 4
    return range(first, min(first + TAG_BYTES * min(count, MOST_TAGS), len(profile)), TAG_BYTES)


def _names(profile: bytes) -> frozenset[bytes]:
    return frozenset(profile[at : at + 4] for at in _tag_places(profile))


def for_marks(gamma: float, chromaticity: Sequence[float]) -> bytes:
    """Return a profile that displays as the gAMA and cHRM chunks of a PNG ask for.

    Args:
        gamma: as in gAMA, above 0; 0.45455 is the usual one.
        chromaticity: x and y of white, red, green and blue, as in cHRM; of another length, or of no
            possible colours, those of sRGB.

    Source: PNG (3rd edition) §11.3.2; ICC.1:2022 §7, §8.3.3, §10.18.
    """
    pairs = [(chromaticity[at], chromaticity[at + 1]) for at in range(0, len(chromaticity) - 1, 2)]
    matrix = _to_d50(pairs[1:], pairs[0]) if len(pairs) == 1 + len(SRGB_PRIMARIES) else None
    if matrix is None:
        matrix = _to_d50(SRGB_PRIMARIES, SRGB_WHITE)
    exponent = min(max(1 / gamma, FLATTEST), STEEPEST)
    curve = b"para" + bytes(8) + _fixed([exponent])
    tags = {b"wtpt": _xyz(D50)}
    for name, column in zip((b"r", b"g", b"b"), () if matrix is None else matrix.T, strict=True):
        tags[name + b"XYZ"] = _xyz(column)
        tags[name + b"TRC"] = curve
    return _profile(tags)


def _to_d50(primaries: Sequence[Sequence[float]], white: Sequence[float]) -> Matrix | None:
    """Return the matrix from linear RGB to XYZ, its white adapted to D50; None where there is none."""
    try:
        corners = np.array([_of_xy(*each) for each in primaries]).T
        whole = _of_xy(*white)
        matrix = corners * np.linalg.solve(corners, whole)
        cones = np.diag((BRADFORD @ D50) / (BRADFORD @ whole))
        adapted: Matrix = np.linalg.solve(BRADFORD, cones @ BRADFORD @ matrix)
    except (np.linalg.LinAlgError, ZeroDivisionError, FloatingPointError):
        return None
    return adapted if bool(np.all(np.abs(adapted) < MOST_XYZ)) else None


def _of_xy(across: float, up: float) -> Matrix:
    return np.array([across / up, 1.0, (1 - across - up) / up])


def _fixed(values: Sequence[float]) -> bytes:
    return b"".join(struct.pack(">i", round(value * FIXED_ONE)) for value in values)


def _xyz(values: Matrix) -> bytes:
    return b"XYZ " + bytes(4) + _fixed([float(value) for value in values])


def _profile(tags: Mapping[bytes, bytes]) -> bytes:
    start = HEADER_BYTES + 4 + TAG_BYTES * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(value))
        body += value
    head = struct.pack(">I4xI4s4s4s", start + len(body), 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    head = head.ljust(MARK_AT, b"\0") + MARK
    illuminant = 68
    return (head.ljust(illuminant, b"\0") + _fixed(list(D50))).ljust(HEADER_BYTES, b"\0") + table + body

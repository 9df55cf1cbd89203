"""Percent signs taken out of an address for good, however often they were put in."""

import re

_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_PERCENT = 0x25
_HEX = frozenset(b"0123456789ABCDEFabcdef")
_LONGEST = 3  # a percent sign and two digits
# What the Safe Browsing canonicalisation escapes: up to space, from DEL on, "#" and "%".
_SPECIAL = re.compile(rb"[\x00-\x20\x7f-\xff#%]")
_SPECIAL_IN_PATH = re.compile(rb"[\x00-\x20\x7f-\xff#%?]")


def unescape(text: bytes) -> bytes:
    """Return *text* unescaped until nothing is left to unescape, in time linear in its length.

    Two escapes never overlap, so the order in which they are undone does not change the result, and one pass
    from left to right with a stack reaches the same end as unescaping the whole again and again.

    Source: Safe Browsing v4, "URLs and Hashing", Canonicalization.
    """
    once = _ESCAPE.sub(lambda escape: bytes((int(escape[1], 16),)), text)
    return _settle(once) if _ESCAPE.search(once) else once


def escape_path(text: bytes) -> str:
    """Return *text*, part of a path, with what could not stand there escaped; the digits in capitals."""
    return _SPECIAL_IN_PATH.sub(_escaped, text).decode("ascii")


def escape_query(text: bytes) -> str:
    """Return *text*, a query, with what could not stand there escaped; the digits in capitals."""
    return _SPECIAL.sub(_escaped, text).decode("ascii")


def _escaped(special: re.Match[bytes]) -> bytes:
    """Return one byte as a percent sign and two digits."""
    return b"%%%02X" % special[0][0]


def _settle(text: bytes) -> bytes:
    """Return *text* with every escape undone, those too that undoing others completes."""
    out = bytearray()
    for byte in text:
        out.append(byte)
        while _ends_in_escape(out):
            out[-_LONGEST:] = bytes((int(out[-2:], 16),))
    return bytes(out)


def _ends_in_escape(out: bytearray) -> bool:
    """Say whether the last three bytes are an escape."""
    return len(out) >= _LONGEST and out[-_LONGEST] == _PERCENT and out[-1] in _HEX and out[-2] in _HEX

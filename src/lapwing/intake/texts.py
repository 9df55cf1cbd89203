"""Untrusted bytes become well-formed text, and what had to be replaced is counted."""

import codecs
import re
from dataclasses import dataclass

# What stands where something was that is no text (Unicode 16, §23.8).
REPLACEMENT = "\ufffd"
# A character takes at most this many bytes in UTF-8 and UTF-16.
MOST_BYTES_A_CHARACTER = 4

# NUL, lone surrogates and the 66 noncharacters (Unicode 16, §23.7): nothing that a person wrote.
NO_TEXT = re.compile(
    "[\x00\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
# Control characters that no text file has, other than tab, line ends, form feed and escape.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
RECOGNISED_BY_BYTES = 64 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text out of bytes.

    text: well-formed, without NUL, surrogates or noncharacters, at most as long as was allowed.
    encoding: "utf-8", "utf-16-le" or "utf-16-be".
    replaced: how many characters or stray bytes were replaced by U+FFFD.
    cut: whether there was more than was allowed.
    """

    text: str
    encoding: str
    replaced: int
    cut: bool


def decode(untrusted_data: bytes, *, most_characters: int) -> Decoded:
    """Return the text in *untrusted_data*: UTF-16 with a byte order mark, or else UTF-8. Never fails."""
    encoding, body = _unmarked(untrusted_data)
    # One character too many is enough to see that there is more, and a cut-off sequence lies beyond it.
    window = body[: (most_characters + 2) * MOST_BYTES_A_CHARACTER]
    text = _escaped(window, encoding)
    cut = len(text) > most_characters or len(window) < len(body)
    text, replaced = _replaced(text[:most_characters])
    return Decoded(text=text, encoding=encoding, replaced=replaced, cut=cut)


def _replaced(text: str) -> tuple[str, int]:
    """Return a text without what no person wrote, and how often that was there."""
    if text.isascii() and "\0" not in text:
        return text, 0
    return NO_TEXT.subn(REPLACEMENT, text)


def looks_like_text(untrusted_head: bytes) -> bool:
    """Say whether bytes that begin so are text: not empty, well-formed so far, no control characters."""
    encoding, body = _unmarked(untrusted_head[:RECOGNISED_BY_BYTES])
    try:
        text = codecs.getincrementaldecoder(encoding)(errors="strict").decode(body)
    except UnicodeDecodeError:
        return False
    return bool(text) and CONTROLS.search(text) is None and NO_TEXT.search(text) is None


def _unmarked(data: bytes) -> tuple[str, bytes]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, data[len(mark) :]
    return "utf-8", data


def _escaped(window: bytes, encoding: str) -> str:
    """Decode with a lone surrogate for whatever is malformed, so that it is told apart from a real U+FFFD."""
    if encoding == "utf-8":
        return window.decode(encoding, errors="surrogateescape")
    whole = len(window) - len(window) % 2
    text = window[:whole].decode(encoding, errors="surrogatepass")
    return text if whole == len(window) else text + "\udc80"

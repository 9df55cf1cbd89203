"""Formats written in plain characters that yet show pictures: to read only their words is not enough."""

import re

_HEADS = (
    r"%PDF-",
    r"%!PS",
    r"\{\\rtf",
    r"P[123]\s+\d+\s+\d+\s",  # portable any-map in plain form
    r"#define\s+\w+_width\s",  # X bitmap
    r"/\*\s*XPM",
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!doctype\s+svg[^>]*>\s*)?<svg[\s>]",
    r"MIME-Version:",
    r"BEGIN:VCARD",
)
_HEAD = re.compile(r"\s*(?:" + "|".join(_HEADS) + ")", re.IGNORECASE | re.DOTALL)
_INSIDE = re.compile(r"data:image/[\w.+-]+[;,]", re.IGNORECASE)
# Every one of these formats says what it is at its beginning.
_HEAD_CHARACTERS = 4_096


def may_show_pictures(text: str) -> bool:
    """Say whether *text* is of a format that can show pictures, or holds a picture as a data address."""
    if _HEAD.match(text[:_HEAD_CHARACTERS]):
        return True
    # A data address has both signs; most texts have not, and to look for one costs more than for these.
    return ":" in text and "/" in text and _INSIDE.search(text) is not None

"""What a text shows where markup is shown as what it means: words that tags, stress or blind characters part.

- HTML: comments and tags inside a line go, others become a space or a line break, entities are resolved.
- Markdown: stars, underscores, tildes and pairs of bars inside a word go.
- What shows nothing, or a box, goes from inside a word: control, private-use and replacement characters.
- Regional indicators are letters, but for two by themselves, which are a flag.
"""

import html
import re

from lapwing.signals.rewriting import Put, Rewritten

_MOST_OF_A_TAG = 500  # characters
# The elements that browsers show apart from what is beside them.
_BLOCKS = (
    "address|article|aside|blockquote|body|button|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|h[1-6]|head|header|hgroup|hr|html|input|legend|li|main|menu|nav|ol|optgroup|"
    "option|p|pre|section|select|summary|table|tbody|td|textarea|tfoot|th|thead|title|tr|ul"
)
_TAG = re.compile(
    rf"<(?:/?(?P<block>(?:{_BLOCKS})(?![\w-]))|(?P<break>br(?![\w-]))|/?[a-z]|!--)[^<>]{{0,{_MOST_OF_A_TAG}}}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_STRESS = re.compile(r"(?<=[^\W_])(?:\|\||[*_~])+(?=[^\W_])")
_STARS = re.compile(r"(?<=\w)\*{1,3}(?=[\w.])|(?<=\.)\*{1,3}(?=\w)")  # an address goes on with a dot
_BLIND_CLASS = (
    r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    "\U000f0000-\U0010ffff"
)
_BLIND = re.compile(rf"(?<=\w)[{_BLIND_CLASS}]+(?=\w)")
_INDICATOR = "[\U0001f1e6-\U0001f1ff]"
_INDICATORS = re.compile(rf"{_INDICATOR}(?:[\u200b-\u200d\u2060\ufe0f]?{_INDICATOR})*")
_FLAG = 2  # indicators
_FIRST_INDICATOR = 0x1F1E6

# Without one of these there is nothing to show.
MARKS = "<&*_~|" + "".join(map(chr, (*range(9), *range(0x0E, 0x20), 0x7F)))
MARKS_BEYOND_ASCII = rf"{_BLIND_CLASS}\U0001f1e6-\U0001f1ff"
# What there has to be beside one of those in ASCII; it says no more than that it is worth a look.
MARKS_BESIDE = (
    r"(?<=<)[A-Za-z/!]|(?<=&)[#A-Za-z]|(?<=[A-Za-z0-9][*_~])|(?<=\|)\||(?<=[\x00-\x08\x0e-\x1f\x7f])"
)


def shown(text: Rewritten) -> Rewritten:
    """Return a text as it is seen where its markup is shown; itself where that changes nothing."""
    for signs, pattern, put in _STEPS:
        if any(sign in text.text for sign in signs):
            text = text.sub(pattern, put)
    text = text.sub(_BLIND, _nothing)
    return text if text.text.isascii() else text.sub(_INDICATORS, _letters)


def untagged(text: Rewritten) -> Rewritten:
    """Return a text without tags, and without stars inside its words; itself where that changes nothing."""
    if "<" in text.text:
        text = text.sub(_TAG, _tag)
    return text.sub(_STARS, _nothing) if "*" in text.text else text


def _nothing(_part: re.Match[str]) -> str:
    """Return what is seen of something that is not."""
    return ""


def _tag(tag: re.Match[str]) -> str:
    """Return a line break for a tag that is one, a space for a block or cell, and nothing for any other."""
    if tag["break"] is not None:
        return "\n"
    return "" if tag["block"] is None else " "


def _entity(entity: re.Match[str]) -> str:
    """Return the characters that an HTML entity stands for."""
    return html.unescape(entity[0])


def _letters(indicators: re.Match[str]) -> str:
    """Return regional indicators as letters, or as they are where they are a flag."""
    letters = [ord(each) - _FIRST_INDICATOR for each in indicators[0] if ord(each) >= _FIRST_INDICATOR]
    if len(letters) == _FLAG:
        return indicators[0]
    return "".join(chr(ord("a") + letter) for letter in letters)


# Each with signs without which there is nothing to replace.
_STEPS: tuple[tuple[tuple[str, ...], re.Pattern[str], Put], ...] = (
    (("<",), _TAG, _tag),
    (("&",), _ENTITY, _entity),
    (("*", "_", "~", "||"), _STRESS, _nothing),
)

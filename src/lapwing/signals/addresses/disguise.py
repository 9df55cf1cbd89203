"""Addresses written so that programs miss them: the disguise comes off, and every place is traced back."""

import re
import sys
import unicodedata

from lapwing.signals.markup import untagged
from lapwing.signals.rewriting import Put, Rewritten

# Look like a full stop, a slash or a colon; NFKC knows most of the rest.
_ALIKE = {
    **dict.fromkeys("\u3002\uff61\u2024\ufe52\uff0e\u00b7\u2022\u2219\u22c5\u06d4\u0701\u0702", "."),
    **dict.fromkeys("\u2044\u2215\u29f8\u2571", "/"),
    **dict.fromkeys("\u2236\ua789\u02d0\u0589\u05c3", ":"),
}
# Cf holds the zero-width and direction marks; these show nothing either.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_SELECTORS = (0xFE00, 0xFE0F)

_ENTITY = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,7})|#x(?P<hex>[0-9a-f]{1,6})|(?P<name>amp|period|colon|sol|dot|lowbar|hyphen));",
    re.IGNORECASE,
)
_NAMED = {"amp": "&", "period": ".", "colon": ":", "sol": "/", "dot": ".", "lowbar": "_", "hyphen": "-"}

# A run of brackets is taken whole or not at all, so that a line of nothing else is passed once.
_OPEN = r"(?<![\[({<])[\[({<]++\s{0,2}"
_CLOSE = r"\s{0,2}[\])}>]++"
_BRACKETED = re.compile(
    rf"{_OPEN}(?:(?P<dot>\.|dot|d0t|punkt|punto|point|\u70b9|\u9ede)|(?P<at>@|at)|(?P<kept>:?/{{1,2}}|:)){_CLOSE}"
    r"|\[\.",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\.\]|\\\.")
_SPELT = re.compile(r"(?<=\w)\s{1,2}(?:dot|d0t)\s{1,2}(?=\w)", re.IGNORECASE)
_SPACED = re.compile(r" {1,2}\. {0,2}(?=\w)")
_PARTED = re.compile(r"\. {1,2}(?=(?:com|net|org|info|biz|xyz|onion|online|site)(?![\w-]))", re.IGNORECASE)
_SCHEME = re.compile(r"h(?:xx|x\*|\*\*|\#\#|__|--|tx|xt|ll)p(?P<secure>s?)(?=\s?[:\[({<])", re.IGNORECASE)
_MOST_ROUNDS = 2  # one disguise inside another; what is deeper than that nobody reads as an address


def stages(untrusted_text: str) -> tuple[Rewritten, ...]:
    """Return a text as received, then with ever more of its disguises off; the first alone if it has none.

    Every stage is worth a look: what is a disguise in one place is punctuation in another.
    """
    found = [Rewritten(untrusted_text)]
    for take_off in (*_DISGUISES, untagged):
        after = take_off(found[-1])
        if after is not found[-1]:
            found.append(after)
    return tuple(found)


def undisguised(untrusted_text: str) -> str:
    """Return an address with its disguises off: hxxp, [.], look-alike dots, unseen characters.

    Stars stay, which in a list's entry stand for something.
    """
    stage = Rewritten(untrusted_text)
    for take_off in _DISGUISES:
        stage = take_off(stage)
    return stage.text


def _seen_alike(stage: Rewritten) -> Rewritten:
    """Take off entities, characters that are seen as others, and those that are not seen."""
    if "&" in stage.text:
        stage = stage.sub(_ENTITY, _entity)
    if stage.text.isascii():
        return stage
    plain = {each: shown for each in set(stage.text) if (shown := _shown(each)) != each}
    if not plain:
        return stage
    table = str.maketrans(plain)
    pattern = re.compile(f"[{re.escape(''.join(sorted(plain)))}]+")
    return stage.sub(pattern, lambda part: part[0].translate(table))


def _unbracketed(stage: Rewritten) -> Rewritten:
    """Take off brackets around dots and colons, and schemes that are none."""
    for _ in range(_MOST_ROUNDS):
        before = stage
        if any(each in stage.text for each in "[({<"):
            stage = stage.sub(_BRACKETED, _from_brackets)
        if stage is before:
            break
    for sign, pattern, put in _MARKED:
        if sign in stage.text:
            stage = stage.sub(pattern, put)
    return stage


def _closed_up(stage: Rewritten) -> Rewritten:
    """Take out the spaces around dots, and dots that are spelt."""
    low = stage.text.lower()
    for sign, pattern in _SPREAD:
        if sign in low:
            stage = stage.sub(pattern, _dot)
    return stage


def _shown(each: str) -> str:
    """Return what is seen of one character where that is one ASCII character or nothing; otherwise itself."""
    if each.isascii():
        return each
    if each in _ALIKE:
        return _ALIKE[each]
    low, high = _SELECTORS
    if each in _UNSEEN or low <= ord(each) <= high or unicodedata.category(each) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKC", each)
    return plain if len(plain) == 1 and plain.isascii() else each


def _entity(part: re.Match[str]) -> str:
    """Return the character that an HTML entity stands for."""
    if part["name"]:
        return _NAMED[part["name"].lower()]
    number = int(part["decimal"]) if part["decimal"] else int(part["hex"], 16)
    return chr(number) if 0 < number <= sys.maxunicode else "\ufffd"


def _from_brackets(part: re.Match[str]) -> str:
    """Return what a part in brackets stands for."""
    if part["at"] is not None:
        return "@"
    return part["kept"] or "."


def _dot(_part: re.Match[str]) -> str:
    """Return a full stop, whatever stood for it."""
    return "."


# Each with a sign, in lower case, without which there is nothing to replace.
_MARKED: tuple[tuple[str, re.Pattern[str], Put], ...] = (
    (".]", _CLOSED, _dot),
    ("\\.", _CLOSED, _dot),
    (":", _SCHEME, lambda part: f"http{part['secure']}"),
)
_SPREAD = (("dot", _SPELT), ("d0t", _SPELT), (" .", _SPACED), (". ", _PARTED))
_DISGUISES = (_seen_alike, _unbracketed, _closed_up)

"""Addresses written so that programs miss them: the disguise comes off, and every place is traced back."""

import re
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class _Marks:
    """Where each replaced part begins and ends, after and before, in order; four bytes a number.

    The types are quoted because Python 3.11 cannot subscript them at run time.
    """

    new_starts: "array[int]" = field(default_factory=lambda: array("i"))
    new_ends: "array[int]" = field(default_factory=lambda: array("i"))
    old_starts: "array[int]" = field(default_factory=lambda: array("i"))
    old_ends: "array[int]" = field(default_factory=lambda: array("i"))


@dataclass(slots=True)
class _Step:
    """One replacement of parts of a text by others, and how to get back.

    Where each part was is worked out only when somebody asks, which for most texts is never.
    """

    before: str
    pattern: re.Pattern[str]
    put: Callable[[re.Match[str]], str]
    _marks: _Marks | None = None

    def after(self) -> str:
        """Return the text with every part replaced."""
        return self.pattern.sub(self.put, self.before)

    def back(self, place: int, *, is_end: bool) -> int:
        """Return the place in the text before for a place in the text after."""
        marks = self._all_marks()
        index = bisect_right(marks.new_starts, place) - 1
        if index < 0:
            return place
        if place >= marks.new_ends[index]:
            return marks.old_ends[index] + place - marks.new_ends[index]
        is_inside = is_end and place > marks.new_starts[index]
        return marks.old_ends[index] if is_inside else marks.old_starts[index]

    def _all_marks(self) -> _Marks:
        """Return where every replaced part was and is."""
        if self._marks is None:
            self._marks, shift = _Marks(), 0
            for part in self.pattern.finditer(self.before):
                start, end = part.span()
                length = len(self.put(part))
                self._marks.new_starts.append(start + shift)
                self._marks.new_ends.append(start + shift + length)
                self._marks.old_starts.append(start)
                self._marks.old_ends.append(end)
                shift += length - (end - start)
        return self._marks


@dataclass(frozen=True, slots=True)
class Stage:
    """A text with some of its disguises off."""

    text: str
    _steps: tuple[_Step, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as received of a place in *text*; end exclusive in both."""
        for step in reversed(self._steps):
            start, end = step.back(start, is_end=False), step.back(end, is_end=True)
        return start, end

    def without(self, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> "Stage":
        """Return the stage after replacing every part that *pattern* finds; itself where nothing changes."""
        step = _Step(self.text, pattern, put)
        after = step.after()
        return self if after == self.text else Stage(after, (*self._steps, step))


def stages(untrusted_text: str) -> tuple[Stage, ...]:
    """Return a text as received, then with ever more of its disguises off; the first alone if it has none.

    Every stage is worth a look: what is a disguise in one place is punctuation in another.
    """
    found = [Stage(untrusted_text, ())]
    for take_off in (_seen_alike, _unbracketed, _closed_up):
        after = take_off(found[-1])
        if after is not found[-1]:
            found.append(after)
    return tuple(found)


def undisguised(untrusted_text: str) -> str:
    """Return a text with the disguises of addresses off: hxxp, [.], look-alike dots, unseen characters."""
    return stages(untrusted_text)[-1].text


def _seen_alike(stage: Stage) -> Stage:
    """Take off entities, characters that are seen as others, and those that are not seen."""
    if "&" in stage.text:
        stage = stage.without(_ENTITY, _entity)
    if stage.text.isascii():
        return stage
    plain = {each: shown for each in set(stage.text) if (shown := _shown(each)) != each}
    if not plain:
        return stage
    table = str.maketrans(plain)
    pattern = re.compile(f"[{re.escape(''.join(sorted(plain)))}]+")
    return stage.without(pattern, lambda part: part[0].translate(table))


def _unbracketed(stage: Stage) -> Stage:
    """Take off brackets around dots and colons, and schemes that are none."""
    for _ in range(_MOST_ROUNDS):
        before = stage
        if any(each in stage.text for each in "[({<"):
            stage = stage.without(_BRACKETED, _from_brackets)
        if stage is before:
            break
    for sign, pattern, put in _MARKED:
        if sign in stage.text:
            stage = stage.without(pattern, put)
    return stage


def _closed_up(stage: Stage) -> Stage:
    """Take out the spaces around dots, and dots that are spelt."""
    low = stage.text.lower()
    for sign, pattern in _SPREAD:
        if sign in low:
            stage = stage.without(pattern, _dot)
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
_MARKED: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (".]", _CLOSED, _dot),
    ("\\.", _CLOSED, _dot),
    (":", _SCHEME, lambda part: f"http{part['secure']}"),
)
_SPREAD = (("dot", _SPELT), ("d0t", _SPELT), (" .", _SPACED), (". ", _PARTED))

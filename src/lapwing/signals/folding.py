"""One form for all spellings of a word, and the way back to where it stood.

Folding is the same for texts and for terms. It keeps letters and digits and makes everything else a space:

- compatibility forms are resolved (NFKC), so full-width, mathematical, circled and squared letters are plain;
- case is folded, and the digits of every script become 0 to 9;
- accents go, Arabic vowel marks and Hebrew points too; the vowel signs of Indic and Thai words stay;
- what is not seen goes (zero-width and direction marks, variation selectors), and so do apostrophes;
- any run of spaces, punctuation, symbols and emoji becomes one space;
- every script keeps its letters: nothing is transliterated. Latin letters of another shape become plain ones.

Look-alike letters of other alphabets, leetspeak, stretched and spelled-out words are not the same word but
readings of one: see tricks.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from lapwing.signals.lookalikes import PLAIN_LATIN
from lapwing.signals.rewriting import Rewritten

# Before the first and behind the last word of a stream; no folded text holds them.
START = "\x02"
END = "\x03"
# Signs that stand for letters in leetspeak; kept in a stream with signs.
SIGNS = "@$!|+\u20ac\u00a3\u00a2\u00a5\u2020"

_APOSTROPHES = frozenset("'`\u2018\u2019\u02bb\u02bc\u02b9\u00b4")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u0640")  # U+0640 only stretches Arabic words
# Marks put on letters: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels, selectors and tags.
_DROPPED_MARKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0000, 0xE0FFF),
)
_PLAIN_LATIN = {letter: latin for latin, letters in PLAIN_LATIN.items() for letter in letters}
_LIGATURES = {"\u00e6": "ae", "\u0153": "oe", "\u00fe": "th", "\u00f0": "d", "\u0131": "i"}
_NAMED_LATIN = re.compile(
    r"LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL) ([A-Z])(?: WITH .*)?"
    r"|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER ([A-Z])"
)

_MOST_MARKS = 30  # on one letter, as in the stream-safe text format (UAX #15, section 13)
_MARK = rf"[^\w {START}{END}{re.escape(SIGNS)}]"
_MARKS = re.compile(rf"({_MARK}{{{_MOST_MARKS}}}){_MARK}+")
# What can melt into one character: a letter and its marks, or the parts of a Hangul syllable.
_CLUSTER = re.compile(
    rf"\w{_MARK}+"
    r"|[\u1100-\u115e\ua960-\ua97c][\u1161-\u11ff\ud7b0-\ud7fb]*"
    r"|[\uac00-\ud7a3][\u11a7-\u11ff]+"
)
_NOT_FOLDED = re.compile(r"[^a-z0-9 ]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SHORT = 400  # characters
_SIGN = re.compile(f"[{re.escape(SIGNS)}]")
_SPACES = re.compile(r" {2,}")
_EDGES = re.compile(r"\A|\Z")
# Exclamation marks and bars stand for letters only in front of one.
_LOOSE_SIGNS = re.compile(r"[!|]++(?![^\W_]|[@$\u20ac\u00a3\u00a2\u00a5])")

# Scripts without spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer, Han, kana and their extensions.
UNSPACED = (
    "\u0e00-\u109f\u1780-\u17ff\u1950-\u1aaf\u2e80-\u2fdf\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
_THREE_BYTES = re.compile(rb"[\xe0-\xff]")  # in UTF-8, as every character of these scripts has


def fold(text: str) -> str:
    """Return the words of *text* in the one form, parted by single spaces; folding again changes nothing."""
    return " ".join(_folded(text, _WORDS, is_spread=False).split())


def stream(text: str) -> str:
    """Return folded *text* as it is searched: between START and END, each word with a space on either side.

    Every character of a script without spaces is a word of its own, so a term of such a script is found
    wherever it stands.
    """
    if text.isascii():
        words = text.encode().translate(_WORD_BYTES, _DROPPED_ASCII).decode()
    else:
        words = _folded(text, _WORDS, is_spread=True)
    return _squeezed(f"{START} {words} {END}")


def sign_stream(text: str) -> str:
    """Return the stream of *text* with the signs that may stand for letters still in it."""
    folded = _folded(text, _WORDS_AND_SIGNS, is_spread=True)
    if "!" in folded or "|" in folded:
        folded = _LOOSE_SIGNS.sub(" ", folded)
    return _squeezed(f"{START} {folded} {END}")


def without_signs(signs: str) -> str:
    """Return the stream of the text whose stream with signs this is."""
    return _squeezed(_SIGN.sub(" ", signs)) if _SIGN.search(signs) else signs


def has_unspaced(folded: str) -> bool:
    """Say whether a letter of a script without spaces between words is in a folded text."""
    return not folded.isascii() and _UNSPACED.search(folded) is not None


class Traced(Protocol):
    """A stream that knows where it came from."""

    @property
    def text(self) -> str:
        """Return the stream."""
        ...

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as received of a place in the stream; end exclusive in both."""
        ...


def traced_stream(text: str) -> Traced:
    """Return the same as stream, with the way back to *text*."""
    if text.isascii():
        return _ByWord(stream(text), text, [word.span() for word in _ASCII_WORD.finditer(text)])
    quick = _by_character(text, _WORDS)
    return quick if quick.text == stream(text) else _framed(_traced(text, _WORDS))


def traced_sign_stream(text: str) -> Traced:
    """Return the same as sign_stream, with the way back to *text*."""
    quick = _by_character(text, _WORDS_AND_SIGNS)
    if quick.text == sign_stream(text):
        return quick
    # Signs are loose before a script without spaces as well, so they are looked at once that is spread.
    return _framed(_traced(text, _WORDS_AND_SIGNS).sub(_LOOSE_SIGNS, lambda _: " "))


@dataclass(frozen=True, slots=True)
class _ByCharacter:
    """A stream in which each character came from one character."""

    text: str
    places: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as received."""
        return self.places[start], self.places[end - 1] + 1


@dataclass(frozen=True, slots=True)
class _ByWord:
    """The stream of a text in ASCII, whose words are those of the text but for apostrophes.

    words: where they stand in the text, *before*.
    """

    text: str
    before: str
    words: list[tuple[int, int]]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text as received."""
        return self._back(start), self._back(end - 1) + 1

    def _back(self, place: int) -> int:
        """Return where the letter at a place was; of a space, where the word before it ended."""
        index = self.text.count(" ", 0, place) - 1
        start, end = self.words[index]
        if self.text[place] == " ":
            return end
        nth = place - self.text.rindex(" ", 0, place) - 1
        letters = (at for at in range(start, end) if self.before[at].isalnum())
        return next(islice(letters, nth, None))


def _by_character(text: str, table: "_Table") -> _ByCharacter:
    """Return the stream of a text that needs no more than its table, which is most texts, with the way back.

    For any other text it is something else, which its caller sees by comparing.
    """
    out, places, last = [START, " "], [0, 0], " "
    for place, each in enumerate(text):
        for letter in table[ord(each)]:
            if letter != " " or last != " ":
                out.append(letter)
                places.append(place)
                last = letter
    end = [END] if last == " " else [" ", END]
    return _ByCharacter("".join([*out, *end]), [*places, *([len(text)] * len(end))])


class _Table(dict[int, str]):
    """What each character folds to, worked out when it is first met; *kept* stay as they are."""

    def __init__(self, kept: str) -> None:
        super().__init__({ord(each): each for each in kept})

    def __missing__(self, code: int) -> str:
        """Work out what a character folds to, and remember it."""
        plain = _plain(chr(code))
        # What a character is resolved into may itself have to be folded.
        self[code] = plain if plain == chr(code) else plain.translate(self)
        return self[code]


def _plain(each: str) -> str:
    """Return one character resolved by one step, or a space for what is no part of a word."""
    if _is_dropped(each):
        return ""
    resolved = unicodedata.normalize("NFKD", each)
    kept = "".join(part for part in resolved if not _is_dropped(part))
    folded = unicodedata.normalize("NFC", kept).casefold()
    return folded if folded != each else _letter(each)


def _is_dropped(each: str) -> bool:
    """Say whether a character is left out: unseen, an apostrophe, or a mark put on a letter."""
    if each in _APOSTROPHES or each in _UNSEEN or unicodedata.category(each) == "Cf":
        return True
    return any(first <= ord(each) <= last for first, last in _DROPPED_MARKS)


def _letter(each: str) -> str:
    """Return a character that no normal form changes as a letter or digit; a space for what is neither."""
    if each in _LIGATURES:
        return _LIGATURES[each]
    if each in _PLAIN_LATIN:
        return _PLAIN_LATIN[each]
    named = None if each.isascii() else _NAMED_LATIN.fullmatch(unicodedata.name(each, ""))
    if named is not None:
        return (named[1] or named[2]).lower()
    category = unicodedata.category(each)
    if category == "Nd":
        return str(unicodedata.decimal(each))
    return each if category[0] in "LM" or (category[0] == "N" and each.isalnum()) else " "


_WORDS = _Table("")
_WORDS_AND_SIGNS = _Table(SIGNS)
_ASCII = range(128)
_ASCII_WORD = re.compile(r"[A-Za-z0-9](?:['`]*+[A-Za-z0-9])*+")
_DROPPED_ASCII = bytes(code for code in _ASCII if not _WORDS[code])
# For the bytes of UTF-8: those of ASCII as they fold, those of everything else as they are.
_BYTES = {
    id(table): bytes(ord(table[code] or " ") for code in _ASCII) + bytes(range(128, 256))
    for table in (_WORDS, _WORDS_AND_SIGNS)
}

_WORD_BYTES = _BYTES[id(_WORDS)]


def _folded(text: str, table: _Table, *, is_spread: bool) -> str:
    """Return a text folded but for its runs of spaces; spread where asked.

    What is not ASCII goes through the table; the rest, which is most of most texts, through bytes, which is
    many times as fast.
    """
    if not text.isascii():
        text = translated(text, table)
    raw = text.encode().translate(_BYTES[id(table)], _DROPPED_ASCII)
    folded = raw.decode()
    if not raw.isascii():
        folded = _composed(folded)
        if is_spread and _THREE_BYTES.search(raw) is not None:
            folded = _UNSPACED.sub(_apart, folded)
    return folded


def translated(text: str, table: Mapping[int, str]) -> str:
    """Return *text* with what is not ASCII translated, and in a long text ASCII too.

    In a short text the few runs that are not ASCII are translated one by one, which is quicker than to look
    up every character; in a long one there may be too many of them.
    """
    if len(text) > _SHORT:
        return text.translate(table)
    return _NOT_ASCII.sub(lambda run: run[0].translate(table), text)


def _composed(folded: str) -> str:
    """Return a folded text with what belongs together in one character, no letter under endless marks."""
    if unicodedata.is_normalized("NFC", folded):
        return folded
    return _CLUSTER.sub(_melted, _MARKS.sub(r"\1", folded))


def _apart(each: re.Match[str]) -> str:
    """Return a character of a script without spaces as a word of its own."""
    return f" {each[0]} "


def _melted(cluster: re.Match[str]) -> str:
    """Return a letter and its marks as one character where there is one."""
    return unicodedata.normalize("NFC", cluster[0])


def _squeezed(spaced: str) -> str:
    """Return a folded text, in which nothing else is a space, with every run of spaces as one."""
    return " ".join(spaced.split())


def _traced(text: str, table: _Table) -> Rewritten:
    """Return *text* folded and spread but for its runs of spaces, with the way back."""
    return (
        Rewritten(text)
        .sub(_NOT_FOLDED, lambda each: table[ord(each[0])])
        .sub(_MARKS, lambda marks: marks[1])
        .sub(_CLUSTER, _melted)
        .sub(_UNSPACED, _apart)
    )


def _framed(spread: Rewritten) -> Rewritten:
    """Return a folded and spread text as a stream, with the way back."""
    return spread.sub(_EDGES, _edge).sub(_SPACES, lambda _: " ")


def _edge(edge: re.Match[str]) -> str:
    """Return what a stream has before its text, behind it, or instead of none."""
    if not edge.string:
        return f"{START} {END}"
    return f"{START} " if edge.start() == 0 else f" {END}"

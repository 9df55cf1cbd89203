"""Words written so that a search misses them, read as what a person reads.

- Leetspeak: in a word that has a letter, digits, @ $ ! | + daggers and currency signs stand for letters;
  1 ! | for i all through or for l all through. Digits by themselves are digits.
- Look-alikes: letters of another alphabet stand for Latin ones in a word that has Latin letters too, and in a
  text that has no letter of that alphabet but look-alikes.
- Stretched: a letter written three times or more stands for any number of it; twice is twice, unless another
  letter beside it is stretched. In a number every digit has to be written twice or more, and two of them at
  least, one three times or more: 1000 is no 10.
- Spelled out: three or more single letters in a row, with anything between that is no letter, are one word.

A term keeps its digits and alphabets; a text in disguise may read as the term or as what the term itself
would be in disguise. Reading keeps every character in its place, so a place in a reading is the same place in
the stream. Only a skeleton (each run of a letter as one) is shorter.
"""

import re
import string
import unicodedata
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from lapwing.signals.folding import END, SIGNS, START, UNSPACED, has_unspaced, translated
from lapwing.signals.lookalikes import LIKE_LATIN

_REMEMBERED = 65_536  # terms
LEAST_RUN = 3  # letters: three of one make it stretched, three single ones a spelled-out word
_FOR_LETTERS = dict(zip("023456789@$+", "ozeasgtbgast", strict=True))
_RARE_SIGNS = dict(zip("\u20ac\u00a3\u00a2\u00a5\u2020", "elcyt", strict=True))
_BARS = "1!|"
_BAR_READINGS = "il"
LEET_TABLES = tuple(
    str.maketrans({**_FOR_LETTERS, **_RARE_SIGNS, **dict.fromkeys(_BARS, each)}) for each in _BAR_READINGS
)
_LEET_BYTES = tuple(
    bytes.maketrans(
        "".join([*_FOR_LETTERS, *_BARS]).encode(),
        "".join([*_FOR_LETTERS.values(), *(each for _ in _BARS)]).encode(),
    )
    for each in _BAR_READINGS
)

_LOOK_ALIKES = {letter: latin for latin, letters in LIKE_LATIN.items() for letter in letters}
_LATIN_TABLE = str.maketrans(_LOOK_ALIKES)
_LATIN_AND_SIGNS_TABLE = str.maketrans({**_LOOK_ALIKES, **_RARE_SIGNS})
_LETTERS_ALIKE = "".join(_LOOK_ALIKES)
_LOOK_ALIKE = re.compile(f"[{_LETTERS_ALIKE}]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

_SIGN_CLASS = re.escape(SIGNS)
_LETTER = re.compile(r"[^\W\d_]")
_ASCII_LETTER = re.compile(r"[a-z]")
_TWO_SIGNS = re.compile(rf"[{_SIGN_CLASS}]{{2}}")
# Each says no more than that it is worth a look, and is written to begin with what is rare: in ASCII these
# characters, with one of these things beside it.
LEET = f"{string.digits}@$!|+"
LEET_BESIDE = r"(?<=[@$])|(?<=[A-Za-z'`][0-9+])|(?<=[0-9+])['`]*[A-Za-z]|(?<=[!|])['`]*[A-Za-z0-9]|(?<=\+)\+"
_LEET_IN_ASCII = re.compile(f"[{LEET}](?:{LEET_BESIDE})")
BANG = re.compile(r"!['`]*[A-Za-z0-9]")  # the same for the one of these characters that many texts have
# Bytes that are taken away are the quickest way to see that a text has nothing else.
_NOT_LEET = bytes(set(range(128)) - set(LEET.encode()))
_LEET = re.compile(rf"[0-9{_SIGN_CLASS}](?:(?<=[{_SIGN_CLASS}])|(?<=[^ 0-9][0-9])|(?=[^ 0-9]))")

# One letter, then the rest of its run.
_RUN_OR_CHARACTER = re.compile(r"(?s)([^\W\d_])\1*|.")
RUNS = re.compile(r"([^\W\d_])\1+")
_LONG_RUN = re.compile(r"([^\W\d_])\1\1")
_DIGITS_TOO = re.compile(r"(?s)([^\W_])\1*|.")
# A number in which every digit is repeated: two different ones at least, one of them three times.
_STRETCHED_NUMBER = re.compile(r"(?<![^ ])(?=[0-9]*?([0-9])\1\1)(?:([0-9])\2++){2,}(?![^ ])")
_DOUBLED = tuple((letter * 2, letter) for letter in string.ascii_lowercase)
# Says in one pass which letters are doubled; a pattern with a back reference takes five times as long.
_DOUBLES = AhoCorasick([doubled for doubled, _ in _DOUBLED], implementation=Implementation.DFA)
_SINGLE = rf"([^ {START}{END}{UNSPACED}])"
SPELLED = re.compile(rf"(?<= )(?:{_SINGLE}\1*+ ){{{LEAST_RUN - 1},}}{_SINGLE}\2*+(?= )")
_MAYBE_SPELLED = re.compile(r" ([^ ])\1*+ ([^ ])\2*+ ([^ ])\3*+ ")


def may_hold_signs(text: str) -> bool:
    """Say whether a text as received is worth a look for leetspeak or look-alikes; else it has none."""
    if not text.isascii():
        return True
    rare = text.encode().translate(None, _NOT_LEET).strip(b"!")
    return (_LEET_IN_ASCII if rare else BANG).search(text) is not None


def may_be_disguised(signs: str) -> bool:
    """Say whether a stream with signs may read otherwise than it stands, its single letters left alone.

    Of letters written many times only those of other alphabets than a to z are looked for.
    """
    if _LEET.search(signs) is not None:
        return True
    return not signs.isascii() and (_LOOK_ALIKE.search(signs) or _LONG_RUN.search(signs)) is not None


def may_be_spelled(signs: str) -> bool:
    """Say whether a stream is worth a look for spelled-out words; else it has none."""
    return _MAYBE_SPELLED.search(signs) is not None


def is_stretched(reading: str) -> bool:
    """Say whether a letter stands three times in a row, or every digit of a number more than once."""
    return _LONG_RUN.search(reading) is not None or _STRETCHED_NUMBER.search(reading) is not None


def unmasked(signs: str) -> tuple[str, ...]:
    """Return a stream with all that may stand for a Latin letter as that letter; one or two ways.

    This is more than it may be read as: whatever any reading of a text and of a term have in common, their
    unmasked forms have in common too. So it is searched, and what is found is read with care.
    """
    is_open = ("1" in signs or "!" in signs or "|" in signs) and _LEET.search(signs) is not None
    if is_open or not signs.isascii():
        return _unmasked(signs, _LEET_BYTES if is_open else _LEET_BYTES[:1])
    return (signs.encode().translate(_LEET_BYTES[0]).decode(),)


def unmasked_term(words: str) -> tuple[str, ...]:
    """Return a term as a text that holds it reads unmasked, in each of the ways."""
    return tuple(dict.fromkeys(_unmasked(words, _LEET_BYTES)))


def readings(part: str, *, own: frozenset[str]) -> tuple[str, ...]:
    """Return words of a stream as they read with disguises off; one or two ways.

    own: the alphabets of which the whole text has letters that look like no others, see own_alphabets.
    """
    words = [_without_look_alikes(word, own) for word in part.split(" ")]
    return tuple(dict.fromkeys(" ".join(_without_leet(word, way) for word in words) for way in LEET_TABLES))


def own_alphabets(stream: str) -> frozenset[str]:
    """Return the alphabets of which a text has letters that look like no others: it is written in them."""
    letters = {each for run in _NOT_ASCII.findall(stream) for each in run}
    return frozenset(_alphabet(each) for each in letters if each.isalpha() and each not in _LOOK_ALIKES)


@lru_cache(_REMEMBERED)
def term_readings(words: str) -> tuple[str, ...]:
    """Return what a text may have to read as for it to hold a term: the term, and how a disguise is read."""
    latin = words.translate(_LATIN_TABLE)
    leet = (each.translate(table) for table in LEET_TABLES for each in (words, latin))
    return tuple(dict.fromkeys((words, latin, *leet)))


def skeleton(reading: str) -> str:
    """Return a reading with every run of a letter as one."""
    if not reading.isascii():
        return RUNS.sub(first_of_run, reading)
    doubles = _DOUBLES.find_matches_as_indexes(reading)
    for index in {index for index, _, _ in doubles} if doubles else ():
        doubled, letter = _DOUBLED[index]
        while doubled in reading:
            reading = reading.replace(doubled, letter)
    return reading


def first_of_run(run: re.Match[str]) -> str:
    """Return the letter of a run."""
    return run[1]


def is_spellable(joined_term: str) -> bool:
    """Say whether a term, without its spaces, is looked for spelled out: long enough, in a spaced script."""
    return len(joined_term) >= LEAST_RUN and not has_unspaced(joined_term)


def stands_for(read: str, meant: str, *, is_open_before: bool, is_open_behind: bool) -> bool:
    """Say whether what was read is what was meant, but for stretched letters.

    is_open_before, is_open_behind: the first or last run may be longer, because the word may go on there.
    """
    pattern = _RUN_OR_CHARACTER if _STRETCHED_NUMBER.search(read) is None else _DIGITS_TOO
    found, wanted = _runs(read, pattern), _runs(meant, pattern)
    if [letter for letter, _ in found] != [letter for letter, _ in wanted]:
        return False
    is_any_long = any(length >= LEAST_RUN for _, length in found)
    for index, ((_, length), (_, least)) in enumerate(zip(found, wanted, strict=True)):
        is_open = (is_open_before and index == 0) or (is_open_behind and index == len(found) - 1)
        is_more = (is_open or is_any_long) and length >= least
        if not (length == least or length >= LEAST_RUN or is_more):
            return False
    return True


def _runs(text: str, pattern: re.Pattern[str]) -> list[tuple[str, int]]:
    """Return each run of one letter with its length, in order; other characters are runs of one."""
    return [(run[0][0], len(run[0])) for run in pattern.finditer(text)]


def _unmasked(signs: str, ways: tuple[bytes, ...]) -> tuple[str, ...]:
    """Return a text with its look-alikes and leetspeak as letters, in each of the ways."""
    raw = (signs if signs.isascii() else translated(signs, _LATIN_AND_SIGNS_TABLE)).encode()
    return tuple([raw.translate(way).decode() for way in ways])


def _without_leet(word: str, way: dict[int, str]) -> str:
    """Return a word that has a letter, or two signs, with its leetspeak as letters."""
    is_word = _LETTER.search(word) is not None or _TWO_SIGNS.search(word) is not None
    return word.translate(way) if is_word else word


def _without_look_alikes(word: str, own: frozenset[str]) -> str:
    """Return a word with its look-alikes as Latin letters if it is mixed, or has nothing but foreign ones."""
    if word.isascii():
        return word
    foreign = "".join(_NOT_ASCII.findall(word))
    is_mixed = _ASCII_LETTER.search(word) is not None
    is_all_alike = all(each in _LOOK_ALIKES and _alphabet(each) not in own for each in foreign)
    return word.translate(_LATIN_TABLE) if is_mixed or is_all_alike else word


@cache
def _alphabet(letter: str) -> str:
    """Return the first word of a letter's Unicode name, which is its alphabet."""
    return unicodedata.name(letter, "").partition(" ")[0]

"""The key of a term: how it has to stand in a text, and the folded words it is.

A list writes `rule:term`, or the term alone, which means `word`. What stands before a colon has to be a rule,
so that a slip of the pen is not taken for part of a term; a term that has a colon itself is written with its
rule (`word:re: zz`). The rules:

- `word`: the term is not part of a longer word. Anything but a letter or digit ends a word.
- `start`: a word begins with it (`zz` finds `zzs`); for languages that add endings.
- `anywhere`: it stands inside a word too; for languages that join words. Use it for long terms.
- `exact`: the whole passage is the term and nothing else; for names and search queries.

Thai, Lao, Khmer, Myanmar, Tibetan, Chinese and Japanese have no spaces between words, so a term in them is
found wherever it stands, by every rule but `exact`. A term may be several words; what is between them in the
text (spaces, hyphens, punctuation, emoji) does not matter, as long as something is.
"""

import re
from enum import StrEnum

from lapwing.model.errors import BadInput
from lapwing.signals.folding import SIGNS, fold, sign_stream
from lapwing.signals.tricks import LEET_TABLES

_COLONS = re.compile("[:\ufe13\ufe55\uff1a]")
_PARTING = str.maketrans("+\u2020", "  ")  # signs that are letters in a disguise alone: c++ is no ctt
LEAST_CHARACTERS = 2
MOST_CHARACTERS = 200


class Rule(StrEnum):
    """How a term has to stand in a text."""

    WORD = "word"
    START = "start"
    ANYWHERE = "anywhere"
    EXACT = "exact"


_RULES = frozenset(Rule)
_NO_RULE = (
    f"what stands before its colon is none of the rules {', '.join(Rule)}; a term that has a colon itself is "
    "written with its rule in front, such as word:"
)


def canonical_term(value: str) -> str:
    """Return a list's term as its key, `rule:folded words`.

    A sign that stands for a letter inside a word of a term (`zz$term`) is that letter in the key.

    Raises:
        BadInput: what stands before its colon is no rule, too little of it is letters or digits, or it is too
            long to be a term.
    """
    rule, words = _split(value)
    folded = fold(_without_signs(words))
    letters = len(folded.replace(" ", ""))
    if not LEAST_CHARACTERS <= letters <= MOST_CHARACTERS:
        raise BadInput(
            f"a term has {LEAST_CHARACTERS} to {MOST_CHARACTERS} letters or digits when folded, not {letters}"
        )
    return f"{rule}:{folded}"


def split_key(key: str) -> tuple[Rule, str]:
    """Return the rule and the words of a key.

    Raises:
        BadInput: it begins with no rule.
    """
    name, colon, words = key.partition(":")
    if not colon or name not in _RULES:
        raise BadInput(_NO_RULE)
    return Rule(name), words


def _split(value: str) -> tuple[Rule, str]:
    """Return the rule and the words of a list's term; without a colon the rule is `word`.

    Raises:
        BadInput: it has a colon, and no rule before the first.
    """
    head, colon, rest = value.partition(":")
    name = head.strip().casefold()
    if colon and name in _RULES:
        return Rule(name), rest
    if _COLONS.search(value) is not None:
        raise BadInput(_NO_RULE)
    return Rule.WORD, value


def _without_signs(words: str) -> str:
    """Return a term with the signs inside its words as letters; digits stay, and a sign in front goes."""
    stream = sign_stream(words).translate(_PARTING).split()[1:-1]
    return " ".join(_read(word.lstrip("@!|")) for word in stream) if _has_sign(words) else words


def _has_sign(words: str) -> bool:
    """Say whether a term has a sign that can stand for a letter."""
    return any(sign in words for sign in SIGNS)


def _read(word: str) -> str:
    """Return a word with its signs as letters if it has a letter beside them."""
    if not any(each.isalpha() for each in word):
        return word
    return "".join(each if each.isdigit() else each.translate(LEET_TABLES[0]) for each in word)

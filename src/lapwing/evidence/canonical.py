"""Facts as canonical JSON: the one spelling that the JSON Canonicalization Scheme (RFC 8785) gives them."""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from lapwing.model.acts import Fact
from lapwing.model.errors import BadInput

# RFC 8785 section 3.2.2.3: numbers are IEEE 754 doubles, whole ones exact up to here.
MOST_WHOLE = 2**53 - 1
# Deeper than anything that is written here, and far below what any reader's stack takes.
MOST_DEEP = 16

Plain: TypeAlias = "str | int | bool | list[Plain] | dict[str, Plain] | None"

_AS_IT_IS = frozenset({str, bool, type(None)})
_ENCODER = msgspec.json.Encoder()


class NotAFact(BadInput):
    """This cannot be written in the one way that a ledger needs."""

    code = "lapwing.not-a-fact"


def canonical(facts: Mapping[str, Fact]) -> bytes:
    """Return an object's RFC 8785 text, in UTF-8.

    Raises:
        NotAFact: it holds a float, a whole number beyond 2**53 - 1, text that is not Unicode, a name that is
            no text, anything but the kinds of a Fact, or more than 16 levels.

    Source: RFC 8785, section 3.2; with no floats, only the order of names and the escapes are left to choose.
    """
    return encoded(plain(facts))


def encoded(facts: object) -> bytes:
    """Return the text of what `plain` made, or of a record whose fields stand in canonical order.

    Raises:
        NotAFact: some text in it is not Unicode.
    """
    try:
        # The encoder keeps the order of names and escapes as RFC 8785 section 3.2.2.2 asks; tests compare
        # it with another implementation.
        return _ENCODER.encode(facts)
    except UnicodeEncodeError as error:
        raise NotAFact("a lone surrogate") from error


def plain(fact: object, *, deep: int = 0) -> Plain:
    """Return a fact as lists and dicts whose names are in canonical order.

    Raises:
        NotAFact: it is none, or holds something that is none.
    """
    if type(fact) in _AS_IT_IS:
        return fact  # type: ignore[return-value]  # mypy does not narrow by a set of types
    if isinstance(fact, int | str):
        return _scalar(fact)
    if deep == MOST_DEEP:
        raise NotAFact(f"more than {MOST_DEEP} levels")
    if isinstance(fact, Mapping):
        deep += 1
        return {
            name: each if type(each := fact[name]) in _AS_IT_IS else plain(each, deep=deep)
            for name in in_order(fact)
        }
    if isinstance(fact, tuple | list):
        return [plain(each, deep=deep + 1) for each in fact]
    raise NotAFact(f"of type {type(fact).__name__}")


def in_order(names: Mapping[object, object]) -> list[str]:
    """Return an object's names in the order of RFC 8785 section 3.2.3: by their UTF-16 code units.

    Raises:
        NotAFact: one is no text, or not Unicode.
    """
    every = [name for name in names if isinstance(name, str)]
    if len(every) != len(names):
        raise NotAFact("a name that is not text")
    if all(map(str.isascii, every)):
        return sorted(every)
    try:
        return sorted(every, key=lambda name: name.encode("utf-16-be"))
    except UnicodeEncodeError as error:
        raise NotAFact("a lone surrogate") from error


def _scalar(fact: int | str) -> int | str:
    """Return a whole number that every reader reads as the same one; and an enum as what it stands for."""
    if isinstance(fact, str):
        return str(fact)
    if not -MOST_WHOLE <= fact <= MOST_WHOLE:
        raise NotAFact("a whole number beyond 2**53 - 1")
    return int(fact)

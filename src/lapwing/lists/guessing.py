"""What a column was probably meant to be: for a message to a person, never for reading by."""

import re
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from types import MappingProxyType

from lapwing.lists.port import shown

MOST_NAMED = 5
"""So many unknown columns are named; a file of another sort has dozens."""

USUAL_NAMES = MappingProxyType(
    {
        "hash": "value",
        "fingerprint": "value",
        "hashtype": "kind",
        "type": "kind",
        "reference": "id",
        "uuid": "id",
        "grade": "category",
        "description": "note",
        "comment": "note",
        "created": "added_on",
        "removed": "retired_on",
        "withdrawn": "retired_on",
        "link": "url",
        "address": "url",
        "host": "domain",
        "keyword": "term",
    }
)
"""What sources often call our fields."""

_CLOSE = 0.75
_DIGEST = re.compile(r"\s*[0-9A-Fa-f]{32,}\s*")


def meant(name: str, among: Collection[str]) -> str:
    """Return which of *among* a name is probably meant to be, or nothing."""
    words = _words(name)
    whole = "".join(words)
    by_plain = {re.sub("[^a-z0-9]", "", each.lower()): each for each in among}
    by_plain |= {
        usual: ours for usual, ours in USUAL_NAMES.items() if ours in among and usual not in by_plain
    }
    # The longest first, so that url_prefix is not taken for url; whole, then words, then what looks alike.
    for candidate in [
        whole,
        *sorted(words, key=len, reverse=True),
        *get_close_matches(whole, by_plain, 1, _CLOSE),
    ]:
        if candidate in by_plain:
            return by_plain[candidate]
    return next((each for each in sorted(among) if whole in _words(each)), "")


def _words(name: str) -> list[str]:
    """Return the words of a name, in lower case."""
    return [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]


def about_unknown(names: Iterable[str], known: Collection[str]) -> str:
    """Say of columns that are none of *known* which they are and what each may be."""
    unknown = [name for name in names if name not in known]
    if any(map(_DIGEST.fullmatch, unknown)):
        return (
            "the first line holds a digest, so it is no header; put a line with the columns' names before it"
        )
    told = [_told(name, known) for name in unknown[:MOST_NAMED]]
    more = len(unknown) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")


def _told(name: str, known: Collection[str]) -> str:
    """Return a name with what it may be."""
    ours = meant(name, known)
    return shown(name) + (f" (did you mean {ours}?)" if ours else "")

"""The ways in which the words of a term are written without being a disguise of any one word."""

from collections.abc import Mapping

from lapwing.signals.folding import has_unspaced

LEAST_CLOSED = 6  # letters; with fewer, a term without its spaces is too easily another word
LEAST_ALIKE = 6  # letters; shorter words look like others that exist (dam and darn)
MOST_ONE_BY_ONE = 8  # spaces, or letters that look like two; where there are more, only all are looked for
_SEEN_AS = {"m": "rn", "w": "vv"}  # two letters that look like one


def spellings(words: str) -> tuple[str, ...]:
    """Return the folded words of a term as they may stand in a text, as they are first.

    Without one of their spaces or without any; with letters that look like two, each of them or all. Both at
    once are not looked for in all combinations.
    """
    if has_unspaced(words):
        return (words,)
    closed = _closed(words)
    alike = [each for one in (words, closed[-1]) for each in _alike(one)]
    return tuple(dict.fromkeys((*closed, *alike)))


def _closed(words: str) -> tuple[str, ...]:
    """Return words as they are, without each one of their spaces, and without any."""
    joined = words.replace(" ", "")
    if joined == words or len(joined) < LEAST_CLOSED:
        return (words,)
    return (words, *_one_by_one(words, {" ": ""}), joined)


def _alike(words: str) -> tuple[str, ...]:
    """Return words with each of their letters that look like two as these, and with all of them so."""
    seen = words.translate(_ALL)
    if seen == words or len(words.replace(" ", "")) < LEAST_ALIKE:
        return ()
    return (*_one_by_one(words, _SEEN_AS), seen)


def _one_by_one(words: str, others: Mapping[str, str]) -> list[str]:
    """Return words once for each character that has another form, with that form; none if they are many."""
    places = [place for place, each in enumerate(words) if each in others]
    if len(places) > MOST_ONE_BY_ONE:
        return []
    return [words[:place] + others[words[place]] + words[place + 1 :] for place in places]


_ALL = str.maketrans(_SEEN_AS)

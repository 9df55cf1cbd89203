"""Every term of a vocabulary in a text, in one pass for each way of reading it."""

import string
from collections.abc import Callable, Iterable

from lapwing.model.errors import BadInput
from lapwing.signals.folding import fold, stream
from lapwing.signals.port import Crowded
from lapwing.signals.term_keys import LEAST_CHARACTERS, Rule, split_key
from lapwing.signals.term_layer import Place
from lapwing.signals.term_look import Look
from lapwing.signals.term_patterns import Patterns, Term, body, framed
from lapwing.signals.term_spellings import spellings
from lapwing.signals.tricks import (
    LEAST_RUN,
    is_spellable,
    may_be_spelled,
    may_hold_signs,
    skeleton,
    unmasked_term,
)
from lapwing.signals.views import is_worth_a_look, may_show_another, views
from lapwing.signals.windows import SIZE, windows

MOST_FOUND = 10_000  # places told of one text
MOST_WEIGHED = 100_000  # places of one text at which a disguised term is weighed

Weighed = tuple[list[Place], int]  # and at how many places a disguised term was weighed
PlacesOf = Callable[[str], Weighed]
_MAY_BE_STRETCHED = string.ascii_lowercase + string.digits


class Vocabulary:
    """A fixed set of terms; finds them in folded text, and in what disguised text reads as.

    A text is read plainly always, and with its disguises off only if it has signs of one. That leaves nothing
    out, because a term in disguise counts only where such a sign is part of it.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        """Prepare to find terms by their canonical keys.

        Raises:
            BadInput: a key is not canonical.
        """
        plain: dict[str, list[Term]] = {}
        disguised: dict[str, list[Term]] = {}
        spelled: dict[str, list[Term]] = {}
        for key in dict.fromkeys(keys):
            rule, words = _parts(key)
            joined = words.replace(" ", "")
            for shown in map(body, spellings(words)):
                plain.setdefault(framed(rule, shown), []).append(Term(key, rule, shown))
                for bones in dict.fromkeys(map(skeleton, unmasked_term(shown))):
                    disguised.setdefault(framed(rule, bones), []).append(Term(key, rule, shown))
            for bones in dict.fromkeys(map(skeleton, unmasked_term(joined))) if is_spellable(joined) else ():
                spelled.setdefault(bones, []).append(Term(key, rule, joined))
        self._plain = Patterns(plain, signs=[each * LEAST_RUN for each in _MAY_BE_STRETCHED])
        self._disguised = Patterns(disguised)
        self._spelled = Patterns(spelled)

    def find(self, text: str) -> tuple[Place, ...]:
        """Return (key, start, end) for each term found, in characters of *text*, by place and then by key.

        In a text longer than a window, a match may stretch over no more than the overlap, and `exact`, which
        is for names and queries, finds nothing.

        Raises:
            Crowded: there are more than are told of one text; it carries those found so far.
        """
        if len(text) <= SIZE and not is_worth_a_look(text):
            plain = stream(text)
            if not self._plain.has_any(plain) and not may_be_spelled(plain):
                return ()  # most texts
        return self._find(text, self._places)

    def find_every_way(self, text: str) -> tuple[Place, ...]:
        """Return what find returns, having read the text in every way, signs of disguise or none.

        It takes longer and finds nothing more; it is what find is checked and measured against.
        """
        return self._find(text, self._all_places)

    def _find(self, text: str, places_of: PlacesOf) -> tuple[Place, ...]:
        """Return the places in a text, in every view of it."""
        if not may_show_another(text):
            found, weighed = _in_windows(text, places_of)
            return _in_order(_told(dict.fromkeys(found), weighed)) if found else ()
        told: dict[Place, None] = {}
        all_weighed = 0
        for view in views(text):
            found, weighed = _in_windows(view.traced.text, places_of)
            for key, start, end in found:
                if not view.least_letters or _letters(key) >= view.least_letters:
                    told[key, *view.traced.span(start, end)] = None
            all_weighed += weighed
            _told(told, all_weighed)
        return _in_order(told)

    def _places(self, text: str) -> Weighed:
        """Return every term in a text that is looked at whole, some perhaps twice."""
        if not may_hold_signs(text):
            plain = stream(text)
            if not self._plain.has_any(plain) and not may_be_spelled(plain):
                return [], 0
        look = Look(text)
        candidates, is_stretched = self._plain.find(look.stream)
        places = look.plain(candidates)
        if is_stretched or look.may_be_disguised:
            places += look.disguised(self._disguised)
        return places + look.spelled(self._spelled), look.weighed

    def _all_places(self, text: str) -> Weighed:
        """Return the same, with every reading made."""
        look = Look(text)
        candidates, _ = self._plain.find(look.stream)
        places = look.plain(candidates) + look.disguised(self._disguised) + look.spelled(self._spelled)
        return places, look.weighed


def _in_windows(text: str, places_of: PlacesOf) -> tuple[list[Place], int]:
    """Return the places in a text looked at whole or window by window, and how many were weighed.

    Raises:
        Crowded: there are too many.
    """
    if len(text) <= SIZE:
        return places_of(text)
    found: dict[Place, None] = {}
    weighed = 0
    for window in windows(text):
        places, more = places_of(window.text)
        for key, start, end in places:
            if window.holds(start, end) and not key.startswith(Rule.EXACT):
                found[key, window.start + start, window.start + end] = None
        weighed += more
        _told(found, weighed)
    return list(found), weighed


def _letters(key: str) -> int:
    """Return how many letters or digits a term has."""
    return len(split_key(key)[1].replace(" ", ""))


def _told(found: dict[Place, None], weighed: int) -> dict[Place, None]:
    """Return the places found if they are not too many to tell.

    Raises:
        Crowded: they are.
    """
    if len(found) > MOST_FOUND or weighed > MOST_WEIGHED:
        raise Crowded(
            f"over {MOST_FOUND} places or {MOST_WEIGHED} candidates", found=_in_order(found)[:MOST_FOUND]
        )
    return found


def _parts(key: str) -> tuple[Rule, str]:
    """Return the rule and the words of a canonical key.

    Raises:
        BadInput: it is not canonical.
    """
    rule, words = split_key(key)
    if key != f"{rule}:{words}" or fold(words) != words or len(words) < LEAST_CHARACTERS:
        raise BadInput("a vocabulary takes terms as canonical() gives them")
    return rule, words


def _in_order(found: Iterable[Place]) -> tuple[Place, ...]:
    """Return places in the order in which they stand in the text."""
    return tuple(sorted(found, key=lambda place: (place[1], place[2], place[0])))

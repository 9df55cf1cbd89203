"""Terms of the active lists in texts, names and queries."""

from lapwing.model.content import Content, Facet, Passage, Role, content_id
from lapwing.model.errors import BadInput
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Signal, Where
from lapwing.signals.port import Crowded, Detector, Given, TooMany
from lapwing.signals.term_keys import canonical_term
from lapwing.signals.vocabulary import Vocabulary


class Terms:
    """Asks the finder it is given; without one there are no terms to find."""

    manifest = Manifest(
        name="terms",
        title="Terms in text",
        about="Gives each place in a text where a term of a list stands, plainly or disguised.",
        reference="Unicode TR15 (NFKC), TR39 (confusables); Aho and Corasick 1975",
        limits=(
            "Finds words, not meanings: a match says that the term stands there. Letters left out, doubled "
            "once or swapped are not looked through, nor letters drawn with other signs, nor words parted "
            "by a space, hyphen or full stop."
        ),
    )
    reads = Facet.PASSAGES
    makes = frozenset({"term"})

    @property
    def vectors(self) -> tuple[tuple[Content, Given, tuple[Signal, ...]], ...]:
        """Return texts with the terms in them."""
        keys = ("word:zz term 0017", "start:zzplok", "exact:zz name")
        given = Given(terms=Vocabulary(keys))
        return (
            (
                _content("A zz-Term_0017, Z Z . 7 e r m . 0 0 1 7 and zzpl\u043ek5 too.", Role.TEXT),
                given,
                (
                    _signal("word:zz term 0017", 2, 14),
                    _signal("word:zz term 0017", 16, 39),
                    _signal("start:zzplok", 44, 50),
                ),
            ),
            (_content("ZZ Name", Role.NAME), given, (_signal("exact:zz name", 0, 7),)),
            (_content("a zz term 00171, xzzplok, zz name it", Role.TEXT), given, ()),
            (_content("zz term 0017", Role.TEXT), Given(), ()),
        )

    @property
    def canonical_examples(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return how lists write terms, and what is none."""
        return (
            ("term", "ZZ-Term-0017", "word:zz term 0017"),
            ("term", "Word:ZZ-Term-0017", "word:zz term 0017"),
            ("term", " start : zzplok", "start:zzplok"),
            ("term", "anywhere:\uff3a\uff3a\u2019pl\u00f3k", "anywhere:zzplok"),
            ("term", "exact:\u0440\u0443\u043a\u0430", "exact:\u0440\u0443\u043a\u0430"),
            ("term", "zz$plok", "word:zzsplok"),
            ("term", "word:zz: plok", "word:zz plok"),
            ("term", "zz: plok", None),
            ("term", "wrod:zzplok", None),
            ("term", "\u4e2d\u6587", "word:\u4e2d\u6587"),
            ("term", "a", None),
            ("term", "word:", None),
            ("term", "!?", None),
            ("term", "\U0001f355\U0001f355", None),
            ("term", "zz" * 101, None),
            ("term", "", None),
        )

    def canonical(self, kind: str, value: str) -> str:
        """Return a list's term as its key; see term_keys for what a list may write.

        Raises:
            BadInput: it is no term.
        """
        if kind != "term":
            raise BadInput("this detector makes the kind term alone")
        return canonical_term(value)

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:
        """Return every place of every term, in the order of the text.

        Raises:
            TooMany: there are more than are told of one text.
        """
        if given.terms is None:
            return ()
        signals: list[Signal] = []
        for index, passage in enumerate(content.passages):
            try:
                places = given.terms.find(passage.text)
            except Crowded as crowded:
                signals += _at(index, crowded.found)
                raise TooMany(crowded.detail, found=tuple(signals)) from None
            signals += _at(index, places)
        return tuple(signals)


def _at(passage: int, places: tuple[tuple[str, int, int], ...]) -> list[Signal]:
    """Return places in a passage as signals."""
    return [_signal(key, start, end, passage=passage) for key, start, end in places]


def _signal(key: str, start: int, end: int, *, passage: int = 0) -> Signal:
    """Return the signal of one term at one place."""
    return Signal(
        kind="term", value=key, detector="terms", where=Where(passage=passage, start=start, end=end)
    )


def _content(text: str, role: Role) -> Content:
    """Return content of one passage."""
    data = text.encode()
    return Content(id=content_id(role, data), kind=role, data=data, passages=(Passage(text=text, role=role),))


DETECTOR: Detector = Terms()

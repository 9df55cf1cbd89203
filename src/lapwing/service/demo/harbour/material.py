"""What people on Harbour share: pictures and words of the demo world, all harmless, and some listed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lapwing.service.demo.harbour.post import Content
from lapwing.service.demo.messages import PAGES, term
from lapwing.service.demo.registers import VERIFIED
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.wording import THINGS, sentence
from lapwing.service.demo.world import World
from lapwing_client import Kind

LISTED_SHARE = 0.2
"""Of what is shared; far more than in life, so that a short day shows something."""

_WORDS = frozenset({Sort.MESSAGE, Sort.TERM, Sort.ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The files of a demo world, by what they are. words, listed_words: texts; the others are pictures."""

    world: World
    pictures: Sequence[Truth]
    listed: Sequence[Truth]
    words: Sequence[Truth]
    listed_words: Sequence[Truth]

    def picture(self, rng: random.Random) -> Content:
        """Return a picture that somebody wants to share."""
        return self._content(_one(rng, self.pictures, self.listed), Kind.IMAGE)

    def message(self, rng: random.Random) -> Content:
        """Return words that somebody wants to write."""
        return self._content(_one(rng, self.words, self.listed_words), Kind.TEXT)

    def address(self, rng: random.Random) -> Content:
        """Return an address that somebody wants to share."""
        return _said(
            rng,
            Kind.URL,
            everyday=lambda: f"https://www.example.org/{rng.randrange(1000)}",
            listed=lambda: f"https://{rng.choice(list(PAGES.values()))}",
            is_known=True,
        )

    def query(self, rng: random.Random) -> Content:
        """Return what somebody searches for."""
        return _said(rng, Kind.QUERY, everyday=lambda: rng.choice(THINGS), listed=lambda: _term(rng))

    def name(self, rng: random.Random, everyday: str) -> Content:
        """Return what somebody calls themselves or a group."""
        return _said(rng, Kind.NAME, everyday=lambda: everyday, listed=lambda: f"{everyday} {_term(rng)}")

    def comment(self, rng: random.Random) -> Content:
        """Return a sentence in which nothing is listed."""
        return Content(kind=Kind.TEXT, untrusted_data=sentence(rng).encode())

    def _content(self, truth: Truth, kind: Kind) -> Content:
        return Content(
            kind=kind,
            untrusted_data=self.world.path(truth).read_bytes(),
            is_known=truth.sort is Sort.COPY and truth.list_name == VERIFIED.name,
            is_listed=truth.expected is Expected.FOUND,
        )


def material_of(world: World) -> Material:
    """Return the material of a demo world; what is broken in it is left out."""
    readable = [each for each in world.truths if each.expected is not Expected.UNREADABLE]
    words = [each for each in readable if each.sort in _WORDS]
    pictures = [each for each in readable if each.sort not in _WORDS]
    return Material(
        world=world,
        pictures=[each for each in pictures if each.expected is not Expected.FOUND],
        listed=[each for each in pictures if each.expected is Expected.FOUND],
        words=[each for each in words if each.expected is not Expected.FOUND],
        listed_words=[each for each in words if each.expected is Expected.FOUND],
    )


def _one(rng: random.Random, everyday: Sequence[Truth], listed: Sequence[Truth]) -> Truth:
    """Return a file; of those listed every sort is as likely, though there are few identical copies."""
    if rng.random() >= LISTED_SHARE:
        return rng.choice(everyday)
    sort = rng.choice(sorted({each.sort for each in listed}))
    return rng.choice([each for each in listed if each.sort is sort])


def _said(
    rng: random.Random,
    kind: Kind,
    *,
    everyday: Callable[[], str],
    listed: Callable[[], str],
    is_known: bool = False,
) -> Content:
    """Return something that is said, listed now and then."""
    is_listed = rng.random() < LISTED_SHARE
    said = listed() if is_listed else everyday()
    return Content(
        kind=kind, untrusted_data=said.encode(), is_known=is_known and is_listed, is_listed=is_listed
    )


def _term(rng: random.Random) -> str:
    return term(rng.randrange(100))

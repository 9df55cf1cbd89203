"""What people on Harbour share: pictures and words of the demo world, all harmless, and some listed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lapwing.service.demo.harbour.post import Content
from lapwing.service.demo.messages import PAGES, term
from lapwing.service.demo.registers import ADDRESSES, FINDINGS, TERMS, VERIFIED
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.wording import THINGS, sentence
from lapwing.service.demo.world import World
from lapwing_client import Kind

LISTED_SHARE, STAFFED_SHARE, QUIET_SHARE = 0.2, 0.06, 0.02
"""Of what is shared: far more than in life, so that a short day shows something; as much as two people can
look at; and once the story has been played."""

_WORDS = frozenset({Sort.MESSAGE, Sort.TERM, Sort.ADDRESS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The files of a demo world, by what they are. words, listed_words: texts; the others are pictures.

    listed_share: how much of what is shared is listed.
    """

    world: World
    pictures: Sequence[Truth]
    listed: Sequence[Truth]
    words: Sequence[Truth]
    listed_words: Sequence[Truth]
    listed_share: float = LISTED_SHARE

    def picture(self, rng: random.Random) -> Content:
        """Return a picture that somebody wants to share."""
        return self.content(self._one(rng, self.pictures, self.listed))

    def message(self, rng: random.Random) -> Content:
        """Return words that somebody wants to write."""
        return self.content(self._one(rng, self.words, self.listed_words))

    def address(self, rng: random.Random) -> Content:
        """Return an address that somebody wants to share."""
        return self._said(
            rng,
            Kind.URL,
            everyday=lambda: f"https://www.example.org/{rng.randrange(1000)}",
            listed=lambda: f"https://{rng.choice(list(PAGES.values()))}",
            list_name=ADDRESSES.name,
        )

    def query(self, rng: random.Random) -> Content:
        """Return what somebody searches for."""
        return self._said(
            rng,
            Kind.QUERY,
            everyday=lambda: rng.choice(THINGS),
            listed=lambda: _term(rng),
            list_name=TERMS.name,
        )

    def name(self, rng: random.Random, everyday: str) -> Content:
        """Return what somebody calls themselves or a group."""
        return self._said(
            rng,
            Kind.NAME,
            everyday=lambda: everyday,
            listed=lambda: f"{everyday} {_term(rng)}",
            list_name=TERMS.name,
        )

    def comment(self, rng: random.Random) -> Content:
        """Return a sentence in which nothing is listed."""
        return Content(kind=Kind.TEXT, untrusted_data=sentence(rng).encode())

    def content(self, truth: Truth) -> Content:
        """Return a file of the world as somebody shares it."""
        is_found = truth.expected is Expected.FOUND
        return Content(
            kind=Kind.TEXT if truth.sort in _WORDS else Kind.IMAGE,
            untrusted_data=_read(self.world.path(truth)),
            is_known=truth.sort is Sort.COPY and truth.list_name == VERIFIED.name,
            list_name=truth.list_name if is_found else "",
        )

    def _one(self, rng: random.Random, everyday: Sequence[Truth], listed: Sequence[Truth]) -> Truth:
        """Return a file; of those listed every sort is as likely, though there are few identical copies."""
        if rng.random() >= self.listed_share:
            return rng.choice(everyday)
        sort = rng.choice(sorted({each.sort for each in listed}))
        return rng.choice([each for each in listed if each.sort is sort])

    def _said(
        self,
        rng: random.Random,
        kind: Kind,
        *,
        everyday: Callable[[], str],
        listed: Callable[[], str],
        list_name: str,
    ) -> Content:
        """Return something that is said, listed now and then."""
        is_listed = rng.random() < self.listed_share
        said = listed() if is_listed else everyday()
        return Content(
            kind=kind,
            untrusted_data=said.encode(),
            is_known=is_listed and kind is Kind.URL,
            list_name=list_name if is_listed else "",
        )


def material_of(world: World) -> Material:
    """Return the material of a demo world.

    What is broken in it is left out, and so are the pictures of our own list: on Harbour that list is empty
    until its moderators have confirmed something.
    """
    of_others = [each for each in world.truths if each.list_name != FINDINGS.name]
    readable = [each for each in of_others if each.expected is not Expected.UNREADABLE]
    words = [each for each in readable if each.sort in _WORDS]
    pictures = [each for each in readable if each.sort not in _WORDS]
    return Material(
        world=world,
        pictures=[each for each in pictures if each.expected is not Expected.FOUND],
        listed=[each for each in pictures if each.expected is Expected.FOUND],
        words=[each for each in words if each.expected is not Expected.FOUND],
        listed_words=[each for each in words if each.expected is Expected.FOUND],
    )


def _term(rng: random.Random) -> str:
    return term(rng.randrange(100))


@cache
def _read(path: Path) -> bytes:
    """Return a file of the world; whatever is shared again is held once."""
    return path.read_bytes()

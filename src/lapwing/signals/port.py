"""What a detector has to be: a measure that turns Content into signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from lapwing.model.content import Content, Facet
from lapwing.model.errors import BadInput
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Signal


class TooMany(BadInput):
    """There is more in it than is measured of one piece of content; the rest is unknown."""

    code = "lapwing.too-many"

    def __init__(self, detail: str = "", *, found: tuple[Signal, ...] = ()) -> None:
        """Keep what was *found* before the limit was met: it counts, though the answer is still unknown."""
        super().__init__(detail)
        self.found = found


class Unclear(BadInput):
    """Something was seen that can be read in the full picture only."""

    code = "lapwing.unclear"

    def __init__(self, detail: str = "", *, found: tuple[Signal, ...] = ()) -> None:
        """Keep what was *found* beside it."""
        super().__init__(detail)
        self.found = found


class Crowded(BadInput):
    """A text holds more terms than are told of one text; the rest is unknown."""

    code = "lapwing.crowded"

    def __init__(self, detail: str = "", *, found: tuple[tuple[str, int, int], ...] = ()) -> None:
        """Keep the terms *found* before the limit was met, as TermFinder gives them."""
        super().__init__(detail)
        self.found = found


class TermFinder(Protocol):
    """Finds every term of a fixed vocabulary in a text."""

    def find(self, text: str) -> tuple[tuple[str, int, int], ...]:
        """Return (term key, start, end) for each term found, in characters of *text*, end exclusive.

        Raises:
            Crowded: there are more than are told of one text; it carries those found so far.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """Which alterations of a picture a query looks through, and what else it looks for; each is a switch.

    turns: the eight rotations and mirror images.
    trim: uniform borders and letterbox bars.
    inner: the largest picture inside a screenshot or frame.
    panels: the panels of a collage.
    other_codes: addresses in Aztec, Data Matrix and PDF417 codes too; QR codes are always read.
    """

    turns: bool = True
    trim: bool = True
    inner: bool = True
    panels: bool = True
    other_codes: bool = False


PLAIN = Robustness(turns=False, trim=False, inner=False, panels=False)
"""No robustness at all: the picture as it is, which is also how pictures are put on a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What detectors are handed beside the content.

    terms: finds the terms of all active lists; None where no list has any.
    robustness: see Robustness.
    """

    terms: TermFinder | None = None
    robustness: Robustness = Robustness()


@runtime_checkable
class Detector(Protocol):
    """A file in detectors/ exports DETECTOR, an instance of this."""

    @property
    def manifest(self) -> Manifest:
        """Return what the detector says of itself."""
        ...

    @property
    def reads(self) -> Facet:
        """Return the side of Content that it reads."""
        ...

    @property
    def makes(self) -> frozenset[str]:
        """Return the kinds of signal it can give."""
        ...

    @property
    def vectors(self) -> tuple[tuple[Content, Given, tuple[Signal, ...]], ...]:
        """Return (content, given, the signals it has to give), the published examples first."""
        ...

    @property
    def canonical_examples(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return (signal kind, a list's value, canonical form or None where it has to be refused)."""
        ...

    def canonical(self, kind: str, value: str) -> str:
        """Return a list's value in the form in which signals of *kind* carry it.

        Raises:
            BadInput: it is no value of that kind.
        """
        ...

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:
        """Return every signal in *content*, in an order that depends on nothing else.

        Raises:
            TooMany: a limit was met; what was found up to there counts, and the answer is unknown.
            Unclear: only the full picture can tell; never raised of one. What was found counts.
            BadInput: it cannot be measured; the answer is unknown, never clean.
        """
        ...


@runtime_checkable
class OfDigits(Protocol):
    """A detector of values that are any so many hexadecimal digits, canonical in lower case."""

    @property
    def digits(self) -> int:
        """Return how many digits each of its values has."""
        ...


@runtime_checkable
class Barring(Protocol):
    """A detector of values some of which stand for nothing: half the world's files would match them."""

    def never_listed(self, kind: str, values: Sequence[str]) -> Mapping[str, str]:
        """Return which of *values*, in canonical form, no list may hold, and why, without saying it."""
        ...

"""One look at a text of moderate length: plainly, with its disguises off, and letter by letter."""

from lapwing.signals.folding import (
    sign_stream,
    stream,
    traced_sign_stream,
    traced_stream,
    without_signs,
)
from lapwing.signals.term_layer import Layer, Place
from lapwing.signals.term_patterns import Candidate, Patterns
from lapwing.signals.tricks import may_hold_signs


class Look:
    """One look at a text of moderate length.

    A text with signs that may stand for letters is read in two layers: with the signs, and with them as what
    parts words, which they are in most texts.

    stream: the text as it is read plainly.
    """

    __slots__ = ("_has_signs", "_layers", "_plain", "stream")

    def __init__(self, text: str) -> None:
        self._has_signs = has_signs = may_hold_signs(text)
        signs = sign_stream(text) if has_signs else stream(text)
        self.stream = without_signs(signs) if has_signs else signs
        self._plain = Layer(self.stream, text=text, trace=traced_stream)
        self._layers = [self._plain]
        if has_signs and signs != self.stream:
            self._layers.insert(0, Layer(signs, text=text, trace=traced_sign_stream))

    @property
    def may_be_disguised(self) -> bool:
        """Say whether it may have to be read otherwise; letters a to z written many times do not count."""
        return self._has_signs and any(each.may_be_disguised for each in self._layers)

    @property
    def weighed(self) -> int:
        """Return how many candidates were looked at closely."""
        return sum(each.weighed for each in self._layers)

    def plain(self, candidates: list[Candidate]) -> list[Place]:
        """Return the places of terms that were found in the stream as it is."""
        return self._plain.plain(candidates) if candidates else []

    def disguised(self, patterns: Patterns) -> list[Place]:
        """Return the places of terms that stand there in disguise."""
        return [place for layer in self._layers for place in layer.disguised(patterns)]

    def spelled(self, patterns: Patterns) -> list[Place]:
        """Return the places of terms that are spelled out, letter by letter."""
        return [place for layer in self._layers for place in layer.spelled(patterns)]

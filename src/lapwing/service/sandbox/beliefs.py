"""Whether a worker's well-formed answer is one that a sound worker could give about these bytes."""

from collections.abc import Mapping

from lapwing.model.content import Facet, Gap
from lapwing.model.errors import BadInput
from lapwing.model.signals import Measured, Signal, Where
from lapwing.service.sandbox.messages import NAMELESS, Odd
from lapwing.signals.port import Detector

MOST_FACTS = 32
LONGEST_NOTE = 300
BEST_QUALITY = 100
WHOLE = 1000


def check(rest: Measured, *, own: Measured, detectors: Mapping[str, Detector]) -> None:
    """Compare a worker's answer with what the parent knows for itself.

    Args:
        rest: the worker's.
        own: the parent's own measurement of the same bytes.
        detectors: all that there are.

    Raises:
        Odd: it is about something else, or holds what no detector gives.
    """
    if (rest.content_id, rest.kind, rest.size_bytes) != (NAMELESS, own.kind, own.size_bytes):
        raise Odd("about other content")
    if len(rest.facts) > MOST_FACTS:
        raise Odd("too many facts")
    for signal in rest.signals:
        _check_signal(signal, detectors)
    for gap in rest.gaps:
        _check_gap(gap, rest.kind, detectors)
    for fact in rest.facts:
        _check_notes(*fact)


def _check_signal(signal: Signal, detectors: Mapping[str, Detector]) -> None:
    detector = detectors.get(signal.detector)
    if detector is None or detector.reads is Facet.BYTES or signal.kind not in detector.makes:
        raise Odd("a signal that no detector of content makes")
    if signal.quality is not None and not 0 <= signal.quality <= BEST_QUALITY:
        raise Odd("a quality out of range")
    _check_place(signal.where)
    try:
        same = detector.canonical(signal.kind, signal.value) == signal.value
    except BadInput:
        same = False
    if not same:
        raise Odd("a value not in canonical form")


def _check_place(where: Where) -> None:
    left, top, right, bottom = where.box
    boxed = 0 <= left <= right <= WHOLE and 0 <= top <= bottom <= WHOLE
    counted = min(where.frame, where.passage, where.start) >= 0 and where.start <= where.end
    if not (boxed and counted):
        raise Odd("a place that is none")


def _check_gap(gap: Gap, kind: str, detectors: Mapping[str, Detector]) -> None:
    if gap.who != kind and gap.who not in detectors:
        raise Odd("a gap of nobody")
    _check_notes(gap.detail)


def _check_notes(*notes: str) -> None:
    if any(len(note) > LONGEST_NOTE or not note.isprintable() for note in notes):
        raise Odd("a note that is no note")

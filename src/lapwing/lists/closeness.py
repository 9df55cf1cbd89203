"""How a signal stands to an entry, and how far around it has to be searched."""

from typing import assert_never

from lapwing.lists.review import shortfall
from lapwing.model.content import Layer
from lapwing.model.lists import PERCEPTUAL_KINDS, WEAK_DIGESTS, Closeness, Threshold
from lapwing.model.signals import HERE, Region, Signal, Turn, Where

PERCEPTUAL = PERCEPTUAL_KINDS
"""Kinds that are compared by distance; every other kind is equal or not."""

SCALED_MARGIN_BITS = 4
"""How much further to search for a scaled decode, so that no match of the full picture is passed over.

The full family was never further from its exact hash in all that was measured. The 512 family was in three
pictures of a hundred, 14 bits at most; yet of some 4,000 altered pictures within 31 bits (600 of them beyond
26) the scaled decode of each was within 35, and of one in a hundred not within 31.
"""

MOST_RADIUS_BITS = 64

_TURNS = {turn: place for place, turn in enumerate(Turn)}
_REGIONS = {region: place for place, region in enumerate(Region)}
_LAYERS = {layer: place for place, layer in enumerate(Layer)}


def _place(where: Where) -> tuple[object, ...]:
    """Return the place in the order of preference of where a signal was measured."""
    return (
        _TURNS[where.turn],
        _REGIONS[where.region],
        _LAYERS[where.layer],
        where.frame,
        where.passage,
        where.start,
        where.end,
        where.box,
    )


_AT_HERE = _place(HERE)


def of_equal(kind: str) -> Closeness:
    """Return the closeness of a value that equals an entry's."""
    return Closeness.WEAK if kind in WEAK_DIGESTS else Closeness.EXACT


def same_bits(threshold: Threshold) -> int | None:
    """Return the most bits at which a perceptual signal is the same as an entry by itself.

    None where no review carries one; a threshold that was written before figures were asked for is no review.
    """
    return None if shortfall(threshold) else threshold.exact_bits


def is_plain(signal: Signal, threshold: Threshold) -> bool:
    """Say whether a perceptual signal can lead to an entry as the same picture.

    The reviewed distance was measured on whole pictures as displayed, laid down upright and decoded in full.
    A scaled decode at distance 0 may be bits away once measured exactly; a turned picture, a cut-out or a
    hidden layer is another question than the one reviewed; and of flat pictures many have the same hash.
    All these are near, at whatever distance.
    """
    where = signal.where
    whole = (where.layer, where.region, where.turn) == (Layer.SHOWN, Region.WHOLE, Turn.UPRIGHT)
    return signal.exact and whole and has_quality(signal, threshold)


def has_quality(signal: Signal, threshold: Threshold) -> bool:
    """Say whether a picture has enough structure for distances to mean anything."""
    return signal.quality is None or signal.quality >= threshold.least_quality


def match_bits(signal: Signal, threshold: Threshold) -> int:
    """Return the most bits at which a perceptual signal matches.

    Flat pictures are common and lie near one another, so below the least quality only equality counts. That
    is no gap: the perceptual comparison was made, at distance 0, and a page of flat pictures must not come
    to be unknown as a whole.
    """
    return threshold.near_bits if has_quality(signal, threshold) else 0


def search_bits(signal: Signal, threshold: Threshold) -> int:
    """Return how far to search: for a scaled decode, as far as the full picture could match."""
    margin = 0 if signal.exact else SCALED_MARGIN_BITS
    return min(match_bits(signal, threshold) + margin, MOST_RADIUS_BITS)


def rank(closeness: Closeness) -> int:
    """Return the place of a closeness, the firmest first."""
    match closeness:
        case Closeness.EXACT:
            return 0
        case Closeness.WEAK:
            return 1
        case Closeness.NEAR:
            return 2
        case _:
            assert_never(closeness)


def preference(signal: Signal) -> tuple[object, ...]:
    """Return a key that puts the signal first by which a match is best explained; total over signals."""
    where = signal.where
    return (
        not signal.exact,
        _AT_HERE if where is HERE else _place(where),
        1 if signal.quality is None else -signal.quality,
        signal.family or "",
        signal.detector,
        signal.kind,
        signal.value,
    )

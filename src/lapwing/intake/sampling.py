"""Which frames of an animation are read when not all can be."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

# Walking a frame costs about as much as decoding this many pixels, however small it is.
FRAME_PIXELS = 20_000
# Pixels decoded for one animation, as a multiple of the largest still picture allowed.
WORK_FACTOR = 5
# A frame shown this many times as long as the mean stands out; of the frames drawn one in so many may be
# such, and as many again are those on show at even moments.
STANDS_OUT = 2
ONE_IN = 3


def spread(count: int, most: int) -> tuple[int, ...]:
    """Return at most *most* of the indices 0 to count-1: the first, the last, and evenly between."""
    if count <= most:
        return tuple(range(count))
    if most == 1:
        return (0,)
    return tuple(step * (count - 1) // (most - 1) for step in range(most))


def drawn(times_ms: Sequence[int], most: int) -> tuple[int, ...]:
    """Return at most *most* of the indices of frames that are shown for *times_ms*, in order.

    The first and the last; those shown longest; those on show at moments evenly apart; and for the rest, half
    of them or more where few stand out, indices evenly apart. Where all are shown alike it is spread().
    """
    count = len(times_ms)
    share = most // ONE_IN
    outstanding = _longest(times_ms, share)
    if count <= most or not outstanding:
        return spread(count, most)
    taken = {0, count - 1, *outstanding[: max(0, most - 2)]}
    taken.update(_on_show(times_ms, min(share, most - len(taken))))
    rest = [index for index in range(count) if index not in taken]
    taken.update(rest[at] for at in spread(len(rest), most - len(taken)))
    return tuple(sorted(taken))


def _longest(times_ms: Sequence[int], most: int) -> list[int]:
    """Return the indices of the frames shown longest of those that stand out, longest first."""
    least = STANDS_OUT * sum(times_ms)
    outstanding = [index for index, each in enumerate(times_ms) if each * len(times_ms) >= least]
    return sorted(outstanding, key=lambda index: -times_ms[index])[:most]


def _on_show(times_ms: Sequence[int], most: int) -> set[int]:
    """Return the indices of the frames on show in the middle of each of *most* equal stretches of time."""
    ends = list(accumulate(times_ms))
    return {bisect_right(ends, (2 * step + 1) * ends[-1] // (2 * most)) for step in range(most)}


def within_reach(count: int, *, frame_pixels: int, most_pixels: int) -> int:
    """Return how many frames can be walked one after another, at least 1.

    Args:
        count: frames there are.
        frame_pixels: pixels of the canvas.
        most_pixels: the limit for a still picture.
    """
    return max(1, min(count, WORK_FACTOR * most_pixels // (frame_pixels + FRAME_PIXELS)))

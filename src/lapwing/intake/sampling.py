"""Which frames of an animation are read when not all can be."""

# Walking a frame costs about as much as decoding this many pixels, however small it is.
FRAME_PIXELS = 20_000
# Pixels decoded for one animation, as a multiple of the largest still picture allowed.
WORK_FACTOR = 5


def spread(count: int, most: int) -> tuple[int, ...]:
    """Return at most *most* of the indices 0 to count-1: the first, the last, and evenly between."""
    if count <= most:
        return tuple(range(count))
    if most == 1:
        return (0,)
    return tuple(step * (count - 1) // (most - 1) for step in range(most))


def within_reach(count: int, *, frame_pixels: int, most_pixels: int) -> int:
    """Return how many frames can be walked one after another, at least 1.

    Args:
        count: frames there are.
        frame_pixels: pixels of the canvas.
        most_pixels: the limit for a still picture.
    """
    return max(1, min(count, WORK_FACTOR * most_pixels // (frame_pixels + FRAME_PIXELS)))

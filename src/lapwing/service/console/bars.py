"""How near a match is, drawn: the distance on a line of bits, with what counts as the same and as a lead."""

from dataclasses import dataclass

from lapwing.model.lists import Match

MOST_BITS = 64
"""Where the line ends: no list's radius is larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What is drawn, in bits. exact, near: up to where it counts as the same picture, or as a lead."""

    distance: int
    exact: int
    near: int
    most: int = MOST_BITS


def bar_of(match: Match) -> Bar | None:
    """Return the bar of a match; None where there is no distance, only equality."""
    if match.entry.kind != "pdq":
        return None
    return Bar(
        distance=min(match.distance_bits, MOST_BITS),
        exact=min(match.exact_bits or 0, MOST_BITS),
        near=min(match.near_bits, MOST_BITS),
    )

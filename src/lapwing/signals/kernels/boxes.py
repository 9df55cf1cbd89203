"""A part of a picture with straight edges."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """In pixels of a luma; bottom and right are the first ones outside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """Return the height."""
        return self.bottom - self.top

    @property
    def columns(self) -> int:
        """Return the width."""
        return self.right - self.left

    @property
    def area(self) -> int:
        """Return how many pixels it has."""
        return self.rows * self.columns

    @property
    def aspect(self) -> float:
        """Return how many times longer the longer side is."""
        return max(self.rows, self.columns) / max(1, min(self.rows, self.columns))

    def within(self, other: "Box") -> bool:
        """Say whether none of it is outside *other*."""
        down = other.top <= self.top and self.bottom <= other.bottom
        return down and other.left <= self.left and self.right <= other.right

    def of(self, luma: NDArray[Any]) -> NDArray[Any]:
        """Return the part of *luma*; it shares its memory."""
        return luma[self.top : self.bottom, self.left : self.right]

    def between(self, first: int, last: int, *, by_rows: bool) -> "Box":
        """Return its rows, or columns, from *first* up to *last*, counted from its own edge."""
        if by_rows:
            return Box(self.top + first, self.left, self.top + last, self.right)
        return Box(self.top, self.left + first, self.bottom, self.left + last)

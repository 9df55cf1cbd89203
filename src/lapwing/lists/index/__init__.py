"""Exact search of 256-bit fingerprints within a radius: pure functions over NumPy arrays."""

from lapwing.lists.index.build import build
from lapwing.lists.index.found import Found
from lapwing.lists.index.segment import Segment

__all__ = ["Found", "Segment", "build"]

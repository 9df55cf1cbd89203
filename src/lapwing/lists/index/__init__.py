"""Exact search of 256-bit fingerprints within a radius: pure functions over NumPy arrays."""

from lapwing.lists.index.base import Base
from lapwing.lists.index.build import build
from lapwing.lists.index.found import Found
from lapwing.lists.index.live import Compacted, LiveIndex
from lapwing.lists.index.segment import Segment
from lapwing.lists.index.snapshot import FoundKeys, Snapshot
from lapwing.lists.index.way import Way

__all__ = ["Base", "Compacted", "Found", "FoundKeys", "LiveIndex", "Segment", "Snapshot", "Way", "build"]

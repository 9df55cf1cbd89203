"""The live index: additions and removals count at once, and readers never wait."""

from dataclasses import dataclass

from lapwing.lists.index.base import Base
from lapwing.lists.index.codes import Codes, Rows
from lapwing.lists.index.snapshot import FoundKeys, Snapshot


@dataclass(frozen=True, slots=True, eq=False)
class Compacted:
    """A new base, and the moment whose rows it holds."""

    base: Base
    since: Snapshot


class LiveIndex:
    """Holds the snapshot that counts now; every change puts another in its place.

    Any number of threads may search while one changes it. Callers that change it from several threads take
    turns among themselves.
    """

    def __init__(self, now: Snapshot | None = None, *, radius_bits: int = 31) -> None:
        """Begin with *now*, or empty; bases are laid out for *radius_bits*, 0 to 64."""
        self._now = now or Snapshot()
        self._radius_bits = radius_bits

    @property
    def now(self) -> Snapshot:
        """Return the snapshot that counts now; hold it to ask several questions of the same moment."""
        return self._now

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._now)

    def search(self, queries: Codes, *, radius_bits: int) -> FoundKeys:
        """Return every (query, key) at most *radius_bits* apart; see Snapshot.search for the errors."""
        return self._now.search(queries, radius_bits=radius_bits)

    def add(self, codes: Codes, keys: Rows) -> None:
        """Add rows, all or none; see Snapshot.adding for the errors."""
        self._now = self._now.adding(codes, keys)

    def remove(self, keys: Rows) -> None:
        """Remove rows, all or none; see Snapshot.removing for the errors."""
        self._now = self._now.removing(keys)

    def become(self, now: Snapshot) -> None:
        """Let another snapshot count from now on."""
        self._now = now

    def compacted(self) -> Compacted:
        """Return a base of all that is there now, for swap; may run in another thread than the changes."""
        since = self._now
        return Compacted(base=since.compacted(radius_bits=self._radius_bits), since=since)

    def swap(self, compacted: Compacted) -> None:
        """Put a new base in place; what was added and removed since it was made is kept.

        Raises:
            BadInput: another base was put in place meanwhile.
        """
        self._now = self._now.rebased(compacted.base, since=compacted.since)

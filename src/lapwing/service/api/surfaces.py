"""The surfaces as requests need them: remembered for a moment, for they change once a month."""

import time
from collections.abc import Callable
from threading import Lock

from lapwing.model.decision import Surface
from lapwing.service.store.reads.at_hand import find_surface

REMEMBERED_SECONDS = 1.0
"""So long another process's change of a surface may go unseen in this one."""

_MOST = 1_000


class Surfaces:
    """Knows surfaces by name."""

    def __init__(
        self,
        *,
        find: Callable[[str], Surface | None] = find_surface,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Know none yet."""
        self._find, self._clock = find, clock
        self._known: dict[str, tuple[float, Surface | None]] = {}
        self._turn, self._looking = Lock(), Lock()

    def find(self, name: str) -> Surface | None:
        """Return the surface called that, or None.

        Raises:
            Unavailable: the database does not answer.
        """
        known = self._fresh(name)
        if known is None:
            # One looks, and the others wait for what it finds: they would take every connection there is.
            with self._looking:
                known = self._fresh(name) or self._looked_up(name)
        return known[1]

    def _fresh(self, name: str) -> tuple[float, Surface | None] | None:
        known = self._known.get(name)
        is_fresh = known is not None and self._clock() - known[0] < REMEMBERED_SECONDS
        return known if is_fresh else None

    def _looked_up(self, name: str) -> tuple[float, Surface | None]:
        now = self._clock()
        found = (now, self._find(name))
        with self._turn:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[name] = found
        return found

    def forget(self) -> None:
        """Know none any more, because one was changed here."""
        with self._turn:
            self._known.clear()

"""The present kit: it follows the lists, and whoever has begun with one state of them ends with it."""

from collections.abc import Callable
from threading import Event, Lock, Thread

from lapwing.flows.screen import Kit
from lapwing.lists.matching import Lookup
from lapwing.model.errors import LapwingError
from lapwing.service.store.lists import Lists

LOOK_SECONDS = 0.2
"""How often the lists are looked at; looking costs two `stat` calls a list."""


class PresentKit:
    """Gives the kit with the lists as they stand. What cannot be read leaves the last good state in force."""

    def __init__(self, lists: Lists, *, make: Callable[[Lookup], Kit]) -> None:
        """Begin with the lists as they are now.

        Raises:
            IntegrityLost: a list is not what was written.
        """
        self._lists, self._make = lists, make
        self._lookup = lists.lookup()
        self._kit = make(self._lookup)
        self._turn, self._ended = Lock(), Event()
        self._thread: Thread | None = None
        self.trouble: LapwingError | OSError | None = None

    def now(self) -> Kit:
        """Return the kit with the lists as they stood when they were last looked at."""
        return self._kit

    def refresh(self) -> None:
        """Look at the lists now, and take up what has changed.

        Raises:
            IntegrityLost: a list is not what was written; the last good state stays in force.
        """
        with self._turn:
            lookup = self._lists.lookup()
            if lookup is self._lookup:
                return
            # The terms come from the same state as everything else, so that nothing is found halfway.
            self._kit = self._make(lookup)
            self._lookup = lookup

    def follow(self) -> None:
        """Look at the lists again and again, in a thread of its own, until `leave`."""
        self._thread = Thread(target=self._follow, name="lapwing-lists", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Stop looking."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _follow(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            try:
                self.refresh()
            except (LapwingError, OSError) as refused:
                self.trouble = refused
            else:
                self.trouble = None

"""Group commit: writers that wait at the same time are committed together, by one of themselves."""

import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from lapwing.model.works import Unsure, Work

T = TypeVar("T")

# Together for one commit. More gains little, and holds the first of them up.
MOST_TOGETHER = 64


class Writer:
    """A write that waits for its turn; it ends with an answer or a failure."""

    def __init__(self, write: Callable[[Work], Any]) -> None:
        """Wait with a write."""
        self.write = write
        self.answer: Any = None
        # What it ends with if whoever leads the group dies of something that nobody foresaw.
        self.failure: BaseException | None = Unsure()
        self.ended = False
        # A bare lock: an event is two of them and a queue, for every write.
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def end(self, answer: object, failure: BaseException | None) -> None:
        """Say what became of it."""
        self.answer, self.failure, self.ended = answer, failure, True

    def wait(self) -> None:
        """Sleep until it has ended, or leads."""
        self._asleep.acquire()

    def wake(self) -> None:
        """End the wait."""
        self._asleep.release()


class Group:
    """Brings writers together. Whoever finds nobody at work leads, for itself and for those who wait by then.

    So a single writer waits for nobody, and the more there are, the more share a commit. There is no thread
    that would have to be started, ended, or started again after a fork.
    """

    def __init__(self, commit: Callable[[Sequence[Writer]], None]) -> None:
        """Commit by *commit*, which ends every writer that it is given."""
        self._commit = commit
        self._mutex = threading.Lock()
        self._waiting: deque[Writer] = deque()
        self._busy = False
        self._leader: int | None = None
        _GROUPS.add(self)

    def run(self, write: Callable[[Work], T]) -> T:
        """Return what *write* returns once it is committed, or raise what it raised."""
        if self._leader == threading.get_ident():
            raise RuntimeError("a write cannot begin another one")
        writer = Writer(write)
        with self._mutex:
            self._waiting.append(writer)
            leads, self._busy = not self._busy, True
        if not leads:
            writer.wait()
        if not writer.ended:
            self._lead()
        if writer.failure is not None:
            raise writer.failure
        answer: T = writer.answer
        return answer

    def _lead(self) -> None:
        """Commit those who wait, the first of whom leads; then let the first of those who came since lead."""
        with self._mutex:
            batch = [self._waiting.popleft() for _ in range(min(MOST_TOGETHER, len(self._waiting)))]
        self._leader = threading.get_ident()
        try:
            self._commit(batch)
        finally:
            self._leader = None
            for writer in batch:
                writer.ended = True
            with self._mutex:
                self._busy = bool(self._waiting)
                if self._busy:
                    self._waiting[0].wake()
            for writer in batch:
                writer.wake()

    def _forget(self) -> None:
        """Begin with nobody, as a forked child has to: its parent's other threads are not in it."""
        self._mutex = threading.Lock()
        self._waiting.clear()
        self._busy, self._leader = False, None


_GROUPS: "weakref.WeakSet[Group]" = weakref.WeakSet()


def _forget_all() -> None:
    """Let every group of this process begin again."""
    for group in _GROUPS:
        group._forget()  # noqa: SLF001  # it is the same module's


os.register_at_fork(after_in_child=_forget_all)

"""The counter in front of the confined processes: some are served, some may wait, the next is sent away."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Semaphore
from typing import Generic, TypeVar

T = TypeVar("T")


class Counter(Generic[T]):
    """Does work in its own threads for whoever waits, or has ceased to wait."""

    def __init__(self, *, in_flight: int, waiting: int) -> None:
        """Do *in_flight* at a time, and let *waiting* more wait."""
        self._places = Semaphore(in_flight + waiting)
        self._threads = ThreadPoolExecutor(max_workers=in_flight, thread_name_prefix="screen")

    def take(self, work: Callable[[], T]) -> Future[T] | None:
        """Return what *work* will come to, or None where there is no place left."""
        if not self._places.acquire(blocking=False):
            return None
        try:
            future = self._threads.submit(work)
        except RuntimeError:  # it is closing
            self._places.release()
            return None
        future.add_done_callback(lambda _: self._places.release())
        return future

    def close(self) -> None:
        """Finish what is under way; what only waits is not begun."""
        self._threads.shutdown(wait=True, cancel_futures=True)

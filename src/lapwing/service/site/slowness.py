"""Bodies that arrive too slowly are given up: the server itself would wait for ever, and a thread with it."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol

Environment = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environment, StartResponse], Iterable[bytes]]

# Each is held by one body that is still arriving.
_READERS = 64


class Body(Protocol):
    """What a server gives as `wsgi.input`."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer only at the end."""
        ...


class PatientBody:
    """Reads a body in another thread, and waits for all of it no longer than *seconds*."""

    def __init__(self, body: Body, *, readers: ThreadPoolExecutor, seconds: float) -> None:
        """Read from *body*."""
        self._body, self._readers = body, readers
        self._seconds = seconds
        self._deadline: float | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer only at the end.

        Raises:
            TimeoutError: they did not arrive in time.
        """
        return self._awaited(self._readers.submit(self._body.read, size))

    def _awaited(self, reading: "Future[bytes]") -> bytes:
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + self._seconds
        return reading.result(timeout=max(0.0, self._deadline - now))


def patient(application: Application, *, seconds: float) -> Application:
    """Return *application* with bodies that are given up after *seconds*."""
    readers = ThreadPoolExecutor(max_workers=_READERS, thread_name_prefix="body")

    def answer(environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        # A request without a body has nothing to be waited for.
        if environ.get("CONTENT_LENGTH") not in {None, "", "0"}:
            environ["wsgi.input"] = PatientBody(environ["wsgi.input"], readers=readers, seconds=seconds)
        return application(environ, start_response)

    return answer

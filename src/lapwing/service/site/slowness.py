"""Bodies that arrive too slowly are given up: the server itself would wait for ever, and a thread with it."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from queue import SimpleQueue
from threading import Lock, Semaphore, Thread
from typing import Any, Protocol

from django.http import HttpResponse

from lapwing.service.site.doorman import Doorman

Environment = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environment, StartResponse], Iterable[bytes]]

MOST_READERS = 1024
"""Each is held by one body that is still arriving; a server accepts no more connections than that."""


class Body(Protocol):
    """What a server gives as `wsgi.input`."""

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer only at the end."""
        ...


class Readers:
    """Threads that read bodies. One that is held up for ever holds up neither the others nor the end."""

    def __init__(self) -> None:
        """Begin with none."""
        self._jobs: SimpleQueue[tuple[Future[bytes], Callable[[], bytes]]] = SimpleQueue()
        self._idle = Semaphore(0)
        self._count = 0
        self._turn = Lock()
        self._doorman = Doorman()

    def read(self, reading: Callable[[], bytes]) -> "Future[bytes]":
        """Return what *reading* will come to."""
        future: Future[bytes] = Future()
        if not self._idle.acquire(blocking=False):
            self._add_one()
        self._jobs.put((future, reading))
        return future

    def give_up(self, future: "Future[bytes]") -> None:
        """Wait no longer for a body: once its request is answered its connection is closed."""
        if not future.done():
            self._doorman.give_up(future)

    def _add_one(self) -> None:
        with self._turn:
            if self._count == MOST_READERS:
                return
            self._count += 1
        Thread(target=self._run, name="lapwing-body", daemon=True).start()

    def _run(self) -> None:
        while True:
            # In a function of its own, so that no body is kept here until the next one comes.
            _read(*self._jobs.get())
            self._idle.release()


def _read(future: "Future[bytes]", reading: Callable[[], bytes]) -> None:
    try:
        future.set_result(reading())
    except Exception as fault:  # noqa: BLE001  # whatever it is belongs to who waits for the body
        future.set_exception(fault)


class PatientBody:
    """Reads a body in another thread, and waits for all of it no longer than *seconds*."""

    def __init__(self, body: Body, *, readers: Readers, seconds: float) -> None:
        """Read from *body*."""
        self._body, self._readers = body, readers
        self._seconds = seconds
        self._deadline: float | None = None
        self.given_up: Future[bytes] | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer only at the end.

        Raises:
            TimeoutError: they did not arrive in time.
        """
        return self._awaited(self._readers.read(lambda: self._body.read(size)))

    def readline(self, size: int = -1, /) -> bytes:
        """Return so many bytes too: the framework wants it to be here, and nothing reads lines of bodies."""
        return self.read(size)

    def _awaited(self, reading: "Future[bytes]") -> bytes:
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + self._seconds
        try:
            return reading.result(timeout=max(0.0, self._deadline - now))
        except TimeoutError:
            self.given_up = reading
            self._readers.give_up(reading)
            raise


def patient(application: Application, *, seconds: Callable[[int], float]) -> Application:
    """Return *application* with bodies that are given up after so many *seconds*, by how long they are."""
    readers = Readers()

    def answer_patiently(environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
        # A request without a body has nothing to be waited for.
        length = environ.get("CONTENT_LENGTH")
        if length in {None, "", "0"}:
            return _whole(application(environ, start_response))
        most = seconds(int(length) if str(length).isdecimal() else 0)
        environ["wsgi.input"] = body = PatientBody(environ["wsgi.input"], readers=readers, seconds=most)
        began: list[tuple[str, list[tuple[str, str]]]] = []
        answer = _whole(application(environ, lambda status, headers, *_: began.append((status, headers))))
        for status, headers in began[-1:]:
            if body.given_up is not None:
                pieces = list(answer)
                headers.append(("Content-Length", str(sum(map(len, pieces)))))
                answer = _until_closed(pieces, body.given_up)
            start_response(status, headers)
        return answer

    return answer_patiently


def _until_closed(pieces: Iterable[bytes], given_up: "Future[bytes]") -> Iterator[bytes]:
    """Give an answer, then wait until its connection is closed (doorman) and its body with it.

    A thread of the server's that ends while another one reads its body waits for that one and lets no other
    thread run meanwhile, so the whole process would stand still for as long as a client likes.
    """
    yield b"".join(pieces)
    wait([given_up])


def _whole(answer: Iterable[bytes]) -> Iterable[bytes]:
    """Return an answer that is there already as one piece, whose length the server can tell."""
    if not isinstance(answer, HttpResponse) or answer.streaming:
        return answer
    body = [answer.content]
    answer.close()
    return body

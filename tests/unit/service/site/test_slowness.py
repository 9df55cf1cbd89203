"""Bodies are waited for as long as they may take, and no longer."""

import io
import threading
import weakref
from time import monotonic, sleep
from typing import Any

import pytest

from lapwing.service.serving import Serving
from lapwing.service.site.slowness import PatientBody, Readers, patient


class Stalled:
    """A body that never arrives."""

    def __init__(self) -> None:
        self.gone = threading.Event()

    def read(self, size: int = -1, /) -> bytes:
        self.gone.wait(timeout=30)
        return b""[:size]


def test_a_body_that_is_there_is_read_in_any_pieces() -> None:
    body = PatientBody(io.BytesIO(b"abcdef"), readers=Readers(), seconds=5)
    assert [body.read(2), body.readline(1), body.read()] == [b"ab", b"c", b"def"]


def test_a_body_that_stalls_is_given_up_and_holds_up_nobody_else() -> None:
    readers, stalled = Readers(), Stalled()
    with pytest.raises(TimeoutError):
        PatientBody(stalled, readers=readers, seconds=0.05).read(3)
    assert PatientBody(io.BytesIO(b"abc"), readers=readers, seconds=5).read(3) == b"abc"
    stalled.gone.set()


def test_a_fault_of_a_body_is_its_readers() -> None:
    class Broken:
        def read(self, _: int = -1, /) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        PatientBody(Broken(), readers=Readers(), seconds=5).read(1)


def test_only_a_request_with_a_body_is_waited_for() -> None:
    seen: list[Any] = []

    def application(environ: dict[str, Any], _: Any) -> list[bytes]:  # noqa: ANN401  # as WSGI has it
        seen.append(environ["wsgi.input"])
        return [b"done"]

    body = io.BytesIO(b"x")
    answer = patient(application, seconds=float)
    assert answer({"CONTENT_LENGTH": "0", "wsgi.input": body}, print) == [b"done"]
    answer({"CONTENT_LENGTH": "1", "wsgi.input": body}, print)
    assert seen[0] is body
    assert isinstance(seen[1], PatientBody)


def test_a_longer_body_has_longer_in_proportion() -> None:
    serving = Serving(body_bytes=1024, film_bytes=10 * 1024, document_bytes=1024, body_seconds=2.0)
    assert [serving.seconds_for(length) for length in (0, 1024, 2048)] == [2.0, 2.0, 4.0]
    assert serving.seconds_for(1 << 60) == serving.seconds_for(serving.form_bytes)


def test_a_reader_that_waits_for_the_next_body_keeps_none() -> None:
    class Piece:
        """Something that can be seen to be gone."""

    readers, piece = Readers(), Piece()
    gone = weakref.ref(piece)
    held: list[Any] = [piece]
    del piece
    assert readers.read(held.pop).result(timeout=5) is not None
    # The thread lets go a moment after it has answered.
    ends = monotonic() + 5
    while gone() is not None and monotonic() < ends:
        sleep(0.01)
    assert gone() is None

"""Bodies of requests: read to the last byte or refused, never larger than they may be, never on the disk."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

import msgspec
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from lapwing.model.errors import BadInput, Unavailable
from lapwing.service.api.problems import Malformed, NoLength, NoSuchForm, TooLarge, TooSlow
from lapwing.service.api.twice import require_once
from lapwing.service.serving import Serving

T = TypeVar("T")

PIECE_BYTES = 48 << 20
"""More than the 32 MiB up to which the C library keeps memory that was given back, for whoever comes next."""

JSON, LINES, MULTIPART = "application/json", "application/x-ndjson", "multipart/form-data"


class BadShape(BadInput):
    """The request does not have the shape that it should have."""

    code = "lapwing.bad-shape"


class Room:
    """How many bytes of bodies a process holds at a time."""

    def __init__(self) -> None:
        """Hold none."""
        self._held = 0
        self._turn = Lock()

    @contextmanager
    def for_bytes(self, count: int, *, most: int) -> Iterator[None]:
        """Hold so many more for the length of a block.

        Raises:
            Unavailable: there is no room for them now.
        """
        with self._turn:
            # One body always finds room, however small the room was made.
            if self._held and self._held + count > most:
                raise Unavailable("too much is being read already")
            self._held += count
        try:
            yield
        finally:
            with self._turn:
                self._held -= count


def form_of(request: HttpRequest) -> str:
    """Return the media type of the body, without its parameters, in lower case."""
    return str(request.META.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()


@contextmanager
def body_of(request: HttpRequest, *, serving: Serving, room: Room, forms: Sequence[str]) -> Iterator[bytes]:
    """Give the body of a request, which takes room as long as the block lasts.

    A form may be as large as the largest file that there may be; whoever reads it has to look how large its
    file is (Serving.most_bytes).

    Raises:
        NoSuchForm: it is in none of *forms*.
        NoLength: it is chunked, so nobody knows how long it gets.
        TooLarge: it is larger than it may be.
        TooSlow: it did not arrive in time (service.site.slowness).
        Malformed: it is shorter than it says.
        Unavailable: too much is being read already.
    """
    if form_of(request) not in forms:
        raise NoSuchForm(f"send {' or '.join(forms)}")
    length = _length(request)
    most = serving.form_bytes if form_of(request) == MULTIPART else serving.body_bytes
    if length > most:
        raise TooLarge(f"at most {most} bytes")
    with room.for_bytes(length, most=serving.bodies_bytes):
        yield _read(request, length)


def _length(request: HttpRequest) -> int:
    if "chunked" in str(request.META.get("HTTP_TRANSFER_ENCODING", "")).lower():
        raise NoLength
    written = str(request.META.get("CONTENT_LENGTH") or "0")
    if not (written.isascii() and written.isdigit()):
        raise Malformed("the length of the body is no number")
    return int(written)


def _read(request: HttpRequest, length: int) -> bytes:
    try:
        untrusted_body = b"".join(_pieces(request, length))
    except UnreadablePostError as gone:
        if isinstance(gone.__cause__, TimeoutError):
            raise TooSlow from gone
        raise Malformed("the body ended before its end") from gone
    if len(untrusted_body) != length:
        raise Malformed("the body ended before its end")
    return untrusted_body


def _pieces(request: HttpRequest, length: int) -> Iterator[bytes]:
    """Yield a body in pieces: of what is read at once the server keeps a copy until it is answered."""
    while length:
        piece = request.read(min(length, PIECE_BYTES))
        if not piece:
            return
        length -= len(piece)
        yield piece


def read_json(untrusted_body: bytes, shape: type[T]) -> T:
    """Return what a JSON body states.

    Raises:
        Malformed: it is no JSON.
        BadShape: a field is missing, unknown or not as it has to be. FieldTwice: one is there twice.
    """
    try:
        read = msgspec.json.decode(untrusted_body, type=shape)
        require_once(untrusted_body)
    except msgspec.ValidationError as refused:
        raise BadShape(str(refused)) from refused
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as refused:
        raise Malformed("it is no JSON") from refused
    return read


def read_lines(untrusted_body: bytes, shape: type[T], *, most: int) -> list[T | BadInput]:
    """Return what each line of JSON states, or why it cannot be taken; empty lines are passed over.

    Raises:
        TooLarge: there are more lines than there may be.
    """
    lines = [line for line in untrusted_body.split(b"\n") if line.strip()]
    if len(lines) > most:
        raise TooLarge(f"at most {most} items")
    return [_line(line, shape) for line in lines]


def _line(untrusted_line: bytes, shape: type[T]) -> T | BadInput:
    try:
        return read_json(untrusted_line, shape)
    except BadInput as refused:
        return refused

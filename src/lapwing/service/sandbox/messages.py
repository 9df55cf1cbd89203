"""What parent and worker say to each other, and how little the parent believes of it."""

import socket
import struct
import time
from typing import TypeVar

import msgspec

from lapwing.intake.preview import Preview
from lapwing.model.content import ContentId, Grain, Limits
from lapwing.model.errors import BadInput
from lapwing.model.signals import Measured
from lapwing.service.sandbox.confine import Confinement
from lapwing.signals.port import Robustness

LENGTH = struct.Struct(">I")
# Everything that is not an answer is far below this.
SMALL_BYTES = 64 * 1024

NAMELESS = ContentId("")
"""The content's id in a worker's answer: the parent knows it, and hashing the bytes twice is not free."""


class Odd(BadInput):
    """A worker said something that a sound worker does not say."""

    code = "lapwing.bad-input.worker"


class Setup(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """To the worker, once, with its desk: within which limits and through which alterations it measures."""

    limits: Limits
    robustness: Robustness


class Hello(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From the worker, once it is confined; or *trouble*, the reason for which it will not start."""

    confinement: Confinement | None
    trouble: str = ""


class Job(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """To the worker: measure *size_bytes* bytes, on its desk or in the file that comes with this.

    preview_pixels: instead of measuring, give a preview whose sides are at most that; 0 to measure.
    """

    number: int
    kind: str
    grain: Grain
    size_bytes: int
    on_desk: bool
    preview_pixels: int = 0


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From the worker: what it measured or drew, or *fault*, the name of what went wrong inside it."""

    number: int
    measured: Measured | None = None
    preview: Preview | None = None
    fault: str = ""


Message = TypeVar("Message", Setup, Hello, Job, Answer)


def packed(message: Setup | Hello | Job | Answer) -> bytes:
    """Return *message* as one frame: its length in four bytes, then MessagePack."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body


def unpacked(untrusted_body: bytes, sort: type[Message]) -> Message:
    """Return the message in a frame's body.

    Raises:
        Odd: it is no such message.
    """
    try:
        return msgspec.msgpack.decode(untrusted_body, type=sort)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as fault:
        raise Odd(type(fault).__name__) from None


def unpacked_to_the_last_byte(untrusted_body: bytes, sort: type[Message]) -> Message:
    """Return the message in a worker's frame, of which nothing is passed over.

    Raises:
        Odd: it is not exactly what packing such a message gives.
    """
    message = unpacked(untrusted_body, sort)
    # Records inside may carry unknown or repeated fields, which decoding passes over; packing does not.
    if msgspec.msgpack.encode(message) != untrusted_body:
        raise Odd("not in its one form")
    return message


def received(link: socket.socket, *, most_bytes: int, deadline: float | None = None) -> bytes:
    """Return the body of the next frame from *link*.

    Args:
        link: a connected stream socket.
        most_bytes: a longer body is refused before it is read.
        deadline: on the monotonic clock, in seconds; None to wait for ever.

    Raises:
        Odd: the frame claims to be longer.
        EOFError: the other side is gone.
        TimeoutError: the deadline has passed.
        OSError: the link is broken.
    """
    (length,) = LENGTH.unpack(exactly(link, LENGTH.size, deadline=deadline))
    if length > most_bytes:
        raise Odd(f"{length} bytes")
    return exactly(link, length, deadline=deadline)


def exactly(link: socket.socket, count: int, *, deadline: float | None) -> bytes:
    """Return the next *count* bytes from *link*; raises as received does."""
    buffer = bytearray(count)
    view = memoryview(buffer)
    filled = 0
    while filled < count:
        if deadline is not None:
            # Anew for each piece: bytes that trickle in do not stretch the deadline.
            link.settimeout(_left(deadline))
        got = link.recv_into(view[filled:])
        if not got:
            raise EOFError
        filled += got
    return bytes(buffer)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left

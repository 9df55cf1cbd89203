"""Frames between parent and worker are believed only to the last byte."""

import socket
import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.content import ContentId, Gap, Why
from lapwing.model.signals import Measured, Signal
from lapwing.service.sandbox.messages import (
    LENGTH,
    Answer,
    Odd,
    packed,
    received,
    unpacked_to_the_last_byte,
)

SIGNAL = Signal(kind="pdq", value="ab" * 32, detector="pdq", quality=80)
MEASURED = Measured(
    content_id=ContentId("c-0"),
    kind="image",
    size_bytes=3,
    signals=(SIGNAL,),
    gaps=(Gap(who="image", why=Why.DAMAGED, detail="x"),),
    facts=(("format", "PNG"),),
)
ANSWER = Answer(number=1, measured=MEASURED)
BODY = packed(ANSWER)[LENGTH.size :]


def test_an_answer_comes_back_as_it_was() -> None:
    assert unpacked_to_the_last_byte(BODY, Answer) == ANSWER


@given(st.integers(0, len(BODY) - 1), st.integers(0, 255))
def test_a_changed_byte_is_odd_or_another_answer_in_its_one_form(at: int, byte: int) -> None:
    changed = BODY[:at] + bytes([byte]) + BODY[at + 1 :]
    try:
        answer = unpacked_to_the_last_byte(changed, Answer)
    except Odd:
        return
    assert packed(answer)[LENGTH.size :] == changed


@given(st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_odd(body: bytes) -> None:
    with pytest.raises(Odd):
        unpacked_to_the_last_byte(body, Answer)


def test_unknown_fields_inside_records_are_odd() -> None:
    tree = msgspec.msgpack.decode(BODY)
    tree["measured"]["signals"][0]["extra"] = 1
    with pytest.raises(Odd):
        unpacked_to_the_last_byte(msgspec.msgpack.encode(tree), Answer)


def test_a_number_in_place_of_a_name_is_odd() -> None:
    tree = msgspec.msgpack.decode(BODY)
    tree["measured"]["kind"] = 7
    with pytest.raises(Odd):
        unpacked_to_the_last_byte(msgspec.msgpack.encode(tree), Answer)


@pytest.mark.parametrize(("most", "fits"), [(len(BODY), True), (len(BODY) - 1, False)])
def test_a_frame_is_read_up_to_the_limit(most: int, fits: bool) -> None:  # noqa: FBT001 - one of two cases
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(packed(ANSWER))
        if fits:
            assert received(ours, most_bytes=most) == BODY
        else:
            with pytest.raises(Odd):
                received(ours, most_bytes=most)


def test_a_frame_that_breaks_off_is_an_end() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(packed(ANSWER)[:-1])
        with pytest.raises(EOFError):
            received(ours, most_bytes=1000)


def test_a_frame_that_does_not_come_is_waited_for_until_the_deadline() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(packed(ANSWER)[:-1])
        with pytest.raises(TimeoutError):
            received(ours, most_bytes=1000, deadline=time.monotonic() + 0.02)
        with pytest.raises(TimeoutError):
            received(ours, most_bytes=1000, deadline=time.monotonic() - 1)

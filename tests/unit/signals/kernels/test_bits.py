"""A hash goes to hex and back unchanged; anything but 64 digits is refused; distance is a metric."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.errors import BadInput
from lapwing.signals.kernels.bits import HASH_BYTES, Hash, distance_bits, from_hex, to_hex

HASHES = st.binary(min_size=HASH_BYTES, max_size=HASH_BYTES).map(lambda data: np.frombuffer(data, np.uint8))


@given(HASHES)
def test_hex_and_back_is_the_same(hash_: Hash) -> None:
    assert np.array_equal(from_hex(to_hex(hash_)), hash_)
    assert np.array_equal(from_hex(to_hex(hash_).upper()), hash_)


@pytest.mark.parametrize(
    "text", ["", "0" * 63, "0" * 65, "0" * 64 + "\n", " " + "0" * 63, "g" + "0" * 63, "\uff10" * 64]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="64 hex digits"):
        from_hex(text)


@given(HASHES, HASHES, HASHES)
def test_distance_is_a_metric(one: Hash, two: Hash, three: Hash) -> None:
    assert distance_bits(one, one) == 0
    assert distance_bits(one, two) == distance_bits(two, one)
    assert distance_bits(one, three) <= distance_bits(one, two) + distance_bits(two, three)


@given(HASHES, st.sets(st.integers(0, 255)))
def test_each_turned_bit_counts_one(hash_: Hash, bits: set[int]) -> None:
    changed = int.from_bytes(hash_.tobytes()) ^ sum(1 << bit for bit in bits)
    assert distance_bits(hash_, from_hex(f"{changed:064x}")) == len(bits)


def test_many_are_compared_at_once() -> None:
    many = np.zeros((3, HASH_BYTES), np.uint8)
    many[1, 0], many[2] = 1, 255
    assert list(distance_bits(many, np.zeros(HASH_BYTES, np.uint8))) == [0, 1, 256]

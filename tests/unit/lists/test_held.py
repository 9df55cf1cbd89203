"""A list held in memory answers like any other."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.held import HeldList
from lapwing.lists.matching import Lookup
from tests.lists_material import REFERENCE, at_distance, entry, plain_list, signal

ENTRIES = (
    entry("e1", "pdq", at_distance(0)),
    entry("e2", "pdq", at_distance(40)),
    entry("e3", "sha256", "ab" * 32),
    entry("e4", "term", "zz-term-0017"),
)
HELD = HeldList(REFERENCE, ENTRIES)


@given(st.integers(0, 64))
def test_it_finds_what_a_plain_list_finds(bits: int) -> None:
    asked = [signal("pdq", at_distance(bits), quality=90), signal("sha256", "ab" * 32)]
    assert Lookup([HELD]).match(asked) == Lookup([plain_list(*ENTRIES)]).match(asked)


def test_what_it_holds_is_counted_by_kind() -> None:
    assert HELD.active == {"pdq": 2, "sha256": 1, "term": 1}
    assert list(HELD.values("term")) == ["zz-term-0017"]


def test_of_one_value_the_first_come_in_the_order_of_their_ids() -> None:
    twice = HeldList(REFERENCE, (entry("e2", "md5", "0" * 32), entry("e1", "md5", "0" * 32)))
    assert [each.id for each in twice.equal("md5", "0" * 32, most=1)] == ["e1"]


def test_a_row_stands_for_its_value() -> None:
    code = np.frombuffer(bytes.fromhex(at_distance(0)), np.uint8).reshape(1, 32)
    found = HELD.near("pdq", code, radius_bits=0)
    assert [HELD.value_of("pdq", int(row)) for row in found.row] == [at_distance(0)]

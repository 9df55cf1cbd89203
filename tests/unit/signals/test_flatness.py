import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.flatness import MOST_FLAT_ROWS, flat_ones
from lapwing.signals.registry import never_listed, signal_kinds

# pdq/README.md of facebook/ThreatExchange: the picture "bridge-1-original".
BRIDGE = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"


def rows(different: int) -> str:
    return "".join(f"{min(row, different - 1):04x}" for row in range(16))


@pytest.mark.parametrize(("different", "flat"), [(1, True), (MOST_FLAT_ROWS, True), (10, False), (16, False)])
def test_a_value_of_few_different_rows_is_flat(different: int, *, flat: bool) -> None:
    assert bool(flat_ones([rows(different)])) is flat


@pytest.mark.parametrize("value", ["0" * 64, "f" * 64, "ab" * 32])
def test_a_value_without_entropy_is_flat(value: str) -> None:
    assert flat_ones([BRIDGE, value]) == [value]


def test_of_no_values_none_is_flat() -> None:
    assert flat_ones([]) == []


@given(st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), max_size=5))
def test_it_is_the_count_of_different_rows(values: list[str]) -> None:
    slow = [each for each in values if len({each[at : at + 4] for at in range(0, 64, 4)}) <= MOST_FLAT_ROWS]
    assert flat_ones(values) == slow


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("md5", "d41d8cd98f00b204e9800998ecf8427e"),
        ("sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
        ("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("pdq", "0" * 64),
    ],
)
def test_what_stands_for_nothing_is_barred_with_a_reason(kind: str, value: str) -> None:
    other = BRIDGE if kind == "pdq" else "1" + value[1:]
    barred = never_listed(kind, [other, value])
    assert list(barred) == [value]
    assert value not in barred[value]
    assert barred[value].startswith("it is the ")


@pytest.mark.parametrize("kind", sorted(signal_kinds()))
def test_every_kind_says_which_values_are_barred(kind: str) -> None:
    assert never_listed(kind, []) == {}

"""What is remembered comes back as it was measured, and is small."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.flows.remember import MOST_SIGNALS, measured_again, remembered
from lapwing.model.content import Layer, content_id
from lapwing.model.signals import Family, Measured, Region, Signal, Turn, Where
from tests.lists_material import signal
from tests.works_material import NOW

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
VALUES = st.one_of(
    TEXTS, st.binary(max_size=40).map(bytes.hex), st.sampled_from(("", "ab", "AB", "abc", "٣٤"))
)
PLACES = st.builds(
    Where,
    frame=st.integers(0, 500),
    layer=st.sampled_from(Layer),
    region=st.sampled_from(Region),
    turn=st.sampled_from(Turn),
    box=st.sampled_from(((0, 0, 1000, 1000), (1, 2, 3, 4))),
    passage=st.integers(0, 9),
    start=st.integers(0, 10**7),
    end=st.integers(0, 10**7),
)
SIGNALS = st.builds(
    Signal,
    kind=st.sampled_from(("sha256", "pdq", "url", "domain", "term")),
    value=VALUES,
    detector=st.sampled_from(("sha256", "pdq", "urls", "qr")),
    where=st.just(Where()) | PLACES,
    quality=st.none() | st.integers(0, 100),
    family=st.none() | st.sampled_from(Family),
    exact=st.booleans(),
)


def measured(*signals: Signal) -> Measured:
    return Measured(
        content_id=content_id("image", b"x"), kind="image", size_bytes=12_345, signals=signals, gaps=()
    )


@pytest.mark.slow
@given(st.lists(SIGNALS, max_size=60, unique=True))
def test_what_is_kept_comes_back_as_it_was_measured(signals: list[Signal]) -> None:
    kept = [each for each in signals if each.kind not in {"pdq", "term"} or _is_whole(each)]
    fingerprints = remembered(measured(*signals), now=NOW)
    if fingerprints is None:
        assert not kept
        return
    again = measured_again(fingerprints)
    assert set(again.signals) == set(kept)
    assert len(again.signals) == len(kept)
    assert (again.content_id, again.kind, again.size_bytes) == (content_id("image", b"x"), "image", 12_345)


def _is_whole(signal: Signal) -> bool:
    upright = signal.where.region is Region.WHOLE and signal.where.turn is Turn.UPRIGHT
    return signal.kind == "pdq" and upright


def test_the_row_of_a_still_picture_is_small() -> None:
    picture = (
        signal("md5", "ab" * 16),
        signal("sha1", "ab" * 20),
        signal("sha256", "ab" * 32),
        signal("pdq", "0f" * 32, quality=97, family=Family.FULL, exact=False),
        signal("pdq", "f0" * 32, quality=97, family=Family.P512, exact=False),
    )
    kept = remembered(measured(*picture), now=NOW)
    assert kept is not None
    assert len(kept.packed) < 260


def test_of_too_many_only_addresses_are_left_out() -> None:
    where = Where(start=1, end=2)
    addresses = [signal("url", f"harbour.example/{number}", where=where) for number in range(MOST_SIGNALS)]
    picture = signal("pdq", "0f" * 32, where=Where(frame=3), quality=80)
    kept = remembered(measured(*addresses, signal("sha256", "ab" * 32), picture), now=NOW)
    assert kept is not None
    again = measured_again(kept).signals
    assert len(again) == MOST_SIGNALS
    assert {"sha256", "pdq"} < {each.kind for each in again}

from dataclasses import replace
from datetime import date

import pytest

from lapwing.lists.closeness import (
    SCALED_MARGIN_BITS,
    is_plain,
    match_bits,
    of_equal,
    preference,
    same_bits,
    search_bits,
)
from lapwing.model.content import Layer
from lapwing.model.lists import Closeness, Threshold
from lapwing.model.signals import Family, Region, Signal, Turn, Where

THRESHOLD = Threshold()


def pdq(
    *,
    where: Where | None = None,
    quality: int | None = 100,
    exact: bool = True,
    family: Family = Family.FULL,
) -> Signal:
    return Signal(
        kind="pdq",
        value="00" * 32,
        detector="pdq",
        where=where or Where(),
        quality=quality,
        family=family,
        exact=exact,
    )


@pytest.mark.parametrize(
    ("kind", "closeness"),
    [
        ("md5", Closeness.WEAK),
        ("sha1", Closeness.WEAK),
        *((kind, Closeness.EXACT) for kind in ("sha256", "url", "url-prefix", "domain", "term")),
    ],
)
def test_an_equal_value_is_as_firm_as_its_digest_is_hard_to_forge(kind: str, closeness: Closeness) -> None:
    assert of_equal(kind) is closeness


@pytest.mark.parametrize(
    ("signal", "plain"),
    [
        (pdq(), True),
        (pdq(family=Family.P512), True),
        (pdq(quality=None), True),
        (pdq(quality=50), True),
        (pdq(where=Where(frame=7)), True),
        (pdq(quality=49), False),
        (pdq(exact=False), False),
        (pdq(where=Where(turn=Turn.MIRRORED)), False),
        (pdq(where=Where(region=Region.TRIMMED)), False),
        (pdq(where=Where(layer=Layer.OPAQUE)), False),
    ],
    ids=str,
)
def test_only_a_whole_upright_exact_picture_with_structure_leads_as_the_same(
    signal: Signal, *, plain: bool
) -> None:
    assert is_plain(signal, THRESHOLD) is plain


def test_a_distance_counts_as_the_same_only_by_a_review_with_figures() -> None:
    signed = Threshold(exact_bits=4, why="measured", signed_by="lead", signed_on=date(2026, 1, 31))
    assert same_bits(THRESHOLD) is None
    assert same_bits(Threshold(exact_bits=0)) is None
    assert same_bits(signed) is None
    assert same_bits(replace(signed, precision=1.0, sample_size=300)) == 4


@pytest.mark.parametrize(("quality", "bits"), [(50, 31), (49, 0), (None, 31), (0, 0)])
def test_flat_pictures_are_compared_by_equality_alone(quality: int | None, bits: int) -> None:
    assert match_bits(pdq(quality=quality), THRESHOLD) == bits


def test_a_quality_of_zero_switches_the_rule_off() -> None:
    assert match_bits(pdq(quality=0), Threshold(least_quality=0)) == 31


def test_a_scaled_decode_is_searched_as_far_as_the_full_picture_could_lie() -> None:
    assert search_bits(pdq(), THRESHOLD) == 31
    assert search_bits(pdq(exact=False), THRESHOLD) == 31 + SCALED_MARGIN_BITS
    assert search_bits(pdq(exact=False, quality=0), THRESHOLD) == SCALED_MARGIN_BITS
    assert search_bits(pdq(exact=False), Threshold(near_bits=64)) == 64


def test_a_match_is_explained_by_the_plainest_signal() -> None:
    plain, turned, scaled = pdq(), pdq(where=Where(turn=Turn.TURNED_90)), pdq(exact=False)
    cut = pdq(where=Where(region=Region.PANEL))
    assert sorted([scaled, turned, cut, plain], key=preference) == [plain, cut, turned, scaled]

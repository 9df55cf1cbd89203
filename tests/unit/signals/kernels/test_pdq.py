"""PDQ is the reference's to the last bit on full-size pictures, and within a few bits on reduced ones."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from lapwing.model.signals import Turn
from lapwing.signals.kernels.bits import Hash, distance_bits, to_hex
from lapwing.signals.kernels.boxes import Box
from lapwing.signals.kernels.pdq import TURNS, Picture, fingerprints, hashes_of
from tests.pdq_material import KINDS, Grey, Shape, block_means, flat, hills, ramp, stripes, symmetric, waves

VECTORS = Path(__file__).parents[3] / "vectors" / "signals" / "pdq"
GOLDEN = json.loads((VECTORS / "golden.json").read_text())
PICTURES = [pytest.param(row, id=f"{row['kind']}-{row['shape']}") for row in GOLDEN["pictures"]]


Kind = Callable[[Shape, int], Grey]


def whole(luma: NDArray[Any]) -> Picture:
    rows, columns = luma.shape
    return Picture(luma, rows, columns, exact=True)


def reduced(luma: Grey, block: int) -> Picture:
    rows, columns = luma.shape
    return Picture(block_means(luma, block), rows, columns, exact=False)


def full(picture: Picture) -> Hash:
    upright: Hash = fingerprints(picture, turns=1)[0].hashes[0]
    return upright


def sampled(picture: Picture) -> Hash:
    upright: Hash = fingerprints(picture, turns=1)[-1].hashes[0]
    return upright


def upright(picture: Picture) -> str:
    return to_hex(full(picture))


def laid_down(luma: Grey, turn: Turn) -> Grey:
    """Return *luma* as Turn says, by NumPy's own turning."""
    mirrored = luma[:, ::-1] if turn.value.startswith("mirrored") else luma
    quarters = {"90": 1, "180": 2, "270": 3}.get(turn.value.rpartition("-")[2], 0)
    return np.rot90(mirrored, -quarters)


def test_the_published_picture_has_its_published_hash() -> None:
    published = json.loads((VECTORS / "published.json").read_text())
    with Image.open(io.BytesIO(base64.b64decode(published["png_base64"]))) as image:
        pixels = np.asarray(image.convert("RGB")).astype(np.float64)
    luma = (pixels[..., 0] * 0.299 + pixels[..., 1] * 0.587 + pixels[..., 2] * 0.114).astype(np.float32)
    assert upright(whole(luma)) == published["pdq"]


@pytest.mark.parametrize("row", PICTURES)
def test_a_full_size_picture_has_the_hash_and_quality_of_the_references(row: dict[str, Any]) -> None:
    picture = whole(KINDS[row["kind"]](tuple(row["shape"]), row["seed"]).astype(np.float32))
    found = fingerprints(picture)
    assert (to_hex(found[0].hashes[0]), found[0].quality) == (row["full"], row["full_quality"])
    assert (to_hex(found[-1].hashes[0]), found[-1].quality) == (row["p512"], row["p512_quality"])


@pytest.mark.parametrize("row", GOLDEN["turned"], ids=lambda row: str(row["shape"]))
def test_each_position_has_the_hash_of_the_turned_picture(row: dict[str, Any]) -> None:
    found = fingerprints(whole(hills(tuple(row["shape"]), row["seed"])))
    assert [to_hex(each) for each in found[0].hashes] == row["full"]
    assert [to_hex(each) for each in found[-1].hashes] == row["p512"]


@pytest.mark.parametrize("turn", Turn)
def test_a_position_is_the_turn_of_its_name(turn: Turn) -> None:
    luma = hills((150, 203), 5)
    away = distance_bits(fingerprints(whole(luma))[0].hashes, full(whole(laid_down(luma, turn))))
    place = list(Turn).index(turn)
    assert away[place] == 0
    assert min(np.delete(away, place)) > 60


@pytest.mark.parametrize("turn", Turn)
def test_a_reduced_picture_is_turned_with_its_short_last_block(turn: Turn) -> None:
    luma = hills((601, 1003), 2)
    near = Picture(block_means(luma, 4), 601, 1003, exact=False)
    away = distance_bits(
        full(whole(laid_down(luma, turn))), fingerprints(near)[0].hashes[list(Turn).index(turn)]
    )
    assert away <= 4


def test_there_is_a_turn_for_every_position() -> None:
    assert len(Turn) == TURNS


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "block"), [((600, 800), 2), ((901, 1203), 3), ((1200, 1600), 4), ((1400, 1100), 5)]
)
def test_a_reduced_picture_stays_within_two_bits_on_average(size: tuple[int, int], block: int) -> None:
    away: list[int] = []
    for seed in range(4):
        luma = hills(size, seed)
        exact, near = whole(luma), reduced(luma, block)
        away += [int(distance_bits(measure(exact), measure(near))) for measure in (full, sampled)]
    assert np.mean(away) <= 2
    assert max(away) <= 6


def test_up_to_512_pixels_there_is_one_family_and_beyond_there_are_two() -> None:
    small, large = whole(hills((512, 300), 2)), whole(waves((513, 300), 2))
    assert len(fingerprints(small)) == 1
    assert len(fingerprints(large)) == 2
    assert not np.array_equal(sampled(large), full(large))


@pytest.mark.parametrize("shape", [(4, 500), (500, 4), (1, 1), (4, 4)])
def test_a_side_below_five_pixels_has_the_zero_hash_and_no_quality(shape: tuple[int, int]) -> None:
    picture = whole(hills(shape, 1))
    (found,) = fingerprints(picture)
    assert not found.hashes.any()
    assert found.quality == 0


@pytest.mark.parametrize("make", [flat, ramp, stripes, symmetric])
def test_a_reduced_tie_is_settled_the_same_however_the_luma_lies_in_memory(make: Kind) -> None:
    luma = block_means(make((900, 1200), 3), 3)
    one = Picture(luma, 900, 1200, exact=False)
    other = Picture(np.asfortranarray(luma.astype(np.float64)), 900, 1200, exact=False)
    for measure in (full, sampled):
        assert np.array_equal(measure(one), measure(other))


def test_a_featureless_reduced_picture_has_no_bit_set() -> None:
    assert not any(each.hashes.any() for each in fingerprints(reduced(flat((800, 900), 3), 2)))


@pytest.mark.parametrize("turn", Turn)
def test_a_view_hashes_like_its_copy(turn: Turn) -> None:
    view = laid_down(symmetric((120, 90), 4), turn)
    assert upright(whole(view)) == upright(whole(np.ascontiguousarray(view)))


def test_whole_tones_hash_alike_as_bytes_and_as_floats() -> None:
    luma = hills((333, 222), 6)
    assert upright(whole(luma)) == upright(whole(luma.astype(np.float32)))


def test_a_part_is_hashed_as_if_it_stood_alone() -> None:
    luma = hills((300, 400), 3)
    box = Box(40, 50, 260, 390)
    assert upright(whole(luma).part(box)) == upright(whole(np.ascontiguousarray(luma[40:260, 50:390])))


def test_a_part_of_a_reduced_picture_knows_its_full_size() -> None:
    part = Picture(block_means(hills((1001, 1503), 1), 4), 1001, 1503, exact=False).part(Box(10, 0, 251, 376))
    assert (part.full_rows, part.full_columns) == (1001 - 40, 1503)


@given(st.permutations(range(256)))
def test_half_of_the_bits_are_set_where_no_two_coefficients_are_equal(order: list[int]) -> None:
    hashes = hashes_of(np.array(order, np.float32).reshape(1, 16, 16))
    assert int(np.bitwise_count(hashes).sum()) == 128
    assert bool(hashes[0, -1] & 1) == (order[0] > 127)  # the last bit is the first coefficient

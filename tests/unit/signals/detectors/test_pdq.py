"""Every frame, family, position and region that is asked for is measured once, and named as it lies."""

import numpy as np
import pytest

from lapwing.model.content import Content, Frame, Layer, Luma, content_id
from lapwing.model.errors import BadInput
from lapwing.model.signals import Family, Region, Signal, Turn
from lapwing.signals.detectors.pdq import DETECTOR
from lapwing.signals.kernels.bits import distance_bits, from_hex
from lapwing.signals.port import PLAIN, Given, Robustness
from tests.pdq_material import Grey, block_means, flat, hills


def frame(luma: Luma, *, index: int = 0, layer: Layer = Layer.SHOWN) -> Frame:
    rows, columns = luma.shape
    return Frame(index=index, layer=layer, luma=luma, full_rows=rows, full_columns=columns, exact=True)


def content(*frames: Frame) -> Content:
    return Content(id=content_id("image", b""), kind="image", data=b"", frames=frames)


def measured(luma: Luma, robustness: Robustness = PLAIN) -> tuple[Signal, ...]:
    return DETECTOR.detect(content(frame(luma)), given=Given(robustness=robustness))


def only(**switches: bool) -> Robustness:
    return Robustness(**{"turns": False, "trim": False, "inner": False, "panels": False, **switches})


def bordered(picture: Grey, edge: int) -> Grey:
    return np.pad(picture, edge, constant_values=10)


def laid_down(luma: Grey, turn: Turn) -> Grey:
    mirrored = luma[:, ::-1] if turn.value.startswith("mirrored") else luma
    quarters = {"90": 1, "180": 2, "270": 3}.get(turn.value.rpartition("-")[2], 0)
    return np.rot90(mirrored, -quarters)


@pytest.mark.parametrize(("side", "families"), [(512, [Family.FULL]), (513, [Family.FULL, Family.P512])])
def test_up_to_512_pixels_only_the_full_family_is_given(side: int, families: list[Family]) -> None:
    assert [signal.family for signal in measured(hills((300, side), 1))] == families


@pytest.mark.parametrize("turn", Turn)
def test_a_turns_signal_is_the_hash_of_the_frame_so_turned(turn: Turn) -> None:
    luma = hills((240, 200), 3)
    found = {signal.where.turn: signal for signal in measured(luma, only(turns=True))}
    (really,) = measured(laid_down(luma, turn))
    assert found[turn].value == really.value
    assert found[turn].quality == really.quality


def test_an_unlisted_turn_of_a_listed_picture_is_found_by_one_of_the_positions() -> None:
    (listed,) = measured(hills((240, 200), 3))
    for turn in Turn:
        values = {
            signal.value for signal in measured(laid_down(hills((240, 200), 3), turn), only(turns=True))
        }
        assert listed.value in values


def test_nothing_is_turned_or_cut_unless_asked() -> None:
    (signal,) = measured(bordered(hills((240, 200), 3), 40))
    assert (signal.where.region, signal.where.turn) == (Region.WHOLE, Turn.UPRIGHT)
    assert signal.where.box == (0, 0, 1000, 1000)


def test_a_trimmed_border_leaves_the_picture_and_says_where_it_was() -> None:
    picture = hills((240, 200), 3)
    (alone,) = measured(picture)
    _, trimmed = measured(bordered(picture, 40), only(trim=True))
    assert trimmed.value == alone.value
    assert trimmed.where.region is Region.TRIMMED
    assert trimmed.where.box == (143, 125, 857, 875)
    assert trimmed.exact


def test_panels_and_the_inner_picture_are_switched_apart() -> None:
    page = np.full((240, 830), 250, np.uint8)
    for place in range(4):
        page[:, 210 * place : 210 * place + 200] = hills((240, 200), 8 + place)
    singles = [measured(hills((240, 200), 8 + place))[0].value for place in range(4)]
    inner = {signal.value for signal in measured(page, only(inner=True))}
    panels = {signal.value for signal in measured(page, only(panels=True))}
    assert len(inner & set(singles)) == 1
    assert len(panels & set(singles)) == 3
    assert {signal.value for signal in measured(page, Robustness())} >= set(singles)


@pytest.mark.parametrize("robustness", [PLAIN, Robustness()])
def test_a_featureless_picture_gives_one_signal_that_says_so(robustness: Robustness) -> None:
    (signal,) = measured(flat((700, 200), 3), robustness)
    assert signal.quality == 0


def test_low_quality_is_given_for_the_list_to_judge() -> None:
    faint = (120 + hills((240, 200), 3) // 40).astype(np.uint8)
    (signal,) = measured(faint)
    assert signal.quality is not None
    assert 0 <= signal.quality < 50


def test_a_reduced_frame_is_not_exact_but_near() -> None:
    luma = hills((900, 700), 2)
    near = Frame(
        index=3, layer=Layer.ON_BLACK, luma=block_means(luma, 3), full_rows=900, full_columns=700, exact=False
    )
    found = DETECTOR.detect(content(near), given=Given(robustness=PLAIN))
    for signal, really in zip(found, measured(luma), strict=True):
        assert not signal.exact
        assert (signal.where.frame, signal.where.layer) == (3, Layer.ON_BLACK)
        assert distance_bits(from_hex(signal.value), from_hex(really.value)) <= 6


def test_still_parts_of_an_animation_are_given_once() -> None:
    one, other = hills((100, 120), 1), hills((100, 120), 2)
    frames = [frame(luma, index=place) for place, luma in enumerate((one, one, other, one, other))]
    found = DETECTOR.detect(content(*frames), given=Given(robustness=only(turns=True)))
    assert len({signal.value for signal in found}) == len(found)
    assert {signal.where.frame for signal in found} == {0, 2}


def test_a_symmetric_picture_gives_each_of_its_hashes_once() -> None:
    one = hills((200, 200), 1)
    values = [signal.value for signal in measured(np.maximum(one, one.T), Robustness())]
    assert len(values) == len(set(values)) < 8


def test_no_frames_no_signals() -> None:
    assert DETECTOR.detect(content(), given=Given()) == ()


def test_another_kind_is_refused() -> None:
    with pytest.raises(BadInput, match="no other kind"):
        DETECTOR.canonical("md5", "0" * 64)

import itertools

import numpy as np
import pytest
from PIL import Image

from lapwing.service.demo.pictures import SCENES, picture, scene_of

SIZE = (96, 72)


def coarse_bits(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which of 256 blocks are lighter than the middle one: a cheap measure of what a picture shows."""
    blocks = np.asarray(image.convert("L").resize((16, 16), Image.Resampling.BOX))
    bits: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = (blocks > np.median(blocks)).ravel()
    return bits


def test_there_are_scenes_of_many_sorts() -> None:
    assert len(SCENES) >= 30


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_fills_the_size_that_was_asked_for(scene: str) -> None:
    shown = picture(7, size=(70, 90), scene=scene)
    assert (shown.size, shown.mode) == ((70, 90), "RGB")
    assert np.asarray(shown.convert("L")).std() > 8


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (17, 3)])
@pytest.mark.parametrize("scene", ["mountains", "skyline", "pebbles", "vase", "fields"])
def test_a_size_may_be_as_small_as_it_likes(scene: str, size: tuple[int, int]) -> None:
    assert picture(1, size=size, scene=scene).size == size


def test_the_same_seed_gives_the_same_picture() -> None:
    for seed in range(4):
        assert picture(seed, size=SIZE).tobytes() == picture(seed, size=SIZE).tobytes()


def test_seeds_go_through_all_scenes_in_turn() -> None:
    assert {scene_of(seed) for seed in range(len(SCENES))} == set(SCENES)


@pytest.mark.slow
def test_pictures_of_different_seeds_are_far_apart() -> None:
    bits = [coarse_bits(picture(seed, size=SIZE)) for seed in range(2 * len(SCENES))]
    apart = [int((one != other).sum()) for one, other in itertools.combinations(bits, 2)]
    assert min(apart) > 20
    assert np.median(apart) > 90


def test_another_size_shows_the_same_picture() -> None:
    small, large = picture(22, size=(160, 120)), picture(22, size=(320, 240))
    assert (coarse_bits(small) != coarse_bits(large)).sum() < 30


@pytest.mark.slow
def test_a_large_picture_is_enlarged_with_grain_of_its_own() -> None:
    shown = picture(5, size=(1300, 900))
    assert shown.size == (1300, 900)
    pixels = np.asarray(shown, dtype=np.int16)
    assert np.abs(np.diff(pixels, axis=1)).mean() > 1

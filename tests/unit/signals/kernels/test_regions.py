"""Pictures inside a picture are found where their edges are, and nothing is found where there is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lapwing.signals.kernels.boxes import Box
from lapwing.signals.kernels.regions import MOST_REGIONS, Regions, find_regions
from tests.pdq_material import Grey, flat, hills, noise, ramp

WHITE, BLACK = 250, 6


def sheet(rows: int, columns: int, tone: int = WHITE) -> Grey:
    return np.full((rows, columns), tone, np.uint8)


def pasted(sheet: Grey, picture: Grey, top: int, left: int) -> Box:
    """Put *picture* on *sheet* and return where it is."""
    box = Box(top, left, top + picture.shape[0], left + picture.shape[1])
    sheet[top : box.bottom, left : box.right] = picture
    return box


def lines_of_text(sheet: Grey, top: int, bottom: int) -> None:
    """Print rows of dark marks with white between them."""
    marks = noise((bottom - top, sheet.shape[1] - 60), 3)
    for line in range(top, bottom - 10, 22):
        sheet[line : line + 9, 30:-30] = np.where(marks[:9] > 140, 30, WHITE)


@pytest.mark.parametrize("seed", range(4))
def test_an_ordinary_picture_has_no_regions(seed: int) -> None:
    assert find_regions(hills((300, 400), seed)) == Regions()


@pytest.mark.parametrize("make", [flat, ramp])
@pytest.mark.parametrize("shape", [(300, 400), (39, 400), (1, 1), (5, 5000), (60, 4000)])
def test_empty_and_odd_pictures_have_no_regions(make: object, shape: tuple[int, int]) -> None:
    assert callable(make)
    assert find_regions(make(shape, 5)) == Regions()


@pytest.mark.parametrize(
    ("tone", "margins"), [(WHITE, (20, 30)), (BLACK, (60, 0)), (BLACK, (0, 80)), (128, (6, 8))]
)
def test_uniform_borders_and_bars_are_trimmed(tone: int, margins: tuple[int, int]) -> None:
    down, across = margins
    page = sheet(300 + 2 * down, 400 + 2 * across, tone)
    box = pasted(page, hills((300, 400), 4), down, across)
    assert find_regions(page).trimmed == (box,)


def test_borders_in_borders_are_trimmed_as_one() -> None:
    page = sheet(420, 520, BLACK)
    page[30:390, 30:490] = WHITE
    box = pasted(page, hills((300, 400), 4), 60, 60)
    assert find_regions(page).trimmed[0] == box


def test_a_sky_that_drifts_is_no_bar() -> None:
    picture = hills((300, 400), 4)
    picture[:120] = np.linspace(120, 220, 120).astype(np.uint8)[:, np.newaxis]
    assert find_regions(picture).trimmed == ()


def test_the_largest_picture_on_a_screen_is_found() -> None:
    page = sheet(800, 400)
    page[:50] = 90
    lines_of_text(page, 60, 110)
    box = pasted(page, hills((300, 400), 2), 140, 0)
    lines_of_text(page, 470, 760)
    assert find_regions(page).inner[0] == box


def test_a_picture_in_a_conversation_is_found() -> None:
    page = sheet(700, 400, 232)
    page[:60, 40:380:9] = 30
    for top in (90, 560):
        page[top : top + 50, 20:260] = WHITE
    box = pasted(page, hills((240, 270), 3), 200, 20)
    assert box in find_regions(page).inner


def test_the_flat_foot_of_a_picture_is_given_either_way() -> None:
    page = sheet(800, 400)
    page[:50] = 90
    picture = hills((300, 400), 2)
    picture[270:] = 40
    box = pasted(page, picture, 140, 0)
    lines_of_text(page, 470, 760)
    assert set(find_regions(page).inner) == {box, Box(140, 0, 410, 400)}


@pytest.mark.parametrize("gutter", [0, 6])
@pytest.mark.parametrize(("across", "down"), [(2, 1), (1, 2), (2, 2), (3, 1), (3, 3)])
def test_the_panels_of_a_collage_are_found(across: int, down: int, gutter: int) -> None:
    rows, columns = 150, 200
    page = sheet(down * rows + (down - 1) * gutter, across * columns + (across - 1) * gutter)
    boxes = {
        pasted(
            page,
            hills((rows, columns), 7 * (row * across + column)),
            row * (rows + gutter),
            column * (columns + gutter),
        )
        for row in range(down)
        for column in range(across)
    }
    found = find_regions(page)
    assert boxes <= {*found.inner, *found.panels} or len(boxes) == MOST_REGIONS


def test_a_picture_in_a_patterned_frame_is_found() -> None:
    page = (noise((400, 520), 3) // 4 + 30).astype(np.uint8)
    box = pasted(page, hills((300, 400), 6), 50, 60)
    found = find_regions(page)
    assert box in {*found.inner, *found.panels}


def test_a_page_of_text_has_no_regions() -> None:
    page = sheet(800, 600)
    lines_of_text(page, 40, 760)
    assert find_regions(page) == Regions()


@given(
    arrays.arrays(np.uint8, st.tuples(st.integers(1, 90), st.integers(1, 90)), elements=st.integers(0, 255))
)
def test_whatever_the_picture_its_regions_lie_inside_and_are_few(luma: Grey) -> None:
    found = find_regions(luma)
    whole = Box(0, 0, *luma.shape)
    boxes = (*found.trimmed, *found.inner, *found.panels)
    assert len(found.trimmed) <= 2
    assert len(found.inner) + len(found.panels) <= MOST_REGIONS
    for box in boxes:
        assert box.area
        assert 0 <= box.top < box.bottom <= whole.bottom
        assert 0 <= box.left < box.right <= whole.right


def test_regions_do_not_depend_on_how_tones_are_kept() -> None:
    page = sheet(340, 460)
    pasted(page, hills((300, 400), 4), 20, 30)
    assert (
        find_regions(page) == find_regions(page.astype(np.float32)) == find_regions(np.asfortranarray(page))
    )

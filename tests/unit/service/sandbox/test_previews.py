"""Previews: pixels come back from a confined worker, and nothing that is not exactly that is believed."""

from collections.abc import Iterator

import pytest

from lapwing.intake import all_kinds
from lapwing.intake.preview import MOST_SIDE_PIXELS, Preview
from lapwing.intake.samples import SAMPLES
from lapwing.model.content import Limits
from lapwing.model.errors import Unavailable
from lapwing.service.sandbox.pool import NoPreview, Pool
from lapwing.service.sandbox.worker import _is_sound
from lapwing.signals.registry import all_detectors

MOST = MOST_SIDE_PIXELS


def pool(*, limits: Limits | None = None) -> Pool:
    return Pool(kinds=all_kinds(), detectors=all_detectors(), limits=limits, workers=1)


@pytest.fixture(scope="module")
def shared() -> Iterator[Pool]:
    with pool() as made:
        yield made


@pytest.mark.slow
def test_a_confined_worker_draws_a_picture_and_measures_the_next_one(shared: Pool) -> None:
    drawn = shared.preview(SAMPLES["JPEG"], kind="image")
    assert 0 < drawn.columns <= MOST
    assert shared.measure(SAMPLES["JPEG"], kind="image").gaps == ()


@pytest.mark.slow
@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff"])
def test_what_cannot_be_drawn_is_no_preview_and_the_next_one_is_drawn(shared: Pool, data: bytes) -> None:
    with pytest.raises(NoPreview):
        shared.preview(data, kind="image")
    assert shared.preview(SAMPLES["PNG"], kind="image").columns > 0


@pytest.mark.parametrize("kind", ["text", "url", "no-such-kind"])
def test_only_what_has_frames_is_drawn(kind: str) -> None:
    with pytest.raises(NoPreview):
        pool().preview(b"words", kind=kind)


def test_what_is_too_large_is_not_handed_over() -> None:
    with pytest.raises(NoPreview):
        pool(limits=Limits(input_bytes=3)).preview(b"four", kind="image")


def test_a_closed_pool_says_so() -> None:
    with pytest.raises(Unavailable):
        pool().preview(SAMPLES["PNG"], kind="image")


@pytest.mark.parametrize(
    ("columns", "rows", "size_bytes", "sound"),
    [
        (1, 1, 3, True),
        (MOST, MOST, MOST * MOST * 3, True),
        (MOST + 1, 1, (MOST + 1) * 3, False),
        (1, MOST + 1, (MOST + 1) * 3, False),
        (0, 4, 0, False),
        (-1, -1, 3, False),
        (2, 2, 11, False),
        (2, 2, 13, False),
    ],
)
def test_a_preview_is_believed_only_if_it_is_as_large_as_it_says(
    columns: int, rows: int, size_bytes: int, *, sound: bool
) -> None:
    assert _is_sound(Preview(columns=columns, rows=rows, rgb=bytes(size_bytes))) is sound

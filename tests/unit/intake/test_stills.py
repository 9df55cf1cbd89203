"""A scaled decode stands for the full picture, however the picture is turned."""

import io

import numpy as np
import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from lapwing.intake import all_kinds
from lapwing.intake.codecs import opened
from lapwing.intake.stills import LEAST_SIDE
from lapwing.model.content import Frame, Grain, Limits
from lapwing.service.demo.pictures import picture
from lapwing.signals.kernels.bits import distance_bits
from lapwing.signals.kernels.pdq import Picture, fingerprints

ORIENTATION = 0x0112


def jpeg(size: tuple[int, int], orientation: int, *, seed: int = 5) -> bytes:
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    file = io.BytesIO()
    picture(seed, size=size).convert("RGB").save(file, "JPEG", quality=90, exif=tags)
    return file.getvalue()


def frame(data: bytes, grain: Grain) -> Frame:
    (only,) = all_kinds()["image"].read(data, limits=Limits(), grain=grain).frames
    return only


def hashed(of: Frame) -> list[np.ndarray]:
    whole = Picture(luma=of.luma, full_rows=of.full_rows, full_columns=of.full_columns, exact=of.exact)
    return [each.hashes[0] for each in fingerprints(whole, turns=1)]


@pytest.mark.slow
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(1400, 1050), (1403, 1051), (1288, 966)])
def test_a_scaled_decode_is_near_the_full_one_however_it_is_turned(
    size: tuple[int, int], orientation: int
) -> None:
    data = jpeg(size, orientation)
    scaled, exact = frame(data, Grain.SCALED), frame(data, Grain.EXACT)
    assert (scaled.full_rows, scaled.full_columns) == (exact.full_rows, exact.full_columns)
    assert (scaled.exact, exact.exact) == (False, True)
    pairs = zip(hashed(scaled), hashed(exact), strict=True)
    assert max(int(distance_bits(one, other)) for one, other in pairs) <= 4


@pytest.mark.slow
@pytest.mark.parametrize("size", [(641, 853), (900, 675), (2048, 1536)])
def test_where_samples_are_dense_both_families_stay_within_two_bits_on_average(
    size: tuple[int, int],
) -> None:
    """Measure sizes where a scaled pixel is, or would be, far larger than the step between samples."""
    away = []
    for seed in (3, 5, 9, 14, 18):
        data = jpeg(size, 1, seed=seed)
        pairs = zip(hashed(frame(data, Grain.SCALED)), hashed(frame(data, Grain.EXACT)), strict=True)
        away.append([int(distance_bits(one, other)) for one, other in pairs])
    full, sampled = np.mean(away, axis=0)
    assert full <= 2
    assert sampled <= 2


@pytest.mark.parametrize("size", [(800, 700), (1300, 1290), (4000, 3000)])
def test_a_scaled_decode_is_as_small_as_it_may_be(size: tuple[int, int]) -> None:
    luma = frame(jpeg(size, 1), Grain.SCALED).luma
    assert min(luma.shape) >= LEAST_SIDE
    assert min(luma.shape) < 2 * LEAST_SIDE or min(size) < 2 * LEAST_SIDE


def test_a_jpeg_goes_to_its_decoder_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO()
    picture(3, size=(1600, 1200)).convert("RGB").save(data, "JPEG", quality=95)
    reads: list[int] = []
    read = JpegImageFile.load_read

    def noted_read(self: JpegImageFile, read_bytes: int) -> bytes:
        reads.append(read_bytes)
        return read(self, read_bytes)

    monkeypatch.setattr(JpegImageFile, "load_read", noted_read)
    opened(data.getvalue(), "JPEG").load()
    assert len(reads) == 1

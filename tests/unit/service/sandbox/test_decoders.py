"""The real decoders inside a real worker: every format is read, and bombs stay inside."""

import sys
import zlib
from collections.abc import Iterator

import pytest

from lapwing.intake import all_kinds
from lapwing.intake.samples import SAMPLES
from lapwing.model.content import Limits, Why
from lapwing.model.signals import Measured
from lapwing.service.sandbox.pool import Pool
from tests.picture_material import chunk, film, hills, png, saved

pytestmark = pytest.mark.slow

# The kinds of the product and no detectors: what is looked at here is the reading.
SCRIPT = """
import os
from lapwing.intake import all_kinds
from lapwing.service.sandbox.child import serve

serve(all_kinds(), {})
os._exit(0)
"""
COMMAND = (sys.executable, "-I", "-c", SCRIPT)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    limits = Limits(memory_bytes=512 << 20)
    with Pool(kinds=all_kinds(), detectors={}, limits=limits, workers=1, command=COMMAND) as made:
        yield made


def measured(pool: Pool, data: bytes) -> Measured:
    return pool.measure(data, kind="image")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_format_is_read_in_confinement(pool: Pool, name: str) -> None:
    answer = measured(pool, SAMPLES[name])
    assert ("format", name) in answer.facts
    assert answer.gaps == ()


@pytest.mark.parametrize("name", ["GIF", "PNG", "WEBP", "AVIF", "TIFF"])
def test_animations_are_read_in_confinement(pool: Pool, name: str) -> None:
    assert ("frames", "24 of 30") in measured(pool, film(name, 30)).facts


def test_a_large_picture_of_every_lossy_format_is_read_in_confinement(pool: Pool) -> None:
    picture = hills(900, 1200)
    for name in ("JPEG", "WEBP", "AVIF"):
        assert measured(pool, saved(picture, name)).gaps == ()


def test_what_is_too_large_for_the_memory_limit_is_unknown(pool: Pool) -> None:
    pixels = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    answer = measured(pool, png(14_000, 14_000, colour=2, rest=[pixels]))
    assert [gap.why for gap in answer.gaps] == [Why.TOO_LARGE]
    assert measured(pool, SAMPLES["PNG"]).gaps == ()

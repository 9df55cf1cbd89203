import io
import struct
import zlib

import pytest
from PIL import Image

from lapwing.service.demo.broken import bomb, broken_files
from lapwing.service.demo.pictures import picture
from lapwing.service.demo.truth import Expected
from lapwing.service.demo.wording import seeded


def test_the_bomb_is_a_valid_png_that_is_much_larger_than_it_looks() -> None:
    data = bomb(3000, 2000)
    assert len(data) < 2000
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()
        assert (opened.size, opened.mode, opened.getextrema()) == ((3000, 2000), "1", (0, 0))


def test_the_bomb_says_how_large_it_is_and_its_checksums_hold() -> None:
    data = bomb(8, 65_535)
    assert struct.unpack(">II", data[16:24]) == (8, 65_535)
    assert struct.unpack(">I", data[29:33])[0] == zlib.crc32(data[12:29])


@pytest.mark.slow
def test_broken_files_are_small_and_none_is_expected_to_be_clean() -> None:
    made = list(broken_files(seeded(1), picture(2, size=(320, 240))))
    assert {truth.expected for _, truth, _ in made} == {Expected.UNREADABLE, Expected.FOUND}
    assert all(len(data) < 200_000 for _, _, data in made)
    assert b"" in [data for _, _, data in made]

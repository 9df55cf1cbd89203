import io
from importlib.resources import files

import pytest
from PIL import Image

from lapwing.service.demo.gallery import PHOTOGRAPHS, photograph, photograph_file

FOLDER = files("lapwing.service.demo").joinpath("photographs")


def test_every_photograph_that_is_shipped_has_its_source_written_down() -> None:
    source = FOLDER.joinpath("SOURCE.md").read_text(encoding="utf-8")
    shipped = {each.name for each in FOLDER.iterdir() if each.name.endswith(".jpg")}
    assert shipped == {f"{name}.jpg" for name in PHOTOGRAPHS}
    for name in shipped:
        row = next(line for line in source.splitlines() if line.startswith(f"| `{name}`"))
        assert "| CC0 |" in row or "public domain" in row


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_photographs_are_small(name: str) -> None:
    data = photograph_file(name)
    assert len(data) <= 60 * 1024
    assert max(Image.open(io.BytesIO(data)).size) <= 900
    assert photograph(name).mode == "RGB"


def test_a_name_that_is_none_of_them_opens_nothing() -> None:
    with pytest.raises(KeyError):
        photograph_file("../SOURCE")

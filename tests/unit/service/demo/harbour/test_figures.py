"""A list's review rests on what was counted: right matches, wrong ones, and copies that are missed."""

from dataclasses import replace
from pathlib import Path

from lapwing.service.demo.harbour.figures import Figures, is_of_pictures, measured
from lapwing.service.demo.registers import EXCEPTIONS, PARTNER
from lapwing.service.demo.truth import Expected, Sort, Truth
from lapwing.service.demo.world import World

ENTRY, OTHER = "f" * 64, "0" * 64
COPY = Truth(
    file="a.jpg", sort=Sort.ALTERED, what="", expected=Expected.FOUND, list_name=PARTNER.name, item="p-1"
)
STRANGER = Truth(file="b.jpg", sort=Sort.UNLISTED, what="", expected=Expected.NOTHING)
WORLD_TRUTHS = (COPY, replace(COPY, file="c.jpg"), STRANGER)


def world(folder: Path) -> World:
    (folder / "lists").mkdir()
    (folder / PARTNER.file).write_text(f"id,pdq,md5,sha256,note\np-1,{ENTRY},,,\np-2,,,,\n")
    return World(folder=folder, truths=WORLD_TRUTHS)


def test_right_wrong_and_missed_are_counted(tmp_path: Path) -> None:
    pdq = {"a.jpg": ENTRY, "b.jpg": ENTRY, "c.jpg": OTHER}
    found = measured(PARTNER, world(tmp_path), pdq, near_bits=31)
    assert found == Figures(right=1, wrong=1, missed=1)
    assert (found.precision, found.recall) == (0.5, 0.5)


def test_near_is_as_near_as_the_list_says(tmp_path: Path) -> None:
    made = world(tmp_path)
    apart_31 = f"{int(ENTRY, 16) ^ (2**31 - 1):064x}"
    assert measured(PARTNER, made, {"a.jpg": apart_31}, near_bits=31) == Figures(right=1, wrong=0, missed=0)
    assert measured(PARTNER, made, {"a.jpg": apart_31}, near_bits=30) is None


def test_a_list_without_looks_has_no_figures(tmp_path: Path) -> None:
    assert not is_of_pictures(EXCEPTIONS)
    assert measured(EXCEPTIONS, world(tmp_path), {"a.jpg": ENTRY}, near_bits=31) is None

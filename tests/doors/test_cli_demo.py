"""The demo, played small: what it says is what happened."""

from pathlib import Path

import pytest

from tests.cli_material import Lapwing


@pytest.mark.slow
def test_the_demo_finds_what_it_listed_and_clears_what_it_did_not(lapwing: Lapwing, tmp_path: Path) -> None:
    world = tmp_path / "world"
    ended = lapwing("demo", world, "--pictures", "40", "--json")
    assert ended.code == 0, ended.err
    told = ended.json()
    counts = told["counts"]
    assert sum(of["found"] for of in counts.values()) > 20
    assert sum(of["false match"] for of in counts.values()) == 0
    assert counts["identical copy"]["missed"] == 0
    assert counts["everyday message"]["clear"] > 0
    assert counts["broken or hostile file"]["clear"] == 0
    page = (world / "report.html").read_text()
    assert "Everything here is synthetic" in page
    again = lapwing("demo", world, "--pictures", "40", "--json")
    assert again.json()["counts"] == counts


def test_the_demo_replaces_nothing_that_it_did_not_make(lapwing: Lapwing, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep me")
    ended = lapwing("demo", mine)
    assert (ended.code, "no demo made" in ended.err) == (3, True)
    assert (mine / "letter.txt").read_text() == "keep me"

"""Homes that cannot be written, read or believed: words and the code of the fault, and nothing begun."""

from pathlib import Path

import pytest

from lapwing.service.cli.exits import Exit
from tests.cli_material import Lapwing, register, runner

PDQ = "d8f8f0cec0f4a84f0637022a278f67f0b36e2ed596621e1d33e6339c4e9c9b22"
REVIEW = ("list", "review", "known", "--near-bits", "10", "--by", "ann", "--why", "measured")
ADD = ("list", "add", "more", "--class", "own", "--tier", "reviewed", "--source", "me", "--by", "ann")


@pytest.fixture
def nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Lapwing:
    """Run the command with a home that cannot be made, whoever we are."""
    (tmp_path / "file").write_text("")
    return runner(tmp_path / "file" / "home", capsys)


def test_a_home_that_cannot_be_made_is_unavailable(nowhere: Lapwing) -> None:
    added = nowhere(*ADD)
    assert (added.code, "Not a directory" in added.err) == (Exit.UNAVAILABLE, True)
    assert "Traceback" not in added.err


@pytest.mark.slow
def test_nothing_is_screened_when_no_decision_could_be_kept(nowhere: Lapwing, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("See you at the quay.")
    ended = nowhere("screen", tmp_path / "note.txt", "--json")
    assert (ended.code, ended.out) == (Exit.UNAVAILABLE, "")
    assert "decisions.sqlite: Not a directory" in ended.err
    assert nowhere("screen", tmp_path / "note.txt", "--no-keep").code == Exit.UNKNOWN


@pytest.mark.slow
@pytest.mark.parametrize("name", ["CURRENT", "info.json", "journal.jsonl", "manifest.json", "segment.json"])
@pytest.mark.parametrize("damage", [b"\xff\xfe\n", b"[" * 100_000 + b"\n", b"{}\n", b"\n"])
def test_a_damaged_record_of_a_list_is_integrity_lost(
    lapwing: Lapwing, tmp_path: Path, name: str, damage: bytes
) -> None:
    register(lapwing, tmp_path, text=f"id,pdq\ne1,{PDQ}\n")
    (record,) = (tmp_path / "home").rglob(name)
    record.write_bytes(damage)
    commands = {
        "journal.jsonl": (REVIEW, ("list", "show", "known")),
        "info.json": (REVIEW, ("list", "show", "known")),
        "segment.json": (("doctor",),),
    }
    for command in commands.get(name, (REVIEW, ("list", "versions", "known"))):
        ended = lapwing(*command)
        assert (ended.code, "Traceback" in ended.err) == (Exit.INTEGRITY_LOST, False), (command, ended.err)


def test_a_list_that_is_there_already_says_what_can_be_done(lapwing: Lapwing, tmp_path: Path) -> None:
    register(lapwing, tmp_path, name="more")
    ended = lapwing(*ADD)
    assert ended.code == Exit.NOT_PERMITTED
    for words in ("registered already", "lapwing list import more FILE", "lapwing list review more"):
        assert words in ended.err

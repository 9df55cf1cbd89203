"""Screening by the command line: what machines and people get, and how it ends."""

import hashlib
import io
import sys
from pathlib import Path

import pytest

from lapwing.service.bench import jpeg
from tests.cli_material import Lapwing, register

LISTED = jpeg(seed=3, size=(320, 240))
OTHER = jpeg(seed=4, size=(320, 240))


@pytest.fixture
def known(lapwing: Lapwing, tmp_path: Path) -> Lapwing:
    register(lapwing, tmp_path, text=f"id,sha256\ne1,{hashlib.sha256(LISTED).hexdigest()}\n")
    return lapwing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "listed.png").write_bytes(LISTED)
    (uploads / "other.jpg").write_bytes(OTHER)
    (uploads / "note.txt").write_text("See you at the quay.")
    return uploads


def steps(lines: list[dict[str, dict[str, str]]]) -> dict[str, str]:
    return {Path(str(each["item"])).name: each["decision"]["step"] for each in lines}


def test_a_folder_is_screened_and_what_is_listed_blocked(known: Lapwing, folder: Path) -> None:
    ended = known("screen", folder, "--json")
    assert ended.code == 1, ended.err
    assert steps(ended.lines()) == {"listed.png": "block", "note.txt": "allow", "other.jpg": "allow"}


def test_people_get_a_table_and_a_summary(known: Lapwing, folder: Path) -> None:
    ended = known("screen", folder)
    assert ended.code == 1
    assert "The same as entry e1 of list known version 1" in " ".join(ended.out.split())
    assert "3 items: 2 allow, 1 block." in ended.out
    assert ended.out.count("\nallow ") == 0
    assert known("screen", folder, "--all").out.count("\nallow ") == 2


def test_nothing_found_ends_with_0(known: Lapwing, folder: Path) -> None:
    assert known("screen", folder / "other.jpg").code == 0


def test_what_cannot_be_read_ends_with_8_and_is_held(known: Lapwing, folder: Path) -> None:
    broken = folder / "broken.jpg"
    broken.write_bytes(OTHER[: len(OTHER) // 2])
    ended = known("screen", broken, "--json")
    assert (ended.code, steps(ended.lines())) == (8, {"broken.jpg": "hold"})


@pytest.mark.parametrize("name", ["missing.jpg", "script.jpg", "empty.jpg"])
def test_what_is_no_picture_is_unknown_and_never_clean(known: Lapwing, folder: Path, name: str) -> None:
    (folder / "script.jpg").write_bytes(b"\x00<svg onload=alert(1)>\x00")
    (folder / "empty.jpg").write_bytes(b"")
    ended = known("screen", folder / name, "--json")
    assert (ended.code, steps(ended.lines())) == (8, {name: "hold"})
    assert ended.lines()[0]["decision"]["gaps"]


def test_without_a_list_everything_is_unknown(lapwing: Lapwing, folder: Path) -> None:
    ended = lapwing("screen", folder / "other.jpg")
    assert ended.code == 8
    assert "There is no list yet" in ended.err


def test_a_surface_without_a_basis_is_refused(known: Lapwing, folder: Path) -> None:
    ended = known("screen", folder, "--surface", "message")
    assert (ended.code, ended.out) == (6, "")
    assert "no legal basis" in ended.err


def test_stdin_is_screened_by_line(known: Lapwing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"harbour\n\nlantern\n")))
    ended = known("screen", "-", "--lines", "--kind", "name", "--json")
    assert [each["item"] for each in ended.lines()] == ["line 1", "line 3"]


@pytest.mark.parametrize(
    ("option", "named"),
    [
        (("--kind", "song"), "no kind 'song'"),
        (("--surface", "nowhere"), "no surface 'nowhere'"),
        (("--policy", "/nowhere.toml"), "cannot be read"),
    ],
)
def test_a_wrong_option_is_named(known: Lapwing, folder: Path, option: tuple[str, str], named: str) -> None:
    ended = known("screen", folder, *option)
    assert (ended.code, named in ended.err) == (3, True)
    asked_for_json = known("screen", folder, *option, "--json")
    assert '"type":"urn:lapwing:problem:' in asked_for_json.err


def test_a_decision_is_explained_afterwards(known: Lapwing, folder: Path) -> None:
    (line,) = known("screen", folder / "listed.png", "--json").lines()
    told = known("explain", line["decision"]["id"][:12])
    assert told.code == 0
    for word in ("listed.png", "known version 1", "csam-known, priority 90", "preserve, report-clock", "e1"):
        assert word in told.out
    assert known("explain", line["decision"]["id"], "--json").json()["decision"] == line["decision"]
    assert known("explain", "d-000000").code == 3


def test_a_name_that_would_take_over_the_terminal_does_not(known: Lapwing, folder: Path) -> None:
    (folder / "\x1b[31mred\x07.jpg").write_bytes(LISTED)
    assert "\x1b" not in known("screen", folder).out


def test_the_same_content_gives_the_same_decision_bytes(known: Lapwing, folder: Path) -> None:
    first, second = (known("screen", folder, "--json").out for _ in range(2))
    assert first == second

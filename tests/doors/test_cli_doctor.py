"""The doctor finds what is damaged, full or closed, tells it of each part by itself, and says what to do."""

import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from lapwing.model.errors import Unavailable
from lapwing.service import home as homes
from lapwing.service.cli import checkup
from lapwing.service.cli.exits import Exit
from lapwing.service.health import Grade
from lapwing.service.home import LITTLE_ROOM_BYTES, of_home
from tests.cli_material import Ended, Lapwing, register

PDQ_LIST = "id,pdq\ne1,bed7058ba2005a4b071bb8a4cc6278789fbc02cfcd30d1d73fa71673c67945d2\n"


def remarks(ended: Ended) -> dict[str, tuple[str, str]]:
    return {each["about"]: (each["grade"], each["says"]) for each in ended.json()["remarks"]}


@pytest.fixture
def home(lapwing: Lapwing, tmp_path: Path) -> Path:
    """Return a home with two lists and a kept decision."""
    for name in ("known", "other"):
        register(lapwing, tmp_path, name=name, text=PDQ_LIST)
    assert lapwing("screen", tmp_path / "gone.jpg").code == Exit.UNKNOWN
    return tmp_path / "home"


@pytest.mark.slow
def test_a_sound_home_is_called_sound(lapwing: Lapwing, home: Path) -> None:
    assert home.exists()
    for options in ((), ("--verify",)):
        ended = lapwing("doctor", *options, "--json")
        assert (ended.code, ended.json()["needs_attention"]) == (Exit.DONE, False), ended.out
        assert ended.json()["facts"]["decisions kept"].startswith("1: ")
        assert ended.json()["facts"]["lists looked through"].startswith("2: ")


@pytest.mark.slow
def test_a_list_that_others_may_read_is_told_of(lapwing: Lapwing, home: Path) -> None:
    (path,) = (home / "lists" / "known").rglob("codes.npy")
    path.chmod(0o644)
    ended = lapwing("doctor", "--json")
    assert ended.code == Exit.FOUND, ended.out
    told = [each["says"] for each in ended.json()["remarks"] if each["about"] == "list known"]
    assert f"others may read or change 1 of its files and folders: chmod -R go= {path}" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["info.json", "CURRENT", "journal.jsonl", "manifest.json", "segment.json", "codes.npy"]
)
def test_a_damaged_list_is_told_of_by_itself_with_what_to_do(lapwing: Lapwing, home: Path, name: str) -> None:
    (path,) = (home / "lists" / "known").rglob(name)
    path.write_bytes(path.read_bytes()[:-7] + b"\n")
    ended = lapwing("doctor", "--json")
    assert ended.code == Exit.INTEGRITY_LOST, ended.out
    grade, says = remarks(ended)["list known"]
    assert (grade, "restore the list's folder from a backup" in says) == ("damage", True)
    assert remarks(ended)["list other"][0] == "note"
    assert "do not rely on it" in lapwing("doctor").out


@pytest.mark.slow
def test_a_journal_that_was_cut_is_noticed(lapwing: Lapwing, home: Path) -> None:
    journal = home / "lists" / "known" / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:1]))
    ended = lapwing("doctor", "--json")
    assert ended.code == Exit.FOUND
    assert any("its journal lacks 2 acts" in each["says"] for each in ended.json()["remarks"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("damage", "options"),
    [
        (lambda path: path.write_bytes(b"no database" * 100), ()),
        (lambda path: change(path, "DROP TABLE decision"), ()),
        (lambda path: change(path, "UPDATE decision SET body = X'7b7d'"), ("--verify",)),
    ],
    ids=["no database", "no table", "another decision"],
)
def test_damaged_decisions_are_found_with_what_to_do(
    lapwing: Lapwing,
    home: Path,
    damage: Callable[[Path], object],
    options: tuple[str, ...],
) -> None:
    damage(home / "decisions.sqlite")
    ended = lapwing("doctor", *options, "--json")
    assert ended.code == Exit.INTEGRITY_LOST
    grade, says = remarks(ended)["decisions"]
    assert (grade, "restore it from a backup" in says) == ("damage", True)


def change(path: Path, sql: str) -> None:
    with sqlite3.connect(path) as rows:
        rows.execute(sql)
    rows.close()


@pytest.mark.slow
def test_workers_that_do_not_start_are_one_remark_among_the_others(
    lapwing: Lapwing, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_starts(*_: object, **__: object) -> NoReturn:
        raise Unavailable("a worker did not start: exit 1")

    monkeypatch.setattr(checkup, "open_measurer", none_starts)
    ended = lapwing("doctor", "--json")
    assert (ended.code, ended.json()["confinement"]) == (Exit.FOUND, None)
    assert "no worker starts, so nothing can be screened" in remarks(ended)["sandbox"][1]
    assert "decisions kept" in ended.json()["facts"]
    assert home.exists()


def test_a_home_that_can_be_written_has_no_remark_and_is_left_as_it_was(tmp_path: Path) -> None:
    assert of_home(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
    (note,) = of_home(tmp_path / "not" / "yet")
    assert (note.grade, "does not exist yet" in note.says) == (Grade.NOTE, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [
        PermissionError(13, "Permission denied"),
        OSError(30, "Read-only file system"),
        OSError(28, "No space left on device"),
    ],
)
def test_a_home_that_cannot_be_written_says_why_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def refuse(**_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    for home in (tmp_path, tmp_path / "none"):
        (remark,) = of_home(home)
        assert remark.grade is Grade.ATTENTION
        assert str(error.strerror) in remark.says
        assert "name another folder with --home" in remark.says


@pytest.mark.parametrize(("free_bytes", "told"), [(LITTLE_ROOM_BYTES, 0), (LITTLE_ROOM_BYTES - 1, 1)])
def test_a_home_with_little_room_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_bytes: int, told: int
) -> None:
    monkeypatch.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=free_bytes, f_frsize=1))
    assert len(homes.of_home(tmp_path)) == told

"""Screening by the command line: what machines and people get, and how it ends."""

import hashlib
import io
import json
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from lapwing.model.decision import Context
from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.service.batch import Answer, Job, screen_item, screen_items
from lapwing.service.bench import jpeg
from lapwing.service.cli.exits import INTERRUPTED, READER_GONE, Exit
from lapwing.service.cli.streams import ReaderGone
from lapwing.service.items import Item, find_items
from lapwing.service.settings import read_settings
from lapwing.service.wiring import open_engine
from tests.cli_material import Ended, Lapwing, register

pytestmark = pytest.mark.slow

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


@pytest.mark.parametrize(
    ("stop", "code"),
    [
        (KeyboardInterrupt(), INTERRUPTED),
        (Unavailable("a worker did not start"), Exit.UNAVAILABLE),
        (IntegrityLost("a list"), Exit.INTEGRITY_LOST),
        (ReaderGone(), READER_GONE),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_was_decided_before_the_end_is_told_and_kept(
    known: Lapwing, folder: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException, code: int
) -> None:
    def cut_short(items: Iterator[Item], *, job: Job) -> Iterator[Answer]:
        yield next(screen_items(items, job=job))
        raise stop

    monkeypatch.setattr("lapwing.service.cli.screen.screen_items", cut_short)
    ended = known("screen", folder)
    assert ended.code == code
    assert "Traceback" not in ended.err
    if code != READER_GONE:
        assert "\nblock " in ended.out
        assert "NOT THE WHOLE: 1 items: 1 block." in ended.out
        assert "stopped before its end" in ended.err
    machine = known("screen", folder, "--json")
    assert (machine.code, len(machine.lines())) == (code, 1)
    assert ("lapwing.stopped" in machine.err) is (code != READER_GONE)
    assert known("explain", machine.lines()[0]["decision"]["id"]).code == 0


@pytest.mark.usefixtures("known")
def test_the_end_of_a_stopped_batch_does_not_wait_for_what_is_under_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def slow(item: Item, *, job: Job) -> Answer:
        if item.name.endswith("other.jpg"):
            release.wait(30)
        return screen_item(item, job=job)

    monkeypatch.setattr("lapwing.service.batch.screen_item", slow)
    with open_engine(folder.parent / "home", read_settings(folder), workers=1) as engine:
        settings = read_settings(folder)
        job = engine.job(
            settings, Context(surface=settings.surface("upload")), kind=None, today=date(2026, 11, 21)
        )
        answers = screen_items(find_items([str(folder)], by_line=False, most_bytes=1 << 20), job=job)
        next(answers)
        began = time.monotonic()
        answers.close()
        assert time.monotonic() - began < 5
        release.set()


def test_lines_of_files_are_screened_and_folders_of_them_refused(known: Lapwing, folder: Path) -> None:
    words = folder / "words.txt"
    words.write_text("harbour\n\nlantern\n")
    ended = known("screen", words, "--lines", "--kind", "name", "--json")
    assert [each["item"] for each in ended.lines()] == [f"{words}:1", f"{words}:3"]
    refused = known("screen", words, folder, "--lines")
    assert (refused.code, refused.out) == (Exit.BAD_INPUT, "")
    assert "is a folder; --lines reads files and stdin" in refused.err


def test_a_missing_and_an_empty_file_are_called_so(known: Lapwing, folder: Path) -> None:
    (folder / "empty").write_bytes(b"")
    missing, empty = known("screen", folder / "gone", folder / "empty", "--json").lines()
    assert "there is no such file" in missing["decision"]["reasons"][0]["says"]
    assert "the file is empty" in empty["decision"]["reasons"][0]["says"]


def test_explain_is_recommended_only_where_it_finds_something(known: Lapwing, folder: Path) -> None:
    assert "lapwing explain" in known("screen", folder).out
    assert "lapwing explain" not in known("screen", folder, "--no-keep").out
    assert "lapwing explain" not in known("screen", folder / "note.txt", "--all").out


def test_what_screen_printed_is_explained_line_by_line(
    known: Lapwing, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = known("screen", folder, "--json", "--no-keep")
    told = given(known, monkeypatch, printed.out)
    assert told.code == 0
    assert [told.out.count(line["decision"]["id"]) for line in printed.lines()] == [1, 1, 1]
    assert "listed.png" in "".join(told.out.split())
    again = given(known, monkeypatch, printed.out, "--json")
    assert [each["decision"] for each in again.lines()] == [each["decision"] for each in printed.lines()]
    assert given(known, monkeypatch, again.out, "--json").out == again.out
    bare = json.dumps(printed.lines()[0]["decision"], indent=2)
    assert printed.lines()[0]["decision"]["id"] in given(known, monkeypatch, bare).out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "there is nothing on stdin"),
        ("{}\n", "line 1: this is no decision"),
        ("word\n", "line 1: this is no decision"),
        ("GOOD\nword\n", "line 2: this is no decision"),
        ("GOOD\n\n" + '{"decision": {"id": 1}}' + "\n", "line 3: this is no decision"),
        ("CHANGED\n", "line 1: the decision has been changed"),
        ("\udcff\n", "line 1: this is no decision"),
        ("[" * 100_000, "line 1: this is no decision"),
    ],
)
def test_what_is_no_decision_is_refused_by_its_line(
    known: Lapwing, folder: Path, monkeypatch: pytest.MonkeyPatch, text: str, says: str
) -> None:
    good = known("screen", folder / "listed.png", "--json").out.strip()
    text = text.replace("GOOD", good).replace("CHANGED", good.replace('"block"', '"allow"'))
    ended = given(known, monkeypatch, text)
    assert (ended.code, says in ended.err) == (Exit.BAD_INPUT, True), ended.err


def given(known: Lapwing, monkeypatch: pytest.MonkeyPatch, text: str, *options: str) -> Ended:
    """Explain what is on stdin."""
    data = io.BytesIO(text.encode(errors="surrogateescape"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    return known("explain", "-", *options)


def test_the_same_content_gives_the_same_decision_bytes(known: Lapwing, folder: Path) -> None:
    first, second = (known("screen", folder, "--json").out for _ in range(2))
    assert first == second

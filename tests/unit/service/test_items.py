"""Every item is found and named, and one that cannot be read says why."""

import io
import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from lapwing.model.content import Why
from lapwing.model.errors import BadInput
from lapwing.service.items import Item, Untaken, find_items, read_item, require_lines


def names(*paths: str) -> list[str]:
    return [item.name for item in find_items(paths, by_line=False, most_bytes=9)]


def why(item: Item, most_bytes: int = 9) -> Why:
    taken = read_item(item, most_bytes=most_bytes)
    assert isinstance(taken, Untaken)
    return taken.gap.why


def test_a_folder_gives_every_file_below_it_in_name_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "b/a.txt", ".hidden"):
        (tmp_path / name).write_text("x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    assert [Path(name).name for name in names(str(tmp_path))] == [".hidden", "c.txt", "a.txt", "loop"]


@pytest.mark.parametrize("size", [9, 10])
def test_a_file_is_read_up_to_the_limit_and_not_beyond(tmp_path: Path, size: int) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * size)
    item = Item(name="file", path=path)
    if size <= 9:
        assert read_item(item, most_bytes=9) == b"x" * size
    else:
        assert why(item) is Why.TOO_LARGE


def test_a_file_that_is_longer_than_it_says_is_read_to_its_end() -> None:
    path = Path("/proc/version")
    assert path.stat().st_size == 0
    assert read_item(Item(name="version", path=path), most_bytes=9_999) == path.read_bytes()


def test_reading_a_small_file_takes_no_room_for_a_large_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 1000)
    tracemalloc.start()
    try:
        read_item(Item(name="file", path=path), most_bytes=1 << 28)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_what_is_no_file_or_not_there_is_unknown_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing"):
        assert why(Item(name=name, path=tmp_path / name)) is Why.UNREADABLE


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    taken = read_item(Item(name="x", path=tmp_path / "x"), most_bytes=9)
    assert isinstance(taken, Untaken)
    assert taken.gap.detail == "there is no such file"


def test_a_name_that_is_too_long_to_exist_is_an_item_all_the_same() -> None:
    (item,) = find_items(["x" * 5000], by_line=False, most_bytes=9)
    assert why(item) is Why.UNREADABLE


def test_files_are_read_by_line_when_asked_and_folders_refused(tmp_path: Path) -> None:
    path, gone = str(tmp_path / "words.txt"), str(tmp_path / "gone.txt")
    Path(path).write_bytes(b"one\n\ntwo")
    lines = list(find_items([path, gone], by_line=True, most_bytes=9))
    assert [(line.name, line.data) for line in lines] == [
        (f"{path}:1", b"one"),
        (f"{path}:3", b"two"),
        (gone, b""),
    ]
    assert why(lines[-1]) is Why.UNREADABLE
    require_lines([path, gone, "-"])
    with pytest.raises(BadInput, match=r"is a folder; --lines reads files and stdin"):
        require_lines([path, str(tmp_path)])


def test_closed_stdin_is_said_to_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(BadInput, match="stdin is closed"):
        list(find_items("-", by_line=False, most_bytes=9))


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_stdin_is_one_item_or_one_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"one\r\n\ntwo")
    assert [item.data for item in find_items("-", by_line=True, most_bytes=9)] == [b"one", b"two"]
    stdin(monkeypatch, b"one\ntwo")
    assert [item.data for item in find_items("-", by_line=False, most_bytes=9)] == [b"one\ntwo"]


def test_a_line_that_is_too_large_is_unknown_and_the_next_one_is_a_line_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stdin(monkeypatch, b"x" * 25 + b"\nshort\n")
    long, short = find_items("-", by_line=True, most_bytes=9)
    assert why(long) is Why.TOO_LARGE
    assert (short.name, short.data) == ("line 2", b"short")


def test_stdin_above_the_limit_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"x" * 10)
    (item,) = find_items("-", by_line=False, most_bytes=9)
    assert why(item) is Why.TOO_LARGE

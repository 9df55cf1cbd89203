"""Every item is found and named, and one that cannot be read says why."""

import io
import os
import sys
from pathlib import Path

import pytest

from lapwing.model.content import Why
from lapwing.service.items import Item, Untaken, find_items, read_item


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


def test_what_is_no_file_or_not_there_is_unknown_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "missing"):
        assert why(Item(name=name, path=tmp_path / name)) is Why.UNREADABLE


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

"""What Harbour keeps between two starts is there at the second, but for a line that was cut short."""

from pathlib import Path

from lapwing.service.demo.harbour.logbook import LISTED, PLAYED, Logbook


def test_what_was_noted_is_there_the_next_time(tmp_path: Path) -> None:
    first = Logbook(tmp_path)
    first.note_played("early")
    first.note_listed("day/post/1", "terms")
    second = Logbook(tmp_path)
    assert second.has("early")
    assert not second.has("late")
    assert (second.list_of("day/post/1"), second.list_of("day/post/2")) == ("terms", "")


def test_a_line_that_was_cut_short_was_not_played(tmp_path: Path) -> None:
    (tmp_path / PLAYED).write_text("early\nupl")
    (tmp_path / LISTED).write_text('["a", "terms"]\n["b", "te')
    kept = Logbook(tmp_path)
    assert kept.has("early")
    assert not kept.has("upl")
    assert (kept.list_of("a"), kept.list_of("b")) == ("terms", "")

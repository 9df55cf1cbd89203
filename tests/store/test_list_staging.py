import hashlib
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.lists.batches import batches_of
from lapwing.model.lists import Category, Entry
from lapwing.service.store.list_entries import COLUMNS, all_entries, open_entries
from lapwing.service.store.list_staging import MOST_ROWS, Staging
from lapwing.service.store.list_travel import MOST_BYTES, PAD
from tests.lists_material import entry

DAYS = st.one_of(st.none(), st.sampled_from([date.min, date(2026, 1, 31)]))
# What could be lost on the way: what fills the room, NUL, quotes, spaces at an end, several bytes a letter.
TEXTS = st.text(alphabet=["a", "'", " ", PAD, "\0", "\u00e9", "\U0001f600"], max_size=4)
VALUES = st.one_of(TEXTS, st.sampled_from(["ab" * 16, "AB" * 16, "0" * 64, "ab" * 15, "a" * 33]))


@st.composite
def lists_of_entries(draw: st.DrawFn) -> list[Entry]:
    ids = draw(st.lists(TEXTS, max_size=12, unique=True))
    return [
        Entry(
            id=each,
            kind=draw(st.sampled_from(["md5", "term"])),
            value=draw(VALUES),
            item=draw(st.one_of(st.just(each), TEXTS)),
            category=draw(st.sampled_from(Category)),
            added_on=draw(DAYS),
            retired_on=draw(DAYS),
            note=draw(TEXTS),
        )
        for each in ids
    ]


def written(entries: list[Entry], folder: Path) -> tuple[list[Entry], str, dict[str, int], str]:
    """Return what is read back, the digest and counts told, and the digest by its definition."""
    staging, path = Staging(folder / "staged.sqlite"), folder / "entries.sqlite"
    for batch in batches_of(enumerate(entries, start=2)):
        staging.add(batch)
    told = staging.write(path)
    staging.close()
    quoted = " || ".join(f"quote({name})" for name in COLUMNS.split(", "))
    with closing(open_entries(path)) as opened, closing(sqlite3.connect(path)) as plain:
        digest = hashlib.sha256()
        for (line,) in plain.execute(f"SELECT {quoted} FROM entry ORDER BY id"):  # noqa: S608  # ours
            digest.update(line.encode() + b"\n")
        counts = {kind: count.active for kind, count in told.counts.items()}
        return list(all_entries(opened)), told.content_sha256, counts, digest.hexdigest()


@pytest.mark.slow
@given(lists_of_entries())
@settings(deadline=None, max_examples=40)
def test_whatever_travels_arrives_as_it_was(entries: list[Entry]) -> None:
    with TemporaryDirectory() as folder:
        read, told, counts, defined = written(entries, Path(folder))
    assert read == sorted(entries, key=lambda each: each.id)
    assert told == defined
    assert counts == {
        kind: sum(each.kind == kind and each.retired_on is None for each in entries)
        for kind in {each.kind for each in entries}
    }


@pytest.mark.slow
def test_more_than_travel_together_and_one_long_note_arrive(tmp_path: Path) -> None:
    entries = [entry(f"e{at:06}", "md5", f"{at:032x}", note="n" * (at == 7)) for at in range(MOST_ROWS + 3)]
    entries[9] = entry("e000009", "md5", "f" * 32, note="x" * (MOST_BYTES // MOST_ROWS + 1))
    read, told, _, defined = written(entries, tmp_path)
    assert read == entries
    assert told == defined

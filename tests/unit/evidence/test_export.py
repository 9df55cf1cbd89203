import hashlib
import io
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from lapwing.evidence.export import (
    CHECKPOINTS,
    KEYS,
    LINES,
    MANIFEST,
    MOST_ROW_BYTES,
    NotAnExport,
    export,
    read_checkpoint_row,
    read_key_row,
    read_manifest,
    rows,
)
from lapwing.evidence.public_keys import KeyPeriod
from tests.ledger_material import FIRST, NOON, ORIGIN, shipped

GOOD = shipped()


def test_the_lines_are_the_ledgers_own_bytes() -> None:
    assert GOOD.files()[LINES].splitlines() == list(GOOD.lines)


def test_checkpoints_and_keys_read_back() -> None:
    files = GOOD.files()
    notes = [read_checkpoint_row(row) for row in rows(io.BytesIO(files[CHECKPOINTS]))]
    assert notes == list(GOOD.notes)
    (row,) = rows(io.BytesIO(files[KEYS]))
    assert read_key_row(row) == GOOD.keys[0]


def test_a_retired_key_reads_back_with_its_end() -> None:
    period = KeyPeriod(key=FIRST.key, since=NOON, until=NOON + timedelta(days=1))
    pieces = list(export(origin=ORIGIN, lines=[], checkpoints=[], keys=[period], now=NOON))
    (row,) = [piece.data for piece in pieces if piece.file == KEYS]
    assert read_key_row(row) == period


def test_the_manifest_counts_what_is_there() -> None:
    files = GOOD.files()
    manifest = read_manifest(files[MANIFEST])
    assert (manifest.origin, manifest.made) == (ORIGIN, "2026-01-20T12:00:00.000000Z")
    for name in (LINES, CHECKPOINTS, KEYS):
        assert manifest.files[name] == {
            "bytes": len(files[name]),
            "rows": files[name].count(b"\n"),
            "sha256": hashlib.sha256(files[name]).hexdigest(),
        }


def test_pieces_stay_small_however_many_lines_there_are() -> None:
    """The lines are read one by one as the pieces are taken, so memory holds one piece."""
    taken = 0

    def many() -> Iterator[bytes]:
        nonlocal taken
        for _ in range(3000):
            taken += 1
            yield b"x" * 1000

    pieces = export(origin=ORIGIN, lines=many(), checkpoints=[], keys=[], now=NOON)
    first = next(pieces)
    assert taken < 300
    assert max(len(piece.data) for piece in [first, *pieces]) < 300_000


def test_a_row_without_end_is_read_in_bounded_parts() -> None:
    parts = list(rows(io.BytesIO(b"x" * (2 * MOST_ROW_BYTES + 1))))
    assert [len(part) for part in parts] == [MOST_ROW_BYTES, MOST_ROW_BYTES, 1]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}\n",
        json.dumps(json.loads(GOOD.files()[MANIFEST])).encode() + b"\n",
        GOOD.files()[MANIFEST].replace(b"lapwing-ledger/1", b"lapwing-ledger/2"),
        GOOD.files()[MANIFEST].replace(b'{"files"', b'{"extra":1,"files"'),
    ],
)
def test_another_manifest_is_refused(data: bytes) -> None:
    with pytest.raises(NotAnExport):
        read_manifest(data)

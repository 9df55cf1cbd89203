import numpy as np
import pytest

from lapwing.lists.index.build import build, divided
from lapwing.lists.index.codes import as_words
from lapwing.lists.index.plan import Plan
from lapwing.lists.index.tables import own_buckets, part_keys
from lapwing.model.errors import BadInput
from tests.index_material import mixed_codes

DIVISIONS = [Plan((24,) * 3 + (23,) * 8), Plan((22,) * 4 + (21,) * 8), Plan((16,) * 16), Plan((8,) * 32)]


@pytest.mark.parametrize("division", DIVISIONS, ids=["11", "12", "16", "32"])
def test_the_keys_of_the_parts_together_are_the_code(division: Plan) -> None:
    codes = mixed_codes(40, np.random.default_rng(1))
    words = as_words(codes)
    keys = [part_keys(words, division, part) for part in range(len(division.widths))]
    for row, code in enumerate(codes):
        whole, shift = 0, 0
        for part, width in enumerate(division.widths):
            whole |= int(keys[part][row]) << shift
            shift += width
        assert whole == int.from_bytes(code.tobytes(), "little")


def test_every_part_has_every_code_in_its_own_bucket() -> None:
    words = np.unique(as_words(mixed_codes(200, np.random.default_rng(2))), axis=0)
    tables = divided(words, DIVISIONS[2])
    for row, buckets in enumerate(own_buckets(words, tables.plan)):
        for bucket in buckets:
            assert row in tables.ids[tables.offsets[bucket] : tables.offsets[bucket + 1]]
    assert tables.offsets[-1] == len(tables.ids) == len(words) * 16


def test_equal_rows_are_held_once() -> None:
    codes = np.zeros((1_000, 32), np.uint8)
    codes[500] = 1
    segment = build(codes)
    assert len(segment.tables.codes) == 2
    assert segment.row_starts.tolist() == [0, 999, 1_000]
    assert segment.rows[-1] == 500


def test_the_codes_come_back_in_row_order() -> None:
    for codes in (mixed_codes(50, np.random.default_rng(3)), np.eye(32, dtype=np.uint8)):
        assert (build(codes).codes() == as_words(codes)).all()


def test_the_rows_are_copied() -> None:
    codes = np.eye(32, dtype=np.uint8)
    segment = build(codes)
    codes[:] = 7
    assert len(segment.search(np.full((1, 32), 7, np.uint8), radius_bits=0)) == 0


@pytest.mark.slow
def test_progress_is_told_part_by_part() -> None:
    told: list[tuple[int, int]] = []
    codes = np.random.default_rng(4).integers(0, 256, (21_000, 32), dtype=np.uint8)
    build(codes, progress=lambda done, steps: told.append((done, steps)))
    parts = told[0][1]
    assert told == [(part + 1, parts) for part in range(parts)]


def test_what_is_no_fingerprint_is_refused() -> None:
    with pytest.raises(BadInput, match="shape"):
        build(np.zeros((4, 16), np.uint8))

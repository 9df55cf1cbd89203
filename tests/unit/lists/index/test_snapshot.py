import threading

import numpy as np
import pytest

from lapwing.lists.index.base import Base
from lapwing.lists.index.codes import as_words
from lapwing.lists.index.live import LiveIndex
from lapwing.lists.index.snapshot import SMALL_ROWS, KeyTaken, KeyUnknown, Snapshot
from lapwing.model.errors import BadInput
from tests.index_material import Codes, mixed_codes


def codes(count: int) -> Codes:
    return mixed_codes(count, np.random.default_rng(count))


def keys(*given: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(given, np.int64)


def test_a_key_that_is_there_is_refused_and_nothing_is_added() -> None:
    live = LiveIndex()
    live.add(codes(2), keys(1, 2))
    with pytest.raises(KeyTaken, match="1 of 2 keys"):
        live.add(codes(2), keys(2, 3))
    assert len(live) == 2


def test_a_key_given_twice_is_refused() -> None:
    live = LiveIndex()
    with pytest.raises(KeyTaken):
        live.add(codes(2), keys(5, 5))
    live.add(codes(1), keys(5))
    live.swap(live.compacted())
    with pytest.raises(KeyUnknown):
        live.remove(keys(5, 5))
    assert len(live) == 1


def test_an_unknown_key_is_refused_and_nothing_is_removed() -> None:
    live = LiveIndex()
    live.add(codes(2), keys(1, 2))
    with pytest.raises(KeyUnknown, match="1 of 2 keys"):
        live.remove(keys(2, 3))
    assert len(live) == 2


def test_a_removed_key_may_come_back_with_another_code() -> None:
    live = LiveIndex()
    live.add(codes(1), keys(1))
    live.swap(live.compacted())
    live.remove(keys(1))
    other = ~codes(1)
    live.add(other, keys(1))
    found = live.search(np.concatenate((codes(1), other)), radius_bits=0)
    assert (found.query.tolist(), found.key.tolist()) == ([1], [1])


def test_what_changes_while_a_base_is_made_is_kept() -> None:
    live = LiveIndex()
    some = codes(20)
    live.add(some[:10], np.arange(10))
    compacted = live.compacted()
    live.remove(keys(3))
    live.add(some[10:], np.arange(10, 20))
    live.remove(keys(15))
    live.remove(keys(4))
    live.add(some[4:5], keys(4))
    before = live.search(some, radius_bits=64)
    live.swap(compacted)
    after = live.search(some, radius_bits=64)
    assert len(live.now.base.keys) == 10
    assert list(
        zip(*map(np.ndarray.tolist, (before.query, before.key, before.distance_bits)), strict=True)
    ) == (list(zip(*map(np.ndarray.tolist, (after.query, after.key, after.distance_bits)), strict=True)))


def test_a_base_made_before_another_one_is_refused() -> None:
    live = LiveIndex()
    live.add(codes(3), np.arange(3))
    first, second = live.compacted(), live.compacted()
    live.swap(first)
    with pytest.raises(BadInput, match="another base"):
        live.swap(second)


def test_compacting_drops_what_was_removed() -> None:
    live = LiveIndex()
    live.add(codes(10), np.arange(10))
    live.remove(np.arange(0, 10, 2))
    live.swap(live.compacted())
    assert live.now.base.keys.tolist() == [1, 3, 5, 7, 9]
    assert live.now.pending == 0


def test_a_snapshot_that_is_held_does_not_change() -> None:
    live = LiveIndex()
    live.add(codes(5), np.arange(5))
    held = live.now
    live.remove(np.arange(5))
    assert (len(held), len(live)) == (5, 0)
    assert set(held.search(codes(5), radius_bits=0).key.tolist()) == set(range(5))


def test_many_small_additions_make_few_segments() -> None:
    snapshot = Snapshot()
    step = SMALL_ROWS // 2
    for start in range(0, 16 * step, step):
        rows = np.random.default_rng(start).integers(0, 256, (step, 32), dtype=np.uint8)
        snapshot = snapshot.adding(rows, np.arange(start, start + step))
        assert len(snapshot.added) <= 4
    assert sum(segment.count for segment in snapshot.added) == 16 * step


def test_a_base_puts_its_keys_in_order() -> None:
    some = codes(6)
    base = Base.of(as_words(some), keys(9, 2, 7, 1, 8, 3))
    found = Snapshot(base=base).search(some[2:3], radius_bits=0)
    assert base.keys.tolist() == [1, 2, 3, 7, 8, 9]
    assert 7 in found.key.tolist()


@pytest.mark.parametrize("given", [np.array([1.0]), np.array([[1]]), np.array([1], np.uint64)])
def test_keys_that_are_no_row_of_whole_numbers_are_refused(given: np.ndarray) -> None:
    with pytest.raises(BadInput, match="keys of shape"):
        Snapshot().adding(codes(1), given)


def test_more_keys_than_codes_are_refused() -> None:
    with pytest.raises(BadInput, match="1 fingerprints and 2 keys"):
        Snapshot().adding(codes(1), keys(1, 2))


@pytest.mark.slow
def test_readers_see_every_change_whole_while_one_writes() -> None:
    """Each change adds or removes a pair of equal codes, so that a reader must never find one of a pair."""
    live = LiveIndex()
    query = np.zeros((1, 32), np.uint8)
    wrong: list[int] = []
    done = threading.Event()

    def reads() -> None:
        while not done.is_set():
            found = len(live.search(query, radius_bits=0))
            if found % 2:
                wrong.append(found)

    readers = [threading.Thread(target=reads) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(150):
        live.add(np.zeros((2, 32), np.uint8), keys(2 * turn, 2 * turn + 1))
        if turn % 3 == 2:
            live.remove(keys(2 * turn - 2, 2 * turn - 1))
        if turn % 40 == 39:
            live.swap(live.compacted())
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert len(live) == 200

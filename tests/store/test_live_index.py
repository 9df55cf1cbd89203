"""A live index on disk, beside a plain dict: through changes, compaction, restarts and sudden death."""

import os
import shutil
import signal
import tempfile
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from lapwing.lists.index.base import Base
from lapwing.lists.index.codes import as_words
from lapwing.lists.index.snapshot import FoundKeys, KeyTaken, Snapshot
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.folders import AlreadyThere, WriterBusy
from lapwing.service.store.generations import NoLiveIndex
from lapwing.service.store.live_index import LiveReader, LiveStore, create_live_index
from tests.index_material import Codes, mixed_codes

SOME = mixed_codes(40, np.random.default_rng(8))


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do without waiting for the disk: a process that is killed loses nothing that was written."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)


def triples(found: FoundKeys) -> list[tuple[int, int, int]]:
    return list(zip(found.query.tolist(), found.distance_bits.tolist(), found.key.tolist(), strict=True))


def everything(now: Snapshot) -> dict[int, bytes]:
    """Return the code of each key, read through the arrays and not by searching."""
    base = now.compacted()
    return {key: code.tobytes() for key, code in zip(base.keys.tolist(), base.segment.codes(), strict=True)}


def started(root: Path, count: int = 10) -> Path:
    create_live_index(root, Base.of(as_words(SOME[:count]), np.arange(count)))
    return root


class AgainstADict(RuleBasedStateMachine):
    """Every change made to the index and to a dict alike; the answers have to be the same."""

    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        create_live_index(self.folder / "index")
        self.store = LiveStore(self.folder / "index")
        self.reader = LiveReader(self.folder / "index")
        self.model: dict[int, Codes] = {}
        self.next_key = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    @rule(target=keys, rows=st.lists(st.integers(0, len(SOME) - 1), max_size=5))
    def add(self, rows: list[int]) -> object:
        new = list(range(self.next_key, self.next_key + len(rows)))
        self.next_key += len(rows)
        self.store.add(SOME[rows], np.array(new, np.int64))
        self.model.update(zip(new, SOME[rows], strict=True))
        return multiple(*new)

    @rule(target=keys, key=consumes(keys), row=st.integers(0, len(SOME) - 1))
    def change(self, key: int, row: int) -> int:
        self.store.remove(np.array([key]))
        self.store.add(SOME[row : row + 1], np.array([key]))
        self.model[key] = SOME[row]
        return key

    @rule(key=consumes(keys))
    def remove(self, key: int) -> None:
        self.store.remove(np.array([key]))
        del self.model[key]

    @rule(key=keys)
    def add_again(self, key: int) -> None:
        with pytest.raises(KeyTaken):
            self.store.add(SOME[:1], np.array([key]))

    @rule()
    def compact(self) -> None:
        self.store.compact()
        assert self.store.now.pending == 0

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = LiveStore(self.folder / "index")

    @rule()
    def refresh(self) -> None:
        self.reader.refresh()
        assert everything(self.reader.now) == {key: code.tobytes() for key, code in self.model.items()}

    @rule(row=st.integers(0, len(SOME) - 1), radius=st.integers(0, 64))
    def search(self, row: int, radius: int) -> None:
        asked = int.from_bytes(SOME[row].tobytes())
        apart = [
            ((asked ^ int.from_bytes(code.tobytes())).bit_count(), key) for key, code in self.model.items()
        ]
        found = self.store.search(SOME[row : row + 1], radius_bits=radius)
        assert triples(found) == [(0, bits, key) for bits, key in sorted(apart) if bits <= radius]

    @invariant()
    def holds_as_many(self) -> None:
        assert len(self.store.now) == len(self.model)


AgainstADict.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestAgainstADict = pytest.mark.slow(AgainstADict.TestCase)


def dies_after(calls: int, work: Callable[[], None]) -> bool:
    """Do *work* in a child that is killed at its *calls*-th step towards the disk; say whether it was."""
    with warnings.catch_warnings():
        # From 3.12 on Python warns of forking beside threads; this child touches none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        left = [calls]
        for name in ("fsync", "rename", "replace", "unlink", "rmdir", "ftruncate", "pwrite", "mkdir"):
            setattr(os, name, _counted(getattr(os, name), left))
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _counted(real: Callable[..., object], left: list[int]) -> Callable[..., object]:
    """Return *real* that kills this process when the count is used up, before the call."""

    def counted(*args: object, **options: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **options)

    return counted


@pytest.mark.slow
def test_a_compaction_killed_at_any_step_leaves_every_answer(tmp_path: Path) -> None:
    root = started(tmp_path / "index")
    with LiveStore(root) as store:
        store.add(SOME[10:20], np.arange(10, 20))
        store.remove(np.array([2, 13]))
        wanted = everything(store.now)
    pristine = tmp_path / "pristine"
    shutil.copytree(root, pristine)

    def compacts() -> None:
        with LiveStore(root) as store:
            store.compact()

    steps = 0
    while dies_after(steps, compacts):
        assert everything(LiveReader(root).now) == wanted
        with LiveStore(root) as store:
            store.verify()
            store.compact()
            assert everything(store.now) == wanted
        assert everything(LiveReader(root).now) == wanted
        assert len(list(root.iterdir())) == 3, "the current generation, its journal and the pointer"
        shutil.rmtree(root)
        shutil.copytree(pristine, root)
        steps += 1
    assert steps > 15


@pytest.mark.slow
def test_a_change_killed_at_any_step_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    root = started(tmp_path / "index")
    before = everything(LiveReader(root).now)

    def adds() -> None:
        with LiveStore(root) as store:
            store.add(SOME[10:30], np.arange(10, 30))

    steps = 0
    while dies_after(steps, adds):
        after = everything(LiveReader(root).now)
        assert len(after) in (10, 30)
        assert before.items() <= after.items()
        with LiveStore(root) as store:
            if len(store.now) > 10:
                store.remove(np.arange(10, 30))
            store.compact()
        steps += 1
    assert len(LiveReader(root).now) == 30
    assert steps > 3


@pytest.mark.slow
def test_a_creation_killed_at_any_step_can_be_done_again(tmp_path: Path) -> None:
    steps = 0
    while dies_after(steps, lambda: create_live_index(tmp_path / "index")):
        if not (tmp_path / "index").exists():
            create_live_index(tmp_path / "index")
        assert len(LiveReader(tmp_path / "index").now) == 0
        shutil.rmtree(tmp_path / "index")
        steps += 1
    assert steps > 5


def test_a_change_is_on_the_disk_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = started(tmp_path / "index")
    seen: list[tuple[int, int]] = []
    with LiveStore(root) as store:
        monkeypatch.setattr(os, "fsync", lambda file: seen.append((os.fstat(file).st_size, len(store.now))))
        store.add(SOME[10:11], np.array([10]))
    assert seen == [((root / "journal-00000001.log").stat().st_size, 10)]


def test_a_second_writer_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with LiveStore(started(tmp_path / "index")) as first:
        with pytest.raises(WriterBusy, match="Another process is writing here"):
            LiveStore(tmp_path / "index")
        first.add(SOME[:1], np.array([99]))
    with LiveStore(tmp_path / "index") as second:
        assert len(second.now) == 11


def test_an_index_is_created_once_and_opened_only_where_there_is_one(tmp_path: Path) -> None:
    with pytest.raises(NoLiveIndex):
        LiveStore(tmp_path / "index")
    with pytest.raises(NoLiveIndex):
        LiveReader(tmp_path / "index")
    started(tmp_path / "index")
    with pytest.raises(AlreadyThere):
        create_live_index(tmp_path / "index")


def test_a_lost_pointer_is_not_an_empty_index(tmp_path: Path) -> None:
    (started(tmp_path / "index") / "CURRENT").unlink()
    with pytest.raises(IntegrityLost, match="CURRENT"):
        LiveStore(tmp_path / "index")


def test_a_torn_end_is_cut_and_the_next_change_counts(tmp_path: Path) -> None:
    root = started(tmp_path / "index")
    with LiveStore(root) as store:
        store.add(SOME[10:11], np.array([10]))
        store.add(SOME[11:12], np.array([11]))
    journal = root / "journal-00000001.log"
    journal.write_bytes(journal.read_bytes()[:-1])
    assert len(LiveReader(root).now) == 11
    with LiveStore(root) as store:
        store.add(SOME[11:12], np.array([11]))
    assert len(LiveReader(root).now) == 12


def test_a_journal_that_ends_in_the_middle_of_a_record_and_has_a_successor_is_damage(tmp_path: Path) -> None:
    root = started(tmp_path / "index")
    with LiveStore(root) as store:
        store.add(SOME[10:12], np.array([10, 11]))
    journal = root / "journal-00000001.log"
    journal.write_bytes(journal.read_bytes()[:-1])
    (root / "journal-00000002.log").write_bytes(b"")
    with pytest.raises(IntegrityLost, match="middle of a record"):
        LiveStore(root)


@pytest.mark.parametrize("name", ["codes.npy", "keys.npy", "segment.json", "base.json"])
def test_verifying_finds_a_changed_byte(tmp_path: Path, name: str) -> None:
    root = started(tmp_path / "index")
    file = root / "generation-00000001" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    with LiveStore(root) as store:
        store.verify()
        file.write_bytes(content)
        with pytest.raises(IntegrityLost):
            store.verify()


def test_a_reader_keeps_its_generation_until_it_refreshes(tmp_path: Path) -> None:
    root = started(tmp_path / "index")
    reader = LiveReader(root)
    with LiveStore(root) as store:
        store.remove(np.array([0]))
        store.compact()
    assert not (root / "generation-00000001").exists()
    assert sorted(everything(reader.now)) == list(range(10))
    assert 0 in reader.search(SOME[:1], radius_bits=0).key
    reader.refresh()
    assert sorted(everything(reader.now)) == list(range(1, 10))


def test_a_reader_follows_into_the_journal_of_a_compaction_under_way(tmp_path: Path) -> None:
    root = started(tmp_path / "index")
    reader = LiveReader(root)
    with LiveStore(root) as store:
        store.add(SOME[10:11], np.array([10]))
        store._begin_journal()
        store.add(SOME[11:12], np.array([11]))
        reader.refresh()
        assert sorted(everything(reader.now)) == list(range(12))


@pytest.mark.slow
def test_changes_made_while_compacting_are_kept(tmp_path: Path) -> None:
    root = started(tmp_path / "index")
    with LiveStore(root) as store:
        store.add(SOME[10:20], np.arange(10, 20))
        compacting = threading.Thread(target=store.compact)
        compacting.start()
        turns = 0
        while compacting.is_alive() or turns < 5:
            store.add(SOME[20:21], np.array([100 + turns]))
            store.remove(np.array([turns]))
            turns += 1
            if turns == 10:
                break
        compacting.join()
        wanted = everything(store.now)
    assert sorted(wanted) == [*range(turns, 20), *range(100, 100 + turns)]
    assert everything(LiveReader(root).now) == wanted


def test_a_compaction_beside_another_is_refused(tmp_path: Path) -> None:
    with (
        LiveStore(started(tmp_path / "index")) as store,
        store._compacting,
        pytest.raises(WriterBusy, match="being compacted"),
    ):
        store.compact()


def test_a_compaction_that_fails_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = started(tmp_path / "index")
    with LiveStore(root) as store:
        store.add(SOME[10:12], np.array([10, 11]))

        def full(*_args: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr("lapwing.service.store.generations.replace_file", full)
            with pytest.raises(OSError, match="No space"):
                store.compact()
        store.remove(np.array([0]))
        wanted = everything(store.now)
        assert everything(LiveReader(root).now) == wanted
        store.compact()
        assert everything(LiveReader(root).now) == wanted

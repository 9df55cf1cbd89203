"""The Hamming index beside FAISS IndexBinaryMultiHash as python-threatexchange configures it, in one process.

    python -m benchmarks.index [--rows 1000000] [--path numpy|compiled] [--skewed] [--turn 50]

Both answer the same queries, one at a time, on one thread, in turns of 50, as in a process that only looks
things up. With --turn 1 they alternate after every query and find caches that the other has filled, as in a
process that does other work between two lookups. The answers are compared with FAISS's own linear scan. Ours
is searched from mapped files, as several processes share them.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.index_material import asked, skewed, uniform
from lapwing.lists.index.build import build
from lapwing.lists.index.segment import Segment
from lapwing.lists.index.way import Way
from lapwing.service.store.segments import open_segment, write_segment

Codes = NDArray[np.uint8]
Pairs = set[tuple[int, int, int]]

RADIUS_BITS = 31
CODE_BITS, PEER_TABLES = 256, 16
SEED = 20
WARM_QUERIES = 20


@dataclass(slots=True)
class Asked:
    """What one index answered, and how many seconds each answer took."""

    answer: Callable[[Codes], Sequence[tuple[int, int]]]
    seconds: list[float] = field(default_factory=list)
    pairs: Pairs = field(default_factory=set)


def ask(asked_of: Asked, queries: Codes, numbers: range) -> None:
    for number in numbers:
        start = time.perf_counter()
        found = asked_of.answer(queries[number : number + 1])
        asked_of.seconds.append(time.perf_counter() - start)
        asked_of.pairs.update((number, row, bits) for row, bits in found)


def median_ms(asked_of: Asked) -> float:
    return 1000 * float(np.median(asked_of.seconds))


def p99_ms(asked_of: Asked) -> float:
    return 1000 * float(np.percentile(asked_of.seconds, 99))


def ours(segment: Segment, query: Codes, way: Way | None) -> Sequence[tuple[int, int]]:
    found = segment.search(query, radius_bits=RADIUS_BITS, way=way)
    return list(zip(found.row.tolist(), found.distance_bits.tolist(), strict=True))


def theirs(index: "faiss.IndexBinary", query: Codes) -> Sequence[tuple[int, int]]:
    _, bits, rows = index.range_search(query, RADIUS_BITS + 1)  # FAISS leaves the radius itself out
    return list(zip(rows.tolist(), map(int, bits.tolist()), strict=True))


def peer(codes: Codes) -> tuple["faiss.IndexBinary", float]:
    """Return FAISS's index and the seconds it took to build."""
    start = time.perf_counter()
    index = faiss.IndexBinaryMultiHash(CODE_BITS, PEER_TABLES, CODE_BITS // PEER_TABLES)
    index.nflip = RADIUS_BITS // PEER_TABLES
    index.add(codes)
    return index, time.perf_counter() - start


def mapped(codes: Codes, folder: Path) -> Segment:
    """Build, write and open ours, and print what each took."""
    start = time.perf_counter()
    segment = build(codes, radius_bits=RADIUS_BITS)
    built = time.perf_counter()
    write_segment(folder, segment)
    written = time.perf_counter()
    size = segment.size_bytes / len(codes)
    del segment
    opening = time.perf_counter()
    opened = open_segment(folder)
    print(
        f"ours: built in {built - start:.1f} s, written and synced in {written - built:.1f} s, "
        f"opened in {1000 * (time.perf_counter() - opening):.1f} ms, {size:.1f} bytes a hash, "
        f"{len(opened.tables.plan.widths)} parts"
    )
    return opened


def resident_bytes() -> int:
    """Return the memory of this process that is no file."""
    status = Path("/proc/self/status").read_text()
    return 1024 * int(status.split("RssAnon:")[1].split()[0])


def scanned(codes: Codes, queries: Codes) -> Pairs:
    """The answers of a linear scan that shares no code with ours."""
    flat = faiss.IndexBinaryFlat(CODE_BITS)
    flat.add(codes)
    return {
        (n, row, bits) for n, query in enumerate(queries) for row, bits in theirs(flat, query[np.newaxis])
    }


def show(name: str, asked_of: Asked, truth: Pairs) -> None:
    recall = len(asked_of.pairs & truth) / max(1, len(truth))
    median, p99 = median_ms(asked_of), p99_ms(asked_of)
    print(
        f"{name}: median {median:.3f} ms, p99 {p99:.3f} ms ({p99 / median:.1f} times the median), slowest "
        f"{1000 * max(asked_of.seconds):.1f} ms, recall {recall:.6f}, false {len(asked_of.pairs - truth)}"
    )


def compare(codes: Codes, queries: Codes, *, way: Way | None, turn: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        segment = mapped(codes, Path(folder) / "segment")
        before = resident_bytes()
        index, seconds = peer(codes)
        print(f"FAISS: built in {seconds:.1f} s, {(resident_bytes() - before) / len(codes):.1f} bytes a hash")
        us, them = Asked(lambda query: ours(segment, query, way)), Asked(lambda query: theirs(index, query))
        for asked_of in (us, them):
            for query in queries[-WARM_QUERIES:]:
                asked_of.answer(query[np.newaxis])
        for first in range(0, len(queries), turn):
            numbers = range(first, min(first + turn, len(queries)))
            ask(us, queries, numbers)
            ask(them, queries, numbers)
        truth = scanned(codes, queries)
        show("ours", us, truth)
        show("FAISS", them, truth)
        print(
            f"FAISS takes {median_ms(them) / median_ms(us):.1f} times as long in the median, "
            f"{p99_ms(them) / p99_ms(us):.1f} in the 99th percentile"
        )
        assert us.pairs == truth, "the index did not answer as a linear scan does"


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--path", choices=["numpy", "compiled"], help="default: what the size suggests")
    options.add_argument("--skewed", action="store_true", help="near-duplicate families and degenerate rows")
    options.add_argument("--turn", type=int, default=50, help="queries before the other index has its turn")
    given = options.parse_args()
    faiss.omp_set_num_threads(1)
    rng = np.random.default_rng(SEED)
    codes = (skewed if given.skewed else uniform)(given.rows, rng)
    print(
        f"{given.rows:,} {'skewed' if given.skewed else 'uniform'} hashes, radius {RADIUS_BITS}, "
        f"{given.path or 'default'} path, one query at a time on one thread, turns of {given.turn}; "
        f"FAISS {faiss.__version__} IndexBinaryMultiHash, {PEER_TABLES} hashes of "
        f"{CODE_BITS // PEER_TABLES} bits, nflip {RADIUS_BITS // PEER_TABLES}"
    )
    compare(codes, asked(codes, rng), way=Way(given.path) if given.path else None, turn=given.turn)


if __name__ == "__main__":
    main()

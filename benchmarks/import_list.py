"""Importing a list: from a CSV file to a version that serves, beside merely reading the file.

    python -m benchmarks.import_list [--rows 300000] [--columns pdq md5] [--rounds 3]

The floor is Python's csv module over the same file and bytes.fromhex over every digest, keeping nothing: no
check of what a cell may be, no order, no index, no disk. It is what any importer that reads row by row in
Python pays at least. Both take turns on the same file. Seconds are of the processor, so that other work on
the machine counts little; the wall clock stands beside them. Peak memory is of a process that has imported
once.
"""

import argparse
import csv
import os
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from lapwing.flows.import_list import ListFile, import_list
from lapwing.lists.registry import source_for
from lapwing.lists.versions import Outcome
from lapwing.model.lists import ListClass, ListInfo, Tier
from lapwing.model.signals import Signal
from lapwing.service.clock import now
from lapwing.service.list_file import read_in_chunks
from lapwing.service.wiring import list_kinds, open_lists

SEED = 31
DIGEST_BYTES = {"md5": 16, "sha1": 20, "sha256": 32, "pdq": 32}
ROWS_AT_ONCE = 100_000
QUERIES = 200
MEGABYTE = 1024 * 1024


def make_file(path: Path, rows: int, columns: list[str]) -> None:
    """Write a list of random digests; with several columns an id stands before them."""
    rng = np.random.default_rng(SEED)
    heads = columns if len(columns) == 1 else ["id", *columns]
    with path.open("w") as file:
        file.write(",".join(heads) + "\n")
        for start in range(0, rows, ROWS_AT_ONCE):
            count = min(ROWS_AT_ONCE, rows - start)
            cells = [digests(rng.bytes(count * DIGEST_BYTES[each]), DIGEST_BYTES[each]) for each in columns]
            if len(columns) > 1:
                cells = [[f"e{start + at}" for at in range(count)], *cells]
            file.writelines(",".join(row) + "\n" for row in zip(*cells, strict=True))


def digests(content: bytes, size: int) -> list[str]:
    text = content.hex()
    return [text[at : at + 2 * size] for at in range(0, len(text), 2 * size)]


def floor(path: Path, columns: list[str]) -> int:
    """Read the file with the csv module and every digest with bytes.fromhex; return the number of rows."""
    rows = 0
    with path.open(newline="") as file:
        records = csv.reader(file, strict=True)
        places = [at for at, name in enumerate(next(records)) if name in columns]
        for record in records:
            for at in places:
                bytes.fromhex(record[at])
            rows += 1
    return rows


def ours(path: Path, home: Path) -> None:
    """Import the file as the first version of a new list."""
    lists, moment = open_lists(home), now()
    info = ListInfo(
        name="made", title="Made", source="benchmark", list_class=ListClass.OWN, tier=Tier.UNREVIEWED
    )
    lists.add(info, by="benchmark", now=moment)
    file = ListFile(name=path.name, untrusted_chunks=read_in_chunks(path), source=source_for(path.name))
    done = import_list("made", file, store=lists, kinds=list_kinds(), by="benchmark", now=moment)
    assert done.outcome is Outcome.SERVING


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return (seconds of the processor, seconds of the clock)."""
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


def memory_and_disk(home: Path) -> None:
    anonymous = Path("/proc/self/status").read_text().split("RssAnon:")[1].split()[0]
    size = sum(each.stat().st_size for each in home.rglob("*") if each.is_file())
    print(
        f"peak resident {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, of which not of "
        f"files at the end {int(anonymous) / 1024:.0f} MB; on disk {size / MEGABYTE:.0f} MB"
    )


def look_up(home: Path, columns: list[str]) -> None:
    """Open the list as a new process would, and ask for digests that it does not have."""
    start = time.perf_counter()
    lookup = open_lists(home).lookup()
    opened = time.perf_counter() - start
    rng = np.random.default_rng(SEED + 1)
    for kind in columns:
        taken = []
        for _ in range(QUERIES):
            value = rng.bytes(DIGEST_BYTES[kind]).hex()
            signal = Signal(kind=kind, value=value, detector=kind, quality=100 if kind == "pdq" else None)
            start = time.perf_counter()
            lookup.match([signal])
            taken.append(time.perf_counter() - start)
        print(
            f"one look-up by {kind}: median {1000 * float(np.median(taken)):.2f} ms, "
            f"p99 {1000 * float(np.percentile(taken, 99)):.2f} ms"
        )
    print(f"opened in {1000 * opened:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--columns", nargs="+", choices=DIGEST_BYTES, default=["pdq", "md5"])
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    list_kinds()
    with tempfile.TemporaryDirectory() as folder:
        path, homes = Path(folder) / "made.csv", Path(folder)
        make_file(path, asked.rows, asked.columns)
        print(
            f"{asked.rows:,} rows of {' and '.join(asked.columns)}, {path.stat().st_size / MEGABYTE:.0f} MB, "
            f"{len(os.sched_getaffinity(0))} cores"
        )
        ratios, best = [], 0.0
        for turn in range(asked.rounds):
            reading, _ = timed(lambda: floor(path, asked.columns))
            importing, clock = timed(partial(ours, path, homes / f"home{turn}"))
            ratios.append(importing / reading)
            best = max(best, asked.rows / importing)
            print(
                f"floor {asked.rows / reading:,.0f} rows a second; ours {asked.rows / importing:,.0f} "
                f"({asked.rows / clock:,.0f} by the clock), {importing / reading:.2f} times the floor"
            )
            if not turn:
                memory_and_disk(homes / "home0")
        print(f"median {float(np.median(ratios)):.2f} times the floor; best {best:,.0f} rows a second")
        look_up(homes / "home0", asked.columns)


if __name__ == "__main__":
    main()

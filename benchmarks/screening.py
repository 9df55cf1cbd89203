"""A folder through the whole engine, sandbox on, beside merely decoding the same folder on the same cores.

    python -m benchmarks.screening [--pictures 240] [--rows 1000000] [--rounds 3] [--turns-only]

Merely decoding is one process a core that opens each JPEG, lets the decoder scale it down as far as the
fingerprint allows (shorter side at least LEAST_SIDE) and loads it, nothing else. The whole engine reads each
file, passes it to confined workers, takes MD5, SHA-1 and SHA-256, both families of PDQ in eight positions
with borders, inner pictures and panels looked for, reads codes, compares everything with a list, and decides.
Both go over the same files in turns; the ratio of their rates is what counts. Beside it stands the processor
time that each took, of this process and of those that it started: other work on the machine moves it less.
"""

import argparse
import io
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from lapwing.flows.import_list import ListFile, import_list
from lapwing.intake.stills import LEAST_SIDE
from lapwing.lists.registry import source_for
from lapwing.model.decision import Context
from lapwing.model.lists import ListClass, ListInfo, Tier
from lapwing.service.batch import screen_items
from lapwing.service.demo.pictures import picture
from lapwing.service.items import find_items
from lapwing.service.settings import read_settings
from lapwing.service.wiring import list_kinds, open_engine, open_lists
from lapwing.signals.port import Robustness

SIZES = ((1152, 864), (1600, 1200), (2048, 1536), (4000, 3000))
SHARES = (8, 6, 4, 2)
DRAWN = 12
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def make_folder(folder: Path, pictures: int) -> None:
    """Write JPEGs of quality 88 in four sizes, shares as in SHARES; few are drawn, each is saved anew."""
    sizes = [size for size, share in zip(SIZES, SHARES, strict=True) for _ in range(share)]
    drawn = {}
    for number in range(pictures):
        size = sizes[number % len(sizes)]
        key = (number % DRAWN, size)
        if key not in drawn:
            drawn[key] = picture(number % DRAWN, size=size).convert("RGB")
        data = io.BytesIO()
        drawn[key].save(data, "JPEG", quality=80 + number % 15)
        (folder / f"{number:05}.jpg").write_bytes(data.getvalue())


def make_list(home: Path, rows: int) -> None:
    """Import a list of so many made-up PDQ and MD5 values."""
    random = np.random.default_rng(3)
    pdq, md5 = random.bytes(32 * rows).hex(), random.bytes(16 * rows).hex()

    def chunks() -> "Sequence[bytes]":
        lines = ["id,pdq,md5\n"]
        lines += [
            f"e{at},{pdq[64 * at : 64 * at + 64]},{md5[32 * at : 32 * at + 32]}\n" for at in range(rows)
        ]
        return ["".join(lines).encode()]

    lists = open_lists(home)
    info = ListInfo(
        name="bench", title="bench", source="made up", list_class=ListClass.CSAM, tier=Tier.AUTHORITY
    )
    lists.add(info, by="bench", now=NOW)
    file = ListFile(name="bench.csv", untrusted_chunks=chunks(), source=source_for("bench.csv"))
    import_list("bench", file, store=lists, kinds=list_kinds(), by="bench", now=NOW)


def of_size(paths: Sequence[str], size: tuple[int, int]) -> list[str]:
    """Return those of the folder's paths that make_folder wrote in that size."""
    sizes = [size for size, share in zip(SIZES, SHARES, strict=True) for _ in range(share)]
    return [path for number, path in enumerate(paths) if sizes[number % len(sizes)] == size]


def decode(path: str) -> int:
    """Decode one JPEG to the scale that a fingerprint needs, and nothing else."""
    with Image.open(path) as image:
        image.draft("L", (LEAST_SIDE, LEAST_SIDE))
        image.load()
        return image.width


@dataclass(frozen=True)
class Cost:
    """What going over some pictures took, in seconds: by the clock, and of processor, here and elsewhere."""

    wall_s: float
    here_s: float
    workers_s: float

    @property
    def cpu_s(self) -> float:
        """Return the processor time of all processes."""
        return self.here_s + self.workers_s


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process started, and those that they started."""
    for child, parent in parents().items():
        if parent == pid:
            yield child
            yield from descendants(child)


def parents() -> dict[int, int]:
    """Return the parent of each process; proc(5). The name, which stands before it, may hold anything."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            found[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    return found


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process, all its threads; linux/posix-timers.h, CPUCLOCK_SCHED."""
    return time.clock_gettime(~pid << 3 | 2)


def cost(work: Callable[[], object]) -> Cost:
    others = list(descendants(os.getpid()))
    began = time.perf_counter(), time.process_time(), sum(map(processor_seconds, others))
    work()
    ended = time.perf_counter(), time.process_time(), sum(map(processor_seconds, others))
    return Cost(*(after - before for before, after in zip(began, ended, strict=True)))


def median(costs: Sequence[Cost]) -> Cost:
    """Return the round in the middle by processor time; no two rounds are mixed."""
    return sorted(costs, key=lambda each: each.cpu_s)[len(costs) // 2]


def told(name: str, pictures: int, taken: Cost) -> str:
    here, workers, cpu = (1000 * each / pictures for each in (taken.here_s, taken.workers_s, taken.cpu_s))
    rate = pictures / taken.wall_s
    shares = f"{here:.2f} here, {workers:.2f} in others"
    return f"{name:16}{rate:8.1f} pictures/s{cpu:8.2f} ms of processor each ({shares})"


def in_turns(rounds: int, decoded: Callable[[], None], screened: Callable[[], None]) -> tuple[Cost, Cost]:
    """Return the median cost of both; what is made once is made before."""
    decoded()
    screened()
    costs = [(cost(decoded), cost(screened)) for _ in range(rounds)]
    return median([each for each, _ in costs]), median([each for _, each in costs])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pictures", type=int, default=240)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument(
        "--turns-only", action="store_true", help="look for no borders, inner pictures, panels"
    )
    asked = options.parse_args()
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as scratch:
        folder, home = Path(scratch, "folder"), Path(scratch, "home")
        folder.mkdir()
        make_folder(folder, asked.pictures)
        make_list(home, asked.rows)
        settings = read_settings(home)
        if asked.turns_only:
            settings = replace(settings, robustness=Robustness(trim=False, inner=False, panels=False))
        paths = sorted(str(path) for path in folder.iterdir())
        size = sum(Path(path).stat().st_size for path in paths)
        spawned = multiprocessing.get_context("spawn")
        with (
            ProcessPoolExecutor(cores, mp_context=spawned) as decoders,
            open_engine(home, settings) as engine,
        ):
            context = Context(surface=settings.surface("upload"))
            job = engine.job(settings, context, kind=None, today=NOW.date())

            def screened(chosen: Sequence[str]) -> None:
                for _ in screen_items(find_items(chosen, by_line=False, most_bytes=job.most_bytes), job=job):
                    pass

            def decoded(chosen: Sequence[str]) -> None:
                for _ in decoders.map(decode, chosen, chunksize=4):
                    pass

            def compared(chosen: Sequence[str]) -> tuple[Cost, Cost]:
                return in_turns(asked.rounds, partial(decoded, chosen), partial(screened, chosen))

            print(f"{asked.pictures} JPEGs, {size / 1e6:.0f} MB, {cores} cores, {asked.rows:,} rows")
            plain, whole = compared(paths)
            print(told("merely decoded", len(paths), plain))
            print(told("screened", len(paths), whole))
            print(f"ratio of rates {plain.wall_s / whole.wall_s:8.2f}   (target: at least 0.6)")
            print(f"ratio of processor time {plain.cpu_s / whole.cpu_s:.2f}")
            for each in SIZES:
                chosen = of_size(paths, each)
                plain, whole = compared(chosen)
                print(
                    f"{each[0]}x{each[1]}, {len(chosen)} of them: rates {plain.wall_s / whole.wall_s:.2f}, "
                    f"processor time {plain.cpu_s / whole.cpu_s:.2f} "
                    f"({1000 * plain.cpu_s / len(chosen):.2f} and {1000 * whole.cpu_s / len(chosen):.2f} ms)"
                )


if __name__ == "__main__":
    main()

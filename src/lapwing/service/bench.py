"""How fast this machine is: each stage measured on material made for it."""

import io
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from lapwing.flows.measure import measure
from lapwing.intake import all_kinds
from lapwing.lists.index import build
from lapwing.model.content import Grain, Limits
from lapwing.model.ports import Measurer
from lapwing.service.demo.pictures import picture
from lapwing.signals.port import PLAIN, Given
from lapwing.signals.registry import all_detectors, canonical
from lapwing.signals.vocabulary import Vocabulary

SIZES = {"0.26": (512, 512), "1": (1152, 864), "12": (4000, 3000)}
"""Pictures that are timed: megapixels, and (width, height)."""

RADIUS_BITS = 31
TERMS = 100_000
MESSAGES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured. unit: what *value* counts."""

    what: str
    value: float
    unit: str


def fingerprints() -> Iterator[Figure]:
    """Give the time from the bytes of a JPEG to its fingerprints, robustness off, by size."""
    kinds, detectors = all_kinds(), {"pdq": all_detectors()["pdq"]}
    for megapixels, size in SIZES.items():
        data = jpeg(seed=7, size=size)

        def once(data: bytes = data) -> None:
            measure(
                data,
                kind="image",
                kinds=kinds,
                detectors=detectors,
                given=Given(robustness=PLAIN),
                limits=Limits(),
                grain=Grain.SCALED,
            )

        yield Figure(what=f"PDQ of a {megapixels} MP JPEG", value=1e3 * median_seconds(once), unit="ms")


def index(rows: int) -> Iterator[Figure]:
    """Give the time to build an index of so many random fingerprints, and to ask it one question."""
    random = np.random.default_rng(1)
    codes = random.integers(0, 256, (rows, 32), dtype=np.uint8)
    began = time.perf_counter()
    segment = build(codes, radius_bits=RADIUS_BITS)
    yield Figure(what=f"index of {rows:,} built", value=time.perf_counter() - began, unit="s")
    queries = random.integers(0, 256, (200, 1, 32), dtype=np.uint8)
    segment.search(queries[0], radius_bits=RADIUS_BITS)
    seconds = []
    for query in queries:
        began = time.perf_counter()
        segment.search(query, radius_bits=RADIUS_BITS)
        seconds.append(time.perf_counter() - began)
    yield Figure(
        what=f"one look-up within {RADIUS_BITS} bits", value=1e3 * statistics.median(seconds), unit="ms"
    )


def terms() -> Iterator[Figure]:
    """Give how many messages of about 100 characters are searched for 100,000 terms a second."""
    vocabulary = Vocabulary(canonical("term", f"zz-term-{number:06d}") for number in range(TERMS))
    words = [
        "harbour",
        "lantern",
        "boat",
        "see",
        "you",
        "at",
        "the",
        "quay",
        "tomorrow",
        "with",
        "bread",
        "tea",
    ]
    random = np.random.default_rng(2)
    messages = [" ".join(random.choice(words, 18)) for _ in range(MESSAGES)]
    seconds = seconds_of(lambda: [vocabulary.find(message) for message in messages])
    yield Figure(what=f"messages searched for {TERMS:,} terms", value=MESSAGES / seconds, unit="a second")


def screening(measurer: Measurer, *, in_flight: int, pictures: int) -> Iterator[Figure]:
    """Give how many 1-megapixel pictures the confined workers measure a second, robustness as configured."""
    made = [jpeg(seed=seed, size=SIZES["1"]) for seed in range(min(pictures, 16))]
    work = [made[number % len(made)] for number in range(pictures)]

    def all_of_it() -> None:
        with ThreadPoolExecutor(in_flight) as threads:
            for _ in threads.map(lambda data: measurer.measure(data, kind="image"), work):
                pass

    measurer.measure(made[0], kind="image")
    yield Figure(
        what="1 MP pictures measured in workers", value=pictures / seconds_of(all_of_it), unit="a second"
    )


def jpeg(*, seed: int, size: tuple[int, int]) -> bytes:
    """Return a made picture of (width, height) as JPEG of quality 90."""
    file = io.BytesIO()
    picture(seed, size=size).convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()


def seconds_of(work: Callable[[], object]) -> float:
    """Return how long *work* takes, in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def median_seconds(work: Callable[[], object], *, runs: int = 9) -> float:
    """Return the median time of *work* in seconds, after one run that warms up."""
    work()
    return statistics.median(seconds_of(work) for _ in range(runs))

"""How much of what uploaders do is seen through, and how often a look-alike is taken for another picture.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.pdq_recall [--quick]

A list holds pdqhash's fingerprint of some pictures. Each is altered, saved as JPEG (GIF where that is the
alteration) and measured: by pdqhash at 31 bits and quality 50 (as HMA does), by pHash of imagehash at 10 of
64 bits, and by ours from the bytes at the same 31 bits, each switch alone and all together.
"""

import argparse
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import imagehash
import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from benchmarks.pdq_alterations import KINDS
from benchmarks.pdq_look_alikes import LOOK_ALIKES
from lapwing.intake.kinds.image import KIND
from lapwing.model.content import Content, Grain, Limits
from lapwing.model.signals import Signal
from lapwing.service.demo.pictures import picture
from lapwing.signals.detectors.pdq import DETECTOR
from lapwing.signals.kernels.bits import distance_bits, from_hex
from lapwing.signals.port import PLAIN, Given, Robustness

RADIUS_BITS, LEAST_QUALITY = 31, 50
PHASH_RADIUS_BITS = 10
SIZES = ((1200, 900), (900, 1200), (1000, 1000), (800, 600))

SWITCHES = {
    "plain": PLAIN,
    "turns": Robustness(turns=True, trim=False, inner=False, panels=False),
    "trim": Robustness(turns=False, trim=True, inner=False, panels=False),
    "inner": Robustness(turns=False, trim=False, inner=True, panels=False),
    "panels": Robustness(turns=False, trim=False, inner=False, panels=True),
    "all": Robustness(),
}
COLUMNS = ("pHash", "PDQ", *SWITCHES)

Hashes = NDArray[np.uint8]


def stored(image: Image.Image) -> bytes:
    kept = io.BytesIO()
    if image.mode == "P":
        image.save(kept, "GIF")
    else:
        image.save(kept, "JPEG", quality=88)
    return kept.getvalue()


def by_pdqhash(image: Image.Image) -> tuple[Hashes, int]:
    vector, quality = pdqhash.compute(np.asarray(image.convert("RGB")))
    return np.packbits(vector.astype(np.uint8)), int(quality)


def by_phash(image: Image.Image) -> Hashes:
    return np.packbits(imagehash.phash(image.convert("RGB")).hash.ravel())


def read(data: bytes) -> Content:
    return KIND.read(data, limits=Limits(), grain=Grain.SCALED)


def ours(content: Content, robustness: Robustness) -> tuple[Signal, ...]:
    found = DETECTOR.detect(content, given=Given(robustness=robustness))
    return tuple(each for each in found if (each.quality or 0) >= LEAST_QUALITY)


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Entries to compare with: shape (n, 32) of PDQ, (n, 8) of pHash; of any quality."""

    pdq: Hashes
    phash: Hashes

    def nearest(self, data: bytes) -> dict[str, NDArray[np.int64]]:
        """Return the bits from *data* to each entry, by column; 999 where nothing could be compared."""
        image = Image.open(io.BytesIO(data))
        image.load()
        hash_, quality = by_pdqhash(image)
        far = np.full(len(self.pdq), 999, np.int64)
        answer = {
            "pHash": np.bitwise_count(self.phash ^ by_phash(image)).sum(axis=1, dtype=np.int64),
            "PDQ": distance_bits(self.pdq, hash_) if quality >= LEAST_QUALITY else far,
        }
        content = read(data)
        for name, robustness in SWITCHES.items():
            answer[name] = far
            for signal in ours(content, robustness):
                answer[name] = np.minimum(answer[name], distance_bits(self.pdq, from_hex(signal.value)))
        return answer


def listed(images: Iterable[Image.Image]) -> Listed:
    kept = [Image.open(io.BytesIO(stored(image))) for image in images]
    return Listed(
        np.stack([by_pdqhash(each)[0] for each in kept]), np.stack([by_phash(each) for each in kept])
    )


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - pictures, not secrets


def radius_bits(column: str) -> int:
    return PHASH_RADIUS_BITS if column == "pHash" else RADIUS_BITS


def line(name: str, shares: Iterable[float]) -> str:
    return f"{name:28}" + "".join(f"{100 * share:8.1f}" for share in shares)


def recall(pictures: Sequence[Image.Image], known: Listed) -> None:
    print(
        f"\nrecall, % of {len(pictures)} pictures found (PDQ <= {RADIUS_BITS}, pHash <= {PHASH_RADIUS_BITS})"
    )
    print(f"{'':28}" + "".join(f"{column:>8}" for column in COLUMNS))
    over: list[NDArray[np.float64]] = []
    for kind, alterations in KINDS.items():
        for name, alter in alterations.items():
            found = np.zeros(len(COLUMNS))
            for number, image in enumerate(pictures):
                others = [pictures[(number + step) % len(pictures)] for step in (5, 9, 13)]
                bits = known.nearest(stored(alter(image, others, chance(number))))
                found += [bits[column][number] <= radius_bits(column) for column in COLUMNS]
            over.append(found / len(pictures))
            print(line(f"{kind}: {name}", over[-1]), flush=True)
    print(line("mean over alterations", np.mean(over, axis=0)))


def unrelated(pictures: Sequence[Image.Image], known: Listed) -> None:
    """Print how often pictures that are not listed, plain and altered, meet an entry."""
    print(f"\nfalse matches: % of queries that meet any of {len(known.pdq)} entries of other pictures")
    print(f"{'':28}" + "".join(f"{column:>8}" for column in COLUMNS))
    every = {name: alter for kind in KINDS.values() for name, alter in kind.items()}
    met, total = np.zeros(len(COLUMNS)), 0
    for number, image in enumerate(pictures):
        others = [pictures[(number + step) % len(pictures)] for step in (5, 9, 13)]
        for name in ("JPEG 35", "phone", "letterbox", "2x2, gutters", "2x2, joined", "wooden frame"):
            bits = known.nearest(stored(every[name](image, others, chance(number))))
            met += [(bits[column] <= radius_bits(column)).any() for column in COLUMNS]
            total += 1
    print(line("unrelated, 6 forms each", met / total))


def look_alikes(pictures: Sequence[Image.Image]) -> None:
    """Print how often one of a kind meets an entry of another one of its kind."""
    half = len(pictures) // 2
    over = []
    for kind, make in LOOK_ALIKES.items():
        made = [make(image, chance(number)) for number, image in enumerate(pictures)]
        known = listed(made[:half])
        met = np.zeros(len(COLUMNS))
        for image in made[half:]:
            bits = known.nearest(stored(image))
            met += [(bits[column] <= radius_bits(column)).any() for column in COLUMNS]
        over.append(met / (len(made) - half))
        print(line(kind, over[-1]), flush=True)
    print(line("mean over look-alikes", np.mean(over, axis=0)))


def drawn(first: int, count: int) -> Iterator[Image.Image]:
    for seed in range(first, first + count):
        yield picture(seed, size=SIZES[seed % len(SIZES)]).convert("RGB")


def main() -> None:
    parser = argparse.ArgumentParser(description="Recall and false matches of PDQ, plain and ours.")
    parser.add_argument("--quick", action="store_true", help="a quarter of the pictures")
    count = 32 if parser.parse_args().quick else 128
    print(f"OPENBLAS_NUM_THREADS=1 python -m benchmarks.pdq_recall{' --quick' if count == 32 else ''}")
    pictures = list(drawn(0, count))
    known = listed(pictures)
    recall(pictures, known)
    unrelated(list(drawn(10_000, count)), known)
    look_alikes(list(drawn(20_000, count)))


if __name__ == "__main__":
    main()

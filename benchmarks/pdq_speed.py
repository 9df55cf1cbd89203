"""Bytes of a JPEG to its PDQ: Pillow and pdqhash (as HMA does it) beside ours, in turns, on one core.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.pdq_speed [--quick]

"ours" decodes at the scale that intake uses and gives both families upright; "8 turns" gives all positions;
"whole path" is the kind's reading and the detector with every switch on. Nearly all of ours is the decoder's
time, which grows with the bytes of the file, so the ratio at 12 megapixels depends on the JPEG quality.
"""

import argparse
import io
import time
from collections.abc import Callable

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from lapwing.intake.kinds.image import KIND
from lapwing.intake.stills import EXACT_SIDE, LEAST_SIDE
from lapwing.model.content import Grain, Limits
from lapwing.service.demo.pictures import picture
from lapwing.signals.detectors.pdq import DETECTOR
from lapwing.signals.kernels.bits import distance_bits
from lapwing.signals.kernels.pdq import TURNS, Picture, fingerprints
from lapwing.signals.kernels.pdq_weights import sampled_positions
from lapwing.signals.port import Given

FILES = {
    "512 x 512, quality 90": ((512, 512), 90),
    "1 megapixel, 90": ((1155, 866), 90),
    "12 megapixels, 85": ((4000, 3000), 85),
    "12 megapixels, 90": ((4000, 3000), 90),
}

Hashes = NDArray[np.uint8]


def reference(data: bytes) -> Hashes:
    vector, _ = pdqhash.compute(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    return np.packbits(vector.astype(np.uint8))


def sampled_reference(data: bytes) -> Hashes:
    pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    if max(pixels.shape) > EXACT_SIDE:
        rows, columns = (sampled_positions(side) for side in pixels.shape[:2])
        pixels = np.ascontiguousarray(pixels[rows[:, np.newaxis], columns])
    vector, _ = pdqhash.compute(pixels)
    return np.packbits(vector.astype(np.uint8))


def decoded(data: bytes) -> Picture:
    image = Image.open(io.BytesIO(data))
    columns, rows = image.size
    if max(image.size) <= EXACT_SIDE:
        red, green, blue = np.moveaxis(np.asarray(image.convert("RGB")), 2, 0)
        luma = red * np.float32(0.299) + green * np.float32(0.587) + blue * np.float32(0.114)
        return Picture(luma, rows, columns, exact=True)
    image.draft("L", (LEAST_SIDE, LEAST_SIDE))
    return Picture(np.asarray(image), rows, columns, exact=False)


def ours(data: bytes) -> tuple[Hashes, Hashes]:
    found = fingerprints(decoded(data), turns=1)
    return found[0].hashes[0], found[-1].hashes[0]


def whole_path(data: bytes) -> int:
    content = KIND.read(data, limits=Limits(), grain=Grain.SCALED)
    return len(DETECTOR.detect(content, given=Given()))


WAYS: dict[str, Callable[[bytes], object]] = {
    "pdqhash": reference,
    "decode": decoded,
    "ours": ours,
    "8 turns": lambda data: fingerprints(decoded(data), turns=TURNS),
    "whole path": whole_path,
}


def seconds(way: Callable[[bytes], object], data: bytes) -> float:
    start = time.perf_counter()
    way(data)
    return time.perf_counter() - start


def jpeg(seed: int, size: tuple[int, int], quality: int) -> bytes:
    kept = io.BytesIO()
    picture(seed, size=size).convert("RGB").save(kept, "JPEG", quality=quality)
    return kept.getvalue()


def compare(name: str, files: list[bytes], rounds: int) -> None:
    for data in files:
        for run in WAYS.values():
            run(data)
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for data in files:
            for way, run in WAYS.items():
                times[way].append(seconds(run, data))
    median = {way: float(np.median(each)) for way, each in times.items()}
    extra = np.median(np.array(times["8 turns"]) - np.array(times["ours"])) / median["ours"]
    full = [int(distance_bits(ours(data)[0], reference(data))) for data in files]
    p512 = [int(distance_bits(ours(data)[1], sampled_reference(data))) for data in files]
    print(f"{name:22}" + "".join(f"{1000 * median[way]:11.2f}" for way in WAYS))
    print(
        f"{'':4}ours {median['pdqhash'] / median['ours']:.1f}x, whole path"
        f" {median['pdqhash'] / median['whole path']:.1f}x; 8 turns +{100 * extra:.1f} %;"
        f" bits from the references, mean / max: full {np.mean(full):.2f} / {max(full)},"
        f" 512 {np.mean(p512):.2f} / {max(p512)}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Speed of PDQ beside pdqhash.")
    parser.add_argument("--quick", action="store_true", help="a third of the pictures and rounds")
    quick = parser.parse_args().quick
    print(f"OPENBLAS_NUM_THREADS=1 python -m benchmarks.pdq_speed{' --quick' if quick else ''}")
    print(f"{'milliseconds':22}" + "".join(f"{way:>11}" for way in WAYS))
    for name, (size, quality) in FILES.items():
        compare(name, [jpeg(seed, size, quality) for seed in range(8 if quick else 24)], 3 if quick else 7)


if __name__ == "__main__":
    main()

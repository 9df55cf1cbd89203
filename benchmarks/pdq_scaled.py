"""How far the fingerprints of a scaled decode are from those of the full picture, by size and family.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.pdq_scaled [--quick]

Pictures are drawn, half of them altered, and saved as JPEG at three qualities, with and without chroma
subsampling, every fifth progressive. Both families of the scaled decode are compared with the exact ones.
"""

import argparse
import io
from collections.abc import Iterator
from random import Random

import numpy as np
from PIL import Image

from benchmarks.pdq_alterations import KINDS
from lapwing.intake.kinds.image import KIND
from lapwing.model.content import Grain, Limits
from lapwing.service.demo.pictures import picture
from lapwing.signals.kernels.bits import distance_bits
from lapwing.signals.kernels.pdq import Picture, fingerprints

SIZES = (
    *((400, 300), (640, 480), (525, 700), (641, 853), (900, 675), (1280, 720), (1024, 768), (750, 1334)),
    *((1200, 900), (1280, 960), (1600, 1200), (1080, 1920), (1179, 2556), (1536, 2048), (2048, 1536)),
    *((2560, 1920), (3000, 2000), (2448, 3264), (3000, 4000), (4000, 3000)),
)
QUALITIES = (75, 85, 95)
ALTERED = tuple(KINDS[kind][name] for kind in ("saved again", "toned", "written on") for name in KINDS[kind])


def drawn(size: tuple[int, int], count: int) -> Iterator[bytes]:
    for seed in range(count):
        image = picture(7_000 + seed, size=size).convert("RGB")
        if seed % 2:
            image = ALTERED[seed // 2 % len(ALTERED)](image, [], Random(seed)).convert("RGB")  # noqa: S311 - pictures, not secrets
        for quality in QUALITIES:
            yield saved(image, quality=quality, seed=seed)


def saved(image: Image.Image, *, quality: int, seed: int) -> bytes:
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=quality, subsampling=2 if seed % 3 else 0, progressive=seed % 5 == 0)
    return kept.getvalue()


def measured(data: bytes, grain: Grain) -> tuple[list[np.ndarray], int]:
    """Return the upright hashes of both families, and how many full pixels one of the luma's is wide."""
    (frame,) = KIND.read(data, limits=Limits(), grain=grain).frames
    whole = Picture(frame.luma, frame.full_rows, frame.full_columns, frame.exact)
    hashes = [each.hashes[0] for each in fingerprints(whole, turns=1)]
    return hashes, -(-frame.full_columns // frame.luma.shape[1])


def line(bits: list[int]) -> str:
    if not bits:
        return f"{'-':>20}"
    return f"{np.mean(bits):8.2f}{np.percentile(bits, 99):7.1f}{max(bits):5d}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Scaled against exact decoding, in bits.")
    parser.add_argument("--quick", action="store_true", help="a quarter of the pictures")
    count = 6 if parser.parse_args().quick else 24
    print(f"{'size':>12} scale {'full: mean, p99, most':>20} {'512: mean, p99, most':>20}")
    every: tuple[list[int], list[int]] = ([], [])
    for size in SIZES:
        bits: tuple[list[int], list[int]] = ([], [])
        scale = 1
        for data in drawn(size, count):
            (near, scale), (exact, _) = measured(data, Grain.SCALED), measured(data, Grain.EXACT)
            for of_family, one, other in zip(bits, near, exact, strict=False):
                of_family.append(int(distance_bits(one, other)))
        print(f"{size[0]:5}x{size[1]:<6}   1/{scale} {line(bits[0])} {line(bits[1])}", flush=True)
        every[0].extend(bits[0])
        every[1].extend(bits[1])
    print(f"{'all':>12}       {line(every[0])} {line(every[1])}")


if __name__ == "__main__":
    main()

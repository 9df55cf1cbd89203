"""Spoil valid samples in many ways and read them, for as long as is asked; keep what breaks a promise.

    python tools/fuzz_intake.py --seconds 120 [--seed 7] [--keep tests/vectors/intake]

Every input has to give Content or BadInput, within ten seconds of CPU. What does not is written to the
folder that --keep names, and the run ends with 1. A decoder that crashes ends the whole run with its signal;
the input at hand then lies in the same folder as `last.bin`. Decoders write their complaints to stderr.
"""

import argparse
import base64
import hashlib
import io
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from PIL import Image, ImageCms

from lapwing.intake import all_kinds
from lapwing.intake.port import Kind
from lapwing.intake.samples import SAMPLES
from lapwing.model.content import Grain, Limits
from lapwing.model.errors import BadInput

LIMITS = Limits(pixels=4_000_000, frames=4, characters=100_000)
MOST_SECONDS = 10.0
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF)


def saved(image: Image.Image, name: str, **options: object) -> bytes:
    """Return the bytes of *image* in a format."""
    stream = io.BytesIO()
    image.save(stream, name, **options)
    return stream.getvalue()


def pictures() -> list[bytes]:
    """Return valid pictures that between them go through every decoder path that we can write."""
    slope = Image.linear_gradient("L").resize((48, 40))
    colour = Image.merge("RGB", (slope, slope.rotate(90).resize(slope.size), slope.rotate(180)))
    tags = Image.Exif()
    tags[0x0112] = 6
    small = saved(colour.resize((24, 20)).rotate(90), "JPEG")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    several = {"save_all": True, "append_images": [colour.rotate(90 * turn) for turn in (1, 2, 3)]}
    found = [
        *SAMPLES.values(),
        saved(colour, "JPEG", progressive=True, exif=tags, icc_profile=b"x" * 40),
        saved(colour, "JPEG", restart_marker_blocks=2, subsampling=0),
        saved(colour.convert("CMYK"), "JPEG"),
        *(saved(colour, name, icc_profile=profile) for name in ("JPEG", "PNG", "WEBP")),
        saved(colour, "JPEG", comment=small + SAMPLES["PNG"], exif=b"Exif\0\0II*\0" + bytes(10) + small),
        saved(colour, "WEBP", exif=b"II*\0" + bytes(10) + small),
        saved(colour, "GIF", comment=base64.b64encode(small)),
        saved(colour, "PNG") + b"notes" + small + SAMPLES["BMP"],
        saved(colour.resize((600, 520)), "JPEG", quality=30),
        saved(colour.convert("I;16"), "PNG"),
        saved(colour.convert("RGBA"), "PNG", exif=tags),
        saved(colour.convert("L"), "TIFF"),
        saved(colour.convert("1"), "TIFF", compression="group4"),
        saved(colour, "TIFF", compression="jpeg"),
        saved(colour, "TIFF", compression="tiff_deflate"),
        saved(colour.convert("F"), "TIFF"),
        saved(colour.convert("P"), "BMP"),
        saved(colour, "WEBP", lossless=True, exif=tags),
        *(saved(colour, name, **several) for name in ("GIF", "PNG", "WEBP", "TIFF", "AVIF")),
    ]
    return [*found, found[0] + found[3]]


Spoil = Callable[[random.Random, bytes], bytes]


def _overwrite(rng: random.Random, data: bytes) -> bytes:
    spoiled = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        spoiled[rng.randrange(len(spoiled))] = rng.choice((*INTERESTING, rng.randrange(256)))
    return bytes(spoiled)


def _overwrite_number(rng: random.Random, data: bytes) -> bytes:
    at, width = rng.randrange(len(data)), rng.choice((2, 4))
    number = rng.choice((0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, rng.getrandbits(32)))
    order: Literal["little", "big"] = rng.choice(("little", "big"))
    field: bytes = (number % 256**width).to_bytes(width, order)
    return data[:at] + field + data[at + width :]


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _remove(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randrange(1, 64) :]


def _repeat(rng: random.Random, data: bytes) -> bytes:
    at, length = rng.randrange(len(data)), rng.randrange(1, 200)
    return data[:at] + data[at : at + length] * rng.choice((2, 3, 50)) + data[at + length :]


SPOILS: Sequence[Spoil] = (_overwrite, _overwrite, _overwrite_number, _cut, _remove, _repeat)


def spoiled(rng: random.Random, samples: Sequence[bytes]) -> bytes:
    """Return one of *samples*, spoiled once or twice."""
    data = rng.choice(samples)
    for _ in range(rng.choice((1, 1, 2))):
        data = rng.choice(SPOILS)(rng, data) if data else b"\0"
    return data


def broken_promise(kind: Kind, data: bytes, grain: Grain) -> str:
    """Return what was promised and not kept about reading *data*, or an empty string."""
    began = time.process_time()
    try:
        kind.recognises(data)
        kind.read(data, limits=LIMITS, grain=grain)
    except BadInput:
        pass
    except Exception as fault:  # noqa: BLE001 - any other is what is looked for
        return f"{kind.manifest.name} raised {type(fault).__name__}: {fault}"
    used = time.process_time() - began
    return f"{kind.manifest.name} took {used:.1f} s" if used > MOST_SECONDS else ""


def run(seconds: float, seed: int, keep: Path) -> int:
    """Read spoiled samples for *seconds* and return how many broke a promise."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, and nothing secret
    kinds = list(all_kinds().values())
    samples = {kind.manifest.name: list(kind.good) for kind in kinds}
    samples["image"] = pictures()
    # Most of the time goes to what has decoders of its own.
    weighed = [*kinds, *(kind for kind in kinds if kind.confined for _ in range(30))]
    last = keep / "last.bin"
    count = broken = 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        kind = rng.choice(weighed)
        data = spoiled(rng, samples[kind.manifest.name])
        last.write_bytes(data)
        said = broken_promise(kind, data, rng.choice(list(Grain)))
        if said:
            name = f"{kind.manifest.name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
            (keep / name).write_bytes(data)
            print(f"{name}: {said}")
        count, broken = count + 1, broken + bool(said)
    last.unlink()
    print(f"{count} inputs, {broken} promises broken, seed {seed}")
    return broken


def main() -> int:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("tests/vectors/intake"))
    arguments = parser.parse_args()
    arguments.keep.mkdir(parents=True, exist_ok=True)
    return min(1, run(arguments.seconds, arguments.seed, arguments.keep))


if __name__ == "__main__":
    sys.exit(main())

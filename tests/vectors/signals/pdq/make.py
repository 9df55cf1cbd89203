"""Make golden.json anew: what pdqhash gives for pictures of many sizes and kinds.

    .venv/bin/python -m tests.vectors.signals.pdq.make

pdqhash is in the benchmarks' requirements, for it needs a C++ compiler.
"""

import json
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import pdqhash

from tests.pdq_material import KINDS, Grey

SAMPLED_SIDE = 512
SIZES = (
    *((5, 5), (5, 64), (64, 5), (6, 7), (9, 300), (17, 16), (31, 33), (40, 40), (63, 63), (63, 65), (64, 64)),
    *((64, 65), (65, 64), (64, 128), (77, 100), (96, 64), (99, 501), (127, 128), (128, 128), (128, 129)),
    *((129, 127), (150, 200), (191, 193), (200, 300), (255, 257), (256, 256), (257, 384), (300, 225)),
    *((333, 250), (384, 385), (400, 300), (449, 450), (480, 360), (511, 511), (511, 512), (512, 512)),
    *((512, 5), (5, 513), (513, 5), (512, 513), (513, 512), (514, 300), (300, 514), (600, 601), (640, 480)),
    *((577, 769), (700, 6), (7, 900), (800, 600), (641, 1023), (1024, 576), (1000, 750), (20, 3000)),
    *((2048, 11), (1025, 513), (4, 600), (700, 3), (1, 1000), (4, 4)),
)


def as_hex(vector: Any) -> str:  # noqa: ANN401 - pdqhash publishes no types
    return np.packbits(np.asarray(vector, dtype=np.uint8)).tobytes().hex()


def sampled(grey: Grey) -> Grey:
    if max(grey.shape) <= SAMPLED_SIDE:
        return grey
    rows, columns = (np.arange(SAMPLED_SIDE) * side // SAMPLED_SIDE for side in grey.shape)
    samples: Grey = grey[rows[:, np.newaxis], columns]
    return samples


def references(grey: Grey) -> dict[str, Any]:
    whole = np.repeat(grey[..., np.newaxis], 3, axis=2)
    part = np.ascontiguousarray(np.repeat(sampled(grey)[..., np.newaxis], 3, axis=2))
    full, full_quality = pdqhash.compute(whole)
    p512, p512_quality = pdqhash.compute(part)
    return {
        "full": as_hex(full),
        "full_quality": int(full_quality),
        "p512": as_hex(p512),
        "p512_quality": int(p512_quality),
    }


def main() -> None:
    rows = []
    names = cycle(KINDS)
    for number, shape in enumerate(size for size in SIZES for _ in range(3)):
        name = next(names)
        rows.append({"kind": name, "shape": shape, "seed": number, **references(KINDS[name](shape, number))})
    turned = []
    for number, shape in enumerate(((64, 96), (129, 200), (150, 256), (301, 233), (512, 512), (700, 530))):
        grey = KINDS["hills"](shape, number)
        mirrored = grey[:, ::-1]
        laid_down = [np.rot90(each, -quarters) for each in (grey, mirrored) for quarters in range(4)]
        each_turn = [references(each) for each in laid_down]
        hashes = {family: [turn[family] for turn in each_turn] for family in ("full", "p512")}
        turned.append({"kind": "hills", "shape": shape, "seed": number, **hashes})
    table = {"tool": f"pdqhash {version('pdqhash')}", "pictures": rows, "turned": turned}
    Path(__file__).with_name("golden.json").write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""The pictures of the weekly run: generated scenes, each altered in every way that uploaders are known to."""

import random
from collections.abc import Iterator

from lapwing.flows.measure_recall import Trial
from lapwing.service.demo.alterations import ALTERATIONS, SaveAs
from lapwing.service.demo.pictures import picture

PICTURES = 4
"""With some fifty alterations each, some two hundred files: half a minute on one core."""

_FIRST_SEED = 9_000
_SIZE = (800, 600)


def recall_trials(pictures: int = PICTURES) -> Iterator[Trial]:
    """Give so many harmless pictures with what they became; the same ones every time."""
    for seed in range(_FIRST_SEED, _FIRST_SEED + pictures):
        image = picture(seed, size=_SIZE)
        altered = {
            name: each.file(image, random.Random(f"{seed} {name}"))  # noqa: S311  # the same every time
            for name, each in ALTERATIONS.items()
        }
        yield Trial(name=f"scene-{seed}", original=SaveAs(quality=90).encode(image), altered=altered)

"""The few photographs that are shipped; photographs/SOURCE.md says whose they are and under which licence."""

import io
from importlib.resources import files

from PIL import Image

PHOTOGRAPHS = ("bricks", "cat", "coffee", "deep-field", "grass", "gravel")


def photograph_file(name: str) -> bytes:
    """Return the JPEG of one of PHOTOGRAPHS.

    Raises:
        KeyError: there is none of that name.
    """
    if name not in PHOTOGRAPHS:
        raise KeyError(name)
    return files("lapwing.service.demo").joinpath("photographs", f"{name}.jpg").read_bytes()


def photograph(name: str) -> Image.Image:
    """Return one of PHOTOGRAPHS, in RGB.

    Raises:
        KeyError: there is none of that name.
    """
    return Image.open(io.BytesIO(photograph_file(name))).convert("RGB")

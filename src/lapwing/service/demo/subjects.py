"""What a picture of the demo shows, as a small record from which it can be made again."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from PIL import Image, ImageOps

from lapwing.service.demo.alterations import SaveAs
from lapwing.service.demo.gallery import photograph
from lapwing.service.demo.pages import page
from lapwing.service.demo.pictures import picture, scene_of

ORIGINAL = SaveAs(quality=90)
"""How listed pictures were first saved."""

PREVIEW_SIDE = 150


class Medium(StrEnum):
    """How a picture came about."""

    SCENE = "scene"
    PHOTOGRAPH = "photograph"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a picture shows.

    name: of the photograph or the page; a scene is named by its seed.
    seed, look: as picture() and page() take them.
    size: (width, height) in pixels; a photograph has its own.
    """

    medium: Medium
    name: str = ""
    seed: int = 0
    look: int = 0
    size: tuple[int, int] = (1024, 768)

    def title(self) -> str:
        """Return what it is, in a few words."""
        match self.medium:
            case Medium.SCENE:
                return f"{scene_of(self.seed)} {self.seed}"
            case Medium.PHOTOGRAPH:
                return f"photograph of {self.name}"
            case Medium.PAGE:
                return f"{self.name} {self.seed}"


@lru_cache(maxsize=4)
def image_of(subject: Subject) -> Image.Image:
    """Return the picture, in RGB; the last few are kept, so it must not be changed in place."""
    match subject.medium:
        case Medium.SCENE:
            return picture(subject.seed, size=subject.size)
        case Medium.PHOTOGRAPH:
            return photograph(subject.name)
        case Medium.PAGE:
            return page(subject.name, subject.seed, look=subject.look, size=subject.size)


def preview(image: Image.Image) -> bytes:
    """Return a small JPEG of a picture, for the report."""
    if image.mode == "I;16":
        shown = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    elif image.mode == "RGBA":
        shown = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    else:
        shown = image
    fitted = ImageOps.contain(shown.convert("RGB"), (PREVIEW_SIDE, PREVIEW_SIDE))
    return SaveAs(quality=68).encode(fitted)

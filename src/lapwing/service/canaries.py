"""The canaries' content: a pattern, an address and a term, all made up and harmless."""

import hashlib
import io
from functools import cache

import numpy as np
from PIL import Image, ImageFilter

from lapwing.flows.canary import Canary
from lapwing.flows.change_entries import NewEntry
from lapwing.model.canary import CanarySort

TERM = "zz-canary-term-0017"
ADDRESS = "https://canary.lapwing.invalid/known/0017"
_HIDDEN = "hxxps://canary[.]lapwing[.]invalid/known/0017"

_SIDE, _SMALLER, _BLOBS = 640, 480, 60
_SEED = 17


@cache
def picture() -> bytes:
    """Return the canary picture, a PNG of soft blobs."""
    return _saved(_pattern(), "PNG")


def altered_picture() -> bytes:
    """Return the same picture, smaller and saved as JPEG."""
    return _saved(_pattern().resize((_SMALLER, _SMALLER)), "JPEG")


def canaries() -> tuple[Canary, ...]:
    """Return one canary of every sort that there is a kind of content for."""
    texts = (
        (CanarySort.URL, "url", ADDRESS),
        (CanarySort.HIDDEN_URL, "text", f"As I said, look at {_HIDDEN} when you have time."),
        (CanarySort.QUERY, "query", f"garden {TERM}"),
        (CanarySort.NAME, "name", TERM),
        (CanarySort.TEXT, "text", f"Is there anything about {TERM} here?"),
    )
    return (
        Canary(sort=CanarySort.IMAGE, kind="image", data=picture()),
        Canary(sort=CanarySort.ALTERED_IMAGE, kind="image", data=altered_picture()),
        *(Canary(sort=sort, kind=kind, data=text.encode()) for sort, kind, text in texts),
    )


def entries() -> tuple[NewEntry, ...]:
    """Return what has to be on the canaries' list, the picture's looks apart."""
    return (
        NewEntry(
            kind="sha256", value=_digest(), entry_id=f"canary.sha256.{_digest()[:16]}", item="canary.image"
        ),
        NewEntry(kind="url", value=ADDRESS, entry_id="canary.url"),
        NewEntry(kind="term", value=TERM, entry_id="canary.term"),
    )


def _digest() -> str:
    return hashlib.sha256(picture()).hexdigest()


def _pattern() -> Image.Image:
    rng = np.random.default_rng(_SEED)
    field = np.zeros((_SIDE, _SIDE), np.float32)
    rows, columns = np.mgrid[0:_SIDE, 0:_SIDE].astype(np.float32)
    for row, column, width, light in rng.uniform((0, 0, 20, -1), (_SIDE, _SIDE, 120, 1), (_BLOBS, 4)):
        field += light * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * width**2))
    scaled = 255 * (field - field.min()) / np.ptp(field)
    return Image.fromarray(scaled.astype(np.uint8)).convert("RGB").filter(ImageFilter.SMOOTH)


def _saved(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()

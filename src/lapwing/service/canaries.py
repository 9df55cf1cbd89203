"""The canaries' content: a pattern, a film and a document of nothing, an address and a term, all made up."""

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

FILM = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42\x00\x00\x00\x1dfree: lapwing canary 0017"
"""A film without a picture: the head of an MP4, and a box that players pass over."""

DOCUMENT = b"%PDF-1.4\n% lapwing canary 0017: a document without a page\n%%EOF\n"

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
        Canary(sort=CanarySort.FILM, kind="film", data=FILM),
        Canary(sort=CanarySort.DOCUMENT, kind="document", data=DOCUMENT),
        *(Canary(sort=sort, kind=kind, data=text.encode()) for sort, kind, text in texts),
    )


def entries() -> tuple[NewEntry, ...]:
    """Return what has to be on the canaries' list, the picture's looks apart."""
    return (
        _by_digest(picture(), "canary.image"),
        _by_digest(FILM, "canary.film"),
        _by_digest(DOCUMENT, "canary.document"),
        NewEntry(kind="url", value=ADDRESS, entry_id="canary.url"),
        NewEntry(kind="term", value=TERM, entry_id="canary.term"),
    )


def _by_digest(data: bytes, item: str) -> NewEntry:
    value = hashlib.sha256(data).hexdigest()
    return NewEntry(kind="sha256", value=value, entry_id=f"canary.sha256.{value[:16]}", item=item)


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

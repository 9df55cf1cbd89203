"""What a file holds beside its pictures is looked into: pictures there are read, other things are gaps."""

import re
from collections.abc import Iterable

import numpy as np

from lapwing.intake.album import Album
from lapwing.intake.asides import Aside
from lapwing.intake.codecs import check_size, on_a_short_lead, opened
from lapwing.intake.inner import Inner, pictures_in
from lapwing.intake.likeness import GRID, alike
from lapwing.intake.orientation import as_displayed
from lapwing.intake.parts import CARRIERS, SHORT_TAIL_BYTES, Part
from lapwing.intake.picture import read_picture
from lapwing.intake.refusal import Refused
from lapwing.model.content import Frame, Layer, Why

# More than any camera puts into one file.
MOST_INNER = 16
# What is longer is not measured anyway, and says so.
LOOKED_INTO_BYTES = 1 << 20
# Formats have room to be filled later, which is nothing.
PADDING = b"\0 \r\n"
# Archives and documents; only marks that do not come about by chance among the notes of a camera.
ARCHIVES = (b"PK\x03\x04", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"%PDF-")
FILM = re.compile(rb"ftyp(?:isom|iso[2-9]|mp4[12]|avc1|qt  |3g[ep2]\w|M4V |mmp4|MSNV|dash)")
FILM_MARK = b"ftyp"
# A camera's own notes come before the film of a motion photo.
FILM_WITHIN_BYTES = 4096


def look_into(album: Album, found: Iterable[Aside], *, name: str, beside: Frame) -> None:
    """Read the pictures in what a picture of format *name* holds beside itself, and note what else is there.

    A thumbnail of *beside*, the picture's own frame, is passed over.
    """
    private_bytes = 0
    for aside in found:
        body = aside.body
        private_bytes += len(body.strip(PADDING)) if aside.private else 0
        if _carries(body) or (aside.private and CARRIERS.search(body[:SHORT_TAIL_BYTES])):
            album.miss(Why.NOT_WHOLE, f"an archive, a page or a film inside the {name} was not read")
        read_inner(album, body, beside=beside)
    if private_bytes > SHORT_TAIL_BYTES:
        detail = f"{private_bytes} bytes of comments or private parts inside the {name} were not read"
        album.miss(Why.NOT_WHOLE, detail)


def look_behind(album: Album, tail: bytes, *, matters: bool, beside: Frame) -> None:
    """Read the pictures in what follows the last picture, and note what else it is."""
    album.facts["tail"] = f"{len(tail)} bytes"
    if FILM.search(tail[:FILM_WITHIN_BYTES]):
        detail = f"a film of {len(tail)} bytes behind the picture, as of a motion photo, was not read"
        album.miss(Why.NOT_WHOLE, detail)
        return
    if matters:
        album.miss(Why.NOT_WHOLE, f"{len(tail)} bytes after the picture were not read")
    read_inner(album, tail[:LOOKED_INTO_BYTES], beside=beside)


def read_inner(album: Album, body: bytes, *, beside: Frame) -> None:
    """Add the pictures found in *body* to the album, but for those that show the same as *beside*."""
    for inner in pictures_in(body, most=MOST_INNER):
        album.inner += 1
        if album.inner > MOST_INNER:
            album.miss_once(Why.NOT_WHOLE, f"more than {MOST_INNER} pictures inside were not looked at")
            return
        if _is_thumbnail(inner, album, beside):
            continue
        inside = _opened(album, inner)
        if inside is None or _all_alike(inside.frames, beside, album.orientation):
            continue
        if album.taken + inside.taken > album.limits.frames:
            album.miss_once(Why.NOT_WHOLE, "pictures inside the file were not read, there being too many")
            return
        album.add(inside)


def _is_thumbnail(inner: Inner, album: Album, beside: Frame) -> bool:
    """Say at a glance whether it is a JPEG that shows what *beside* does; most of what is found is one."""
    if inner.name != "JPEG":
        return False
    try:
        with on_a_short_lead(album.limits):
            image = opened(inner.data, "JPEG")
            image.draft("L", (GRID * 2, GRID * 2))
            check_size(image.size, album.limits)
            luma = np.asarray(image.convert("L"))
    except Refused:
        return False
    return alike(beside.luma, as_displayed(luma, album.orientation))


def _opened(album: Album, inner: Inner) -> Album | None:
    """Return what can be read of it; None where it only begins like a picture, and nobody can see one."""
    inside = Album(limits=album.limits, grain=album.grain)
    part = Part(name=inner.name, start=0, end=None)
    most = max(1, album.limits.frames - album.taken)
    try:
        read_picture(inside, inner.data, part, most=most)
    except Refused as refused:
        if refused.why is Why.TOO_LARGE:
            album.miss(Why.TOO_LARGE, "a picture inside the file is larger than the limits allow")
        return None
    return inside


def _all_alike(frames: Iterable[Frame], beside: Frame, orientation: int) -> bool:
    """Say whether the frames show what *beside* does; thumbnails are stored turned as their picture is."""
    shown = (frame.luma for frame in frames if frame.layer is Layer.SHOWN)
    return all(alike(beside.luma, as_displayed(luma, orientation)) for luma in shown)


def _carries(body: bytes) -> bool:
    if any(mark in body for mark in ARCHIVES):
        return True
    return FILM_MARK in body and FILM.search(body) is not None

"""A file of pictures is read: those that follow one another, and those inside and behind them."""

from lapwing.intake.album import Album
from lapwing.intake.asides import asides
from lapwing.intake.insides import look_behind, look_into
from lapwing.intake.parts import Part, split
from lapwing.intake.picture import read_picture
from lapwing.intake.refusal import Refused
from lapwing.model.content import Grain, Limits, Why


def read_album(untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Album:
    """Return every picture in the bytes as frames, within *limits*.

    Raises:
        Refused: the first picture, the one a viewer shows, could not be read at all.
    """
    if not untrusted_data:
        raise Refused(Why.DAMAGED, "the file is empty")
    found = split(untrusted_data, most=limits.frames)
    if not found.parts:
        raise Refused(Why.UNREADABLE, "no picture format that can be read")
    album = Album(limits=limits, grain=grain)
    for number, part in enumerate(found.parts):
        _add_part(album, untrusted_data, part, number=number)
    if found.tail_bytes:
        tail = untrusted_data[len(untrusted_data) - found.tail_bytes :]
        look_behind(album, tail, matters=found.tail_matters, beside=album.frames[0])
    if album.inner:
        album.facts["pictures inside"] = str(album.inner)
    return album


def _add_part(album: Album, untrusted_data: bytes, part: Part, *, number: int) -> None:
    data = untrusted_data[part.start :] if part.start else untrusted_data
    most = album.limits.frames - album.taken
    if most < 1:
        album.miss(Why.NOT_WHOLE, f"picture {number + 1} in the same file was not read")
        return
    first = len(album.frames)
    try:
        read_picture(album, data, part, most=most)
    except Refused as refused:
        if number == 0:
            raise
        album.miss(refused.why, f"picture {number + 1} in the same file could not be read")
        return
    if part.end is None:
        album.miss(Why.DAMAGED, f"the {part.name} has no proper end")
    look_into(album, asides(part, data), name=part.name, beside=album.frames[first])

"""Untrusted picture bytes become frames, with a gap for whatever was not read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image

from lapwing.intake.codecs import DECODER_FAULTS, check_size, filling_in, on_a_short_lead, opened
from lapwing.intake.counting import frame_count
from lapwing.intake.gifs import Outline, alone, outline
from lapwing.intake.parts import Part, split
from lapwing.intake.refusal import Refused
from lapwing.intake.sampling import spread, within_reach
from lapwing.intake.short_scan import stops_short
from lapwing.intake.stills import orientation_asked, still
from lapwing.model.content import Frame, Gap, Grain, Limits, Why

WHO = "image"


@dataclass(slots=True, kw_only=True)
class Album:
    """What has been read so far, and what of it is missing."""

    limits: Limits
    grain: Grain
    frames: list[Frame] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    taken: int = 0

    def miss(self, why: Why, detail: str) -> None:
        """Note that something was not read."""
        self.gaps.append(Gap(who=WHO, why=why, detail=detail))


def read_album(untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Album:
    """Return every picture in the bytes as frames, within *limits*.

    Raises:
        Refused: the first picture, the one a viewer shows, could not be read at all.
    """
    if not untrusted_data:
        raise Refused(Why.DAMAGED, "empty")
    found = split(untrusted_data, most=limits.frames)
    if not found.parts:
        raise Refused(Why.UNREADABLE, "no picture format that can be read")
    album = Album(limits=limits, grain=grain)
    for number, part in enumerate(found.parts):
        _add_part(album, untrusted_data, part, number=number)
    if found.tail_bytes:
        album.facts["tail"] = f"{found.tail_bytes} bytes"
    if found.tail_matters:
        album.miss(Why.NOT_WHOLE, f"{found.tail_bytes} bytes after the picture were not read")
    return album


def _add_part(album: Album, untrusted_data: bytes, part: Part, *, number: int) -> None:
    data = untrusted_data[part.start :] if part.start else untrusted_data
    most = album.limits.frames - album.taken
    if most < 1:
        album.miss(Why.NOT_WHOLE, f"picture {number + 1} in the same file was not read")
        return
    try:
        _read_or_fill_in(album, data, part, most=most)
    except Refused as refused:
        if number == 0:
            raise
        album.miss(refused.why, f"picture {number + 1} in the same file could not be read")
        return
    if part.end is None:
        album.miss(Why.DAMAGED, f"the {part.name} has no proper end")


def _read_or_fill_in(album: Album, data: bytes, part: Part, *, most: int) -> None:
    """Read strictly; where the decoder refuses, take what it can give and say that it is not all."""
    try:
        with on_a_short_lead(album.limits):
            _read(album, data, part, most=most)
    except Refused as refused:
        if refused.why is not Why.DAMAGED:
            raise
        with on_a_short_lead(album.limits), filling_in():
            _read(album, data, part, most=most)
        album.miss(Why.DAMAGED, f"the decoder refused the {part.name} and gave only a part of it")


def _read(album: Album, data: bytes, part: Part, *, most: int) -> None:
    name = part.name
    plan = outline(data) if name == "GIF" else None
    if plan is not None:
        # Frames may lie outside the declared canvas, which then grows while decoding.
        check_size((plan.columns, plan.rows), album.limits)
    image = opened(data, name)
    check_size(image.size, album.limits)
    count = max(1, len(plan.starts)) if plan else frame_count(image, name, data)
    if count > 1:
        _read_frames(album, image, name, _Film(data=data, plan=plan, count=count, most=most))
        return
    columns, rows = image.size
    frames = still(image, name, index=album.taken, grain=album.grain)
    _note_facts(album, image, name, size=(columns, rows))
    if name == "JPEG" and part.end and stops_short(data, part.end, image, full_columns=columns):
        album.miss(Why.DAMAGED, "the JPEG stops before its picture is complete")
    album.frames.extend(frames)
    album.taken += 1


def _note_facts(album: Album, image: Image.Image, name: str, *, size: tuple[int, int]) -> None:
    if album.taken:
        return
    album.facts.update(format=name, size=f"{size[0]}x{size[1]}", mode=image.mode)
    orientation = orientation_asked(image, name)
    album.facts["orientation"] = "broken EXIF, ignored" if orientation is None else str(orientation)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Film:
    """An animation or a set of pages: its bytes, a GIF's outline, how many frames, how many to take."""

    data: bytes
    plan: Outline | None
    count: int
    most: int


def _read_frames(album: Album, image: Image.Image, name: str, film: _Film) -> None:
    columns, rows = image.size
    reach = within_reach(film.count, frame_pixels=columns * rows, most_pixels=album.limits.pixels)
    _note_facts(album, image, name, size=(columns, rows))
    before = album.taken
    try:
        for shot, at in _shots(image, film, reach):
            check_size(shot.size, album.limits)
            album.frames.extend(still(shot, name, index=at, grain=album.grain))
            album.taken += 1
    except DECODER_FAULTS as fault:
        if album.taken == before:
            raise
        album.miss(Why.DAMAGED, f"a frame could not be read: {type(fault).__name__}")
    read = album.taken - before
    album.facts["frames"] = f"{read} of {film.count}"
    if read < film.count:
        as_planned = read == film.most and _covers_all(film, reach)
        why = Why.SAMPLED if as_planned else Why.NOT_WHOLE
        album.miss(why, f"{read} of {film.count} frames were read")


def _covers_all(film: _Film, reach: int) -> bool:
    """Say whether the frames drawn are spread over the whole length, and not over its beginning only."""
    return reach >= film.count or film.plan is not None


def _shots(image: Image.Image, film: _Film, reach: int) -> Iterator[tuple[Image.Image, int]]:
    """Yield the frames to read; where a GIF is too long to be walked, each sampled frame by itself."""
    if reach < film.count and film.plan is not None:
        for at in spread(film.count, film.most):
            yield opened(alone(film.data, film.plan, at), "GIF"), at
        return
    for at in spread(reach, film.most):
        image.seek(at)
        yield image, at

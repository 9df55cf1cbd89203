"""Untrusted picture bytes become frames, with a gap for whatever was not read."""

from dataclasses import dataclass, field

from PIL import Image

from lapwing.intake.codecs import DECODER_FAULTS, check_size, filling_in, on_a_short_lead, opened
from lapwing.intake.counting import frame_count
from lapwing.intake.display import Display, display_of
from lapwing.intake.film import Film, share_shown
from lapwing.intake.gifs import outline
from lapwing.intake.parts import Part, split
from lapwing.intake.refusal import Refused
from lapwing.intake.sampling import within_reach
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
        raise Refused(Why.DAMAGED, "the file is empty")
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
    columns, rows = image.size
    _note_facts(album, image, name)
    if count > 1:
        reach = within_reach(count, frame_pixels=columns * rows, most_pixels=album.limits.pixels)
        _read_frames(album, image, Film(name=name, data=data, plan=plan, count=count, reach=reach, most=most))
        return
    display = _display(album, image)
    frames = still(image, name, index=album.taken, grain=album.grain, display=display)
    if name == "JPEG" and part.end and stops_short(data, part.end, image, full_columns=columns):
        album.miss(Why.DAMAGED, "the JPEG stops before its picture is complete")
    album.frames.extend(frames)
    album.taken += 1


def _note_facts(album: Album, image: Image.Image, name: str) -> None:
    """Note what the first picture is before it is loaded, which may give it another size or mode."""
    if album.taken:
        return
    columns, rows = image.size
    album.facts.update(format=name, size=f"{columns}x{rows}", mode=image.mode)
    orientation = orientation_asked(image, name)
    album.facts["orientation"] = "broken EXIF, ignored" if orientation is None else str(orientation)


def _display(album: Album, image: Image.Image) -> Display:
    """Return how the picture is displayed; what is not known of it is a gap, once."""
    display = display_of(image)
    if display.says:
        album.facts.setdefault("profile", display.says)
    if display.doubt and not any(gap.detail == display.doubt for gap in album.gaps):
        album.miss(Why.NOT_WHOLE, display.doubt)
    return display


def _read_frames(album: Album, image: Image.Image, film: Film) -> None:
    before = album.taken
    seen: list[int] = []
    try:
        for shot, at in film.shots(image):
            check_size(shot.size, album.limits)
            album.frames.extend(
                still(shot, film.name, index=at, grain=album.grain, display=_display(album, shot))
            )
            album.taken += 1
            seen.append(at)
    except DECODER_FAULTS as fault:
        if album.taken == before:
            raise
        album.miss(Why.DAMAGED, f"a frame could not be read: {type(fault).__name__}")
    album.facts["frames"] = f"{len(seen)} of {film.count}"
    if len(seen) < film.count:
        _say_what_was_drawn(album, film, seen)


def _say_what_was_drawn(album: Album, film: Film, seen: list[int]) -> None:
    share = share_shown(film.times_ms(), seen)
    if share:
        album.facts["frames on show"] = share
    as_planned = len(seen) == film.most and film.covers_all()
    why = Why.SAMPLED if as_planned else Why.NOT_WHOLE
    alone = ", each without what earlier ones leave" if film.plan and not film.covers_all() else ""
    album.miss(why, f"{len(seen)} of {film.count} frames were read{alone}")

"""One picture, an animation or a set of pages becomes frames, with a gap for whatever was not read."""

from PIL import Image

from lapwing.intake.album import Album
from lapwing.intake.codecs import DECODER_FAULTS, check_size, filling_in, on_a_short_lead, opened
from lapwing.intake.counting import frame_count, has_sub_directories
from lapwing.intake.display import Display, display_of
from lapwing.intake.film import Film, share_shown
from lapwing.intake.gifs import outline
from lapwing.intake.orientation import UPRIGHT
from lapwing.intake.parts import Part
from lapwing.intake.refusal import Refused
from lapwing.intake.sampling import within_reach
from lapwing.intake.short_scan import stops_short
from lapwing.intake.stills import orientation_asked, still
from lapwing.model.content import Why


def read_picture(album: Album, untrusted_data: bytes, part: Part, *, most: int) -> None:
    """Add the picture at the beginning of the bytes to *album*, at most *most* frames of it.

    It is read strictly; where the decoder refuses, what it can give is taken, with a gap.

    Raises:
        Refused: nothing could be read, or a limit was met before anything was.
    """
    try:
        with on_a_short_lead(album.limits):
            _read(album, untrusted_data, part, most=most)
    except Refused as refused:
        if refused.why is not Why.DAMAGED:
            raise
        with on_a_short_lead(album.limits), filling_in():
            _read(album, untrusted_data, part, most=most)
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
    if name == "TIFF" and has_sub_directories(data):
        album.miss_once(Why.NOT_WHOLE, "pictures under the pages of the TIFF were not read")
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
    album.orientation = orientation or UPRIGHT


def _display(album: Album, image: Image.Image) -> Display:
    """Return how the picture is displayed; what is not known of it is a gap, once."""
    display = display_of(image)
    if display.says:
        album.facts.setdefault("profile", display.says)
    if display.doubt:
        album.miss_once(Why.NOT_WHOLE, display.doubt)
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

"""Pictures where no viewer shows them first are read; what cannot be read there is said."""

import base64
import io
import struct
import zlib
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from PIL import Image

from lapwing.intake.kinds.image import KIND
from lapwing.intake.likeness import alike
from lapwing.intake.parts import SHORT_TAIL_BYTES
from lapwing.model.content import Content, Grain, Limits, Why
from tests.picture_material import chunk, film, hills, png, saved

PICTURE = hills(240, 320, seed=1)
OTHER = hills(90, 120, seed=2)
HIDDEN = {name: saved(OTHER, name) for name in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP", "AVIF")}
SHOWN = np.asarray(OTHER.convert("L"))
LONG = b"a-line-of-a-comment-" * 300
FILM_HEAD = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"


def read(data: bytes, *, frames: int = 24) -> Content:
    return KIND.read(data, limits=Limits(frames=frames), grain=Grain.SCALED)


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg_with(*segments: bytes, picture: Image.Image = PICTURE) -> bytes:
    data = saved(picture, "JPEG", quality=90)
    return data[:2] + b"".join(segments) + data[2:]


def png_with(*chunks: bytes) -> bytes:
    data = saved(PICTURE, "PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def webp_with(name: bytes, body: bytes) -> bytes:
    data = saved(PICTURE, "WEBP") + name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
    return b"RIFF" + struct.pack("<I", len(data) - 8) + data[8:]


def gif_with(extension: bytes, body: bytes) -> bytes:
    data = saved(PICTURE, "GIF")
    blocks = b"".join(
        bytes([len(body[at : at + 255])]) + body[at : at + 255] for at in range(0, len(body), 255)
    )
    return data[:-1] + b"!" + extension + blocks + b"\0;"


def box(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, name) + body


def bmp_with(body: bytes) -> bytes:
    data = saved(PICTURE, "BMP")
    return data[:10] + struct.pack("<I", 54 + len(body)) + data[14:54] + body + data[54:]


def thumbnail(picture: Image.Image, *, bars: bool = False) -> bytes:
    small = picture.copy()
    small.thumbnail((160, 120))
    if bars:
        sheet = Image.new("RGB", (160, 120))
        sheet.paste(small, ((160 - small.width) // 2, (120 - small.height) // 2))
        small = sheet
    return saved(small, "JPEG", quality=70)


def exif_with(inner: bytes, orientation: int = 1) -> bytes:
    """Return an EXIF segment with a second directory for a thumbnail, as cameras write it."""
    first = struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 26)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(inner), 0)
    return segment(0xE1, b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + inner)


def shows_the_hidden(content: Content) -> bool:
    return any(alike(frame.luma, SHOWN) for frame in content.frames[1:])


# Where uploaders may put one

WAYS: Mapping[str, Callable[[bytes], bytes]] = {
    "comment": lambda hidden: jpeg_with(segment(0xFE, hidden)),
    "app-of-nobody": lambda hidden: jpeg_with(segment(0xE9, b"ABCD" + hidden)),
    "app-mark-only": lambda hidden: jpeg_with(segment(0xE2, hidden)),
    "exif": lambda hidden: jpeg_with(exif_with(hidden)),
    "photoshop": lambda hidden: jpeg_with(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x0c\0\0" + hidden)),
    "png-private": lambda hidden: png_with(chunk(b"prVt", hidden)),
    "png-exif": lambda hidden: png_with(chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0\0\0\0\0" + hidden)),
    "png-text": lambda hidden: png_with(chunk(b"tEXt", b"k\0" + hidden)),
    "png-packed": lambda hidden: png_with(chunk(b"zTXt", b"k\0\0" + zlib.compress(hidden))),
    "png-packed-international": lambda hidden: png_with(
        chunk(b"iTXt", b"k\0\1\0en\0k\0" + zlib.compress(hidden))
    ),
    "webp-private": lambda hidden: webp_with(b"prVt", hidden),
    "webp-exif": lambda hidden: webp_with(b"EXIF", b"Exif\0\0II*\0\x08\0\0\0\0\0" + hidden),
    "gif-comment": lambda hidden: gif_with(b"\xfe", hidden),
    "gif-application": lambda hidden: gif_with(b"\xff", b"PRIVATE1.01" + hidden),
    "avif-free": lambda hidden: saved(PICTURE, "AVIF") + box(b"free", hidden),
    "avif-uuid": lambda hidden: saved(PICTURE, "AVIF") + box(b"uuid", bytes(range(16)) + hidden),
    "bmp-gap": bmp_with,
    "jpeg-tail": lambda hidden: saved(PICTURE, "JPEG") + b"notes:" + hidden,
    "png-tail": lambda hidden: saved(PICTURE, "PNG") + b"notes:" + hidden,
    "gif-tail": lambda hidden: saved(PICTURE, "GIF") + b"notes:" + hidden,
    "base64-comment": lambda hidden: jpeg_with(segment(0xFE, b"data:;base64," + base64.b64encode(hidden))),
    "base64-tail": lambda hidden: saved(PICTURE, "PNG") + b"x=" + base64.encodebytes(hidden),
}


@pytest.mark.parametrize(
    ("way", "name"),
    # Other marks are not looked for in base64.
    [
        (way, name)
        for way in WAYS
        for name in HIDDEN
        if "base64" not in way or name in {"JPEG", "PNG", "GIF", "WEBP"}
    ],
)
def test_a_hidden_picture_is_read_and_not_passed_over(way: str, name: str) -> None:
    hidden = HIDDEN[name]
    content = read(WAYS[way](hidden))
    assert shows_the_hidden(content)


def test_what_is_left_out_of_a_short_tail_would_have_been_silent() -> None:
    small = saved(hills(40, 50, seed=2), "JPEG", quality=50)
    assert len(small) < SHORT_TAIL_BYTES - 100
    content = read(saved(PICTURE, "JPEG") + bytes(range(1, 90)) + small)
    assert len(content.frames) == 2
    assert content.facts["pictures inside"] == "1"


def test_a_comment_between_scans_belongs_to_the_picture() -> None:
    data = saved(PICTURE, "JPEG", progressive=True)
    second_scan = data.index(b"\xff\xda", data.index(b"\xff\xda") + 2)
    content = read(data[:second_scan] + segment(0xFE, HIDDEN["JPEG"]) + data[second_scan:])
    assert shows_the_hidden(content)
    assert [gap.detail for gap in content.gaps] == []


def test_the_second_picture_chunk_of_a_webp_is_read() -> None:
    content = read(webp_with(b"VP8 ", saved(OTHER, "WEBP")[20:]))
    assert shows_the_hidden(content)


@pytest.mark.parametrize(
    "data",
    [
        jpeg_with(segment(0xFE, LONG)),
        png_with(chunk(b"prVt", LONG)),
        webp_with(b"prVt", LONG),
        gif_with(b"\xfe", LONG),
    ],
    ids=["jpeg", "png", "webp", "gif"],
)
def test_long_private_parts_leave_a_gap(data: bytes) -> None:
    (gap,) = read(data).gaps
    assert gap.why is Why.NOT_WHOLE
    assert gap.detail.startswith(f"{len(LONG)} bytes of comments or private parts inside the ")


@pytest.mark.parametrize(
    "held", [b"PK\x03\x04", b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c", b"%PDF-1.7", FILM_HEAD]
)
@pytest.mark.parametrize(
    "way", ["comment", "app-of-nobody", "exif", "png-private", "webp-private", "gif-comment"]
)
def test_archives_and_films_inside_leave_a_gap(way: str, held: bytes) -> None:
    (gap,) = read(WAYS[way](held + bytes(60))).gaps
    assert "an archive, a page or a film inside the" in gap.detail


def test_more_pictures_than_may_be_read_leave_a_gap() -> None:
    shades = [saved(hills(40, 50, seed=seed), "JPEG", quality=40) for seed in range(2, 22)]
    crowded = read(jpeg_with(*(segment(0xE9, each) for each in shades)))
    assert [gap.detail for gap in crowded.gaps] == ["more than 16 pictures inside were not looked at"]
    full = read(jpeg_with(segment(0xE9, HIDDEN["JPEG"])), frames=1)
    assert [gap.detail for gap in full.gaps] == [
        "pictures inside the file were not read, there being too many"
    ]


def test_an_inner_picture_over_the_limit_leaves_a_gap() -> None:
    bomb = png(60_000, 60_000, rest=[chunk(b"IDAT", zlib.compress(b"\0" * 1000))])
    (gap,) = read(jpeg_with(segment(0xFE, bomb))).gaps
    assert gap.why is Why.TOO_LARGE


# What cameras and usual programs put there


@pytest.mark.parametrize("shape", [(240, 320), (213, 320), (180, 320), (320, 240)])
@pytest.mark.parametrize("bars", [False, True])
@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_a_thumbnail_of_the_picture_costs_no_frame(
    shape: tuple[int, int],
    orientation: int,
    bars: bool,  # noqa: FBT001 - a case
) -> None:
    picture = hills(*shape)
    content = read(jpeg_with(exif_with(thumbnail(picture, bars=bars), orientation), picture=picture))
    assert content.facts["orientation"] == str(orientation)
    assert (len(content.frames), content.gaps) == (1, ())
    assert content.facts["pictures inside"] == "1"


def test_a_thumbnail_of_another_picture_is_a_frame_and_no_gap() -> None:
    content = read(jpeg_with(exif_with(thumbnail(OTHER))))
    assert (len(content.frames), content.gaps) == (2, ())
    assert [frame.index for frame in content.frames] == [0, 1]


XMP = b"http://ns.adobe.com/xap/1.0/\0<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta>"
SMALL = thumbnail(PICTURE)


@pytest.mark.parametrize(
    "data",
    [
        jpeg_with(
            segment(
                0xE1, XMP + b"<xmpGImg:image>" + base64.encodebytes(SMALL).replace(b"\n", b"&#xA;") + b"</x>"
            )
        ),
        jpeg_with(segment(0xED, b"Photoshop 3.0\x008BIM\x04\x0c\0\0" + bytes(32) + SMALL)),
        jpeg_with(segment(0xE1, b"Exif\0\0MM\0*" + bytes(range(256)) * 200)),
        jpeg_with(*(segment(0xE5, bytes(60_000)) for _ in range(5))),
        jpeg_with(segment(0xE2, b"MPF\0II*\0\x08\0\0\0" + bytes(80)))
        + saved(PICTURE.resize((160, 120)), "JPEG"),
        jpeg_with(segment(0xE0, b"JFXX\0\x10" + SMALL)),
        jpeg_with(segment(0xFE, b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90\n")),
        jpeg_with(segment(0xEB, b"JP\0\1\0\0\0\1\0\0\x10\0jumb" + SMALL)),
        png_with(chunk(b"tEXt", b"Software\0an editor"), chunk(b"iDOT", bytes(28))),
        png_with(chunk(b"zTXt", b"drawing\0\0" + zlib.compress(b"<mxfile>" + LONG))),
        webp_with(b"XMP ", XMP),
        gif_with(b"\xff", b"XMP DataXMP" + XMP),
        film("GIF", 3),
        film("PNG", 3),
        film("WEBP", 3),
        saved(PICTURE, "AVIF") + box(b"free", bytes(9000)),
    ],
)
def test_what_cameras_and_programs_write_is_no_gap(data: bytes) -> None:
    assert read(data).gaps == ()


def test_the_film_of_a_motion_photo_is_called_so() -> None:
    data = FILM_HEAD.lstrip(b"\0") + bytes(range(256)) * 100
    (gap,) = read(saved(PICTURE, "JPEG") + data).gaps
    assert gap.why is Why.NOT_WHOLE
    assert gap.detail == f"a film of {len(data)} bytes behind the picture, as of a motion photo, was not read"


def test_rows_behind_the_rows_of_a_bmp_are_a_tail() -> None:
    data = bytearray(saved(PICTURE, "BMP") + b"notes:" + HIDDEN["PNG"])
    data[2:6] = struct.pack("<I", len(data))
    assert shows_the_hidden(read(bytes(data)))


def test_raw_pictures_under_the_pages_of_a_tiff_are_said() -> None:
    data = saved(PICTURE, "TIFF", tiffinfo={330: 8})
    with Image.open(io.BytesIO(data)) as image:
        assert 330 in image.tag_v2  # type: ignore[attr-defined]  # TIFFs have it
    (gap,) = read(data).gaps
    assert gap.detail == "pictures under the pages of the TIFF were not read"

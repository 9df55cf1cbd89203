"""A JPEG whose scan data stops before the picture does, though its end marker is there.

libjpeg fills what is missing with mid-grey and only warns, and Pillow does not pass the warning on. The test:
where the last block is blank, put more scan data in front of the end marker and decode again. A decoder that
had all it needed ignores it; one that was starved draws with it.
"""

from PIL import Image

from lapwing.intake.codecs import opened
from lapwing.intake.stills import LEAST_SIDE

END_MARKER_BYTES = 2
# Where libjpeg has no data it leaves coefficients at zero, which is mid-grey; CMYK is turned round by Pillow.
MID_GREY = frozenset({127, 128})
BLOCK = 8
# No FF among it, so that it can be nothing but scan data; enough for several blocks.
_DATA = bytes(range(1, 97))
# With each of the eight restart markers, in case the scan stops between two restart intervals.
FILLER = _DATA + b"".join(bytes([0xFF, 0xD0 + count]) + _DATA for count in range(8))


def stops_short(untrusted_data: bytes, end: int, decoded: Image.Image, *, full_columns: int) -> bool:
    """Say whether the picture needs more scan data than there is.

    Args:
        untrusted_data: the JPEG.
        end: offset just past its end marker.
        decoded: the same, loaded at any scale.
        full_columns: width of the picture at full size, in pixels.
    """
    if not _last_block_is_blank(decoded, max(1, BLOCK * decoded.width // full_columns)):
        return False
    cut = end - END_MARKER_BYTES
    fuller = untrusted_data[:cut] + FILLER + untrusted_data[cut:end]
    return _small(untrusted_data) != _small(fuller)


def _last_block_is_blank(image: Image.Image, side: int) -> bool:
    columns, rows = image.size
    last = image.crop((max(0, columns - side), max(0, rows - side), columns, rows))
    return all({low, high} <= MID_GREY for low, high in (band.getextrema() for band in last.split()))


def _small(data: bytes) -> bytes:
    image = opened(data, "JPEG")
    image.draft(None, (LEAST_SIDE, LEAST_SIDE))
    return image.tobytes()

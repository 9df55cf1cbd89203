"""A JPEG whose scan data stops before the picture does, though its end marker is there.

libjpeg fills what is missing with mid-grey and only warns, and Pillow does not pass the warning on. The test:
where the last block is blank, put more scan data in front of the end marker and decode again. A decoder that
had all it needed ignores it; one that was starved draws with it.
"""

from PIL import Image

from lapwing.intake.codecs import opened
from lapwing.intake.stills import LEAST_SIDE

END_MARKER_BYTES = 2
# Where libjpeg has no data it leaves coefficients at zero, which is this level in every channel.
MID_GREY = range(127, 130)
# No FF among it, so that it can be nothing but scan data; enough for several blocks.
_DATA = bytes(range(1, 97))
# With each of the eight restart markers, in case the scan stops between two restart intervals.
FILLER = _DATA + b"".join(bytes([0xFF, 0xD0 + count]) + _DATA for count in range(8))


def stops_short(untrusted_data: bytes, end: int, decoded: Image.Image) -> bool:
    """Say whether the picture needs more scan data than there is.

    Args:
        untrusted_data: the JPEG.
        end: offset just past its end marker.
        decoded: the same, loaded at any scale.
    """
    if not _last_is_blank(decoded):
        return False
    cut = end - END_MARKER_BYTES
    fuller = untrusted_data[:cut] + FILLER + untrusted_data[cut:end]
    return _small(untrusted_data) != _small(fuller)


def _last_is_blank(image: Image.Image) -> bool:
    last = image.getpixel((image.width - 1, image.height - 1))
    levels = last if isinstance(last, tuple) else (last,)
    return all(level in MID_GREY for level in levels)


def _small(data: bytes) -> bytes:
    image = opened(data, "JPEG")
    image.draft(None, (LEAST_SIDE, LEAST_SIDE))
    return image.tobytes()

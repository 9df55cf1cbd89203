"""Web addresses in the two-dimensional codes of pictures, in the forms in which lists hold them."""

from collections.abc import Iterable, Iterator

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from lapwing.model.content import Content, Facet, Frame, Layer, content_id
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Signal, Where
from lapwing.signals.addresses.entries import canonical_entry
from lapwing.signals.addresses.forms import DOMAIN, KINDS, PREFIX, URL
from lapwing.signals.addresses.measure import Harvest
from lapwing.signals.port import Detector, Given, Unclear

_FORMATS = zxingcpp.BarcodeFormat
# One pass finds all three, at any angle, by their own marks. The others together cost four times as much for
# every picture, and are not what people put web addresses in, so they are read where it is asked for.
_QR = (_FORMATS.QRCode, _FORMATS.MicroQRCode, _FORMATS.RMQRCode)
_OTHERS = (_FORMATS.Aztec, _FORMATS.DataMatrix, _FORMATS.PDF417)
_THOUSAND = 1000
_BRIGHTEST = 255


class Qr:
    """Reads the codes of every frame and looks for addresses in what they say.

    A code that is found in a reduced picture but cannot be read there asks for the full one. Smaller codes,
    whose corner marks are lost in the reduction, are not missed where pictures are decoded in full at once.
    """

    manifest = Manifest(
        name="qr",
        title="Web addresses in QR codes",
        about="Gives every web address that a QR, Micro QR or rMQR code carries.",
        reference="ISO/IEC 18004 and 23941",
        limits="In a reduced picture, codes with modules narrower than about 1.3 pixels are not seen. Aztec, "
        "Data Matrix and PDF417 codes are read only where that is set (other_codes), the last one upright or "
        "in quarter turns.",
    )
    reads = Facet.FRAMES
    makes = KINDS

    @property
    def vectors(self) -> tuple[tuple[Content, Given, tuple[Signal, ...]], ...]:
        """Return a picture of one code, one of its negative, and one without a code."""
        code = _picture(_EXAMPLE)
        signals = tuple(
            Signal(kind=kind, value=value, detector="qr", where=Where(box=_EXAMPLE_BOX))
            for kind, value in _EXAMPLE_SAYS
        )
        return (
            (_content(code), Given(), signals),
            (_content(_BRIGHTEST - code), Given(), signals),
            (_content(np.full_like(code, 200)), Given(), ()),
        )

    @property
    def canonical_examples(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return how lists write addresses, and what is none; the detector of texts has more of them."""
        return (
            (URL, "HTTP://EXAMPLE.ORG/A", "example.org/A"),
            (URL, "WIFI:S:zz;;", None),
            (PREFIX, "example.org/a", "example.org/a/"),
            (PREFIX, "co.uk/", None),
            (DOMAIN, "EXAMPLE.ORG", "example.org"),
            (DOMAIN, "co.uk", None),
        )

    def canonical(self, kind: str, value: str) -> str:
        """Return a list's address in the form in which signals carry it.

        Raises:
            BadInput: it is no address of that kind.
        """
        return canonical_entry(kind, value)

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:
        """Return every address in the codes of every frame, each form once.

        Raises:
            TooMany: there are more addresses than are told of one piece of content.
            Unclear: a code in a reduced picture could not be read.
        """
        harvest = Harvest(self.manifest.name)
        unread = 0
        for frame in content.frames:
            for code in _codes(frame, others=given.robustness.other_codes):
                if code.valid:
                    harvest.read_payload(code.text, _where(frame, code))
                else:
                    unread += _is_reduced(frame)
        signals = harvest.signals()
        if unread:
            raise Unclear(f"{unread} codes could not be read in the reduced picture", found=signals)
        return signals


def _codes(frame: Frame, *, others: bool) -> Iterator[zxingcpp.Barcode]:
    """Give the codes of a frame, also those that could not be read; what they say goes into no message."""
    # A smaller copy would be searched too, for codes that are large and blurred; it adds a third to the time.
    yield from zxingcpp.read_barcodes(
        _eight_bits(frame),
        formats=zxingcpp.BarcodeFormats((*_QR, *_OTHERS) if others else _QR),
        try_rotate=others,  # which QR codes do not need
        try_downscale=frame.exact,
        return_errors=True,
        text_mode=zxingcpp.TextMode.Plain,
    )


def _is_reduced(frame: Frame) -> bool:
    """Say whether the full picture shows more."""
    return frame.luma.shape != (frame.full_rows, frame.full_columns)


def _eight_bits(frame: Frame) -> NDArray[np.uint8]:
    """Return the luminance of a frame as bytes, row by row."""
    luma = frame.luma
    if luma.dtype != np.uint8:
        luma = np.clip(np.rint(luma), 0, _BRIGHTEST).astype(np.uint8)
    return np.ascontiguousarray(luma)


def _where(frame: Frame, code: zxingcpp.Barcode) -> Where:
    """Return the smallest upright box round a code."""
    corners = (
        code.position.top_left,
        code.position.top_right,
        code.position.bottom_right,
        code.position.bottom_left,
    )
    rows, columns = frame.luma.shape
    left, right = _extent((corner.x for corner in corners), columns)
    top, bottom = _extent((corner.y for corner in corners), rows)
    return Where(frame=frame.index, layer=frame.layer, box=(left, top, right, bottom))


def _extent(places: Iterable[int], length: int) -> tuple[int, int]:
    """Return the least and the greatest of some places in thousandths of *length*, inside the picture."""
    inside = [min(max(place * _THOUSAND // length, 0), _THOUSAND) for place in places]
    return min(inside), max(inside)


# "http://example.org/zz-17" as QR version 2-M, a row of 25 modules each; made with segno 1.6.6, so that the
# reader is checked by another library than its own.
_EXAMPLE = (
    "1fc967f 105d641 174835d 174435d 175fe5d 1042741 1fd557f 000fd00 154cb12 1a955c1 1be2d57 0f36932 1563beb "
    "07b74c9 13f3cb7 0811b0a 135fdf8 001231f 1fcd353 1046d1a 1751df0 174ee34 17506b9 104df9a 1fd8f63"
)
_EXAMPLE_BOX = (121, 121, 878, 878)
_EXAMPLE_SAYS = (
    (URL, "example.org/zz-17"),
    (PREFIX, "example.org/"),
    (PREFIX, "example.org/zz-17/"),
    (PREFIX, "www.example.org/"),
    (PREFIX, "www.example.org/zz-17/"),
    (DOMAIN, "example.org"),
    (DOMAIN, "www.example.org"),
)
_MODULE_PIXELS = 4
_QUIET_MODULES = 4


def _picture(rows: str) -> NDArray[np.uint8]:
    """Return a code as dark squares on white, with the quiet zone around it."""
    numbers = [int(row, 16) for row in rows.split()]
    side = len(numbers)
    dark = np.array([[number >> (side - 1 - column) & 1 for column in range(side)] for number in numbers])
    light = (1 - np.pad(dark, _QUIET_MODULES)).astype(np.uint8) * np.uint8(_BRIGHTEST)
    return np.kron(light, np.ones((_MODULE_PIXELS, _MODULE_PIXELS), np.uint8))


def _content(luma: NDArray[np.uint8]) -> Content:
    """Return content of one frame."""
    rows, columns = luma.shape
    frame = Frame(index=0, layer=Layer.SHOWN, luma=luma, full_rows=rows, full_columns=columns, exact=False)
    return Content(id=content_id("image", b""), kind="image", data=b"", frames=(frame,))


DETECTOR: Detector = Qr()

"""A code is read in any position and format, its place is told, and a picture without one costs little."""

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from lapwing.model.content import Content, Frame, Layer, content_id
from lapwing.signals.detectors.qr import DETECTOR
from lapwing.signals.port import Given, Robustness, TooMany, Unclear

FORMATS = zxingcpp.BarcodeFormat
SAYS = "http://example.org/zz-17"


def code(
    text: str = SAYS, form: zxingcpp.BarcodeFormat = FORMATS.QRCode, *, scale: int = 4
) -> NDArray[np.uint8]:
    picture = zxingcpp.write_barcode_to_image(
        zxingcpp.create_barcode(text, form), scale=scale, add_quiet_zones=True
    )
    return np.array(picture)


def content(*lumas: NDArray[np.uint8] | NDArray[np.float32], layer: Layer = Layer.SHOWN) -> Content:
    frames = tuple(
        Frame(
            index=index,
            layer=layer,
            luma=luma,
            full_rows=luma.shape[0],
            full_columns=luma.shape[1],
            exact=luma.dtype == np.float32,
        )
        for index, luma in enumerate(lumas)
    )
    return Content(id=content_id("image", b""), kind="image", data=b"", frames=frames)


def urls(what: Content, given: Given | None = None) -> list[str]:
    return [each.value for each in DETECTOR.detect(what, given=given or Given()) if each.kind == "url"]


ALL = {
    "QR": FORMATS.QRCode,
    "rMQR": FORMATS.RMQRCode,
}


@pytest.mark.parametrize("form", ALL.values(), ids=ALL)
def test_every_format_is_read(form: zxingcpp.BarcodeFormat) -> None:
    assert urls(content(code(form=form))) == ["example.org/zz-17"]


OTHERS = {"Aztec": FORMATS.Aztec, "Data Matrix": FORMATS.DataMatrix, "PDF417": FORMATS.PDF417}
WITH_OTHERS = Given(robustness=Robustness(other_codes=True))


@pytest.mark.parametrize("form", OTHERS.values(), ids=OTHERS)
@pytest.mark.parametrize("quarters", range(4))
def test_other_codes_are_read_where_that_is_set(form: zxingcpp.BarcodeFormat, quarters: int) -> None:
    turned = content(np.ascontiguousarray(np.rot90(code(form=form), quarters)))
    assert urls(turned, WITH_OTHERS) == ["example.org/zz-17"]
    assert urls(turned) == []


def spoilt() -> NDArray[np.uint8]:
    """Return a code whose corner marks are whole and whose other modules say nothing."""
    luma = code()
    inner = luma[16:-16, 16:-16]
    side = len(inner) // 4
    noise = np.random.default_rng(1).integers(0, 2, (side, side), np.uint8) * np.uint8(255)
    kept = np.zeros((side, side), bool)
    kept[:9, :9] = kept[:9, -8:] = kept[-8:, :9] = True
    kept[6], kept[:, 6] = True, True
    inner[~np.kron(kept, np.ones((4, 4), bool))] = np.kron(noise, np.ones((4, 4), np.uint8))[
        ~np.kron(kept, np.ones((4, 4), bool))
    ]
    return luma


def reduced(luma: NDArray[np.uint8]) -> Content:
    rows, columns = luma.shape
    frame = Frame(
        index=0, layer=Layer.SHOWN, luma=luma, full_rows=4 * rows, full_columns=4 * columns, exact=False
    )
    return Content(id=content_id("image", b""), kind="image", data=b"", frames=(frame,))


def test_a_code_that_cannot_be_read_in_a_reduced_picture_asks_for_the_full_one() -> None:
    with pytest.raises(Unclear) as asked:
        urls(reduced(np.hstack((code(), spoilt()))))
    assert [each.value for each in asked.value.found if each.kind == "url"] == ["example.org/zz-17"]


def test_a_code_that_cannot_be_read_in_the_full_picture_says_nothing() -> None:
    assert urls(content(spoilt())) == []


def test_a_reduced_picture_with_nothing_left_to_read_is_clear() -> None:
    assert urls(reduced(code())) == ["example.org/zz-17"]
    assert urls(reduced(np.full((90, 120), 200, np.uint8))) == []


def test_a_micro_code_that_holds_a_bare_host_is_read() -> None:
    assert urls(content(code("EXAMPLE.ORG", FORMATS.MicroQRCode))) == ["example.org/"]


@pytest.mark.parametrize("degrees", [0, 30, 45, 90, 135, 180, 270])
@pytest.mark.parametrize("is_negative", [False, True])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_any_position_is_read(degrees: int, is_negative: bool, is_mirrored: bool) -> None:  # noqa: FBT001  # the cases of one table
    turned = Image.fromarray(code()).rotate(
        degrees, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC
    )
    luma = np.array(turned)
    luma = 255 - luma if is_negative else luma
    luma = np.ascontiguousarray(luma[:, ::-1]) if is_mirrored else luma
    assert urls(content(luma)) == ["example.org/zz-17"]


def test_the_place_is_told_in_thousandths() -> None:
    page = np.full((400, 800), 230, np.uint8)
    small = code()
    page[200 : 200 + small.shape[0], 400 : 400 + small.shape[1]] = small
    where = DETECTOR.detect(content(page, layer=Layer.ON_BLACK), given=Given())[0].where
    left, top, right, bottom = where.box
    assert 500 <= left <= 530 < right <= 500 + small.shape[1] * 1000 // 800
    assert 500 <= top <= 560 < bottom <= 500 + small.shape[0] * 1000 // 400
    assert where.layer is Layer.ON_BLACK


def test_an_exact_frame_is_read_as_a_scaled_one_is() -> None:
    assert urls(content(code().astype(np.float32))) == urls(content(code()))


def test_every_frame_is_read_and_each_form_told_once() -> None:
    signals = DETECTOR.detect(content(code(), code("https://example.com/"), code()), given=Given())
    assert {each.where.frame for each in signals} == {0, 1}
    assert len({(each.kind, each.value) for each in signals}) == len(signals)


def test_addresses_inside_another_text_are_found() -> None:
    assert urls(content(code("MATMSG:TO:a;BODY:see example[.]org/a;;"))) == ["example.org/a"]
    assert urls(content(code("WIFI:S:zz-net;T:nopass;;"))) == []


def test_too_many_addresses_keep_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lapwing.signals.addresses.spot.MOST_ADDRESSES", 1)
    with pytest.raises(TooMany) as refused:
        urls(content(code("a.example.org b.example.org c.example.org")))
    assert refused.value.found
    assert "example" not in str(refused.value)


@pytest.mark.parametrize("shape", [(1, 1), (1, 65_535), (65_535, 1), (3, 7)])
@pytest.mark.parametrize("value", [0, 255])
def test_a_picture_of_any_shape_is_read(shape: tuple[int, int], value: int) -> None:
    assert urls(content(np.full(shape, value, np.uint8))) == []


def test_values_out_of_range_and_strides_do_not_matter() -> None:
    wild = code().astype(np.float32) * 3 - 200
    assert urls(content(wild)) == ["example.org/zz-17"]
    doubled = np.kron(code(), np.ones((2, 2), np.uint8))
    assert urls(content(doubled[::2, ::2])) == ["example.org/zz-17"]

"""PDQ of every frame, in both families, all positions, and the parts that may be pictures of their own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lapwing.model.content import Content, Facet, Frame, Layer, Luma, content_id
from lapwing.model.errors import BadInput
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Family, Region, Signal, Turn, Where
from lapwing.signals.flatness import flat_ones
from lapwing.signals.kernels.bits import to_hex
from lapwing.signals.kernels.boxes import Box
from lapwing.signals.kernels.pdq import BOTH, FULL_ONLY, TURNS, Picture, fingerprints
from lapwing.signals.kernels.regions import find_regions
from lapwing.signals.port import PLAIN, Detector, Given, Robustness

_NAME = "pdq"
_FORM = re.compile(r"[0-9a-f]{64}")
_SPACE = " \t\r\n\ufeff"
_THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A part of a frame: which, where (thousandths: left, top, right, bottom), and its pixels."""

    region: Region
    box: tuple[int, int, int, int]
    picture: Picture


class Pdq:
    """Gives the PDQ of each frame and layer, and of its turns and regions as far as *given* asks for them.

    A signal's turn says how the frame was laid down before it was measured: TURNED_90 is the hash of the
    frame turned 90 degrees clockwise. A value that was already given with at least that quality is not given
    again; so pictures up to 512 pixels a side, where the families agree, have only Family.FULL, and the
    still parts of an animation are there once. Where the quality is 0 there is nothing to turn or to cut.
    """

    manifest = Manifest(
        name=_NAME,
        title="PDQ perceptual hash",
        about="Gives 256-bit hashes that stay near when a picture is resized, saved again, turned or framed.",
        reference="PDQ, facebook/ThreatExchange, pdq/README.md and hashing.pdf (2019)",
        limits="A larger crop, a large overlay or a quality below 50 takes a picture out of reach; pages, "
        "charts and other pictures alike in layout may be near each other.",
    )
    reads = Facet.FRAMES
    makes = frozenset({_NAME})
    digits = 64

    @property
    def vectors(self) -> tuple[tuple[Content, Given, tuple[Signal, ...]], ...]:
        """Return made pictures with what pdqhash 0.2.8 gives for them; published ones are in the tests."""
        return _vectors()

    @property
    def canonical_examples(self) -> tuple[tuple[str, str, str | None], ...]:
        """Return how lists write PDQ hashes, and what is none."""
        return (
            (_NAME, _BRIDGE, _BRIDGE),
            (_NAME, _BRIDGE.upper(), _BRIDGE),
            (_NAME, f" {_BRIDGE}\r\n", _BRIDGE),
            (_NAME, _BRIDGE[:-1], None),
            (_NAME, _BRIDGE + "0", None),
            (_NAME, "g" + _BRIDGE[1:], None),
            (_NAME, _BRIDGE[:32] + " " + _BRIDGE[33:], None),
            (_NAME, "\uff11" + _BRIDGE[1:], None),  # a full-width digit
            (_NAME, "0" * 32, None),  # half a hash, which has been on a real list
            (_NAME, "", None),
        )

    def canonical(self, kind: str, value: str) -> str:
        """Return *value* in lower case, without space around it.

        Raises:
            BadInput: it is not 64 hexadecimal digits.
        """
        if kind != _NAME:
            raise BadInput(f"{_NAME} makes no other kind of signal")
        digits = value.strip(_SPACE).lower()
        if not _FORM.fullmatch(digits):
            raise BadInput(f"{_NAME} is 64 hexadecimal digits, not {len(digits)} characters")
        return digits

    def never_listed(self, kind: str, values: Sequence[str]) -> Mapping[str, str]:  # noqa: ARG002  # the port's signature
        """Return those of *values* that pictures without structure have."""
        return dict.fromkeys(flat_ones(values), "it is the PDQ of a picture without structure")

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:
        """Return the hashes of every frame of *content*, whole pictures before their parts."""
        best: dict[str, int] = {}
        found: list[Signal] = []
        for signal in _every(content, given.robustness):
            if (signal.quality or 0) > best.get(signal.value, -1):
                best[signal.value] = signal.quality or 0
                found.append(signal)
        return tuple(found)


def _every(content: Content, robustness: Robustness) -> Iterator[Signal]:
    for frame in content.frames:
        for part in _parts(frame, robustness):
            yield from _measured(frame, part, robustness)


def _parts(frame: Frame, robustness: Robustness) -> Iterator[_Part]:
    picture = Picture(frame.luma, frame.full_rows, frame.full_columns, frame.exact)
    yield _Part(Region.WHOLE, (0, 0, _THOUSANDTHS, _THOUSANDTHS), picture)
    for region, box in _boxes(frame.luma, robustness):
        yield _Part(region, _in_thousandths(box, frame.luma), picture.part(box))


def _boxes(luma: Luma, robustness: Robustness) -> Iterator[tuple[Region, Box]]:
    if not (robustness.trim or robustness.inner or robustness.panels):
        return
    regions = find_regions(luma)
    if robustness.trim:
        yield from ((Region.TRIMMED, box) for box in regions.trimmed)
    if robustness.inner:
        yield from ((Region.INNER, box) for box in regions.inner)
    if robustness.panels:
        yield from ((Region.PANEL, box) for box in regions.panels)


def _in_thousandths(box: Box, luma: Luma) -> tuple[int, int, int, int]:
    rows, columns = luma.shape
    left, right = (round(_THOUSANDTHS * side / columns) for side in (box.left, box.right))
    top, bottom = (round(_THOUSANDTHS * side / rows) for side in (box.top, box.bottom))
    return left, top, right, bottom


def _measured(frame: Frame, part: _Part, robustness: Robustness) -> Iterator[Signal]:
    # How large an inner picture or a panel was before it was put there is not known, so its samples are not.
    families = BOTH if part.region in {Region.WHOLE, Region.TRIMMED} else FULL_ONLY
    found = fingerprints(part.picture, turns=TURNS if robustness.turns else 1, families=families)
    for family, fingerprint in zip((Family.FULL, Family.P512), found, strict=False):
        if not fingerprint.quality and part.region is not Region.WHOLE:
            continue
        hashes = fingerprint.hashes if fingerprint.quality else fingerprint.hashes[:1]
        for turn, hash_ in zip(Turn, hashes, strict=False):
            where = Where(frame=frame.index, layer=frame.layer, region=part.region, turn=turn, box=part.box)
            yield Signal(
                kind=_NAME,
                value=to_hex(hash_),
                detector=_NAME,
                where=where,
                quality=fingerprint.quality,
                family=family,
                exact=frame.exact,
            )


# PDQHasherTest.java, bridge-1-original.jpg
_BRIDGE = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"

# pdqhash 0.2.8 (compute, compute_dihedral) for the pictures that _waves and _framed make.
_SMALL = (80, 120)
_SMALL_TURNED = (
    "a5552d55caaa1687eab51caa792a834a3cd5c38a2e358aad2e5b82b37d4ed1b8",
    "fc003e129fff43d63be881ff6c289616698084df7b609df8620e85e6621b8ce9",
    "f000c7ff9fffbc6dbfe4b6002c7f69e169806920fb6020077b0e6819281b7b16",
    "a95194b0caaae93466b82b55397c3cbc3cd52e752e353752275b274c374e2643",
    "f00038009fff4392b7e049ff2c7f961e698086df7b60dff82b0e17e6201b84e9",
    "fc20c1ed9fffbc293bef7e006c2969e969807b207b606207720e7a19621b7316",
    "a55592aacaaae930eab1e355792a3cb43cd53c752e3575522e5b354c754e2443",
    "a9552a43caaa16836ebad4aa397cc3433cd5c18a2e35c8ad275bd8b2374ed8bc",
)
_LARGE = (400, 640)
_LARGE_FULL = "24df6cdcccc49ddf398cf19f8180079fff1cf818003e01fcfff8bdf09d208100"
_LARGE_SAMPLED = "24df6cccccc49dcf398cf19f81800f9fff1cf818003e81fcfff8ddf0dd200100"
_FRAMED = "4d14a97a5a1472fee494192ef3528c2db84a56965425f2cd55bbf863568f017e"
_MARGIN_ROWS, _MARGIN_COLUMNS, _MARGIN_TONE = 12, 15, 20


def _vectors() -> tuple[tuple[Content, Given, tuple[Signal, ...]], ...]:
    turned = tuple(_signal(value, Where(turn=turn)) for turn, value in zip(Turn, _SMALL_TURNED, strict=True))
    both = (_signal(_LARGE_FULL), _signal(_LARGE_SAMPLED, family=Family.P512))
    trimmed = Where(region=Region.TRIMMED, box=(100, 115, 900, 885))
    framed = (_signal(_FRAMED), _signal(_SMALL_TURNED[0], trimmed))
    return (
        (_content(_waves(_SMALL)), _plain(turns=True), turned),
        (_content(_waves(_LARGE)), Given(robustness=PLAIN), both),
        (_content(_framed()), _plain(trim=True), framed),
        (_content(np.zeros((3, 3), np.float32)), Given(), (_signal("0" * 64, quality=0),)),
    )


def _plain(*, turns: bool = False, trim: bool = False) -> Given:
    return Given(robustness=Robustness(turns=turns, trim=trim, inner=False, panels=False))


def _signal(
    value: str, where: Where | None = None, *, quality: int = 100, family: Family = Family.FULL
) -> Signal:
    return Signal(
        kind=_NAME, value=value, detector=_NAME, where=where or Where(), quality=quality, family=family
    )


def _content(luma: Luma) -> Content:
    rows, columns = luma.shape
    frame = Frame(index=0, layer=Layer.SHOWN, luma=luma, full_rows=rows, full_columns=columns, exact=True)
    data = luma.tobytes()
    return Content(id=content_id("image", data), kind="image", data=data, frames=(frame,))


def _waves(shape: tuple[int, int]) -> Luma:
    row, column = np.mgrid[0 : shape[0], 0 : shape[1]]
    tones = (3 * row * row + 5 * column * column // 4 + 7 * column * row) // max(shape) % 256
    luma: Luma = tones.astype(np.float32)
    return luma


def _framed() -> Luma:
    rows, columns = _SMALL
    luma = np.full((rows + 2 * _MARGIN_ROWS, columns + 2 * _MARGIN_COLUMNS), _MARGIN_TONE, np.float32)
    luma[_MARGIN_ROWS:-_MARGIN_ROWS, _MARGIN_COLUMNS:-_MARGIN_COLUMNS] = _waves(_SMALL)
    return luma


DETECTOR: Detector = Pdq()

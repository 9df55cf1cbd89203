"""What was measured: signals, where they were found, and what could not be measured."""

from dataclasses import dataclass
from enum import StrEnum

from lapwing.model.content import ContentId, Gap, Layer


class Turn(StrEnum):
    """One of the eight ways to lay a picture down: quarter turns clockwise, plain or mirrored first.

    MIRRORED is flipped left to right; MIRRORED_90 is that, then turned 90 degrees clockwise; and so on.
    """

    UPRIGHT = "upright"
    TURNED_90 = "turned-90"
    TURNED_180 = "turned-180"
    TURNED_270 = "turned-270"
    MIRRORED = "mirrored"
    MIRRORED_90 = "mirrored-90"
    MIRRORED_180 = "mirrored-180"
    MIRRORED_270 = "mirrored-270"


class Region(StrEnum):
    """Which part of a frame was measured."""

    WHOLE = "whole"
    TRIMMED = "trimmed"  # uniform borders and letterbox bars cut off
    INNER = "inner"  # the largest picture found inside a screenshot or frame
    PANEL = "panel"  # one panel of a collage


class Family(StrEnum):
    """The two families of PDQ in the wild: lists carry both, so both are measured.

    FULL: hashed from the full-size picture (pdqhash, HMA, Java).
    P512: sampled to 512 by 512 first where a side is longer (the C++ reference, WASM).
    """

    FULL = "full"
    P512 = "512"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where in the content a signal was found.

    frame, layer, region, turn, box: for pictures; box is (left, top, right, bottom) in thousandths of the
        frame's width and height.
    start, end: for text, in characters of the passage as received; end is exclusive. Both 0 for pictures.
    passage: which passage, counted from 0.
    """

    frame: int = 0
    layer: Layer = Layer.SHOWN
    region: Region = Region.WHOLE
    turn: Turn = Turn.UPRIGHT
    box: tuple[int, int, int, int] = (0, 0, 1000, 1000)
    passage: int = 0
    start: int = 0
    end: int = 0


HERE = Where()
"""All of the content as it stands: most signals are of it, and it is one for all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing measured, in the form in which lists hold it.

    kind: "md5", "sha1", "sha256", "pdq", "url", "url-prefix", "domain", "term": what a list entry of the same
        kind is compared with.
    value: canonical for its kind: lower-case hex for hashes, a canonical URL, a term's key.
    detector: the file name of the detector that measured it.
    where: see Where.
    quality: 0 to 100 for PDQ; None where the kind has none.
    family: for PDQ, see Family.
    exact: measured on the full picture; False for a scaled decode, which may be some bits away.
    """

    kind: str
    value: str
    detector: str
    where: Where = HERE
    quality: int | None = None
    family: Family | None = None
    exact: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All that is known of one piece of content after measuring: its signals, and what is unknown.

    size_bytes: length of the bytes as received.
    facts: short facts for people ("format": "JPEG", "size": "4000x3000"); never content.
    """

    content_id: ContentId
    kind: str
    size_bytes: int
    signals: tuple[Signal, ...]
    gaps: tuple[Gap, ...]
    facts: tuple[tuple[str, str], ...] = ()

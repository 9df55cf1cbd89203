"""What came in: untrusted material as received, and the bounded Content made of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NewType

from numpy.typing import NDArray

from lapwing.model.errors import BadInput

ContentId = NewType("ContentId", str)
"""`c-` and the first 40 hex digits of SHA-256 over the kind, a NUL and the SHA-256 of the bytes in hex."""

Luma = NDArray[Any]
"""Luminance as displayed: shape (rows, columns), uint8 or float32, 0 black to 255 white."""


def content_id(kind: str, untrusted_data: bytes) -> ContentId:
    """Return the id that the same bytes, taken as the same kind, always have."""
    return content_id_from(kind, sha256_hex=hashlib.sha256(untrusted_data).hexdigest())


def content_id_from(kind: str, *, sha256_hex: str) -> ContentId:
    """Return the same id for whoever knows the SHA-256 of the bytes already."""
    digest = hashlib.sha256(f"{kind}\0{sha256_hex}".encode()).hexdigest()
    return ContentId(f"c-{digest[:40]}")


class Facet(StrEnum):
    """A side of Content that a detector reads; a kind fills the sides that it has."""

    BYTES = "bytes"
    FRAMES = "frames"
    PASSAGES = "passages"


class Grain(StrEnum):
    """How finely pictures are decoded: SCALED is as small as the fingerprint allows, EXACT is full size."""

    SCALED = "scaled"
    EXACT = "exact"


class Layer(StrEnum):
    """Which of the pictures in one frame; with transparency, what is seen depends on what is behind.

    SHOWN: as displayed on white, or simply as displayed where nothing is transparent.
    ON_BLACK: as displayed on black.
    OPAQUE: the colours stored under the transparency, which a re-save without alpha brings out.
    STORED: the colours as stored, where a colour profile or gamma mark displays them otherwise.
    """

    SHOWN = "shown"
    ON_BLACK = "on-black"
    OPAQUE = "opaque"
    STORED = "stored"


class Role(StrEnum):
    """What a passage of text is on the platform; rules may weigh a name otherwise than a message."""

    TEXT = "text"
    URL = "url"
    NAME = "name"
    QUERY = "query"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame:
    """One still picture.

    index: position in an animation counted from 0; 0 for a still.
    layer: see Layer.
    luma: the picture as displayed (EXIF orientation applied), perhaps reduced: each value is then the mean
        of a block of the full-size picture.
    full_rows, full_columns: size in pixels of the full picture as displayed.
    exact: *luma* is the full picture, unreduced, in float32 (0.299 R + 0.587 G + 0.114 B).
    """

    index: int
    layer: Layer
    luma: Luma
    full_rows: int
    full_columns: int
    exact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text, well-formed Unicode without NUL or lone surrogates."""

    text: str
    role: Role


class Why(StrEnum):
    """Why an answer is unknown. Each is counted, and none is ever taken for clean."""

    DAMAGED = "damaged"  # a decoder refused the bytes
    TOO_LARGE = "too-large"  # a limit on size, pixels, frames or length was met
    TOO_SLOW = "too-slow"  # the wall clock or CPU limit was met
    DIED = "died"  # the worker process ended
    UNREADABLE = "unreadable"  # no kind reads these bytes
    NOT_WHOLE = "not-whole"  # part was measured, part was not (bytes after the end, text cut, time up)
    NOT_LOOKED_AT = (
        "not-looked-at"  # nothing reads inside it: its bytes were compared by exact fingerprints only
    )
    SAMPLED = "sampled"  # frames were drawn from the whole length of an animation, as the limits say
    FAILED = "failed"  # a detector or matcher refused
    UNCLEAR = "unclear"  # something is there that only the full picture can tell
    NO_LIST = "no-list"  # there is nothing to compare with


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that was not measured: the answer of *who* is unknown.

    who: the name of a kind, detector or matcher.
    why: see Why.
    detail: for a person; numbers and names of ours, never content.
    """

    who: str
    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Content:
    """What a kind made of the bytes: bounded, normalised, and honest about what is missing.

    id: see content_id; empty as a kind returns it, for whoever had it read knows it already or has it made.
    """

    id: ContentId = ContentId("")
    kind: str
    data: bytes
    frames: tuple[Frame, ...] = ()
    passages: tuple[Passage, ...] = ()
    gaps: tuple[Gap, ...] = ()
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one piece of content may cost. A limit met gives unknown or BadInput, never clean.

    Sizes in bytes, pixels or characters; times in seconds.
    """

    input_bytes: int = 256 * 1024 * 1024
    pixels: int = 200_000_000
    side_pixels: int = 65_535
    frames: int = 24
    characters: int = 16 * 1024 * 1024
    answer_bytes: int = 4 * 1024 * 1024
    memory_bytes: int = 2 * 1024 * 1024 * 1024
    cpu_seconds: float = 20.0
    wall_seconds: float = 30.0

    def __post_init__(self) -> None:
        """Refuse limits that would let everything through or nothing.

        Raises:
            BadInput: a limit is zero or negative.
        """
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise BadInput(f"the limit {name} has to be above zero")

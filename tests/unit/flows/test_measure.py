"""Measuring composes kinds and detectors, and nothing that was not measured is passed over."""

# ruff: noqa: ARG002 - a fake is called with all that its port promises, and needs little of it

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lapwing.flows.measure import UNKNOWN, blind, joined, measure, of_the_bytes
from lapwing.intake.refusal import Refused
from lapwing.model.content import (
    Content,
    Facet,
    Frame,
    Gap,
    Grain,
    Layer,
    Limits,
    Passage,
    Role,
    Why,
    content_id,
)
from lapwing.model.errors import BadInput
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Measured, Signal
from lapwing.signals.port import Detector, Given, Unclear

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lapwing.intake.port import Kind


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A kind that reads anything as one passage, or raises what it was given."""

    raises: BadInput | None = None
    passages: tuple[Passage, ...] = (Passage(text="read", role=Role.TEXT),)
    gaps: tuple[Gap, ...] = ()
    manifest: Manifest = field(default=Manifest(name="reader", title="", about=""))
    confined: bool = False
    fills: frozenset[Facet] = frozenset({Facet.PASSAGES})
    formats: tuple[str, ...] = ()
    good: tuple[bytes, ...] = ()
    bad: tuple[bytes, ...] = ()

    def recognises(self, untrusted_head: bytes) -> bool:
        return bool(untrusted_head)

    def read(self, untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Content:
        if self.raises is not None:
            raise self.raises
        return Content(
            kind="reader",
            data=untrusted_data,
            passages=self.passages,
            gaps=self.gaps,
            facts=MappingProxyType({"grain": grain, "characters": "4"}),
        )


@dataclass(frozen=True, kw_only=True)
class Finder:
    """A detector that finds its own name, or raises what it was given."""

    name: str
    reads: Facet
    raises: BadInput | None = None
    vectors: tuple[tuple[Content, Given, tuple[Signal, ...]], ...] = ()
    canonical_examples: tuple[tuple[str, str, str | None], ...] = ()

    @property
    def manifest(self) -> Manifest:
        return Manifest(name=self.name, title="", about="")

    @property
    def makes(self) -> frozenset[str]:
        return frozenset({self.name})

    def canonical(self, kind: str, value: str) -> str:
        return f"{kind}{value}"

    def detect(self, content: Content, *, given: Given) -> tuple[Signal, ...]:
        if self.raises is not None:
            raise self.raises
        return (Signal(kind=self.name, value=f"{len(content.data)}", detector=self.name),)


DIGEST = Finder(name="digest", reads=Facet.BYTES)
FACES = Finder(name="faces", reads=Facet.FRAMES)
WORDS = Finder(name="words", reads=Facet.PASSAGES)
FOUND = Signal(kind="words", value="1", detector="words")


def run(
    *detectors: Finder,
    kind: str | None = "reader",
    reader: Reader | None = None,
    data: bytes = b"abc",
    limits: Limits | None = None,
    grain: Grain = Grain.SCALED,
) -> Measured:
    kinds: Mapping[str, Kind] = {"reader": reader or Reader()}
    found: Mapping[str, Detector] = {each.name: each for each in detectors}
    return measure(
        data,
        kind=kind,
        kinds=kinds,
        detectors=found,
        given=Given(),
        limits=limits or Limits(),
        grain=grain,
    )


def detectors_of(measured: Measured) -> list[str]:
    return [signal.detector for signal in measured.signals]


def missing(measured: Measured) -> list[tuple[str, Why]]:
    return [(gap.who, gap.why) for gap in measured.gaps]


def test_every_detector_whose_side_the_kind_has_is_asked() -> None:
    measured = run(DIGEST, FACES, WORDS)
    assert detectors_of(measured) == ["digest", "words"]
    assert measured.gaps == ()
    assert measured.content_id == content_id("reader", b"abc")
    assert (measured.kind, measured.size_bytes) == ("reader", 3)
    assert measured.facts == (("characters", "4"), ("grain", "scaled"))


@dataclass(frozen=True, kw_only=True)
class Viewer(Reader):
    """A kind that sees a picture of 4 by 3 pixels in some other size."""

    rows: int
    columns: int

    def read(self, untrusted_data: bytes, *, limits: Limits, grain: Grain) -> Content:
        luma = np.zeros((self.rows, self.columns), np.uint8)
        frame = Frame(index=0, layer=Layer.SHOWN, luma=luma, full_rows=3, full_columns=4, exact=False)
        return Content(kind="reader", data=untrusted_data, frames=(frame,))


def test_the_size_in_which_a_reduced_picture_was_looked_at_is_a_fact() -> None:
    assert run(DIGEST, reader=Viewer(rows=3, columns=4)).facts == ()
    assert run(DIGEST, reader=Viewer(rows=2, columns=3)).facts == (("decoded", "3x2"),)


def test_what_only_the_full_picture_can_tell_is_a_gap_beside_what_was_found() -> None:
    measured = run(Finder(name="words", reads=Facet.PASSAGES, raises=Unclear("1 of 2", found=(FOUND,))))
    assert measured.signals == (FOUND,)
    assert measured.gaps == (Gap(who="words", why=Why.UNCLEAR, detail="1 of 2"),)


@pytest.mark.parametrize("grain", Grain)
def test_the_grain_reaches_the_kind(grain: Grain) -> None:
    assert ("grain", grain.value) in run(DIGEST, grain=grain).facts


@pytest.mark.parametrize(
    ("refusal", "why"), [(Refused(Why.TOO_LARGE, "9 pixels"), Why.TOO_LARGE), (BadInput("x"), Why.DAMAGED)]
)
def test_what_cannot_be_read_still_has_its_digests_and_leaves_a_gap_for_each_blind_detector(
    refusal: BadInput, why: Why
) -> None:
    measured = run(DIGEST, FACES, WORDS, reader=Reader(raises=refusal))
    assert detectors_of(measured) == ["digest"]
    assert missing(measured) == [("reader", why), ("words", why)]
    assert measured.gaps[0].detail == refusal.detail


@pytest.mark.parametrize(("kind", "name"), [(None, UNKNOWN), ("unknown", UNKNOWN), ("film", "film")])
def test_bytes_that_no_kind_reads_have_their_digests_and_a_gap(kind: str | None, name: str) -> None:
    measured = run(DIGEST, FACES, WORDS, kind=kind)
    assert detectors_of(measured) == ["digest"]
    assert missing(measured) == [(name, Why.UNREADABLE)]
    assert measured.content_id == content_id(name, b"abc")


def test_a_detector_that_refuses_leaves_a_gap_and_stops_nobody_else() -> None:
    refusing = replace(WORDS, name="aloof", raises=BadInput("too plain"))
    measured = run(refusing, DIGEST, WORDS)
    assert detectors_of(measured) == ["digest", "words"]
    assert measured.gaps == (Gap(who="aloof", why=Why.FAILED, detail="too plain"),)


def test_a_side_that_should_be_there_and_is_not_leaves_a_gap() -> None:
    assert missing(run(WORDS, reader=Reader(passages=()))) == [("words", Why.DAMAGED)]


def test_the_gaps_of_the_kind_are_kept() -> None:
    cut = Gap(who="reader", why=Why.NOT_WHOLE, detail="1 of 2")
    assert run(WORDS, reader=Reader(gaps=(cut,))).gaps == (cut,)


@pytest.mark.parametrize(
    ("size", "gaps"), [(8, []), (9, [("reader", Why.TOO_LARGE), ("words", Why.TOO_LARGE)])]
)
def test_input_is_read_up_to_the_limit(size: int, gaps: list[tuple[str, Why]]) -> None:
    measured = run(DIGEST, WORDS, data=b"a" * size, limits=Limits(input_bytes=8))
    assert missing(measured) == gaps
    assert "digest" in detectors_of(measured)


def test_measured_in_two_places_is_the_same_as_measured_in_one() -> None:
    aloof = replace(WORDS, name="aloof", raises=BadInput("no"))
    cut = Gap(who="reader", why=Why.NOT_WHOLE)
    reader = Reader(gaps=(cut,))
    own = of_the_bytes(b"abc", kind="reader", detectors={"digest": DIGEST})
    assert joined(own, run(aloof, WORDS, reader=reader)) == run(aloof, DIGEST, WORDS, reader=reader)


def test_blind_in_two_places_is_the_same_as_blind_in_one() -> None:
    refusal = Refused(Why.DAMAGED, "torn")
    own = of_the_bytes(b"abc", kind="reader", detectors={"digest": DIGEST})
    found = {"digest": DIGEST, "words": WORDS}
    apart = blind(own, kinds={"reader": Reader()}, detectors=found, why=Why.DAMAGED, detail="torn")
    assert apart == run(DIGEST, WORDS, reader=Reader(raises=refusal))

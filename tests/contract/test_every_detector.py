"""What every file of signals/detectors has to be."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lapwing.model.content import Content, Facet, Frame, Layer, Passage, Role, content_id
from lapwing.model.errors import BadInput
from lapwing.model.plugins import Manifest
from lapwing.model.signals import Signal
from lapwing.signals.port import PLAIN, Detector, Given, OfDigits, Robustness, TermFinder
from lapwing.signals.registry import all_detectors, canonical, digits_of_kinds, signal_kinds

DETECTORS = all_detectors()
every = pytest.mark.parametrize("detector", DETECTORS.values(), ids=DETECTORS)


class Everything:
    """Finds a term in every text, the whole of it."""

    def find(self, text: str) -> tuple[tuple[str, int, int], ...]:
        return (("word:zz-term-0017", 0, len(text)),)


def frame(luma: np.ndarray, layer: Layer, index: int, *, exact: bool) -> Frame:
    rows, columns = luma.shape
    pixels = luma.astype(np.float32) if exact else luma
    return Frame(index=index, layer=layer, luma=pixels, full_rows=rows, full_columns=columns, exact=exact)


SHAPES = st.tuples(st.integers(1, 80), st.integers(1, 80))
FRAMES = st.builds(
    frame,
    arrays.arrays(np.uint8, SHAPES, elements=st.integers(0, 255), fill=st.integers(0, 255)),
    st.sampled_from(Layer),
    st.integers(0, 9),
    exact=st.booleans(),
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(), max_size=200),
    st.text(alphabet="htps:/.w[]()%@#?xn-a\u0435\u200b\u30020.1:\ud800", max_size=200),
)
PASSAGES = st.builds(Passage, text=TEXTS, role=st.sampled_from(Role))


def content(data: bytes, frames: list[Frame], passages: list[Passage]) -> Content:
    kind = "image" if frames else "text"
    return Content(
        id=content_id(kind, data), kind=kind, data=data, frames=tuple(frames), passages=tuple(passages)
    )


CONTENTS = st.builds(
    content, st.binary(max_size=100), st.lists(FRAMES, max_size=2), st.lists(PASSAGES, max_size=2)
)
FINDERS: st.SearchStrategy[TermFinder | None] = st.sampled_from([None, Everything()])
GIVENS = st.builds(Given, terms=FINDERS, robustness=st.sampled_from([PLAIN, Robustness()]))


def test_there_are_detectors() -> None:
    assert {"md5", "sha1", "sha256"} <= set(DETECTORS)


@every
def test_its_vectors_give_exactly_their_signals(detector: Detector) -> None:
    assert detector.vectors
    for content, hands, signals in detector.vectors:
        assert detector.detect(content, given=hands) == signals


@every
def test_its_vectors_show_every_kind_that_it_makes_and_nothing_else(detector: Detector) -> None:
    shown = {signal.kind for _, _, signals in detector.vectors for signal in signals}
    assert shown == detector.makes


@every
def test_the_same_content_gives_the_same_signals(detector: Detector) -> None:
    content, hands, _ = detector.vectors[0]
    assert detector.detect(content, given=hands) == detector.detect(content, given=hands)


@every
def test_its_manifest_is_true(detector: Detector) -> None:
    manifest = detector.manifest
    assert isinstance(manifest, Manifest)
    assert DETECTORS[manifest.name] is detector
    assert manifest.title
    assert manifest.about.endswith(".")
    assert detector.makes
    assert detector.reads in Facet


@every
def test_it_reads_the_side_it_says_and_no_other(detector: Detector) -> None:
    for content, hands, signals in detector.vectors:
        sides = {Facet.BYTES: "data", Facet.FRAMES: "frames", Facet.PASSAGES: "passages"}
        alone = Content(id=content.id, kind=content.kind, data=b"")
        object.__setattr__(alone, sides[detector.reads], getattr(content, sides[detector.reads]))
        assert detector.detect(alone, given=hands) == signals


@every
def test_a_lists_value_becomes_canonical_or_is_refused(detector: Detector) -> None:
    assert {kind for kind, _, _ in detector.canonical_examples} == detector.makes
    for kind, value, form in detector.canonical_examples:
        if form is None:
            with pytest.raises(BadInput):
                detector.canonical(kind, value)
        else:
            assert detector.canonical(kind, value) == form


@every
def test_its_examples_have_both_signs_for_every_kind(detector: Detector) -> None:
    for kind in detector.makes:
        forms = [form for made, _, form in detector.canonical_examples if made == kind]
        assert any(form is None for form in forms)
        assert any(form is not None for form in forms)


@every
def test_what_is_canonical_stays_as_it_is(detector: Detector) -> None:
    forms = {(kind, form) for kind, _, form in detector.canonical_examples if form is not None}
    measured = {(each.kind, each.value) for _, _, signals in detector.vectors for each in signals}
    for kind, form in forms | measured:
        assert detector.canonical(kind, form) == form


@every
def test_another_kind_of_value_is_refused(detector: Detector) -> None:
    with pytest.raises(BadInput):
        detector.canonical("zz-kind", "zz-value")


@every
def test_detectors_that_make_one_kind_agree_on_its_form(detector: Detector) -> None:
    assert detector.makes <= signal_kinds()
    for kind, value, form in detector.canonical_examples:
        if form is not None:
            assert canonical(kind, value) == form


@pytest.mark.slow
@every
@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_content_gives_signals_or_bad_input(detector: Detector, data: st.DataObject) -> None:
    content, hands = data.draw(CONTENTS), data.draw(GIVENS)
    try:
        signals = detector.detect(content, given=hands)
    except BadInput:
        return
    assert all(isinstance(signal, Signal) for signal in signals)
    assert {signal.kind for signal in signals} <= detector.makes
    assert {signal.detector for signal in signals} <= {detector.manifest.name}


@pytest.mark.slow
@every
@given(value=st.text(max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_value_becomes_canonical_once_or_is_refused(detector: Detector, value: str) -> None:
    for kind in detector.makes:
        try:
            form = detector.canonical(kind, value)
        except BadInput:
            continue
        assert detector.canonical(kind, form) == form


@every
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_where_any_digits_are_a_value_they_are_taken_in_lower_case(
    detector: Detector, data: st.DataObject
) -> None:
    if not isinstance(detector, OfDigits):
        assert not set(digits_of_kinds()) & detector.makes
        return
    digits = st.text(alphabet="0123456789abcdefABCDEF", min_size=detector.digits, max_size=detector.digits)
    value = data.draw(digits)
    for kind in detector.makes:
        assert digits_of_kinds()[kind] == detector.digits
        assert detector.canonical(kind, value) == value.lower()

"""Every kind: good examples are read, bad ones refused or gapped, and any bytes give Content or BadInput."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.intake import all_kinds, recognise
from lapwing.intake.port import Kind
from lapwing.model.content import Content, Facet, Grain, Limits, Why
from lapwing.model.errors import BadInput

KINDS = dict(all_kinds())
LIMITS = Limits(pixels=1_000_000, frames=3, characters=1000)
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


def check(content: Content, kind: Kind, data: bytes) -> None:
    """Hold content to what the port and the records promise."""
    assert content.id == ""
    assert (content.kind, content.data) == (kind.manifest.name, data)
    assert all(gap.who == kind.manifest.name and gap.detail.isprintable() for gap in content.gaps)
    assert sum(frame.layer == "shown" for frame in content.frames) <= LIMITS.frames
    for frame in content.frames:
        assert frame.luma.ndim == 2
        assert frame.full_rows * frame.full_columns <= LIMITS.pixels
        assert float(frame.luma.min()) >= 0
        assert float(frame.luma.max()) < 255.01
        if frame.exact:
            assert frame.luma.shape == (frame.full_rows, frame.full_columns)
    for passage in content.passages:
        assert len(passage.text) <= LIMITS.characters
        assert passage.text.encode().decode() == passage.text


@every_kind
def test_it_says_what_it_is(kind: Kind) -> None:
    assert kind.manifest.title
    assert kind.manifest.about
    assert kind.formats
    assert kind.good
    assert kind.bad
    assert Facet.BYTES not in kind.fills


@every_kind
@pytest.mark.parametrize("grain", Grain)
def test_good_examples_are_read_without_a_gap_unless_nothing_looks_inside(kind: Kind, grain: Grain) -> None:
    for example in kind.good:
        content = kind.read(example, limits=LIMITS, grain=grain)
        check(content, kind, example)
        assert [gap.why for gap in content.gaps] == ([] if kind.fills else [Why.NOT_LOOKED_AT])
        assert bool(content.frames) is (Facet.FRAMES in kind.fills)
        assert bool(content.passages) is (Facet.PASSAGES in kind.fills)


@every_kind
@pytest.mark.parametrize("grain", Grain)
def test_bad_examples_are_refused_or_leave_a_gap(kind: Kind, grain: Grain) -> None:
    for example in kind.bad:
        try:
            content = kind.read(example, limits=LIMITS, grain=grain)
        except BadInput:
            continue
        assert content.gaps


@every_kind
def test_the_same_bytes_are_read_the_same_way(kind: Kind) -> None:
    for example in kind.good:
        first, second = (kind.read(example, limits=LIMITS, grain=Grain.SCALED) for _ in range(2))
        assert (first.facts, first.passages, first.gaps) == (second.facts, second.passages, second.gaps)
        pairs = zip(first.frames, second.frames, strict=True)
        assert all(one.luma.tobytes() == other.luma.tobytes() for one, other in pairs)


def spoiled(kind: Kind) -> st.SearchStrategy[bytes]:
    """Return good examples of *kind* with a stretch of them overwritten, and bytes at random."""
    return st.one_of(
        st.binary(max_size=100),
        st.builds(
            lambda example, at, noise: example[:at] + noise + example[at + len(noise) :],
            st.sampled_from(kind.good),
            st.integers(0, max(map(len, kind.good))),
            st.binary(min_size=1, max_size=8),
        ),
    )


@every_kind
@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(data=st.data(), grain=st.sampled_from(Grain))
def test_any_bytes_give_content_or_a_refusal(kind: Kind, data: st.DataObject, grain: Grain) -> None:
    untrusted = data.draw(spoiled(kind))
    kind.recognises(untrusted)
    try:
        content = kind.read(untrusted, limits=LIMITS, grain=grain)
    except BadInput:
        return
    check(content, kind, untrusted)


def test_no_bytes_are_of_two_kinds() -> None:
    for kind in KINDS.values():
        for example in kind.good:
            assert sum(other.recognises(example) for other in KINDS.values()) <= 1


@given(st.binary(max_size=100))
def test_any_bytes_are_of_some_kind_or_none(data: bytes) -> None:
    assert recognise(data) in {None, *KINDS}

"""The journey of one piece of content, on measurers and matchers made for the test."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from lapwing.flows.screen import Kit, screen
from lapwing.model.content import Gap, Grain, Why, content_id
from lapwing.model.decision import Context, Step
from lapwing.model.lists import Closeness, Matched, Threshold
from lapwing.model.signals import Measured, Signal
from lapwing.policy.basis import NoBasis
from lapwing.policy.decide import all_invariants, canonical_bytes
from tests.policy_material import BOOK, match, surface

TODAY = date(2026, 11, 21)
SCALED = Signal(kind="pdq", value="0" * 64, detector="pdq", exact=False)
EXACT = replace(SCALED, value="1" * 64, exact=True)


@dataclass
class Measurer:
    """Gives what it was made with for each grain, and remembers what it was asked."""

    answers: Mapping[Grain, tuple[tuple[Signal, ...], tuple[Gap, ...]]]
    asked: list[Grain] = field(default_factory=list)

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        self.asked.append(grain)
        signals, gaps = self.answers[grain]
        named = content_id(kind, untrusted_data)
        return Measured(content_id=named, kind=kind, size_bytes=1, signals=signals, gaps=gaps)


@dataclass
class Matcher:
    """Finds every signal near; scaled ones ask to be measured exactly."""

    versions: tuple[tuple[str, int], ...] = (("known", 1),)
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)

    def match(self, signals: Iterable[Signal]) -> Matched:
        given = list(signals)
        found = [replace(match(kind="pdq", closeness=Closeness.NEAR), signal=each) for each in given]
        return Matched(matches=tuple(found), measure_exactly=any(not each.exact for each in given))


def kit(measurer: Measurer) -> Kit:
    return Kit(
        measurer=measurer,
        matcher=Matcher(),
        book=BOOK,
        invariants=all_invariants(),
        engine_version="0",
    )


PLACE = Context(surface=surface())


def test_a_scaled_match_never_settles_a_decision() -> None:
    measurer = Measurer({Grain.SCALED: ((SCALED,), ()), Grain.EXACT: ((EXACT,), ())})
    screened = screen(b"x", kind="image", context=PLACE, kit=kit(measurer), today=TODAY)
    assert measurer.asked == [Grain.SCALED, Grain.EXACT]
    assert [each.signal for each in screened.decision.matches] == [EXACT]


def test_what_only_the_scaled_measurement_found_stays_where_the_exact_one_failed() -> None:
    gap = Gap(who="image", why=Why.TOO_SLOW)
    measurer = Measurer({Grain.SCALED: ((SCALED,), ()), Grain.EXACT: ((), (gap,))})
    screened = screen(b"x", kind="image", context=PLACE, kit=kit(measurer), today=TODAY)
    assert [each.signal for each in screened.decision.matches] == [SCALED]
    assert screened.decision.gaps == (gap,)
    assert screened.decision.step is Step.HOLD


def test_what_is_unclear_in_the_scaled_picture_is_measured_exactly() -> None:
    """A code was seen that the reduced picture does not show sharply enough to read."""
    unclear = Gap(who="qr", why=Why.UNCLEAR)
    measurer = Measurer({Grain.SCALED: ((), (unclear,)), Grain.EXACT: ((), ())})
    screened = screen(b"x", kind="image", context=PLACE, kit=kit(measurer), today=TODAY)
    assert measurer.asked == [Grain.SCALED, Grain.EXACT]
    assert (screened.decision.gaps, screened.decision.step) == ((), Step.ALLOW)


def test_a_surface_may_be_measured_exactly_from_the_start() -> None:
    measurer = Measurer({Grain.EXACT: ((EXACT,), ())})
    finely = replace(kit(measurer), grains={PLACE.surface.name: Grain.EXACT})
    screened = screen(b"x", kind="image", context=PLACE, kit=finely, today=TODAY)
    assert measurer.asked == [Grain.EXACT]
    assert [each.signal for each in screened.decision.matches] == [EXACT]


def test_nothing_near_is_measured_once() -> None:
    measurer = Measurer({Grain.SCALED: ((), ())})
    screened = screen(b"x", kind="image", context=PLACE, kit=kit(measurer), today=TODAY)
    assert (measurer.asked, screened.decision.step) == ([Grain.SCALED], Step.ALLOW)


def test_without_a_basis_nothing_is_even_measured() -> None:
    measurer = Measurer({})
    nowhere = Context(surface=replace(surface(), basis=None))
    with pytest.raises(NoBasis):
        screen(b"x", kind="image", context=nowhere, kit=kit(measurer), today=TODAY)
    assert measurer.asked == []


def test_the_same_content_replays_to_the_same_bytes() -> None:
    decisions = [
        screen(
            b"x",
            kind="image",
            context=PLACE,
            kit=kit(Measurer({Grain.SCALED: ((SCALED,), ()), Grain.EXACT: ((EXACT,), ())})),
            today=TODAY,
        ).decision
        for _ in range(2)
    ]
    assert canonical_bytes(decisions[0]) == canonical_bytes(decisions[1])

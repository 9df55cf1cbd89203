"""What needs a decoder goes to the pool; everything else is measured in this process."""

from dataclasses import dataclass, field

import pytest

from lapwing.intake import all_kinds
from lapwing.model.content import Grain, Limits, Why
from lapwing.model.signals import Measured
from lapwing.service.sandbox.front import Front
from lapwing.signals.port import Given
from tests.sandbox_material import Echo, Length


@dataclass
class Recorder:
    """A Measurer that notes what it was asked."""

    asked: list[tuple[bytes, str, Grain]] = field(default_factory=list)

    def measure(self, untrusted_data: bytes, *, kind: str, grain: Grain = Grain.SCALED) -> Measured:
        self.asked.append((untrusted_data, kind, grain))
        return ANSWER


ANSWER = Measured(content_id="c-0", kind="image", size_bytes=0, signals=(), gaps=())  # type: ignore[arg-type]  # any id will do


def front(recorder: Recorder) -> Front:
    return Front(
        confined=recorder,
        kinds=all_kinds(),
        detectors={"echo": Echo(), "length": Length()},
        given=Given(),
        limits=Limits(),
    )


@pytest.mark.parametrize("grain", Grain)
def test_pictures_go_to_the_pool(grain: Grain) -> None:
    recorder = Recorder()
    assert front(recorder).measure(b"x", kind="image", grain=grain) is ANSWER
    assert recorder.asked == [(b"x", "image", grain)]


@pytest.mark.parametrize("kind", ["text", "url", "name", "query"])
def test_texts_do_not(kind: str) -> None:
    recorder = Recorder()
    measured = front(recorder).measure(b"good morning", kind=kind)
    assert [signal.value for signal in measured.signals] == ["good morning", "12"]
    assert recorder.asked == []


def test_what_no_kind_reads_has_its_digests_and_a_gap() -> None:
    recorder = Recorder()
    measured = front(recorder).measure(b"xyz", kind="unknown")
    assert [signal.value for signal in measured.signals] == ["3"]
    assert [gap.why for gap in measured.gaps] == [Why.UNREADABLE]
    assert recorder.asked == []

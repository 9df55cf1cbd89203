"""A well-formed answer is believed only if a sound worker could have given it."""

# ruff: noqa: ARG002 - a fake is called with all that its port promises, and needs little of it

from collections.abc import Mapping
from dataclasses import replace

import pytest

from lapwing.model.content import ContentId, Facet, Gap, Why
from lapwing.model.errors import BadInput
from lapwing.model.signals import Measured, Signal, Where
from lapwing.service.sandbox.beliefs import LONGEST_NOTE, MOST_FACTS, check
from lapwing.service.sandbox.messages import NAMELESS, Odd
from lapwing.signals.port import Detector
from tests.sandbox_material import Echo, Length


class Lower(Echo):
    """An Echo whose values are lower-case letters."""

    def canonical(self, kind: str, value: str) -> str:
        if not value.isalpha():
            raise BadInput
        return value.lower()


DETECTORS: Mapping[str, Detector] = {"echo": Lower(), "length": Length()}
assert DETECTORS["length"].reads is Facet.BYTES

OWN = Measured(content_id=ContentId("c-1"), kind="obedient", size_bytes=4, signals=(), gaps=())
NOTE = Signal(kind="note", value="abc", detector="echo")
GOOD = replace(
    OWN,
    content_id=NAMELESS,
    signals=(NOTE,),
    gaps=(Gap(who="echo", why=Why.FAILED),),
    facts=(("size", "4x4"),),
)


def test_a_sound_answer_is_believed() -> None:
    check(GOOD, own=OWN, detectors=DETECTORS)


def with_signal(**changes: object) -> Measured:
    return replace(GOOD, signals=(replace(NOTE, **changes),))  # type: ignore[arg-type]  # the point is any field


@pytest.mark.parametrize(
    "odd",
    [
        replace(GOOD, content_id=ContentId("c-2")),
        replace(GOOD, kind="text"),
        replace(GOOD, size_bytes=5),
        with_signal(detector="nobody"),
        with_signal(detector="length", kind="length"),
        with_signal(kind="pdq"),
        with_signal(value="ABC"),
        with_signal(value="a1"),
        with_signal(quality=101),
        with_signal(quality=-1),
        with_signal(where=Where(box=(0, 0, 1001, 5))),
        with_signal(where=Where(box=(5, 0, 4, 5))),
        with_signal(where=Where(frame=-1)),
        with_signal(where=Where(start=2, end=1)),
        replace(GOOD, gaps=(Gap(who="nobody", why=Why.FAILED),)),
        replace(GOOD, gaps=(Gap(who="echo", why=Why.FAILED, detail="x" * (LONGEST_NOTE + 1)),)),
        replace(GOOD, gaps=(Gap(who="echo", why=Why.FAILED, detail="\x1b[2J"),)),
        replace(GOOD, facts=(("size", "\n"),)),
        replace(GOOD, facts=(("a", "b"),) * (MOST_FACTS + 1)),
    ],
)
def test_an_odd_answer_is_not_believed(odd: Measured) -> None:
    with pytest.raises(Odd):
        check(odd, own=OWN, detectors=DETECTORS)


def test_edges_are_believed() -> None:
    place = Where(box=(0, 0, 1000, 1000), start=3, end=3)
    check(with_signal(quality=100, where=place), own=OWN, detectors=DETECTORS)
    check(replace(GOOD, facts=(("a", "x" * LONGEST_NOTE),) * MOST_FACTS), own=OWN, detectors=DETECTORS)

"""In every works a write that was overtaken is written down no earlier than what overtook it."""

from dataclasses import replace
from datetime import timedelta

from tests.spine_material import NOW
from tests.works_material import Kept, act

SECOND = timedelta(seconds=1)


def test_a_line_follows_the_last_one_in_time_too(kept: Kept) -> None:
    for at in (NOW, NOW - SECOND, NOW + SECOND, NOW - timedelta(hours=1)):
        kept.works.run(lambda work, at=at: work.record(replace(act(), at=at)))  # type: ignore[misc]  # its default
    times = [line.at for line in kept.lines()]
    # The last one is no overlap: a clock was set back, and that stays to be seen.
    assert times == [NOW, NOW, NOW + SECOND, NOW - timedelta(hours=1)]

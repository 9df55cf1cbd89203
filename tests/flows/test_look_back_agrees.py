"""Looking back after a list grew comes to what screening anew with the same fingerprints comes to."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lapwing.flows.remember import measured_again
from lapwing.model.decision import gravity
from lapwing.model.lists import Entry
from lapwing.model.signals import Signal
from tests.lists_material import at_distance, entry, plain_list, signal
from tests.look_back_material import digest, harbour, let_in, looked_back, looks, screened_by

VALUES = st.sampled_from([f"{number:02x}" * 32 for number in range(1, 5)])
DISTANCES = st.sampled_from((0, 1, 30, 31, 32, 36, 64))
CONTENTS = st.lists(
    st.lists(
        VALUES.map(digest)
        | VALUES.map(lambda value: signal("md5", value[:32]))
        | st.builds(
            lambda bits, quality: looks(at_distance(bits), quality=quality), DISTANCES, st.integers(0, 100)
        ),
        min_size=1,
        max_size=4,
        unique=True,
    ),
    min_size=1,
    max_size=5,
)
ENTRIES = st.lists(
    st.builds(lambda value: entry(f"s-{value[:2]}", "sha256", value), VALUES)
    | st.builds(lambda value: entry(f"m-{value[:2]}", "md5", value[:32]), VALUES)
    | st.builds(lambda bits: entry(f"p-{bits}", "pdq", at_distance(bits)), DISTANCES),
    min_size=1,
    max_size=4,
    unique_by=lambda each: each.id,
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(contents=CONTENTS, entries=ENTRIES, most=st.integers(1, 4))
def test_it_is_as_if_it_were_screened_now(
    contents: list[list[Signal]], entries: list[Entry], most: int
) -> None:
    here, grown = harbour(), plain_list(*entries, number=2)
    let = [
        let_in(here, *signals, data=bytes([number]), account=None) for number, signals in enumerate(contents)
    ]
    known = {
        each.content_id: measured_again(each)
        for each in here.works.run(lambda work: work.memory.after(None, most=99))
    }
    looked_back(here, grown, most=most)
    for admitted in let:
        anew = screened_by(known[admitted.item.content_id], grown).decision
        item = here.works.run(lambda work, of=admitted: work.items.get(of.item.id))  # type: ignore[misc]  # a default is how a loop's value is kept
        assert item.step is anew.step
        if gravity(anew.step):
            assert here.works.run(lambda work, of=item: work.decisions.of_item(of.id))[0].decision == anew  # type: ignore[misc]  # the same

"""Many contents compared with one list at a time come to what each comes to by itself."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.leads import leads
from lapwing.lists.matching import Lookup
from lapwing.model.lists import Threshold
from lapwing.model.signals import Signal
from tests.lists_material import REFERENCE, at_distance, entry, plain_list, signal

DIGESTS = ("aa" * 32, "bb" * 32)
BITS = (0, 1, 31, 32, 35, 36, 80)
LISTED = plain_list(
    entry("looks", "pdq", at_distance(0)),
    entry("digest", "sha256", DIGESTS[0]),
    entry("weak", "md5", "aa" * 16),
)
SIGNALS = st.lists(
    st.one_of(
        st.sampled_from(DIGESTS).map(lambda value: signal("sha256", value)),
        st.just(signal("url", "harbour.example/")),
        st.builds(
            lambda bits, quality, exact: signal("pdq", at_distance(bits), quality=quality, exact=exact),
            st.sampled_from(BITS),
            st.sampled_from((None, 0, 49, 50, 100)),
            st.booleans(),
        ),
    ),
    max_size=4,
)


@pytest.mark.slow
@given(contents=st.lists(SIGNALS, max_size=5), near_bits=st.sampled_from((0, 31, 64)))
def test_what_leads_is_what_the_list_has_something_to_say_about(
    contents: list[list[Signal]], near_bits: int
) -> None:
    listed = plain_list(
        *LISTED.all_entries, info=replace(REFERENCE, threshold=Threshold(near_bits=near_bits))
    )
    lookup = Lookup([listed])
    by_itself = [lookup.match(each) for each in contents]
    expected = tuple(place for place, each in enumerate(by_itself) if each.matches or each.measure_exactly)
    assert leads(listed, contents) == expected


def test_a_list_that_does_not_serve_leads_to_nothing() -> None:
    lookup = Lookup([LISTED])
    contents = [[signal("sha256", DIGESTS[0])], []]
    assert lookup.leads(REFERENCE.name, contents) == (0,)
    assert lookup.leads("another", contents) == ()
    assert lookup.leads(REFERENCE.name, []) == ()


def test_an_entry_that_is_retired_leads_to_nothing() -> None:
    gone = plain_list(entry("digest", "sha256", DIGESTS[0], retired_on=date(2026, 1, 1)))
    assert leads(gone, [[signal("sha256", DIGESTS[0])]]) == ()

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.lists.matching import MOST_MATCHES, Lookup
from lapwing.model.content import Why
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.model.lists import Closeness, ListClass, ListInfo, Matched, Threshold
from lapwing.model.ports import Matcher
from lapwing.model.signals import Region, Signal, Turn, Where
from tests.lists_material import REFERENCE, PlainList, at_distance, code, entry, ids, plain_list, signal

MD5 = "0123456789abcdef0123456789abcdef"
ZERO = code()
PANEL = Where(region=Region.PANEL)
REVIEWED = replace(
    REFERENCE,
    threshold=Threshold(
        exact_bits=4,
        why="measured",
        signed_by="lead",
        signed_on=date(2026, 1, 31),
        precision=0.999,
        sample_size=1_000,
    ),
)


def match(signals: list[Signal], *lists: PlainList) -> Matched:
    return Lookup(lists).match(signals)


def test_a_lookup_is_a_matcher() -> None:
    lookup = Lookup([plain_list(number=3)])
    assert isinstance(lookup, Matcher)
    assert lookup.versions == (("harbour", 3),)
    assert lookup.thresholds == {"harbour": REFERENCE.threshold}


@pytest.mark.parametrize(
    ("kind", "closeness"), [("md5", Closeness.WEAK), ("sha256", Closeness.EXACT), ("term", Closeness.EXACT)]
)
def test_an_equal_value_matches_with_all_that_a_decision_needs(kind: str, closeness: Closeness) -> None:
    listed = plain_list(entry("a", kind, MD5, item="i", note="n"), number=7)
    (found,) = match([signal(kind, MD5)], listed).matches
    assert (found.closeness, found.distance_bits) == (closeness, 0)
    assert (found.entry.list_version, found.entry.item, found.entry.note) == (7, "i", "n")


def test_another_kind_of_the_same_value_does_not_match() -> None:
    assert match([signal("sha1", MD5)], plain_list(entry("a", "md5", MD5))) == Matched(matches=())


def test_a_retired_entry_never_matches() -> None:
    retired = date(2026, 1, 31)
    listed = plain_list(
        entry("a", "md5", MD5, retired_on=retired),
        entry("b", "pdq", ZERO, retired_on=retired),
        entry("c", "url", "u"),
    )
    assert not match([signal("md5", MD5), signal("pdq", ZERO)], listed).matches


@pytest.mark.parametrize(("bits", "matches"), [(0, 1), (31, 1), (32, 0)])
def test_a_fingerprint_matches_up_to_the_lists_distance(bits: int, matches: int) -> None:
    found = match([signal("pdq", at_distance(bits))], plain_list(entry("a", "pdq", ZERO))).matches
    assert [each.distance_bits for each in found] == [bits] * matches


@pytest.mark.parametrize(
    ("bits", "closeness"), [(0, Closeness.EXACT), (4, Closeness.EXACT), (5, Closeness.NEAR)]
)
def test_as_near_as_reviewed_is_exact(bits: int, closeness: Closeness) -> None:
    listed = plain_list(entry("a", "pdq", ZERO), info=REVIEWED)
    (found,) = match([signal("pdq", at_distance(bits), quality=100)], listed).matches
    assert (found.closeness, found.exact_bits, found.near_bits) == (closeness, 4, 31)


UNCARRIED = replace(REFERENCE, threshold=replace(REVIEWED.threshold, precision=None))


@pytest.mark.parametrize("info", [REFERENCE, UNCARRIED], ids=["no review", "a review without figures"])
@pytest.mark.parametrize(("bits", "closeness"), [(0, Closeness.WEAK), (1, Closeness.NEAR)])
def test_without_a_review_that_carries_it_the_same_fingerprint_of_looks_is_a_lead(
    info: ListInfo, bits: int, closeness: Closeness
) -> None:
    listed = plain_list(entry("a", "pdq", ZERO), info=info)
    (found,) = match([signal("pdq", at_distance(bits), quality=100)], listed).matches
    assert (found.closeness, found.distance_bits, found.exact_bits) == (closeness, bits, None)


@pytest.mark.parametrize("info", [REFERENCE, REVIEWED], ids=["no review", "reviewed"])
@pytest.mark.parametrize(
    "not_plain",
    [{"exact": False}, {"where": Where(turn=Turn.TURNED_90)}, {"where": PANEL}, {"quality": 10}],
    ids=["scaled", "turned", "cut out", "flat"],
)
def test_what_is_not_plain_is_near_even_at_no_distance(info: ListInfo, not_plain: dict[str, object]) -> None:
    listed = plain_list(entry("a", "pdq", ZERO), info=info)
    (found,) = match([signal("pdq", ZERO, **not_plain)], listed).matches
    assert (found.closeness, found.distance_bits) == (Closeness.NEAR, 0)


@pytest.mark.parametrize(("quality", "matches"), [(50, 1), (49, 0)])
def test_flat_pictures_match_only_their_equals_and_leave_no_gap(quality: int, matches: int) -> None:
    listed = plain_list(entry("a", "pdq", ZERO))
    found = match([signal("pdq", at_distance(1), quality=quality)], listed)
    assert len(found.matches) == matches
    assert not found.gaps
    assert len(match([signal("pdq", ZERO, quality=quality)], listed).matches) == 1


@pytest.mark.parametrize(
    ("bits", "again", "matches"), [(0, True, 1), (27, True, 1), (31, True, 1), (35, True, 0), (36, False, 0)]
)
def test_a_scaled_signal_in_reach_asks_for_exact_measurement(bits: int, matches: int, *, again: bool) -> None:
    found = match([signal("pdq", at_distance(bits), exact=False)], plain_list(entry("a", "pdq", ZERO)))
    assert found.measure_exactly is again
    assert len(found.matches) == matches


@pytest.mark.parametrize(("bits", "again"), [(0, True), (4, True), (5, False)])
def test_a_flat_scaled_signal_asks_only_where_it_could_be_equal(bits: int, *, again: bool) -> None:
    found = match(
        [signal("pdq", at_distance(bits), exact=False, quality=0)], plain_list(entry("a", "pdq", ZERO))
    )
    assert found.measure_exactly is again


def test_what_was_measured_exactly_is_settled() -> None:
    assert not match([signal("pdq", at_distance(31))], plain_list(entry("a", "pdq", ZERO))).measure_exactly


def test_an_item_has_its_nearest_match_of_a_kind() -> None:
    listed = plain_list(
        entry("a", "pdq", at_distance(20), item="i"),
        entry("b", "pdq", at_distance(10), item="i"),
        entry("c", "pdq", at_distance(15), item="other"),
        entry("d", "md5", MD5, item="i"),
    )
    found = match([signal("pdq", at_distance(5)), signal("md5", MD5)], listed).matches
    assert [(each.entry.entry_id, each.distance_bits) for each in found] == [("d", 0), ("b", 5), ("c", 10)]


def test_a_firm_match_is_not_hidden_by_a_nearer_one_of_a_turned_picture() -> None:
    listed = plain_list(entry("a", "pdq", ZERO), info=REVIEWED)
    turned = signal("pdq", at_distance(1), where=Where(turn=Turn.MIRRORED), quality=100)
    upright = signal("pdq", at_distance(3), quality=100)
    (found,) = match([turned, upright], listed).matches
    assert (found.closeness, found.distance_bits, found.signal) == (Closeness.EXACT, 3, upright)


def test_every_entry_that_is_the_same_is_given() -> None:
    listed = plain_list(*(entry(each, "sha256", ZERO, item="i") for each in "ab"), entry("c", "pdq", ZERO))
    assert ids(match([signal("sha256", ZERO), signal("pdq", ZERO)], listed).matches) == ["a", "b", "c"]


def test_of_equal_signals_the_plainest_explains_the_match() -> None:
    listed = plain_list(entry("a", "pdq", ZERO), entry("t", "term", "zz-term-0017"))
    early, late = (signal("term", "zz-term-0017", where=Where(start=at, end=at + 12)) for at in (3, 90))
    upright, panel = signal("pdq", ZERO), signal("pdq", ZERO, where=PANEL)
    found = match([late, panel, upright, early], listed).matches
    assert [each.signal for each in found] == [early, upright]


@pytest.mark.slow
@given(st.permutations(range(8)))
def test_the_order_of_signals_and_lists_changes_nothing(order: list[int]) -> None:
    lists = [
        plain_list(
            *(entry(f"{n}", "pdq", at_distance(n)) for n in range(4)), info=replace(REFERENCE, name=name)
        )
        for name in ("b", "a")
    ]
    signals = [signal("pdq", at_distance(bits), where=Where(turn=Turn.UPRIGHT)) for bits in (0, 9, 30)]
    signals += [signal("pdq", at_distance(9), where=Where(turn=turn)) for turn in list(Turn)[1:6]]
    found = match([signals[at] for at in order], *(lists if order[0] % 2 else lists[::-1]))
    assert found == match(signals, *lists)
    assert [each.entry.list_name for each in found.matches] == ["a"] * 4 + ["b"] * 4


@pytest.mark.parametrize("listed", [0, MOST_MATCHES, MOST_MATCHES + 1, 3 * MOST_MATCHES])
@pytest.mark.parametrize("kind", ["pdq", "url"])
def test_an_answer_that_is_cut_off_says_so(kind: str, listed: int) -> None:
    values = [at_distance(at % 31) if kind == "pdq" else f"u{at}" for at in range(listed)]
    given_signals = [signal(kind, ZERO)] if kind == "pdq" else [signal(kind, value) for value in values]
    more = entry("x", "md5", MD5)
    entries = [entry(f"e{at:03}", kind, value) for at, value in enumerate(values)]
    found = match(given_signals, plain_list(*entries, more))
    assert len(found.matches) == min(listed, MOST_MATCHES)
    distances = [each.distance_bits for each in found.matches]
    assert distances == sorted(distances)
    assert [(gap.who, gap.why) for gap in found.gaps] == [("harbour", Why.NOT_WHOLE)] * (
        listed > MOST_MATCHES
    )


def test_a_crowd_in_one_list_does_not_push_out_another() -> None:
    crowd = plain_list(
        *(entry(f"{at:03}", "pdq", ZERO) for at in range(99)),
        info=replace(REFERENCE, name="a-crowd", list_class=ListClass.ALLOW),
    )
    found = match([signal("pdq", at_distance(31))], crowd, plain_list(entry("only", "pdq", ZERO)))
    assert ids(found.matches)[-1] == "only"


def test_with_nothing_to_compare_with_the_answer_is_unknown() -> None:
    allowed = plain_list(entry("a", "md5", MD5), info=replace(REFERENCE, list_class=ListClass.ALLOW))
    for lists in ([], [plain_list()], [allowed]):
        (gap,) = match([], *lists).gaps
        assert gap.why is Why.NO_LIST


def test_a_list_of_another_kind_is_something_to_compare_with() -> None:
    assert not match([signal("pdq", ZERO)], plain_list(entry("a", "term", "zz-term-0017"))).gaps


def test_no_signals_have_no_matches() -> None:
    assert match([], plain_list(entry("a", "pdq", ZERO))) == Matched(matches=())


@pytest.mark.parametrize("value", ["", "00", "zz" * 32, "00" * 33])
def test_a_malformed_fingerprint_is_refused_and_not_passed_over(value: str) -> None:
    with pytest.raises(BadInput):
        match([signal("pdq", value)], plain_list(entry("a", "pdq", ZERO)))


def test_an_index_that_knows_more_than_the_entries_is_damage() -> None:
    class Torn(PlainList):
        def value_of(self, kind: str, row: int) -> str:
            return super().value_of(kind, row)[::-1] + "0"

    torn = Torn(REFERENCE, 1, (entry("a", "pdq", at_distance(1)),))
    with pytest.raises(IntegrityLost):
        match([signal("pdq", ZERO)], torn)


def test_terms_of_all_lists_are_one_vocabulary() -> None:
    lists = [
        plain_list(
            entry("a", "term", "zz-2"), entry("b", "term", "zz-1"), info=replace(REFERENCE, name="one")
        ),
        plain_list(entry("a", "term", "zz-2"), entry("b", "md5", MD5)),
    ]
    assert Lookup(lists).term_keys == ("zz-1", "zz-2")

from dataclasses import replace
from datetime import date

import pytest

from lapwing.lists.info import BadList, check_info
from lapwing.model.lists import ListClass, ListInfo, Threshold, Tier

INFO = ListInfo(name="a-1", title="T", source="s", list_class=ListClass.OWN, tier=Tier.REVIEWED)
REVIEWED = Threshold(
    exact_bits=2,
    why="measured",
    signed_by="lead",
    signed_on=date(2026, 1, 31),
    precision=0.99,
    sample_size=300,
)


@pytest.mark.parametrize("name", ["a", "0", "a" * 64, "a-b"])
def test_a_good_name_is_taken(name: str) -> None:
    check_info(replace(INFO, name=name))


@pytest.mark.parametrize("name", ["", "A", "a_b", "-a", "a-", "a" * 65, "..", "a/b", "a\n", "\u00e9", ".a"])
def test_a_name_that_could_be_no_folder_is_refused(name: str) -> None:
    with pytest.raises(BadList):
        check_info(replace(INFO, name=name))


@pytest.mark.parametrize(
    "bad",
    [
        replace(INFO, title=" "),
        replace(INFO, source=""),
        replace(INFO, licence="a\x1b"),
        replace(INFO, jurisdiction="gb"),
        replace(INFO, jurisdiction=""),
    ],
)
def test_a_field_out_of_its_range_is_refused(bad: ListInfo) -> None:
    with pytest.raises(BadList):
        check_info(bad)


@pytest.mark.parametrize(
    "threshold",
    [
        Threshold(near_bits=0),
        Threshold(near_bits=64),
        REVIEWED,
        replace(REVIEWED, exact_bits=0),
        replace(REVIEWED, exact_bits=10),
        replace(REVIEWED, exact_bits=10, near_bits=10),
        Threshold(least_quality=0),
        Threshold(precision=0.5, sample_size=1),
        Threshold(least_quality=100, precision=1.0, recall=0.0),
    ],
)
def test_a_threshold_at_its_edge_is_taken(threshold: Threshold) -> None:
    check_info(replace(INFO, threshold=threshold))


@pytest.mark.parametrize(
    "threshold",
    [
        Threshold(near_bits=-1),
        Threshold(near_bits=65),
        replace(REVIEWED, exact_bits=-1),
        replace(REVIEWED, exact_bits=10, near_bits=9),
        Threshold(sample_size=0),
        Threshold(least_quality=-1),
        Threshold(least_quality=101),
        Threshold(precision=1.01),
        Threshold(recall=-0.01),
    ],
)
def test_a_threshold_beyond_its_edge_is_refused(threshold: Threshold) -> None:
    with pytest.raises(BadList):
        check_info(replace(INFO, threshold=threshold))


@pytest.mark.parametrize(
    ("threshold", "says"),
    [
        (Threshold(exact_bits=0), "it has to say why, who signed it and when; it needs a measured precision"),
        (replace(REVIEWED, exact_bits=11), "11 bits cannot count as the same: over 10 bits away"),
        (replace(REVIEWED, exact_bits=31), "a picture has been altered, and a person has to decide"),
        (replace(REVIEWED, signed_by=" "), "who signed it"),
        (replace(REVIEWED, why=""), "say why"),
        (replace(REVIEWED, signed_on=None), "and when"),
        (replace(REVIEWED, precision=None), "a measured precision of at least 0.99"),
        (replace(REVIEWED, precision=0.989), "a measured precision of at least 0.99"),
        (replace(REVIEWED, sample_size=None), "a sample of at least 300 matches"),
        (replace(REVIEWED, sample_size=299), "a sample of at least 300 matches"),
    ],
)
def test_what_counts_as_the_same_has_to_be_carried_by_a_review(threshold: Threshold, says: str) -> None:
    with pytest.raises(BadList) as refused:
        check_info(replace(INFO, threshold=threshold))
    assert says in str(refused.value)

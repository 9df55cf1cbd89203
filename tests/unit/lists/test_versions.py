import pytest

from lapwing.lists.versions import Count, shrinkage


def counts(**active: int) -> dict[str, Count]:
    return {kind: Count(active=number, retired=0) for kind, number in active.items()}


@pytest.mark.parametrize(
    ("before", "after", "waits"),
    [(100, 100, False), (100, 90, False), (100, 89, True), (10, 9, False), (9, 8, True), (100, 200, False)],
)
def test_over_a_tenth_fewer_waits_and_a_tenth_does_not(before: int, after: int, *, waits: bool) -> None:
    assert bool(shrinkage(counts(md5=before), counts(md5=after))) is waits


def test_one_kind_that_shrinks_is_enough() -> None:
    assert shrinkage(counts(md5=1000, pdq=10), counts(md5=2000, pdq=8)) == (
        "pdq: 8 active entries where 10 are serving",
    )


def test_a_kind_that_vanishes_waits() -> None:
    assert len(shrinkage(counts(md5=1000, pdq=1), counts(md5=1000))) == 1


def test_retiring_is_shrinking_too() -> None:
    retired = {"md5": Count(active=89, retired=11)}
    assert len(shrinkage(counts(md5=100), retired)) == 2


def test_a_kind_without_active_entries_cannot_shrink() -> None:
    assert shrinkage({"md5": Count(active=0, retired=5)}, {}) == ()

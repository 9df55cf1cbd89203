import pytest

from lapwing.lists.versions import Count, losses


def counts(**active: int) -> dict[str, Count]:
    return {kind: Count(active=number, retired=0) for kind, number in active.items()}


def shrinkage(before: dict[str, Count], after: dict[str, Count]) -> tuple[str, ...]:
    return losses(before, after, lost={})


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


@pytest.mark.parametrize(("gone", "waits"), [(0, False), (10, False), (11, True), (100, True)])
def test_over_a_tenth_replaced_waits_however_many_are_new(gone: int, *, waits: bool) -> None:
    assert bool(losses(counts(md5=100), counts(md5=500), lost={"md5": gone})) is waits


def test_what_is_replaced_is_told_by_kind_and_in_all() -> None:
    assert losses(counts(md5=1000, pdq=10), counts(md5=1000, pdq=10), lost={"pdq": 2}) == (
        "pdq: 2 of the 10 entries that are serving are not in it",
    )
    assert losses(counts(md5=10, pdq=10), counts(md5=10, pdq=10), lost={"pdq": 1, "md5": 2}) == (
        "all kinds together: 3 of the 20 entries that are serving are not in it",
        "md5: 2 of the 10 entries that are serving are not in it",
    )


def test_what_shrinks_is_told_once() -> None:
    assert len(losses(counts(md5=10), counts(md5=5), lost={"md5": 5})) == 2

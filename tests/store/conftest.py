"""The databases of the store's tests, and everything that keeps works."""

from collections.abc import Sequence

import pytest

from lapwing.evidence.ledger import Line, read
from lapwing.model.works import Works
from lapwing.service.store.memory import MemoryWorks
from tests.django_world import BOTH, database, postgres, postgres_url, sqlite, sqlite_template
from tests.works_material import Kept

__all__ = ["database", "postgres", "postgres_url", "sqlite", "sqlite_template"]


def kept_in_database() -> Kept:
    from lapwing.service.store.records.models import LineRow  # noqa: PLC0415  # after Django is made ready
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # the same

    def lines() -> Sequence[Line]:
        return [
            read(text.encode()) for text in LineRow.objects.order_by("number").values_list("text", flat=True)
        ]

    return Kept(works=DjangoWorks(), lines=lines)


@pytest.fixture(params=["memory", *BOTH])
def kept(request: pytest.FixtureRequest) -> Kept:
    """Give works with nothing in them, of every kind in turn."""
    if request.param == "memory":
        works = MemoryWorks()
        return Kept(works=works, lines=lambda: works.lines)
    request.getfixturevalue(request.param)
    return kept_in_database()


@pytest.fixture
def works(kept: Kept) -> Works:
    """Give works with nothing in them, of every kind in turn."""
    return kept.works

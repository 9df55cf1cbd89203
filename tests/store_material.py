"""Works in the default database, and threads that let go of it."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

from lapwing.evidence.ledger import Line, read
from tests.works_material import Kept

T = TypeVar("T")


def kept_in_database() -> Kept:
    from lapwing.service.store.records.models import LineRow  # noqa: PLC0415  # after Django is made ready
    from lapwing.service.store.records.works import DjangoWorks  # noqa: PLC0415  # the same

    def lines() -> Sequence[Line]:
        texts = LineRow.objects.order_by("number").values_list("text", flat=True)
        return [read(text.encode()) for text in texts]

    return Kept(works=DjangoWorks(), lines=lines)


def closing(ask: Callable[[], T]) -> T:
    """Return what is asked for, and let go of this thread's connection."""
    try:
        return ask()
    finally:
        connections["default"].close()


def on_another_thread(ask: Callable[[], T]) -> T:
    """Return what is asked for from a thread with a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: closing(ask)).result(30)

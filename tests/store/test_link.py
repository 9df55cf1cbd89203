"""The writers' connection is closed when nobody has it any more, wherever that is noticed."""

import asyncio
import gc

import pytest
from django.db import connections

from lapwing.service.store.records.link import Link
from tests.django_world import Database

MORE_THAN_THE_POOL_HAS = 24


def test_it_is_closed_where_an_event_loop_runs(database: Database) -> None:
    assert database.kind
    link = Link("default")
    with link.lent():
        connections["default"].ensure_connection()
        lent = connections["default"]
        opened = lent.connection
    assert connections["default"] is not lent

    async def noticed() -> None:
        nonlocal link
        del link
        gc.collect()

    asyncio.run(noticed())
    with pytest.raises(Exception, match="closed"):
        opened.execute("SELECT 1")


def test_many_come_and_go(database: Database) -> None:
    assert database.kind
    for _ in range(MORE_THAN_THE_POOL_HAS):
        with Link("default").lent(), connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
        gc.collect()


def test_one_that_was_never_used_has_nothing_to_close(database: Database) -> None:
    assert database.kind
    link = Link("default")
    with link.lent():
        lent = connections["default"]
    del link
    gc.collect()
    assert lent.connection is None

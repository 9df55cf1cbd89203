"""What a database refuses is told as what it is: a disk that is full, a file that is none, or silence."""

import sqlite3
from functools import partial

import pytest
from django.db import DatabaseError, OperationalError, connections

from lapwing.model.errors import IntegrityLost, Unavailable
from lapwing.model.works import Unsure, Work
from lapwing.service.disk import DiskFull
from lapwing.service.store.records.faults import DatabaseDamaged, told
from lapwing.service.store.records.works import DjangoWorks
from tests.django_world import Database
from tests.works_material import account


def refusal(kind: type[DatabaseError], code: int) -> DatabaseError:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorcode = code
    refused = kind()
    refused.__cause__ = cause
    return refused


def write_on(works: DjangoWorks) -> None:
    for number in range(10_000):
        works.run(partial(add, number))


def add(number: int, work: Work) -> None:
    work.accounts.add(account(f"a-{number}"))


def test_a_database_without_room_says_that_the_disk_is_full(sqlite: Database) -> None:
    assert sqlite.kind
    works = DjangoWorks()
    works.run(lambda work: work.accounts.add(account("first")))
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
    # The limit is the connection's, and it opens another one after the first refusal.
    connections["default"].settings_dict["OPTIONS"]["init_command"] += f"PRAGMA max_page_count={pages};"
    try:
        with pytest.raises((DiskFull, Unsure), match="The disk is full"):
            write_on(DjangoWorks())
    finally:
        options = connections["default"].settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].partition("PRAGMA max_page_count")[0]
        connections["default"].close()


def test_each_refusal_is_told_as_what_it_is() -> None:
    assert isinstance(told(refusal(DatabaseError, sqlite3.SQLITE_NOTADB)), DatabaseDamaged)
    assert "is no database" in str(told(refusal(DatabaseError, sqlite3.SQLITE_NOTADB)))
    assert isinstance(told(refusal(DatabaseError, sqlite3.SQLITE_CORRUPT)), IntegrityLost)
    assert isinstance(told(refusal(OperationalError, sqlite3.SQLITE_FULL)), DiskFull)
    passing = told(refusal(OperationalError, sqlite3.SQLITE_CANTOPEN))
    assert (type(passing), passing.retryable) == (Unavailable, True)

"""Rows are added many at once as they would be one at a time, in both databases."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from lapwing.evidence.ledger import act_of, read
from lapwing.model.content import ContentId
from lapwing.model.look_backs import Fingerprints
from lapwing.model.works import Work
from lapwing.service.store.form import stored
from lapwing.service.store.records.works import DjangoWorks
from tests.django_world import Database
from tests.policy_material import decided, match
from tests.works_material import NOW, act, item, require_whole

BYTES = bytes(range(256))
WORDS = 'quotes " and \\ and \u00fc and \u4f60 and a line\nbreak'


def fingerprints(name: str, packed: bytes, *, minute: int = 0) -> Fingerprints:
    return Fingerprints(
        content_id=ContentId(name), kind="text", seen_at=NOW + timedelta(minutes=minute), packed=packed
    )


def test_whatever_is_in_a_row_comes_back(database: Database) -> None:
    assert database.kind
    works = DjangoWorks()
    names = [f"c-{number}{WORDS}" for number in range(3)]

    def write(work: Work) -> None:
        for each in names:
            work.memory.put(fingerprints(each, BYTES))

    works.run(write)

    def found(work: Work) -> list[Fingerprints | None]:
        return [work.memory.find(ContentId(each)) for each in names]

    assert works.run(found) == [fingerprints(each, BYTES) for each in names]


def test_json_comes_back_byte_for_byte(postgres: Database) -> None:
    assert postgres.kind
    works = DjangoWorks()
    told = [" {}", WORDS, "nul\0 in it", "\x01\x1f\u2028\U0001f600", "\\u0000", '{"a":[1.0,1e3]}']
    received = [replace(item(at), reference=each) for at, each in enumerate(told) if "\0" not in each]
    acts = [replace(act(), why=each) for each in told]

    def write(work: Work) -> None:
        for new in received:
            work.items.add(new)
        for done in acts:
            work.record(done)

    works.run(write)
    kept = [body for (body,) in asked('SELECT "body" FROM "records_item" ORDER BY "id"')]
    assert kept == [stored(each).decode() for each in received]
    lines = [read(text.encode()) for (text,) in asked('SELECT "text" FROM "records_line" ORDER BY "number"')]
    assert [act_of(each.text).why for each in lines] == told
    require_whole(lines)


def asked(sql: str) -> list[tuple[str]]:
    with connections["default"].cursor() as cursor:
        cursor.execute(sql)
        rows: list[tuple[str]] = cursor.fetchall()
        return rows


def test_of_two_rows_about_the_same_the_later_stands(database: Database) -> None:
    assert database.kind
    works = DjangoWorks()

    def write(work: Work) -> None:
        for minute in (3, 1, 2):
            work.memory.put(fingerprints("c-1", b"%d" % minute, minute=minute))

    works.run(write)
    assert works.run(lambda work: work.memory.find(ContentId("c-1"))) == fingerprints("c-1", b"2", minute=2)


def test_decisions_of_one_transaction_are_kept_in_their_order_and_once(database: Database) -> None:
    assert database.kind
    works, received, decision = DjangoWorks(), item(), decided(match())

    def write(work: Work) -> None:
        work.items.add(received)
        for _ in range(2):
            work.decisions.keep(decision, item=received.id, at=NOW)

    works.run(write)
    kept = works.run(lambda work: work.decisions.of_item(received.id))
    assert [each.decision for each in kept] == [decision]


@pytest.mark.slow
def test_who_has_no_postgres_needs_no_driver_for_it() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None; import tests.django_world; "
        "import lapwing.service.store.records.works"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)  # noqa: S603  # our own program

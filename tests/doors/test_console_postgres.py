"""The console on PostgreSQL: attempts that come at once are all counted, and a case goes its way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from lapwing.model.cases import CaseState
from lapwing.model.people import Role
from lapwing.service.people.lockout import MOST_ATTEMPTS, PASSWORD, may_try
from lapwing.service.store.reads.cases import case_detail
from tests.console_material import World, opened
from tests.django_world import Database

pytestmark = pytest.mark.slow


@pytest.fixture
def world(postgres: Database) -> Iterator[World]:
    del postgres
    with opened() as made:
        yield made


def test_attempts_that_come_at_once_are_all_counted(world: World) -> None:
    def attempt(_: int) -> bool:
        try:
            return may_try(PASSWORD, "ann", works=type(world.works)(), now=world.clock())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        let = list(threads.map(attempt, range(24)))
    assert let.count(True) == MOST_ATTEMPTS


def test_a_case_goes_its_way(world: World) -> None:
    case = world.case()
    browser = world.browser(world.person("ann", Role.MODERATOR))
    assert browser.post("/take/")["Location"] == f"/cases/{case}/"
    assert browser.get(f"/cases/{case}/media/{world.sealed_of(case)}/").status_code == 200
    form = {"kind": "not", "category": "none", "basis": "terms", "why": "A slope.", "version": "2"}
    assert browser.post(f"/cases/{case}/decide/", form).status_code == 302
    assert case_detail(case).case.state is CaseState.DECIDED
    for path in ("/", "/queues/", "/decided/", f"/cases/{case}/"):
        assert browser.get(path).status_code == 200

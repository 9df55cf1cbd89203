"""The worker notices lists that changed and looks back, whatever the lists are changed by."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from lapwing.flows.change_entries import NewEntry
from lapwing.flows.learn import EXCEPTIONS, OWN_LIST
from lapwing.flows.look_back import GRACE
from lapwing.model.platform import Destination, ItemState
from lapwing.service.looking_back import LookingBack
from tests.api_material import Api, open_api
from tests.django_world import Database

SECOND = timedelta(seconds=1)
HELLO = NewEntry(kind="sha256", value=sha256(b"hello").hexdigest(), entry_id="hello")
OTHER = NewEntry(kind="sha256", value=sha256(b"something else").hexdigest(), entry_id="other")


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    with open_api(tmp_path) as opened:
        opened.service.works.run(
            lambda work: work.destinations.add(
                Destination(name="harbour", url="https://harbour.example/", secret_id="harbour")  # noqa: S106  # its name
            )
        )
        put(opened, OTHER)
        yield opened


def put(api: Api, entry: NewEntry, *, on: str = OWN_LIST) -> None:
    api.clock.forward(SECOND)
    api.service.own.put(on, (entry,), by="person:ann", why="a test", now=api.clock())
    api.service.present.refresh()


def look_back(api: Api) -> None:
    """Let the worker do what is due, now and when what was under way has settled."""
    worker = LookingBack(api.service)
    for _ in range(2):
        api.clock.forward(GRACE)
        while worker():
            pass


def state_of(api: Api, answer: dict[str, str]) -> ItemState:
    return ItemState(api.ask("GET", f"/v1/items/{answer['item']}").json()["state"])


def test_what_was_published_is_taken_down_once_a_list_knows_it(api: Api) -> None:
    from lapwing.service.store.reads import look_backs, traffic_facts  # noqa: PLC0415  # after Django is made ready

    answer = api.screen().json()
    assert answer["action"] == "publish"
    look_back(api)
    assert state_of(api, answer) is ItemState.ALLOWED
    assert api.ask("POST", f"/v1/items/{answer['item']}/published").status == 200
    put(api, HELLO)
    assert look_backs.still_shown(asked_before=api.clock() + SECOND) == 0
    changed_at = api.clock()
    look_back(api)
    assert state_of(api, answer) is ItemState.BLOCKED
    (act,) = api.acts("item.look-back")
    assert (act.on, len(api.acts("case.open"))) == (answer["item"], 1)
    # It was let in because no list knew it, which is no fault of the gate; it is to be taken down.
    assert traffic_facts.gate_fact(now=api.clock()) is None
    asked = traffic_facts.takedowns_fact(now=api.clock())
    assert (asked.asked_at, asked.seconds) == ((act.at,), ())
    (owed,) = api.service.works.run(lambda work: work.outbox.due(now=api.clock(), most=9))
    assert '"action":"remove"' in owed.body
    assert look_backs.still_shown(asked_before=api.clock()) == 1
    assert look_backs.still_shown(asked_before=changed_at - GRACE - GRACE - GRACE) == 0
    api.clock.forward(SECOND)
    api.ask("POST", f"/v1/items/{answer['item']}/removed")
    down = traffic_facts.takedowns_fact(now=api.clock())
    assert (down.asked_at, down.seconds) == ((), (int((api.clock() - act.at).total_seconds()),))
    assert look_backs.still_shown(asked_before=api.clock()) == 0


def test_each_change_is_looked_back_for_once_and_how_long_it_took_is_told(api: Api) -> None:
    from lapwing.service.store.reads import look_backs  # noqa: PLC0415  # after Django is made ready

    start = api.clock()
    api.screen()
    look_back(api)
    look_back(api)
    (first,) = look_backs.look_backs()
    put(api, HELLO)
    LookingBack(api.service)()
    under_way = look_backs.lag(since=start)
    assert under_way.unfinished_since == api.clock()
    look_back(api)
    done = look_backs.look_backs(list_name=OWN_LIST)
    assert [each.list_version for each in done] == [2, 1]
    assert done[-1] == first
    lag = look_backs.lag(since=start)
    assert lag.unfinished_since is None
    assert lag.seconds == tuple(
        sorted(int((each.done_at - each.changed_at).total_seconds()) for each in done if each.done_at)
    )
    assert len(lag.compared_seconds) == 2
    assert look_backs.remembered().contents == 1
    assert look_backs.look_backs(list_name="none") == []


def test_a_review_of_how_near_counts_and_a_list_that_comes_back_are_changes_too(api: Api) -> None:
    look_back(api)
    lists, why = api.service.lists, "a test"

    def begun() -> int:
        api.clock.forward(SECOND)
        look_back(api)
        return len(api.acts("look-back.begin"))

    assert begun() == 1
    info = lists.info(OWN_LIST)
    lists.revise(
        replace(info, threshold=replace(info.threshold, near_bits=20)), by="a", why=why, now=api.clock()
    )
    assert begun() == 2
    lists.retire(OWN_LIST, by="a", why=why, now=api.clock())
    assert begun() == 2
    lists.reinstate(OWN_LIST, by="a", why=why, now=api.clock())
    assert begun() == 3


def test_an_exception_is_nothing_to_look_back_for(api: Api) -> None:
    look_back(api)
    before = len(api.acts())
    put(api, HELLO, on=EXCEPTIONS)
    look_back(api)
    assert len(api.acts()) == before

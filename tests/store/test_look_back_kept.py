"""Looking back on every keeper of records; on the databases it is killed at each of its statements."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

import pytest

from lapwing.flows.look_back import GRACE, LEASE, begin, look_back_some
from lapwing.model.look_backs import LookBackState
from lapwing.model.platform import Item, ItemState
from lapwing.service.wiring.ids import new_id
from tests.django_world import Database
from tests.lists_material import REFERENCE
from tests.look_back_material import KNOWN, SECOND, digest, hindsight, let_in, looked_back
from tests.policy_material import surface
from tests.spine_material import NOW, World
from tests.store.test_works_crash import dies_at
from tests.store_material import kept_in_database
from tests.works_material import Kept, destination, require_whole


@dataclass
class KeptWorld(World):
    """A world whose ids no fork of this process makes again."""

    def new_id(self, prefix: str) -> str:
        return new_id(prefix)


def world_of(kept: Kept) -> KeptWorld:
    here = KeptWorld(works=kept.works)  # type: ignore[arg-type]  # any works will do
    here.works.run(lambda work: work.surfaces.put(surface()))
    here.works.run(lambda work: work.destinations.add(destination()))
    return here


def require_raised_once(here: World, kept: Kept, item: Item) -> None:
    """Assert that an item was blocked, with one message, one case and one line about it."""
    after = here.works.run(lambda work: work.items.get(item.id))
    assert (after.state, after.version) == (ItemState.BLOCKED, 2)
    messages = here.works.run(lambda work: work.outbox.due(now=NOW + 10_000 * GRACE, most=9_999))
    assert [each.on for each in messages].count(item.id) == 1
    (case,) = here.works.run(lambda work: work.cases.of_item(item.id))
    assert case.without_content.count(item.id) == 1
    assert len(here.works.run(lambda work: work.decisions.of_item(item.id))) == 2
    assert [(line.act, line.on) for line in kept.lines()].count(("item.look-back", item.id)) == 1


def test_what_is_known_later_is_blocked_wherever_it_is_kept(kept: Kept) -> None:
    here = world_of(kept)
    items = [let_in(here, digest(), data=bytes([number]), account=None).item for number in range(3)]
    done = looked_back(here, KNOWN, most=2)
    for item in items:
        require_raised_once(here, kept, item)
    assert (done.state, done.raised, done.compared) == (LookBackState.DONE, 3, 6)
    require_whole(kept.lines())


def go_on(here: World, look_back: str, at: datetime) -> None:
    """Look back to the end, beginning at some time."""
    for moment in (at, at + LEASE, at + GRACE + LEASE):
        while look_back_some(look_back, hindsight=hindsight(here, KNOWN), now=moment):
            pass


@pytest.mark.slow
def test_it_is_killed_at_each_statement_and_every_item_is_raised_once(database: Database) -> None:
    assert database.kind
    kept = kept_in_database()
    here = world_of(kept)
    for step in range(1, 200):
        at = NOW + step * 10 * GRACE
        item = let_in(here, digest(), data=step.to_bytes(2), account=None, at=at).item
        made = begin(REFERENCE.name, list_version=step, changed_at=at, desk=here.desk, now=at)
        assert made is not None
        died = dies_at(step, partial(go_on, here, made.id, at))
        go_on(here, made.id, at + LEASE + SECOND)
        require_raised_once(here, kept, item)
        done = here.works.run(lambda work, of=made.id: work.look_backs.get(of))  # type: ignore[misc]  # the same
        assert (done.state, done.raised) == (LookBackState.DONE, 1)
        if not died:
            break
        here.works.run(
            lambda work: work.memory.forget([each.content_id for each in work.memory.after(None, most=9)])
        )
    assert 30 < step < 199
    require_whole(kept.lines())

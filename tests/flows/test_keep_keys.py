"""API keys: issued, rotated and revoked by whoever may, each as an act; the secret is told once."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

import pytest

from lapwing.flows.keep_keys import BadKey, Issued, KeyDesk, Wanted, issue, revoke, rotate
from lapwing.model.api_keys import ApiKey
from lapwing.model.errors import NotPermitted
from lapwing.model.people import MAY, Actor, Permission, Role
from lapwing.model.works import Missing
from lapwing.service.store.memory import MemoryWorks
from tests.spine_material import HOUR, LEAD, NOW

ADMIN = Actor(id="person:ann", roles=frozenset({Role.ADMINISTRATOR}))
MOMENT = timedelta(microseconds=1)


@dataclass
class Keys:
    """API keys in memory."""

    kept: dict[str, ApiKey] = field(default_factory=dict)

    def find(self, key_id: str) -> ApiKey | None:
        return self.kept.get(key_id)

    def every(self) -> tuple[ApiKey, ...]:
        return tuple(self.kept.values())

    def add(self, key: ApiKey) -> None:
        self.kept[key.id] = key

    def end(self, key: ApiKey) -> None:
        self.kept[key.id] = replace(self.kept[key.id], expires_at=key.expires_at, revoked_at=key.revoked_at)


@dataclass
class World:
    works: MemoryWorks = field(default_factory=MemoryWorks)
    keys: Keys = field(default_factory=Keys)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def desk(self) -> KeyDesk:
        return KeyDesk(works=self.works, keys=self.keys, new_hex=lambda n: f"{next(self.numbers):0{2 * n}x}")

    def issue(self, **more: object) -> Issued:
        wanted = Wanted(**{"name": "harbour", **more})  # type: ignore[arg-type]  # a test names what it is about
        return issue(wanted, desk=self.desk, by=ADMIN, now=NOW)


def test_a_key_may_do_what_was_wanted_and_its_secret_is_kept_nowhere() -> None:
    world = World()
    issued = world.issue(scopes=frozenset({Permission.SCREEN}), requests_a_minute=60)
    prefix, key_id, secret = issued.token.split("_")

    assert (prefix, key_id) == ("lw", issued.key.id)
    assert world.keys.find(key_id) == issued.key
    assert issued.key.secret_digest == hashlib.sha256(secret.encode()).digest()
    assert issued.key.actor.may == {Permission.SCREEN}
    assert secret not in repr(issued)
    assert [(line.act, line.on) for line in world.works.lines] == [("key.issue", f"key:{key_id}")]
    assert secret not in world.works.lines[0].text.decode()


def test_without_scopes_it_may_do_what_a_platform_may() -> None:
    assert World().issue().key.scopes == MAY[Role.PLATFORM]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "a\nb"},
        {"name": "x" * 101},
        {"expires_at": NOW},
        {"requests_a_minute": 0},
        {"scopes": frozenset({Permission.CASE_DECIDE})},
    ],
)
def test_a_key_that_would_be_none_is_refused(wrong: dict[str, object]) -> None:
    world = World()
    with pytest.raises(BadKey):
        world.issue(**wrong)
    assert not world.keys.kept
    assert not world.works.lines


def test_only_an_administrator_keeps_keys() -> None:
    world = World()
    with pytest.raises(NotPermitted):
        issue(Wanted(name="harbour"), desk=world.desk, by=LEAD, now=NOW)
    key = world.issue().key
    with pytest.raises(NotPermitted):
        rotate(key.id, overlap=HOUR, desk=world.desk, by=LEAD, now=NOW)
    with pytest.raises(NotPermitted):
        revoke(key.id, why="x", desk=world.desk, by=LEAD, now=NOW)
    assert len(world.works.lines) == 1


def test_both_hold_until_the_overlap_is_over() -> None:
    world = World()
    old = world.issue(scopes=frozenset({Permission.SCREEN})).key
    new = rotate(old.id, overlap=HOUR, desk=world.desk, by=ADMIN, now=NOW).key

    kept = world.keys.kept[old.id]
    assert kept.holds(now=NOW + HOUR - MOMENT)
    assert not kept.holds(now=NOW + HOUR)
    assert (new.rotated_from, new.scopes, new.expires_at) == (old.id, old.scopes, None)


@pytest.mark.parametrize(("left", "ends"), [(HOUR / 2, HOUR / 2), (2 * HOUR, HOUR)])
def test_rotating_never_makes_the_old_one_hold_longer(left: timedelta, ends: timedelta) -> None:
    world = World()
    old = world.issue(expires_at=NOW + left).key
    rotate(old.id, overlap=HOUR, desk=world.desk, by=ADMIN, now=NOW)
    assert world.keys.kept[old.id].expires_at == NOW + ends


def test_what_is_revoked_holds_no_more_and_can_be_neither_rotated_nor_revoked() -> None:
    world = World()
    key = world.issue().key
    revoke(key.id, why="it was lost", desk=world.desk, by=ADMIN, now=NOW)
    assert not world.keys.kept[key.id].holds(now=NOW)
    with pytest.raises(BadKey):
        rotate(key.id, overlap=HOUR, desk=world.desk, by=ADMIN, now=NOW)
    with pytest.raises(BadKey):
        revoke(key.id, why="again", desk=world.desk, by=ADMIN, now=NOW)


def test_a_reason_and_a_key_have_to_be_there() -> None:
    world = World()
    with pytest.raises(BadKey, match="reason"):
        revoke(world.issue().key.id, why=" ", desk=world.desk, by=ADMIN, now=NOW)
    with pytest.raises(Missing):
        revoke("0", why="x", desk=world.desk, by=ADMIN, now=NOW)
    with pytest.raises(BadKey, match="overlap"):
        rotate("0", overlap=-HOUR, desk=world.desk, by=ADMIN, now=NOW)

"""API keys are issued, rotated with a time in which both hold, and revoked; each of it is an act."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from lapwing.model.acts import Act, Fact
from lapwing.model.api_keys import ApiKey, ApiKeys
from lapwing.model.errors import BadInput
from lapwing.model.people import MAY, Actor, Permission, Role
from lapwing.model.works import Missing, Work, Works

NewHex = Callable[[int], str]
"""Makes so many random bytes, as hex digits."""

_ID_BYTES, _SECRET_BYTES = 8, 32
_MOST_NAME = 100


class BadKey(BadInput):
    """An API key cannot be as described."""

    code = "lapwing.bad-key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a key is to be; see model.api_keys.ApiKey. scopes: empty for all that the platform may do."""

    name: str
    scopes: frozenset[Permission] = frozenset()
    requests_a_minute: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A new key, and what its holder has to be given: it is shown once and kept nowhere."""

    key: ApiKey
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDesk:
    """What keeping keys needs of the world."""

    works: Works
    keys: ApiKeys
    new_hex: NewHex


def issue(wanted: Wanted, *, desk: KeyDesk, by: Actor, now: datetime) -> Issued:
    """Make a key.

    Raises:
        NotPermitted: *by* may not.
        BadKey: it has no name, would expire at once, or is to do what the platform may not.
    """
    by.require(Permission.KEY_WRITE)
    issued = _made(_checked(wanted, now=now), desk, by=by, now=now)

    def write(work: Work) -> Issued:
        desk.keys.add(issued.key)
        work.record(_act("key.issue", issued.key, by=by, now=now))
        return issued

    return desk.works.run(write)


def rotate(key_id: str, *, overlap: timedelta, desk: KeyDesk, by: Actor, now: datetime) -> Issued:
    """Make a key that follows another; that one holds for *overlap* more, and no longer than it would have.

    The new one may do the same and has no end of its own.

    Raises:
        NotPermitted: *by* may not.
        Missing: there is no such key. BadKey: it does not hold any more.
    """
    by.require(Permission.KEY_WRITE)
    if overlap < timedelta(0):
        raise BadKey("the overlap is below zero")

    def write(work: Work) -> Issued:
        old = _holding(desk.keys, key_id, now=now)
        wanted = Wanted(name=old.name, scopes=old.scopes, requests_a_minute=old.requests_a_minute)
        issued = _made(wanted, desk, by=by, now=now, rotated_from=old.id)
        ends = now + overlap if old.expires_at is None else min(old.expires_at, now + overlap)
        desk.keys.add(issued.key)
        desk.keys.end(replace(old, expires_at=ends))
        work.record(_act("key.rotate", issued.key, by=by, now=now, ends=ends))
        return issued

    return desk.works.run(write)


def revoke(key_id: str, *, why: str, desk: KeyDesk, by: Actor, now: datetime) -> ApiKey:
    """Take a key back at once.

    Raises:
        NotPermitted: *by* may not.
        Missing: there is no such key. BadKey: it does not hold any more, or nobody says why.
    """
    by.require(Permission.KEY_WRITE)
    if not why.strip():
        raise BadKey("a reason has to be given")

    def write(work: Work) -> ApiKey:
        key = replace(_holding(desk.keys, key_id, now=now), revoked_at=now)
        desk.keys.end(key)
        work.record(replace(_act("key.revoke", key, by=by, now=now), why=why.strip()))
        return key

    return desk.works.run(write)


def _checked(wanted: Wanted, *, now: datetime) -> Wanted:
    """Return what is wanted with its scopes written out."""
    if not wanted.name.strip() or not wanted.name.isprintable() or len(wanted.name) > _MOST_NAME:
        raise BadKey(f"a key needs a name of 1 to {_MOST_NAME} characters that can be shown")
    if wanted.expires_at is not None and wanted.expires_at <= now:
        raise BadKey("it would have expired already")
    if wanted.requests_a_minute is not None and wanted.requests_a_minute < 1:
        raise BadKey("a key that may ask nothing is no key")
    possible = MAY[Role.PLATFORM]
    if beyond := wanted.scopes - possible:
        raise BadKey(f"a platform may not: {', '.join(sorted(beyond))}")
    return replace(wanted, scopes=wanted.scopes or possible)


def _made(
    wanted: Wanted, desk: KeyDesk, *, by: Actor, now: datetime, rotated_from: str | None = None
) -> Issued:
    key_id, secret = desk.new_hex(_ID_BYTES), desk.new_hex(_SECRET_BYTES)
    key = ApiKey(
        id=key_id,
        name=wanted.name,
        secret_digest=hashlib.sha256(secret.encode()).digest(),
        scopes=wanted.scopes,
        made_at=now,
        made_by=by.id,
        requests_a_minute=wanted.requests_a_minute,
        expires_at=wanted.expires_at,
        rotated_from=rotated_from,
    )
    return Issued(key=key, token=f"lw_{key_id}_{secret}")


def _holding(keys: ApiKeys, key_id: str, *, now: datetime) -> ApiKey:
    key = keys.find(key_id)
    if key is None:
        raise Missing("API key")
    if not key.holds(now=now):
        raise BadKey("it is revoked or has expired")
    return key


def _act(act: str, key: ApiKey, *, by: Actor, now: datetime, ends: datetime | None = None) -> Act:
    facts: dict[str, Fact] = {
        "scopes": tuple(sorted(key.scopes)),
        "requests_a_minute": key.requests_a_minute,
        "expires_at": key.expires_at.isoformat() if key.expires_at else None,
        "rotated_from": key.rotated_from,
    }
    if ends is not None:
        facts["old_ends_at"] = ends.isoformat()
    return Act(act=act, on=f"key:{key.id}", by=by.id, at=now, facts=facts)

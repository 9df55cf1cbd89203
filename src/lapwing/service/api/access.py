"""Who asks: the API key, whether it holds, and how often it may ask."""

import hashlib
import hmac
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

from django.db import Error
from django.http import HttpRequest

from lapwing.model.api_keys import ApiKey
from lapwing.model.people import Actor
from lapwing.service.api.problems import TooMany, Unauthorised
from lapwing.service.store.reads.refusals import told
from lapwing.service.wiring.service import Service

LOOKED_UP_FOR_SECONDS = 2.0
"""So long a key counts as it was last looked up: a key that is revoked opens nothing after that."""

_PARTS, _ID_DIGITS, _MOST_REMEMBERED = 3, 16, 10_000
_NOTED_EVERY_SECONDS = 60.0
_LOOKING = 64
_MINUTE_SECONDS = 60.0


class Bucket:
    """Lets so many requests a minute through, and at once as many as have been saved up."""

    def __init__(self, *, requests_a_minute: int, now: float) -> None:
        """Begin full."""
        self._rate, self._most = requests_a_minute / _MINUTE_SECONDS, float(requests_a_minute)
        self._left, self._seen = self._most, now

    def take(self, *, now: float) -> bool:
        """Say whether one more may pass; now: seconds on a clock that never goes back."""
        self._left = min(self._most, self._left + (now - self._seen) * self._rate)
        self._seen = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True


@dataclass(slots=True)
class _Remembered:
    key: ApiKey | None
    looked_up: float
    noted: float = 0.0


class KeyHolders:
    """Knows API keys for a moment, so that not every request asks the database."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Know none yet."""
        self._clock = clock
        self._known: dict[str, _Remembered] = {}
        self._buckets: dict[tuple[str, int], Bucket] = {}
        self._turn = Lock()
        self._looking = tuple(Lock() for _ in range(_LOOKING))

    def actor(self, token: str, *, service: Service) -> Actor:
        """Return who holds the key *token*.

        Raises:
            Unauthorised: it is no key, or one that does not hold.
            TooMany: it asks more often than it may.
            Unavailable: the database does not answer.
        """
        parts = token.split("_")
        if len(parts) != _PARTS or parts[0] != "lw" or len(parts[1]) != _ID_DIGITS:
            raise Unauthorised
        remembered = self._remembered(parts[1], service)
        key, digest = remembered.key, hashlib.sha256(parts[2].encode()).digest()
        if key is None or not hmac.compare_digest(digest, key.secret_digest):
            raise Unauthorised
        if not key.holds(now=service.clock()):
            raise Unauthorised("the key is revoked or has expired")
        self._require_turn(key)
        self._note(remembered, key, service)
        return key.actor

    def _remembered(self, key_id: str, service: Service) -> _Remembered:
        remembered = self._fresh(key_id)
        if remembered is not None:
            return remembered
        # One looks, and others who hold the same key wait for what it finds: there are many of them at once.
        with self._looking[hash(key_id) % len(self._looking)]:
            return self._fresh(key_id) or self._looked_up(key_id, service)

    def _fresh(self, key_id: str) -> _Remembered | None:
        remembered = self._known.get(key_id)
        is_fresh = remembered is not None and self._clock() - remembered.looked_up < LOOKED_UP_FOR_SECONDS
        return remembered if is_fresh else None

    def _looked_up(self, key_id: str, service: Service) -> _Remembered:
        now, remembered = self._clock(), self._known.get(key_id)
        noted = remembered.noted if remembered else 0.0
        found = _Remembered(key=_found(service, key_id), looked_up=now, noted=noted)
        with self._turn:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            self._known[key_id] = found
        return found

    def _require_turn(self, key: ApiKey) -> None:
        if key.requests_a_minute is None:
            return
        now, name = self._clock(), (key.id, key.requests_a_minute)
        with self._turn:
            bucket = self._buckets.setdefault(name, Bucket(requests_a_minute=name[1], now=now))
            if not bucket.take(now=now):
                raise TooMany(f"at most {key.requests_a_minute} a minute")

    def _note(self, remembered: _Remembered, key: ApiKey, service: Service) -> None:
        """Keep now and then that the key is used."""
        now = self._clock()
        if remembered.noted and now - remembered.noted < _NOTED_EVERY_SECONDS:
            return
        remembered.noted = now
        with suppress(Error):  # of use to people who tidy up, and to nobody who waits
            service.api_keys.note_use(key.id, at=service.clock().replace(second=0, microsecond=0))


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks.

    Raises:
        Unauthorised: nobody whom we know.
    """
    actor = getattr(request, "auth", None)
    if not isinstance(actor, Actor):
        raise Unauthorised
    return actor


def _found(service: Service, key_id: str) -> ApiKey | None:
    """Return the key of that id, or None.

    Raises:
        Unavailable: the database does not answer. IntegrityLost: it is damaged.
    """
    try:
        return service.api_keys.find(key_id)
    except Error as refused:
        raise told(refused) from refused

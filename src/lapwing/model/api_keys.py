"""API keys: how the service that Lapwing protects says who it is. The secret itself is kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from lapwing.model.people import Actor, Permission, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """An API key, told as `lw_<id>_<secret>`.

    id: 16 hex digits; may be shown. name: for people. secret_digest: SHA-256 of the secret.
    scopes: what it may do, of what the platform may do. requests_a_minute: the most that it may ask in each
        process that serves; None for no limit.
    expires_at: from then on it does not hold; None for never. revoked_at: when it was taken back, or None.
    rotated_from: the key that it follows, which holds beside it until that one expires; None for a first one.
    last_used_at: to the minute; None where it never was.
    """

    id: str
    name: str
    secret_digest: bytes = field(repr=False)
    scopes: frozenset[Permission]
    made_at: datetime
    made_by: str
    requests_a_minute: int | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    rotated_from: str | None = None
    last_used_at: datetime | None = None

    def holds(self, *, now: datetime) -> bool:
        """Say whether it opens anything at that moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    @property
    def actor(self) -> Actor:
        """Return who acts by it."""
        return Actor(id=f"key:{self.id}", roles=frozenset({Role.PLATFORM}), narrowed_to=self.scopes)


class ApiKeys(Protocol):
    """Where API keys are kept. What is written inside a Works' write is in its transaction."""

    def find(self, key_id: str) -> ApiKey | None:
        """Return the key of that id, or None."""
        ...

    def every(self) -> Sequence[ApiKey]:
        """Return all of them, oldest first, those that hold no more too."""
        ...

    def add(self, key: ApiKey) -> None:
        """Keep a new key.

        Raises:
            AlreadyThere: its id is taken.
        """
        ...

    def end(self, key: ApiKey) -> None:
        """Keep when a key that is there ends: its expires_at and revoked_at."""
        ...

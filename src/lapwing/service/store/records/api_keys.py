"""API keys in a database."""

from collections.abc import Sequence
from datetime import datetime

from lapwing.model.api_keys import ApiKey
from lapwing.model.people import Permission
from lapwing.model.works import AlreadyThere
from lapwing.service.store.form import is_key
from lapwing.service.store.records.models import ApiKeyRow

_KNOWN = frozenset(Permission)


class DjangoApiKeys:
    """See model.api_keys.ApiKeys."""

    def __init__(self, alias: str = "default") -> None:
        """Keep keys in the database of that Django alias."""
        self._rows = ApiKeyRow.objects.using(alias)

    def find(self, key_id: str) -> ApiKey | None:
        """Return the key of that id, or None."""
        row = self._rows.all().filter(id=key_id).first() if is_key(key_id) else None
        return None if row is None else _key(row)

    def every(self) -> Sequence[ApiKey]:
        """Return all of them, oldest first, those that hold no more too."""
        return [_key(row) for row in self._rows.all().order_by("made_at", "id")]

    def add(self, key: ApiKey) -> None:
        """Keep a new key, or raise AlreadyThere."""
        if self._rows.all().filter(id=key.id).exists():
            raise AlreadyThere("API key")
        self._rows.all().create(
            id=key.id,
            name=key.name,
            secret_digest=key.secret_digest,
            scopes=sorted(key.scopes),
            requests_a_minute=key.requests_a_minute,
            made_at=key.made_at,
            made_by=key.made_by,
            expires_at=key.expires_at,
            revoked_at=key.revoked_at,
            rotated_from=key.rotated_from,
        )

    def end(self, key: ApiKey) -> None:
        """Keep when a key that is there ends."""
        self._rows.all().filter(id=key.id).update(expires_at=key.expires_at, revoked_at=key.revoked_at)

    def note_use(self, key_id: str, *, at: datetime) -> None:
        """Keep that a key was used; once a minute at most, for it is no act."""
        self._rows.all().filter(id=key_id).update(last_used_at=at)


def _key(row: ApiKeyRow) -> ApiKey:
    """Return the key of a row. A scope that this version does not know opens nothing."""
    return ApiKey(
        id=row.id,
        name=row.name,
        secret_digest=bytes(row.secret_digest),
        scopes=frozenset(Permission(each) for each in row.scopes if each in _KNOWN),
        made_at=row.made_at,
        made_by=row.made_by,
        requests_a_minute=row.requests_a_minute,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        rotated_from=row.rotated_from,
        last_used_at=row.last_used_at,
    )

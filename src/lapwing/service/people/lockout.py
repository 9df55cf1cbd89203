"""Attempts to sign in are counted in the database, before they are tried; after a few, nobody may try."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.crypto import salted_hmac

from lapwing.model.works import Works
from lapwing.service.people.models import Attempts

MOST_ATTEMPTS = 5
"""Within WINDOW; the next one is refused, also with the right password."""

WINDOW = timedelta(minutes=15)
LOCKED_FOR = timedelta(minutes=15)

PASSWORD, CODE, UNKNOWN, NETWORK = "password", "code", "unknown", "network"

MOST_FROM_ONE = 60
"""From one network within WINDOW, for whatever account: nobody tries one password on all of them."""

MOST_UNKNOWN = 100
"""Failures with names that nobody has, within WINDOW, that get a ledger line each."""


def may_try(what: str, name: str, *, works: Works, now: datetime, most: int = MOST_ATTEMPTS) -> bool:
    """Count an attempt and say whether it may be made. It is counted first, so that many at once are too."""
    key = _key(what, name)

    def write(_: object) -> bool:
        waiting = Attempts.objects.select_for_update()
        row, _made = waiting.get_or_create(key=key, defaults={"count": 0, "since": now})
        if row.locked_until is not None and now < row.locked_until:
            return False
        if row.locked_until is not None or now - row.since >= WINDOW:
            row.count, row.since, row.locked_until = 0, now, None
        row.count += 1
        if row.count >= most:
            row.locked_until = now + LOCKED_FOR
        row.save()
        return True

    return works.run(write)


def is_locked(what: str, name: str, *, now: datetime) -> bool:
    """Say whether the next attempt would be refused."""
    return Attempts.objects.filter(key=_key(what, name), locked_until__gt=now).exists()


def forget(what: str, name: str, *, works: Works, now: datetime) -> None:
    """Begin to count anew, for an attempt has succeeded; and let go of what counts no longer for anybody."""
    key = _key(what, name)

    def write(_: object) -> None:
        Attempts.objects.filter(Q(key=key) | Q(since__lt=now - WINDOW - LOCKED_FOR)).delete()

    works.run(write)


def _key(what: str, name: str) -> str:
    """Return a digest: what people type as a name may be their password."""
    return salted_hmac("lapwing.attempts", f"{what}\0{name.lower()}", algorithm="sha256").hexdigest()

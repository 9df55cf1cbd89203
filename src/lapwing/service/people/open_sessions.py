"""The sessions that somebody has open: since when, in what browser; and how one of them is ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare, salted_hmac

from lapwing.model.acts import Act
from lapwing.model.works import Missing, Work, Works
from lapwing.service.people.models import Person
from lapwing.service.people.sessions import BEGAN, BROWSER
from lapwing.service.people.settings import IDLE, LONGEST_SESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session that can be used.

    name: a digest of its key, which opens nothing. began_at: when they signed in. used_at: the last click.
    untrusted_browser: what the browser calls itself. is_this: whoever asks does so in this one.
    """

    name: str
    began_at: datetime
    used_at: datetime
    untrusted_browser: str
    is_this: bool


def open_sessions(person: Person, *, now: datetime, this: str | None = None) -> tuple[OpenSession, ...]:
    """Return a person's sessions, last used first. this: the key of the one that asks."""
    found = [_told(row, began, data, this=this) for row, began, data in _of(person, now=now)]
    return tuple(sorted(found, key=lambda each: each.used_at, reverse=True))


def end_session(person: Person, name: str, *, works: Works, now: datetime) -> None:
    """End one session of *person*, at their own wish.

    Raises:
        Missing: they have none that is called that.
    """
    keys = [row.session_key for row, _, _ in _of(person, now=now) if _name(row.session_key) == name]
    if not keys:
        raise Missing("session")

    def write(work: Work) -> None:
        Session.objects.filter(session_key__in=keys).delete()
        work.record(Act(act="person.end-session", on=person.actor.id, by=person.actor.id, at=now))

    works.run(write)


def _of(person: Person, *, now: datetime) -> Iterator[tuple[Session, datetime, dict[str, object]]]:
    """Give a person's sessions that can be used. Rows do not say whose they are, so all of them are read."""
    SessionStore.clear_expired()
    for row in Session.objects.all():
        data = row.get_decoded()
        began = data.get(BEGAN)
        if data.get(SESSION_KEY) != str(person.pk) or not isinstance(began, int):
            continue
        if not constant_time_compare(str(data.get(HASH_SESSION_KEY)), person.get_session_auth_hash()):
            continue
        began_at = datetime.fromtimestamp(began, UTC)
        if now - began_at < LONGEST_SESSION:
            yield row, began_at, data


def _told(row: Session, began_at: datetime, data: dict[str, object], *, this: str | None) -> OpenSession:
    return OpenSession(
        name=_name(row.session_key),
        began_at=began_at,
        used_at=row.expire_date - IDLE,
        untrusted_browser=str(data.get(BROWSER, "")),
        is_this=row.session_key == this,
    )


def _name(session_key: str) -> str:
    return salted_hmac("lapwing.session", session_key, algorithm="sha256").hexdigest()

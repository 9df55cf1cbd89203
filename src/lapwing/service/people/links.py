"""One-time links, by which people set a password: only the digest is kept, and they end by themselves."""

import hashlib
import secrets
from datetime import datetime, timedelta

from lapwing.model.errors import BadInput
from lapwing.service.people.models import Person

VALID_FOR = timedelta(hours=24)
_BYTES = 32


class LinkGone(BadInput):
    """This link has been used, has been replaced by a newer one, or is too old."""

    code = "lapwing.link-gone"


def new_link(person: Person, *, now: datetime) -> str:
    """Give *person*, who is saved by the caller, a new link in the place of any other; return its token."""
    token = secrets.token_urlsafe(_BYTES)
    person.link_digest, person.link_until = _digest(token), now + VALID_FOR
    return token


def end_link(person: Person) -> None:
    """Let the link of *person*, who is saved by the caller, be of no more use."""
    person.link_digest, person.link_until = "", None


def person_of(untrusted_token: str, *, now: datetime) -> Person:
    """Return whose link that is.

    Raises:
        LinkGone: nobody's any more.
    """
    digest = _digest(untrusted_token)
    found = Person.objects.filter(link_digest=digest, link_until__gt=now, is_active=True).first()
    if found is None:
        raise LinkGone
    return found


def path_of(token: str) -> str:
    """Return the path of a link; the site's address goes before it."""
    return f"/link/{token}/"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

"""What is around every page: who is signed in, and where they can go."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from django.http import HttpRequest
from django.urls import reverse

from lapwing.model.people import Permission
from lapwing.service.people import sessions
from lapwing.service.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A place to go. here: it, or what is under it, is open."""

    title: str
    href: str
    here: bool


_WAYS: tuple[tuple[str, str, Permission | None], ...] = (
    ("Home", "home", None),
    ("Queues", "queues", Permission.CASE_READ),
    ("Decided", "decided", Permission.CASE_READ),
    ("Decisions", "decisions", Permission.DECISION_READ),
    ("Outbox", "outbox", Permission.OUTBOX_READ),
    ("Ledger", "ledger", Permission.LEDGER_READ),
    ("Code", "register", Permission.CODE_READ),
    ("Platform", "platform", Permission.SURFACE_READ),
    ("People", "people", Permission.PEOPLE_WRITE),
)


def shell(request: HttpRequest) -> dict[str, object]:
    """Return what the layout of a page needs."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    enrolled = person is not None and sessions.has_second_factor(request, person)
    return {
        "person": person,
        "role_names": ", ".join(sorted(person.role_set)) if person else "",
        "ways": _ways(person, request.path) if person and enrolled else (),
        "style_version": style_version(),
    }


@lru_cache(maxsize=1)
def style() -> bytes:
    """Return the style sheet."""
    return (files("lapwing.service.console") / "look" / "lapwing.css").read_bytes()


@lru_cache(maxsize=1)
def style_version() -> str:
    """Return what changes whenever the style sheet does."""
    return sha256(style()).hexdigest()[:12]


def _ways(person: Person, path: str) -> tuple[Way, ...]:
    may = person.actor.may
    return tuple(
        Way(title=title, href=reverse(name), here=_is_here(path, reverse(name)))
        for title, name, permission in _WAYS
        if permission is None or permission in may
    )


def _is_here(path: str, href: str) -> bool:
    return path == href if href == "/" else path.startswith(href)

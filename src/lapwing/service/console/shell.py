"""What is around every page: who is signed in, and where they can go."""

from functools import lru_cache
from hashlib import sha256
from importlib.resources import files

from django.http import HttpRequest

from lapwing.service.console.given import notice
from lapwing.service.console.ways import ways_of
from lapwing.service.people import sessions
from lapwing.service.people.models import Person


def shell(request: HttpRequest) -> dict[str, object]:
    """Return what the layout of a page needs."""
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    enrolled = person is not None and sessions.has_second_factor(request, person)
    return {
        "person": person,
        "role_names": ", ".join(sorted(person.role_set)) if person else "",
        "ways": ways_of(person.actor.may, request.path) if person and enrolled else None,
        "style_version": style_version(),
        "notice": notice(),
    }


@lru_cache(maxsize=1)
def style() -> bytes:
    """Return the style sheet."""
    return (files("lapwing.service.console") / "look" / "lapwing.css").read_bytes()


@lru_cache(maxsize=1)
def style_version() -> str:
    """Return what changes whenever the style sheet does."""
    return sha256(style()).hexdigest()[:12]

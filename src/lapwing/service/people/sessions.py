"""What a session says of who signed in, and for how long it lasts."""

from datetime import UTC, datetime

from django.http import HttpRequest

from lapwing.service.people.models import Person
from lapwing.service.people.settings import LONGEST_SESSION

BEGAN, BROWSER = "lapwing_began", "lapwing_browser"
_SECOND_FACTOR_OF = "lapwing_second_factor_of"
_LONGEST_BROWSER = 300


def begin(request: HttpRequest, *, now: datetime) -> None:
    """Note when the session began and in which browser, and let go of those that are over."""
    type(request.session).clear_expired()
    request.session[BROWSER] = str(request.META.get("HTTP_USER_AGENT", ""))[:_LONGEST_BROWSER]
    request.session[BEGAN] = int(now.timestamp())


def is_over(request: HttpRequest, *, now: datetime) -> bool:
    """Say whether the session has lasted as long as any may."""
    began = request.session.get(BEGAN)
    if not isinstance(began, int):
        return True
    return now - datetime.fromtimestamp(began, UTC) >= LONGEST_SESSION


def note_second_factor(request: HttpRequest, person: Person) -> None:
    """Note that in this session *person* has shown a second factor."""
    request.session[_SECOND_FACTOR_OF] = person.pk


def has_second_factor(request: HttpRequest, person: Person) -> bool:
    """Say whether in this session *person* has shown a second factor."""
    return bool(request.session.get(_SECOND_FACTOR_OF) == person.pk)

"""Sessions end: after half an hour without use by themselves, and after twelve hours here."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from lapwing.service.people import ledger, sessions
from lapwing.service.people.given import given
from lapwing.service.people.models import Person


class SessionLimit:
    """Signs out whoever signed in too long ago; the page that they asked for then asks them to sign in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before *get_response*."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, once the session is known to be good."""
        # Without the cookie there is no session, and looking for one would cost every API call a question.
        if (
            request.COOKIES
            and isinstance(request.user, Person)
            and sessions.is_over(request, now=given().now())
        ):
            ledger.signed_out(request.user)
            logout(request)
        return self._get_response(request)

"""The API: its operations, who may call them, and how what goes wrong is told."""

import logging
import traceback
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from lapwing.model.errors import LapwingError
from lapwing.service.api import batch, places, screening
from lapwing.service.api import told as telling
from lapwing.service.api.bodies import BadShape
from lapwing.service.api.desk import the_desk
from lapwing.service.api.paper import WrittenApi
from lapwing.service.api.problems import Fault, Unauthorised, problem_answer
from lapwing.service.store.reads.refusals import told

log = logging.getLogger("lapwing.api")

_ABOUT = """\
Ask before something is published, do what the action says, tell what became of it.

Every request carries an API key. What is not known is refused; every problem is told as RFC 9457 has it.
"""


class ApiKeyBearer(HttpBearer):
    """An API key, as `Authorization: Bearer lw_<id>_<secret>`."""

    def __call__(self, request: HttpRequest) -> Any:  # noqa: ANN401  # as the library has it
        """Return the actor, or None where there is no such header."""
        scheme, _, token = str(request.META.get("HTTP_AUTHORIZATION", "")).partition(" ")
        return self.authenticate(request, token) if scheme.lower() == "bearer" else None

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ANN401, ARG002  # as the library has it
        """Return the actor, who is then `request.auth`."""
        desk = the_desk()
        return desk.holders.actor(token, service=desk.service)


api = WrittenApi(
    title="Lapwing",
    version="1",
    description=_ABOUT,
    auth=ApiKeyBearer(),
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)
for _router in (screening.router, batch.router, telling.router, places.router):
    api.add_router("", _router)


@api.exception_handler(LapwingError)
def _of_ours(request: HttpRequest, error: LapwingError) -> HttpResponse:
    return problem_answer(error, request_id=request_id_of(request))


@api.exception_handler(AuthenticationError)
def _of_nobody(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    return problem_answer(Unauthorised(), request_id=request_id_of(request))


@api.exception_handler(ValidationError)
def _of_an_address(request: HttpRequest, _: ValidationError) -> HttpResponse:
    refused = BadShape("an id in the address cannot be one")
    return problem_answer(refused, request_id=request_id_of(request))


@api.exception_handler(Error)
def _of_the_database(request: HttpRequest, refused: Error) -> HttpResponse:
    return problem_answer(told(refused), request_id=request_id_of(request))


@api.exception_handler(Exception)
def _of_nobody_foresaw(request: HttpRequest, fault: Exception) -> HttpResponse:
    # Neither its message nor any value: both may hold what somebody sent.
    place = traceback.extract_tb(fault.__traceback__)[-1]
    log.error(
        "%s at %s:%s, request %s", type(fault).__name__, place.filename, place.lineno, request_id_of(request)
    )
    return problem_answer(Fault(), request_id=request_id_of(request))


def request_id_of(request: HttpRequest) -> str:
    """Return the id under which the request can be asked about."""
    return str(getattr(request, "request_id", ""))

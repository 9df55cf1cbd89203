"""The edge of the API: each request has an id and is counted, and every refusal is told in the same form."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from lapwing.model.errors import LapwingError
from lapwing.service.api.metrics import count_request
from lapwing.service.api.problems import (
    MEDIA_TYPE,
    Fault,
    Malformed,
    NoSuchAddress,
    NoSuchHost,
    NoSuchMethod,
    Refusal,
    problem_answer,
)

REQUEST_ID = "X-Request-ID"
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_ID_BYTES = 16
_OURS = ("/v1/", "/health", "/ready", "/metrics")
_FOR_ANY_NAME = frozenset({"/health", "/ready"})
_FIRST_REFUSAL, _FIRST_FAULT = 400, 500
_BY_STATUS: dict[int, type[LapwingError]] = {400: Malformed, 404: NoSuchAddress, 405: NoSuchMethod}

log = logging.getLogger("lapwing.api")


class Edge:
    """The outermost middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before *get_response*."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, under an id by which the request can be asked about."""
        request_id = _request_id(request)
        request.request_id = request_id  # type: ignore[attr-defined]  # it is put there for whoever answers
        if not _is_asked_for(request):
            return problem_answer(NoSuchHost(), request_id=request_id)
        if not request.path_info.startswith(_OURS):
            answer = self._get_response(request)
            answer[REQUEST_ID] = request_id
            return answer
        began = time.perf_counter()
        answer = _told(self._get_response(request), request_id)
        answer[REQUEST_ID] = request_id
        _count(request, answer, seconds=time.perf_counter() - began)
        answer["Cache-Control"] = "no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def _is_asked_for(request: HttpRequest) -> bool:
    """Say whether the site has the name by which it is asked for.

    A page of somebody else's whose name was made to lead here (DNS rebinding) is told so by its browser. Who
    only asks whether we live may do so by an address.
    """
    if request.path_info in _FOR_ANY_NAME:
        return True
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _request_id(request: HttpRequest) -> str:
    given = str(request.META.get("HTTP_X_REQUEST_ID", ""))
    return given if _GIVEN_ID.fullmatch(given) else secrets.token_hex(_ID_BYTES)


def _told(answer: HttpResponse, request_id: str) -> HttpResponse:
    """Return *answer*, as a problem where the framework itself has refused."""
    told = answer.headers.get("Content-Type", "")
    if answer.status_code < _FIRST_REFUSAL or told.startswith((MEDIA_TYPE, "application/json")):
        return answer
    kind = _BY_STATUS.get(answer.status_code, Fault)
    problem = problem_answer(kind(), request_id=request_id)
    if "Allow" in answer:
        problem["Allow"] = answer["Allow"]
    return problem


def _count(request: HttpRequest, answer: HttpResponse, *, seconds: float) -> None:
    """Count a request by its operation, whose name says nothing about anybody."""
    match = request.resolver_match
    operation = match.url_name if match is not None and match.url_name else "none"
    count_request(operation, status=answer.status_code, seconds=seconds)
    if answer.status_code >= _FIRST_FAULT:
        why = answer.why if isinstance(answer, Refusal) else ""
        log.warning(
            "answered %d to %s, request %s: %s", answer.status_code, operation, answer[REQUEST_ID], why
        )

"""What went wrong, as RFC 9457 problem details."""

from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse

from lapwing.model.answers import OtherRequest
from lapwing.model.errors import (
    BadInput,
    BadSource,
    IntegrityLost,
    LapwingError,
    NotPermitted,
    Unavailable,
)
from lapwing.model.works import AlreadyThere, Changed, Missing

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
"""When to come again where something that is needed does not answer."""


class Malformed(BadInput):
    """The request cannot be read."""

    code = "lapwing.malformed"


class Unauthorised(NotPermitted):
    """The request has no API key that holds."""

    code = "lapwing.unauthorised"


class NoSuchAddress(Missing):
    """There is nothing at this address."""

    code = "lapwing.no-such-address"


class NoSuchHost(BadInput):
    """The site is not asked for under this name; the operator gives its names in LAPWING_HOSTS."""

    code = "lapwing.no-such-host"


class NoSuchMethod(BadInput):
    """This cannot be done at this address."""

    code = "lapwing.no-such-method"


class TooSlow(BadInput):
    """The body of the request did not arrive in time."""

    code = "lapwing.too-slow"


class NoLength(BadInput):
    """The request does not say how long its body is."""

    code = "lapwing.no-length"


class TooLarge(BadInput):
    """The request is larger than it may be."""

    code = "lapwing.too-large"


class NoSuchForm(BadInput):
    """The body is in a form that is not read here."""

    code = "lapwing.no-such-form"


class TooMany(Unavailable):
    """This API key asks more often than it may."""

    code = "lapwing.too-many-requests"


class Fault(LapwingError):
    """Something went wrong inside; what was not answered for was not kept."""

    code = "lapwing.fault"


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What went wrong (RFC 9457). request: the id under which it can be asked about."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    request: str = ""


# The first family that an error is of counts, so the narrower ones come first.
_STATUS: tuple[tuple[type[LapwingError], HTTPStatus], ...] = (
    (Malformed, HTTPStatus.BAD_REQUEST),
    (Unauthorised, HTTPStatus.UNAUTHORIZED),
    (NoSuchHost, HTTPStatus.MISDIRECTED_REQUEST),
    (NoSuchMethod, HTTPStatus.METHOD_NOT_ALLOWED),
    (TooSlow, HTTPStatus.REQUEST_TIMEOUT),
    (NoLength, HTTPStatus.LENGTH_REQUIRED),
    (TooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (NoSuchForm, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (TooMany, HTTPStatus.TOO_MANY_REQUESTS),
    (Missing, HTTPStatus.NOT_FOUND),
    (AlreadyThere, HTTPStatus.CONFLICT),
    (Changed, HTTPStatus.CONFLICT),
    (OtherRequest, HTTPStatus.CONFLICT),
    (BadInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (IntegrityLost, HTTPStatus.INTERNAL_SERVER_ERROR),
    (BadSource, HTTPStatus.INTERNAL_SERVER_ERROR),
)


def status_of(error: LapwingError) -> int:
    """Return the HTTP status of an error."""
    for family, status in _STATUS:
        if isinstance(error, family):
            return int(status)
    return int(HTTPStatus.INTERNAL_SERVER_ERROR)


def problem_of(error: LapwingError, *, request_id: str = "") -> Problem:
    """Return the details of an error."""
    kind = type(error)
    return Problem(
        type=f"urn:lapwing:problem:{kind.code}",
        title=" ".join((kind.__doc__ or "").split()),
        status=status_of(error),
        code=kind.code,
        detail=error.detail,
        request=request_id,
    )


class Refusal(HttpResponse):
    """An answer that refuses. why: in few words, for the log; never content or personal data."""

    why: str = ""


def problem_answer(error: LapwingError, *, request_id: str = "") -> Refusal:
    """Return an error as an HTTP answer."""
    problem = problem_of(error, request_id=request_id)
    answer = Refusal(
        msgspec.json.encode(problem), content_type=MEDIA_TYPE, status=problem.status, headers=_headers(error)
    )
    answer.why = f"{problem.code}: {problem.detail}" if problem.detail else problem.code
    # A body that nobody has read would be taken for the next request.
    if isinstance(error, TooSlow | TooLarge | NoLength | NoSuchForm | Unauthorised | TooMany):
        answer["Connection"] = "close"
    return answer


def _headers(error: LapwingError) -> dict[str, Any]:
    if isinstance(error, Unauthorised):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, Unavailable):
        return {"Retry-After": str(RETRY_SECONDS)}
    return {}

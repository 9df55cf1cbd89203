"""A request under an idempotency key is done once, and answered the same way each time."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse

from lapwing.model.answers import Answers, Asked, GivenAnswer, Repeated
from lapwing.model.errors import Unavailable
from lapwing.model.people import Actor
from lapwing.model.works import Work, Works
from lapwing.service.api.bodies import JSON, BadShape
from lapwing.service.wiring.service import Service

T = TypeVar("T")

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
# Two headers of one name arrive as one with a comma between (RFC 9110 §5.3), so a key has none.
_KEY = re.compile(r"[!-+\--~]{1,255}")


class Once:
    """Works in which each write keeps its answer too: both are kept, or neither is.

    render: makes the answer of what a write returns.
    """

    def __init__(
        self,
        works: Works,
        *,
        asked: Asked,
        answers: Answers,
        render: Callable[[T], GivenAnswer],
        service: Service,
    ) -> None:
        """Keep answers to *asked* beside what is kept in *works*."""
        self._works, self._asked, self._answers = works, asked, answers
        self._render: Callable[..., GivenAnswer] = render
        self._clock = service.clock

    def run(self, write: Callable[[Work], T]) -> T:
        """Run *write* as Works.run does.

        Raises:
            Repeated: the same has been answered meanwhile; nothing was kept.
        """

        def both(work: Work) -> T:
            result = write(work)
            self._answers.keep(self._asked, self._render(result), now=self._clock())
            return result

        return self._works.run(both)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What a request asks for.

    do: does it, keeping what it keeps in the works that it is given. render: what is answered.
    """

    do: Callable[[Works], object]
    render: Callable[..., GivenAnswer]


def once(request: HttpRequest, deed: Deed, *, by: Actor, digest: bytes, service: Service) -> HttpResponse:
    """Do what is asked for and answer; under an idempotency key, once. digest: see request_digest.

    Raises:
        OtherRequest: the key was used for another request.
        BadShape: the key is none.
    """
    key = key_of(request)
    if key is None:
        return http_answer(deed.render(deed.do(service.works)))
    asked = Asked(owner=by.id, key=key, digest=digest)
    return answered(asked, deed, service=service)


def answered(asked: Asked, deed: Deed, *, service: Service) -> HttpResponse:
    """Return the answer to a request under its key, having done it now or before."""
    given, is_replayed = given_or_done(asked, deed, service=service)
    answer = http_answer(given)
    if is_replayed:
        answer[REPLAYED] = "true"
    return answer


def given_or_done(asked: Asked, deed: Deed, *, service: Service) -> tuple[GivenAnswer, bool]:
    """Return the answer to a request, and whether it had been given before."""
    given = service.answers.find(asked, now=service.clock())
    if given is not None:
        return given, True
    works = Once(service.works, asked=asked, answers=service.answers, render=deed.render, service=service)
    try:
        return deed.render(deed.do(works)), False
    except Repeated:
        # Somebody asked the same at the same time and was faster.
        given = service.answers.find(asked, now=service.clock())
        if given is None:
            raise Unavailable("the answer has just expired") from None
        return given, True


def key_of(request: HttpRequest) -> str | None:
    """Return the idempotency key, or None.

    Raises:
        BadShape: it is there twice, empty, too long or not printable ASCII.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is not None and not _KEY.fullmatch(key):
        raise BadShape(f"{HEADER}: once, 1 to 255 printable ASCII characters, none a space or a comma")
    return key


def request_digest(request: HttpRequest, *parts: object) -> bytes:
    """Return SHA-256 over what is asked: method, path and *parts*, bytes by their own digest."""
    plain = [hashlib.sha256(each).hexdigest() if isinstance(each, bytes) else each for each in parts]
    return hashlib.sha256(msgspec.json.encode([request.method, request.path, plain])).digest()


def http_answer(given: GivenAnswer) -> HttpResponse:
    """Return an answer as HTTP has it."""
    return HttpResponse(given.body, status=given.status, content_type=JSON)

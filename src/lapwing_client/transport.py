"""Requests to Lapwing: bounded in time and size, repeated only where repeating changes nothing."""

import json
import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import RawIOBase
from types import MappingProxyType
from typing import IO, BinaryIO, cast

import httpx

from lapwing_client.errors import AtOdds, ClientError, Down, KeyRefused, NotThere, Odd, Refused, TooMuch

MOST_ANSWER_BYTES = 64 * 1024 * 1024
"""Of one answer; a batch of five thousand items has a few of them."""

MOST_DETAIL_CHARACTERS = 1000
MOST_WAIT_SECONDS = 10.0
_FIRST_WAIT_SECONDS = 0.2
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_FAMILIES: Mapping[int, type[Refused]] = MappingProxyType(
    {401: KeyRefused, 403: KeyRefused, 404: NotThere, 409: AtOdds, 413: TooMuch}
)
_FIRST_REFUSAL, _FIRST_FAULT = 400, 500
_TAKEN = frozenset({200, 201, 202, 204})


File = BinaryIO | RawIOBase
"""What can be read from its beginning as often as it is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request. idempotency_key: where it is empty, a request that changes anything is sent once only.

    answers: the statuses that are answers; anything else is odd.
    """

    method: str
    path: str
    content: bytes = b""
    content_type: str = "application/json"
    file: File | bytes | None = None
    form: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    idempotency_key: str = ""

    @property
    def may_repeat(self) -> bool:
        """Say whether sending it twice does no more than sending it once."""
        return self.method in {"GET", "PUT"} or bool(self.idempotency_key)


class Transport:
    """Carries requests; any number of threads may use it."""

    def __init__(
        self,
        http: httpx.Client,
        *,
        seconds: float,
        tries: int,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Send by *http*, each request at most *tries* times and for *seconds* altogether."""
        self._http, self._seconds, self._tries = http, seconds, tries
        self._sleep, self._clock = sleep, clock

    def ask(self, call: Call) -> bytes:
        """Return the body of the answer.

        Raises:
            Refused: Lapwing will not, however often it is asked.
            Down: it does not answer, or not in time.
            Odd: what answers is not the Lapwing that this client knows.
        """
        until = self._clock() + self._seconds
        for tried in range(1, self._tries + 1):
            try:
                return self._once(call, until)
            except Down as down:
                wait = _wait(tried, down.retry_after_seconds)
                if tried == self._tries or not call.may_repeat or self._clock() + wait >= until:
                    raise
                self._sleep(wait)
        raise Down("it was not asked at all")

    def _once(self, call: Call, until: float) -> bytes:
        left = until - self._clock()
        if left <= 0:
            raise Down("there was no time left to ask")
        request = self._request(call, left)
        try:
            answer = self._http.send(request, stream=True)
            try:
                body = self._read(answer, until)
            finally:
                answer.close()
        except httpx.TimeoutException as late:
            raise Down("Lapwing did not answer in time") from late
        except (httpx.HTTPError, httpx.StreamError) as fault:
            raise Down(f"Lapwing cannot be reached: {type(fault).__name__}") from fault
        except (httpx.InvalidURL, ValueError) as wrong:
            raise Odd("the answer cannot be read as HTTP") from wrong
        if answer.status_code in _TAKEN:
            return body
        raise problem(answer.status_code, _json(body), retry_after_seconds=_retry_after(answer))

    def _request(self, call: Call, left: float) -> httpx.Request:
        headers = {"Idempotency-Key": call.idempotency_key} if call.idempotency_key else {}
        if call.file is not None:
            if not isinstance(call.file, bytes):
                call.file.seek(0)
            content = cast("IO[bytes] | bytes", call.file)
            files = {"file": ("file", content, "application/octet-stream")}
            return self._http.build_request(
                call.method, call.path, headers=headers, data=dict(call.form), files=files, timeout=left
            )
        if call.content:
            headers["Content-Type"] = call.content_type
        return self._http.build_request(
            call.method, call.path, headers=headers, content=call.content or None, timeout=left
        )

    def _read(self, answer: httpx.Response, until: float) -> bytes:
        """Return the body of an answer, which neither drips for ever nor fills the memory."""
        body = bytearray()
        for piece in answer.iter_bytes():
            body += piece
            if len(body) > MOST_ANSWER_BYTES:
                raise Odd("the answer is too long to be one of Lapwing's")
            if self._clock() > until:
                raise Down("Lapwing did not finish its answer in time")
        return bytes(body)


def _wait(tried: int, asked_for: float | None) -> float:
    """Return how long to leave Lapwing alone, in seconds: twice as long each time, and never all at once."""
    if asked_for is not None:
        return asked_for
    longest = min(MOST_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2**tried)
    return random.uniform(longest / 2, longest)  # noqa: S311 - spreads load; nothing is kept secret by it


def problem(status: int, says: object, *, retry_after_seconds: float | None = None) -> ClientError:
    """Return what an answer that is none means; says: its JSON (RFC 9457), or None."""
    if status in _AGAIN:
        return Down(f"Lapwing answered {status}", retry_after_seconds=retry_after_seconds)
    if not _FIRST_REFUSAL <= status < _FIRST_FAULT:
        return Odd(f"Lapwing answered {status}, which is no answer of its API")
    if not isinstance(says, dict) or "code" not in says:
        return Odd(f"{status} without Lapwing's words for it: something else may have answered")
    words = (str(says.get(name, "")) for name in ("title", "detail"))
    detail = " ".join(each for each in words if each)[:MOST_DETAIL_CHARACTERS]
    return _FAMILIES.get(status, Refused)(status=status, code=str(says["code"]), detail=detail)


def _json(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _retry_after(answer: httpx.Response) -> float | None:
    try:
        seconds = float(answer.headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None

"""The upload gate in front of a WSGI application."""

import io
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TYPE_CHECKING, Any

from lapwing_client.gate.gate import Asked, Gate, Reader
from lapwing_client.gate.passed import KEY, Passed
from lapwing_client.gate.piece import Body
from lapwing_client.gate.refusal import UNREADABLE, Refusal
from lapwing_client.gate.spool import Spool

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AccountOf = Callable[[dict[str, Any]], str | None]

PIECE_BYTES = 64 * 1024
_NAMED = {
    "CONTENT_TYPE": "content-type",
    "CONTENT_LENGTH": "content-length",
    "HTTP_TRANSFER_ENCODING": "transfer-encoding",
    "HTTP_CONTENT_ENCODING": "content-encoding",
}
# The same names with the prefix come from servers that do not tell a hyphen from an underscore.
_DOUBLES = ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH")


class UploadGate:
    """Lets a request through to the application once Lapwing has answered for all that is in it.

    The application finds the answers (a tuple of Passed) in `environ["lapwing.passed"]`. Anything that goes
    wrong, here or at Lapwing, means that the request does not reach it.
    """

    def __init__(self, app: "WSGIApplication", gate: Gate, *, account_of: AccountOf = lambda _: None) -> None:
        """Stand in front of *app*; account_of: gives the platform's id of who sends a request."""
        self._app, self._gate, self._account_of = app, gate, account_of

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request, or pass it on."""
        environ.pop(KEY, None)
        try:
            asked = self._gate.look(_path(environ), _headers(environ))
        except Refusal as refusal:
            return _refuse(refusal, start_response)
        if asked is None:
            return self._app(environ, start_response)
        return self._screened(asked, environ, start_response)

    def _screened(
        self, asked: Asked, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        spool = self._gate.spool()
        try:
            body = self._read(asked, spool, environ)
            passed: tuple[Passed, ...] = ()
            if body is not None and body.pieces:
                passed = self._gate.judge(body, asked, account=self._account_of(environ))
            answer = self._app(_with(environ, body, passed), start_response)
        except Refusal as refusal:
            spool.close()
            return _refuse(refusal, start_response)
        except BaseException:
            spool.close()
            raise
        return _Closing(answer, spool)

    def _read(self, asked: Asked, spool: Spool, environ: "WSGIEnvironment") -> Body | None:
        """Return the body, or None where there is none.

        Raises:
            Refusal: it cannot be read in exactly one way, or not in time.
        """
        reader: Reader | None = None
        until = monotonic() + self._gate.limits.body_seconds
        for chunk in _chunks(asked, environ):
            if monotonic() > until:
                raise Refusal(UNREADABLE, "the body did not arrive in time")
            reader = reader or self._gate.reader(asked, spool)
            reader.feed(chunk)
        return None if reader is None else reader.close()


class _Closing:
    """The application's answer; the body that was screened is forgotten when it is closed."""

    def __init__(self, answer: Iterable[bytes], spool: Spool) -> None:
        self._answer, self._spool = answer, spool

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            self._spool.close()


def _path(environ: "WSGIEnvironment") -> str:
    whole: str = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    # PEP 3333 has the bytes of the path as Latin-1.
    return whole.encode("latin-1", "replace").decode(errors="replace")


def _headers(environ: "WSGIEnvironment") -> list[tuple[str, str]]:
    found = [(name, str(environ[key])) for key, name in _NAMED.items() if environ.get(key)]
    if any(double in environ for double in _DOUBLES):
        raise Refusal(UNREADABLE, "the length or type of the body is given twice")
    return found


def _chunks(asked: Asked, environ: "WSGIEnvironment") -> Iterator[bytes]:
    """Give the body in chunks, to its last byte.

    Raises:
        Refusal: it ends before its end, or this server does not say where it ends.
    """
    stream, left = environ["wsgi.input"], asked.length
    if left is None and asked.headers.is_chunked and not environ.get("wsgi.input_terminated"):
        raise Refusal(UNREADABLE, "the body does not say how long it is")
    if left is None and not asked.headers.is_chunked:
        left = 0  # without either header a request has no body (RFC 9112 section 6.3)
    while left is None or left > 0:
        chunk = stream.read(PIECE_BYTES if left is None else min(PIECE_BYTES, left))
        if not chunk and left is None:
            return
        if not chunk:
            raise Refusal(UNREADABLE, "the body is not as long as it says")
        left = None if left is None else left - len(chunk)
        yield chunk


def _with(environ: "WSGIEnvironment", body: Body | None, passed: tuple[Passed, ...]) -> "WSGIEnvironment":
    """Return the environ of the request that the application gets."""
    kept = {name: value for name, value in environ.items() if name not in _NAMED}
    kept["wsgi.input"] = io.BufferedReader(body.spool.whole()) if body else io.BytesIO()
    kept["wsgi.input_terminated"] = True
    kept["CONTENT_LENGTH"] = str(body.spool.size if body else 0)
    kept["CONTENT_TYPE"] = body.content_type if body else ""
    kept[KEY] = passed
    return kept


def _refuse(refusal: Refusal, start_response: "StartResponse") -> Iterable[bytes]:
    start_response(f"{refusal.status.value} {refusal.status.phrase}", refusal.headers())
    return [refusal.body()]

"""The upload gate in front of an ASGI application (on asyncio)."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any

from lapwing_client.gate.gate import Asked, Gate, Reader
from lapwing_client.gate.passed import KEY, Passed
from lapwing_client.gate.piece import Body
from lapwing_client.gate.refusal import UNREADABLE, Refusal

if TYPE_CHECKING:
    from lapwing_client.gate.spool import View

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
AccountOf = Callable[[Scope], str | None]

PIECE_BYTES = 64 * 1024
POLICY_VIOLATION = 1008  # RFC 6455 section 7.4.1
_FRAMING = frozenset({b"content-length", b"content-type", b"transfer-encoding", b"content-encoding"})


class Gone(Exception):
    """Whoever sent the request has gone away in its middle."""


class UploadGate:
    """Lets a request through to the application once Lapwing has answered for all that is in it.

    The application finds the answers (a tuple of Passed) in `scope["lapwing.passed"]`. Anything that goes
    wrong, here or at Lapwing, means that the request does not reach it.
    """

    def __init__(self, app: App, gate: Gate, *, account_of: AccountOf = lambda _: None) -> None:
        """Stand in front of *app*; account_of: gives the platform's id of who sends a request."""
        self._app, self._gate, self._account_of = app, gate, account_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        scope.pop(KEY, None)
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        try:
            asked = self._gate.look(scope["path"], _headers(scope))
            if asked is None:
                await self._app(scope, receive, send)
            elif scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            else:
                await self._screened(asked, scope, receive, send)
        except Refusal as refusal:
            await _refuse(refusal, scope, send)
        except Gone:
            return

    async def _screened(self, asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        with self._gate.spool() as spool:
            body = await self._read(asked, spool, receive)
            passed: tuple[Passed, ...] = ()
            if body is not None and body.pieces:
                account = self._account_of(scope)
                passed = await asyncio.to_thread(self._gate.judge, body, asked, account=account)
            await self._app(_with(scope, body, passed), _Replay(body, receive), send)

    async def _read(self, asked: Asked, spool: Any, receive: Receive) -> Body | None:  # noqa: ANN401
        """Return the body, or None where there is none.

        Raises:
            Refusal: it cannot be read in exactly one way, or not in time.
            Gone: nobody waits for an answer any more.
        """
        reader: Reader | None = None
        size = 0
        try:
            async with asyncio.timeout(self._gate.limits.body_seconds):
                async for chunk in _chunks(receive):
                    size += len(chunk)
                    reader = reader or self._gate.reader(asked, spool)
                    reader.feed(chunk)
        except TimeoutError as slow:
            raise Refusal(UNREADABLE, "the body did not arrive in time") from slow
        if asked.length is not None and asked.length != size:
            raise Refusal(UNREADABLE, "the body is not as long as it says")
        return None if reader is None else reader.close()


class _Replay:
    """Gives the application the body that was screened, and after it only whether the client has gone."""

    def __init__(self, body: Body | None, receive: Receive) -> None:
        self._view: View | None = body.spool.whole() if body else None
        self._receive, self._is_over = receive, False

    async def __call__(self) -> Message:
        if not self._is_over:
            chunk = self._view.read(PIECE_BYTES) if self._view else b""
            self._is_over = self._view is None or self._view.tell() >= self._view.size
            return {"type": "http.request", "body": chunk or b"", "more_body": not self._is_over}
        while True:
            message = await self._receive()
            # More of a body after its end has been screened by nobody.
            if message["type"] != "http.request":
                return message


async def _chunks(receive: Receive) -> Any:  # noqa: ANN401 - an asynchronous generator of bytes
    """Give the chunks of a body that are not empty."""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        if chunk := message.get("body", b""):
            yield chunk
        if not message.get("more_body", False):
            return


def _headers(scope: Scope) -> Iterable[tuple[str, str]]:
    return [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]


def _with(scope: Scope, body: Body | None, passed: tuple[Passed, ...]) -> Scope:
    """Return the scope of the request that the application gets."""
    kept = [each for each in scope["headers"] if each[0].lower() not in _FRAMING]
    size = body.spool.size if body else 0
    kept.append((b"content-length", str(size).encode()))
    if body is not None:
        kept.append((b"content-type", body.content_type.encode()))
    return {**scope, "headers": kept, KEY: passed}


async def _refuse(refusal: Refusal, scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    headers = [(name.encode(), value.encode()) for name, value in refusal.headers()]
    # What is left of the body is not read, so nothing else may follow on this connection.
    headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": refusal.status.value, "headers": headers})
    await send({"type": "http.response.body", "body": refusal.body()})

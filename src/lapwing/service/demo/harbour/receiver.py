"""Where Lapwing's webhooks arrive at Harbour: on this machine alone, and obeyed before they are answered."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from lapwing_client import ClientError, Forged, ItemAction, Odd, OnlyATest, verify_webhook
from lapwing_client.webhooks import MOST_BYTES

HOST, PATH = "127.0.0.1", "/webhooks"
READ_SECONDS = 10.0
"""How long a request may take to arrive."""

Obey = Callable[[ItemAction], None]


@contextmanager
def receiving(obey: Obey, *, secret: str, port: int = 0) -> Iterator[int]:
    """Take webhooks for the length of a block, and give the port; 0 lets the system choose one.

    obey: does what an action says; where it raises ClientError, the webhook is asked for again.
    """

    class Handler(_Handler):
        def act(self, body: bytes) -> HTTPStatus:
            return _status(body, dict(self.headers.items()), secret, obey)

    with ThreadingHTTPServer((HOST, port), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.1,), name="harbour-webhooks", daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def free_port() -> int:
    """Return a port of this machine that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _status(body: bytes, headers: dict[str, str], secret: str, obey: Obey) -> HTTPStatus:
    """Obey a webhook, and return how it is answered."""
    try:
        obey(verify_webhook(body, headers, secret))
    except OnlyATest:
        return HTTPStatus.NO_CONTENT
    except Forged:
        return HTTPStatus.UNAUTHORIZED
    except Odd:
        return HTTPStatus.INTERNAL_SERVER_ERROR
    except ClientError:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.NO_CONTENT


class _Handler(BaseHTTPRequestHandler):
    timeout = READ_SECONDS

    def act(self, body: bytes) -> HTTPStatus:
        """Return how a webhook is answered."""
        raise NotImplementedError

    def do_POST(self) -> None:  # the library's name for it
        """Answer one request."""
        length = self.headers.get("content-length", "")
        if self.path != PATH or not (length.isascii() and length.isdigit()) or int(length) > MOST_BYTES:
            self._answer(HTTPStatus.NOT_FOUND)
            return
        self._answer(self.act(self.rfile.read(int(length))))

    def log_message(self, *_: object) -> None:
        """Keep quiet: ids of people's posts are nothing for a terminal."""

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

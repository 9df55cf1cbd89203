"""A very small platform with Lapwing in front of it: one page of posts, an upload gate, a webhook receiver.

Run it with `python examples/harbour_minimal/app.py`, having told it in the environment:

    LAPWING_URL      where Lapwing answers, such as http://127.0.0.1:8000
    LAPWING_KEY      an API key                     (lapwing key add minimal --by YOU)
    LAPWING_SECRET   of the webhooks                (lapwing destination add minimal http://127.0.0.1:8900/webhooks
                                                     --by YOU; the worker needs LAPWING_LOCAL_HOSTS=127.0.0.1)

Then `curl -F text=hello -F picture=@photo.jpg http://127.0.0.1:8900/posts`, and look at http://127.0.0.1:8900/.
The standard library's server will do to try it; any WSGI server takes `application(...)`.
"""

import html
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import RLock
from wsgiref.simple_server import make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lapwing_client import ActionKind, ClientError, Forged, ItemAction, Kind, Lapwing, Odd, verify_webhook
from lapwing_client.gate import Gate, GateRule, Passed
from lapwing_client.webhooks import MOST_BYTES
from lapwing_client.wsgi import UploadGate

HOST, PORT = "127.0.0.1", 8900
SURFACE = "upload"
OUT_OF_SIGHT = frozenset({ActionKind.HIDE, ActionKind.REMOVE})


@dataclass
class Post:
    """One file or text that passed the gate. version: of the last action that was obeyed for it."""

    item: str
    content: bytes
    is_shown: bool = True
    version: int = 0


@dataclass
class Platform:
    """Everything that the platform has, in memory, by the reference that Lapwing knows it by."""

    lapwing: Lapwing
    secret: str
    posts: dict[str, Post] = field(default_factory=dict)
    turn: RLock = field(default_factory=RLock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; one with anything in it has been through the gate."""
        match environ["REQUEST_METHOD"], environ["PATH_INFO"]:
            case "GET", "/":
                return self._page(start_response)
            case "POST", "/posts":
                return self._take(environ, start_response)
            case "POST", "/webhooks":
                return _answered(start_response, self._webhook(environ))
            case _:
                return _answered(start_response, "404 Not Found")

    def obey(self, action: ItemAction) -> None:
        """Do what a webhook says, unless something newer was said before; then say that it is done."""
        with self.turn:
            post = self.posts.get(action.reference)
            if post is None:
                self.lapwing.removed(action.item)
                return
            if action.version <= post.version:
                return
            post.is_shown = action.action not in OUT_OF_SIGHT
            if post.is_shown:
                self.lapwing.published(action.item)
            else:
                self.lapwing.removed(action.item)
            post.version = action.version

    def _take(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        passed: tuple[Passed, ...] = environ["lapwing.passed"]
        if not environ["CONTENT_TYPE"].startswith("multipart/"):
            return _answered(start_response, "415 Unsupported Media Type")
        contents = _fields(environ)
        try:
            with self.turn:
                for each in passed:
                    # The name of a file was screened beside the file itself; what is shown is the content.
                    if each.kind != Kind.NAME:
                        self.lapwing.published(each.answer.item)
                        self.posts[each.reference] = Post(each.answer.item, contents[each.field].pop(0))
        except ClientError:
            return _answered(start_response, "503 Service Unavailable")
        return _answered(start_response, "201 Created")

    def _webhook(self, environ: WSGIEnvironment) -> str:
        """Obey a webhook and return the status: 2xx only once it has been done."""
        size = int(environ.get("CONTENT_LENGTH") or 0)
        if size > MOST_BYTES:
            return "413 Content Too Large"
        headers = {
            name.removeprefix("HTTP_").replace("_", "-"): value
            for name, value in environ.items()
            if name.startswith("HTTP_WEBHOOK_")
        }
        try:
            self.obey(verify_webhook(environ["wsgi.input"].read(size), headers, self.secret))
        except Forged:
            return "401 Unauthorized"
        except (Odd, ClientError):
            return "503 Service Unavailable"
        return "204 No Content"

    def _page(self, start_response: StartResponse) -> Iterable[bytes]:
        with self.turn:
            shown = [post.content for post in self.posts.values() if post.is_shown]
        rows = "".join(f"<li>{html.escape(each[:200].decode(errors='replace'))}</li>" for each in shown)
        start_response("200 OK", [("content-type", "text/html; charset=utf-8")])
        return [f"<!doctype html><title>Minimal</title><ul>{rows}</ul>".encode()]


def application(lapwing: Lapwing, secret: str) -> tuple[Platform, WSGIApplication]:
    """Return the platform, and it again with the gate in front: what a server is given."""
    platform = Platform(lapwing, secret)
    gate = Gate(lapwing, (GateRule(path="/posts", surface=SURFACE),))
    return platform, UploadGate(platform, gate)


def _fields(environ: WSGIEnvironment) -> dict[str, list[bytes]]:
    """Return what a form holds, by name; the gate has written it anew, so this little reads it rightly."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    mark = f"\r\n--{environ['CONTENT_TYPE'].partition('boundary=')[2]}".encode()
    found: dict[str, list[bytes]] = {}
    for part in (b"\r\n" + body).split(mark)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = head.decode().partition('; name="')[2].partition('"')[0]
        if content:
            found.setdefault(name, []).append(content)
    return found


def _answered(start_response: StartResponse, status: str) -> Iterable[bytes]:
    start_response(status, [("content-length", "0")])
    return []


def main() -> None:
    """Serve until stopped."""
    with Lapwing(os.environ["LAPWING_URL"], os.environ["LAPWING_KEY"]) as lapwing:
        _, app = application(lapwing, os.environ["LAPWING_SECRET"])
        with make_server(HOST, PORT, app) as server:
            server.serve_forever()


if __name__ == "__main__":
    main()

"""The example platform runs: what passes is shown and told, what is listed is not, webhooks are obeyed."""

import io
import json
import runpy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from lapwing_client import Lapwing
from tests.client_material import FORM, field_part, form, part
from tests.unit.client.test_webhooks import SAYS, SECRET, signed

EXAMPLE = runpy.run_path(str(Path(__file__).parents[2] / "examples/harbour_minimal/app.py"))
PICTURE = b"\xff\xd8\r\n\r\n--\rwith\nlines\r\n"
STEPS = {False: ("allow", "allowed", "publish"), True: ("block", "blocked", "remove")}


@dataclass
class Service:
    """Blocks what holds the word "listed", over HTTP, and remembers what it was told."""

    told: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = request.read()
        if request.url.path.startswith("/v1/items/"):
            self.told.append(request.url.path.removeprefix("/v1/items/"))
            return httpx.Response(200, json=self._item())
        reference = body.split(b'"gate/' if b'"gate/' in body else b"gate/")[1][:34].decode()
        self.references.append(f"gate/{reference}")
        step, state, action = STEPS[b"listed" in body]
        says = {"step": step, "state": state, "action": action, "item": f"i-{len(self.references)}"}
        rest = {"decision": "d", "reasons": [], "matches": 0, "unknown": [], "case": None}
        return httpx.Response(200, json={**says, **rest, "reference": self.references[-1]})

    def _item(self) -> dict[str, Any]:
        known = {"id": "i-1", "reference": "r", "surface": "upload", "kind": "text", "content": "c"}
        at = "2026-11-21T12:00:00Z"
        stands = {"received_at": at, "state": "allowed", "step": "allow", "action": "publish", "version": 1}
        empty = dict.fromkeys(("account", "decided_by", "published_at", "removed_at", "views"))
        return {**known, **stands, **empty}


@dataclass
class Site:
    """The example with a service behind it."""

    service: Service = field(default_factory=Service)

    def __post_init__(self) -> None:
        lapwing = Lapwing("http://lapwing.test", "lw_1_2", transport=httpx.MockTransport(self.service))
        self.platform, self.app = EXAMPLE["application"](lapwing, SECRET)

    def ask(self, method: str, path: str, body: bytes = b"", **environ: str) -> tuple[int, bytes]:
        statuses: list[str] = []
        whole = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **environ,
        }
        answer = self.app(whole, lambda status, _: statuses.append(status))
        whole_answer = b"".join(answer)
        getattr(answer, "close", lambda: None)()  # as every server does
        return int(statuses[0][:3]), whole_answer

    def post(self, *parts: bytes) -> int:
        return self.ask("POST", "/posts", form(*parts), CONTENT_TYPE=FORM)[0]

    def webhook(self, **changes: object) -> int:
        body = json.dumps({**SAYS, **changes}).encode()
        headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in signed(body).items()}
        return self.ask("POST", "/webhooks", body, CONTENT_TYPE="application/json", **headers)[0]

    @property
    def page(self) -> bytes:
        return self.ask("GET", "/")[1]


def test_what_passes_is_shown_and_told() -> None:
    site = Site()
    assert site.post(field_part("text", b"hello"), part(PICTURE)) == 201
    assert b"<li>hello</li>" in site.page
    assert [post.content for post in site.platform.posts.values()] == [b"hello", PICTURE]
    assert len(site.service.told) == 2
    assert all(each.endswith("/published") for each in site.service.told)


def test_what_is_listed_is_never_shown() -> None:
    site = Site()
    assert site.post(field_part("text", b"hello"), part(b"listed")) == 451
    assert (site.page.count(b"<li>"), site.service.told) == (0, [])


def test_webhooks_are_obeyed_in_their_order() -> None:
    site = Site()
    site.post(field_part("text", b"hello"))
    (reference,) = site.platform.posts
    assert site.webhook(reference=reference, action="remove", version=3) == 204
    assert site.webhook(reference=reference, action="publish", version=2) == 204
    assert b"hello" not in site.page
    assert site.service.told[-1].endswith("/removed")
    assert site.webhook(reference="nothing of ours") == 204


@pytest.mark.parametrize(("path", "status"), [("/nothing", 404), ("/webhooks", 401)])
def test_anything_else_is_refused(path: str, status: int) -> None:
    assert Site().ask("POST", path, b"{}", CONTENT_TYPE="application/json")[0] == status


def test_a_form_without_files_is_not_taken_by_this_example() -> None:
    assert Site().ask("POST", "/posts", b'{"text":"a"}', CONTENT_TYPE="application/json")[0] == 415

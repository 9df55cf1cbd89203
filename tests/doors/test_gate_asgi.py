"""Through the ASGI gate comes what was screened, as it was screened; in every other case nothing does."""

import asyncio
import json
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import httpx
import pytest

from lapwing_client import Down, Odd, Refused, Step
from lapwing_client.asgi import UploadGate
from lapwing_client.errors import ClientError
from lapwing_client.gate import Elsewhere, GateLimits, GateRule, Passed
from tests.client_material import FORM, FakeLapwing, field_part, form, gate, part

PICTURE = b"\xff\xd8" + b"landscape" * 1000
Scope = MutableMapping[str, Any]


@dataclass
class Platform:
    """Takes everything, and remembers it."""

    seen: list[tuple[Scope, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        body = b""
        while scope["type"] == "http":
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.seen.append((scope, body))
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 201, "headers": []})
            await send({"type": "http.response.body", "body": b"taken"})


@dataclass
class Site:
    """A platform with a gate in front of it."""

    lapwing: FakeLapwing = field(default_factory=FakeLapwing)
    limits: GateLimits = field(default_factory=GateLimits)
    others: dict[str, Any] = field(default_factory=dict)
    platform: Platform = field(default_factory=Platform)

    def post(self, body: bytes, *, content_type: str = FORM, path: str = "/photos") -> httpx.Response:
        return self.ask("POST", path, content=body, headers={"content-type": content_type})

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401  # as httpx has it
        async def asking() -> httpx.Response:
            app = UploadGate(
                self.platform,
                gate(self.lapwing, limits=self.limits, **self.others),
                account_of=lambda scope: dict(scope["headers"]).get(b"x-account", b"").decode() or None,
            )
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://platform.test") as client:
                return await client.request(method, path, **request)

        return asyncio.run(asking())

    def receive(self, messages: Sequence[dict[str, Any]], **scope: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        """Send ASGI messages as a server would, and return what is answered."""
        left, answers = list(messages), []

        async def next_message() -> dict[str, Any]:
            if left:
                return left.pop(0)
            await asyncio.sleep(3600)
            return {}

        async def send(message: dict[str, Any]) -> None:
            answers.append(message)

        whole = {
            "type": "http",
            "method": "POST",
            "path": "/photos",
            "headers": [(b"content-type", FORM.encode())],
            **scope,
        }
        app = UploadGate(self.platform, gate(self.lapwing, limits=self.limits, **self.others))
        asyncio.run(app(whole, next_message, send))  # type: ignore[arg-type]
        return answers

    @property
    def passed(self) -> tuple[Passed, ...]:
        found: tuple[Passed, ...] = self.platform.seen[-1][0]["lapwing.passed"]
        return found


def chunk(body: bytes, *, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_what_is_allowed_passes_with_its_answers() -> None:
    site = Site()
    answer = site.ask(
        "POST",
        "/photos",
        files={"picture": ("a.jpg", PICTURE)},
        data={"text": "hello"},
        headers={"x-account": "account-1"},
    )
    assert answer.status_code == 201
    assert {kind for kind, _ in site.lapwing.asked} == {"file", "name", "text"}
    assert ("file", PICTURE) in site.lapwing.asked
    assert site.lapwing.accounts == ["account-1"] * 3
    assert [each.field for each in site.passed] == ["text", "picture", "picture"]
    assert all(each.answer.reference == each.reference for each in site.passed)
    scope, body = site.platform.seen[0]
    assert PICTURE in body
    headers = dict(scope["headers"])
    assert headers[b"content-length"] == str(len(body)).encode()


@pytest.mark.parametrize(
    "body",
    [
        form(part(b"listed")),
        form(part(b"fine"), part(b"listed too", disposition='form-data; name="b"; filename="b"')),
        form(part(b"fine"), field_part("text", b"listed")),
        form(part(b"fine", disposition='form-data; name="a"; filename="listed.jpg"')),
        form(part(b"listed", disposition='form-data; name="token"; filename=""')),
        form(part(b"listed", disposition='form-data; name="token"')),
    ],
)
def test_what_is_blocked_anywhere_in_a_request_keeps_all_of_it_out(body: bytes) -> None:
    site = Site()
    answer = site.post(body)
    assert answer.status_code == 451
    assert answer.headers["content-type"] == "application/problem+json"
    assert "listed" not in answer.text
    assert site.platform.seen == []


@pytest.mark.parametrize("step", [Step.DETER, Step.LIMIT])
def test_what_is_shown_in_some_way_passes(step: Step) -> None:
    site = Site(lapwing=FakeLapwing(step=step))
    assert site.post(form(part(b"listed"))).status_code == 201
    assert site.passed[0].answer.step is step


def test_a_rule_may_let_less_pass() -> None:
    site = Site(lapwing=FakeLapwing(step=Step.DETER))
    site.others["rule"] = GateRule(path="/photos", surface="upload", shown=frozenset({Step.ALLOW}))
    assert site.post(form(part(b"listed"))).status_code == 451


def test_what_is_held_is_refused_in_the_same_words_as_what_is_blocked() -> None:
    held, blocked = (
        Site(lapwing=FakeLapwing(step=step)).post(form(part(b"listed"))) for step in (Step.HOLD, Step.BLOCK)
    )
    assert (held.status_code, held.content) == (blocked.status_code, blocked.content)


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Down("gone"), 503),
        (Odd("what is this"), 503),
        (Refused(status=401, code="lapwing.unauthorised", detail=""), 503),
        (Refused(status=422, code="lapwing.bad-shape", detail=""), 422),
    ],
)
def test_without_an_answer_nothing_passes(fault: ClientError, status: int) -> None:
    site = Site(lapwing=FakeLapwing(fails_with=fault))
    answer = site.post(form(part(PICTURE)))
    assert answer.status_code == status
    assert site.platform.seen == []
    assert ("retry-after" in answer.headers) == (status == 503)


@pytest.mark.slow
def test_an_answer_that_is_late_is_none() -> None:
    silent = FakeLapwing(answers=Event())
    silent.answers.clear()
    site = Site(lapwing=silent, limits=GateLimits(answer_seconds=0.05))
    assert site.post(form(part(PICTURE))).status_code == 503
    silent.answers.set()
    assert site.platform.seen == []


def test_a_mistake_of_our_own_lets_nothing_pass() -> None:
    class Broken(FakeLapwing):
        def screen_bytes(self, *_: object, **__: object) -> Any:  # noqa: ANN401
            raise ZeroDivisionError

    site = Site(lapwing=Broken())
    with pytest.raises(ZeroDivisionError):
        site.post(form(part(PICTURE)))
    assert site.platform.seen == []


def test_a_body_may_come_in_any_chunks() -> None:
    whole = form(part(PICTURE))
    site = Site()
    messages = [chunk(whole[at : at + 1], more=True) for at in range(200)]
    answers = site.receive([*messages, chunk(b"", more=True), chunk(whole[200:])])
    assert answers[0]["status"] == 201
    assert site.lapwing.asked[0] == ("file", PICTURE)


@pytest.mark.parametrize(
    "headers",
    [
        [(b"content-type", FORM.encode()), (b"content-length", b"5")],
        [(b"content-type", FORM.encode()), (b"content-length", b"999999")],
        [(b"content-type", FORM.encode()), (b"content-length", b"-1")],
        [(b"content-type", FORM.encode()), (b"content-length", b"9"), (b"content-length", b"9")],
        [(b"content-type", FORM.encode()), (b"content-type", b"text/plain")],
        [(b"content-type", FORM.encode()), (b"Content-Type", b"text/plain")],
        [(b"content-type", FORM.encode()), (b"content-encoding", b"gzip")],
        [(b"content-type", FORM.encode()), (b"transfer-encoding", b"gzip, chunked")],
        [(b"content-type", FORM.encode()), (b"transfer-encoding", b"chunked"), (b"content-length", b"9")],
        [(b"content-type", b"multipart/form-data")],
        [(b"content-type", b"multipart/mixed; boundary=b0undary")],
        [(b"content-type", b"multipart/form-data; boundary=" + b"x" * 5000)],
        [(b"content-type", b"application/octet-stream")],
        [(b"content-type", b"image/jpeg")],
        [],
    ],
)
def test_a_body_that_is_not_framed_clearly_is_refused(headers: list[tuple[bytes, bytes]]) -> None:
    site = Site()
    answers = site.receive([chunk(form(part(PICTURE)))], headers=headers)
    assert answers[0]["status"] == 422
    assert (site.platform.seen, site.lapwing.asked) == ([], [])


def test_a_body_that_is_too_large_is_refused_at_once() -> None:
    site = Site(limits=GateLimits(body_bytes=2000))
    endless = [chunk(form(part(b"x" * 900))[:-20], more=True), chunk(b"x" * 1500, more=True)]
    assert site.receive(endless)[0]["status"] == 422


@pytest.mark.slow
def test_a_body_that_does_not_arrive_is_refused() -> None:
    site = Site(limits=GateLimits(body_seconds=0.05))
    assert site.receive([chunk(b"--b0", more=True)])[0]["status"] == 422


def test_whoever_goes_away_gets_no_answer_and_nothing_passes() -> None:
    site = Site()
    messages = [chunk(form(part(PICTURE))[:500], more=True), {"type": "http.disconnect"}]
    assert site.receive(messages) == []
    assert site.platform.seen == []


def test_more_of_a_body_after_its_end_never_arrives() -> None:
    site = Site()
    got: list[dict[str, Any]] = []

    class Greedy(Platform):
        async def __call__(self, scope: Scope, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
            got.extend([await receive(), await receive()])
            await super().__call__({**scope, "type": "other"}, receive, send)

    site.platform = Greedy()
    site.receive([chunk(b""), chunk(b"listed"), {"type": "http.disconnect"}])
    assert [each.get("body") for each in got] == [b"", None]


def test_json_is_screened_and_handed_on_byte_for_byte() -> None:
    document = b'{"text":  "hello"}'
    site = Site()
    assert site.post(document, content_type="application/json").status_code == 201
    assert site.platform.seen[0][1] == document
    assert (
        site.post(
            json.dumps({"a": [{"text": "listed"}]}).encode(), content_type="application/json"
        ).status_code
        == 451
    )
    assert site.post(b'{"text":"x","text":"y"}', content_type="application/json").status_code == 422


def test_a_request_without_a_body_passes() -> None:
    site = Site()
    assert site.ask("GET", "/photos").status_code == 201
    assert site.passed == ()
    assert site.lapwing.asked == []


def test_elsewhere_files_are_refused_unless_told_otherwise() -> None:
    site = Site()
    assert site.post(b"{}", content_type="application/json", path="/login").status_code == 201
    assert site.post(form(part(PICTURE)), path="/login").status_code == 422
    assert site.post(form(part(PICTURE)), path="/login", content_type=FORM.upper()).status_code == 422
    site.others["elsewhere"] = Elsewhere.PASS
    assert site.post(form(part(PICTURE)), path="/login").status_code == 201


@pytest.mark.parametrize(
    "content_type",
    ["image/jpeg", "application/octet-stream", "application/pdf", "image/svg+xml", "nonsense", None],
)
def test_so_is_a_body_that_is_a_file_itself(content_type: str | None) -> None:
    site = Site()
    headers = {} if content_type is None else {"content-type": content_type}
    assert site.ask("PUT", "/pictures/7", content=PICTURE, headers=headers).status_code == 422
    assert site.platform.seen == []
    site.others["elsewhere"] = Elsewhere.PASS
    assert site.ask("PUT", "/pictures/7", content=PICTURE, headers=headers).status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-www-form-urlencoded; charset=UTF-8",
        "Application/JSON",
        "application/ld+json",
        "text/plain",
        "application/xml",
    ],
)
def test_elsewhere_words_pass_and_so_does_a_request_without_a_body(content_type: str) -> None:
    site = Site()
    assert site.post(b"a=1", content_type=content_type, path="/login").status_code == 201
    assert site.ask("DELETE", "/login").status_code == 201
    assert site.ask("POST", "/login").status_code == 201


@pytest.mark.parametrize("path", ["/PHOTOS/", "//photos", "/photos;x", "/photos/7"])
def test_no_spelling_of_the_path_leads_past_the_gate(path: str) -> None:
    site = Site()
    assert site.receive([chunk(form(part(b"listed")))], path=path)[0]["status"] == 451


def test_a_websocket_does_not_lead_past_the_gate() -> None:
    site = Site()
    assert site.receive([{"type": "websocket.connect"}], type="websocket") == [
        {"type": "websocket.close", "code": 1008}
    ]
    site.receive([], type="websocket", path="/chat", headers=[])
    site.receive([], type="lifespan")
    assert [scope["type"] for scope, _ in site.platform.seen] == ["websocket", "lifespan"]


def test_what_the_platform_finds_in_the_scope_comes_from_the_gate() -> None:
    site = Site()
    site.receive([chunk(b"{}")], path="/login", headers=[], **{"lapwing.passed": ("forged",)})
    assert "lapwing.passed" not in site.platform.seen[0][0]

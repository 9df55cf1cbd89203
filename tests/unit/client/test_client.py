"""The client sends what the API asks for, gives typed answers, and ends in time with words for what to do."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest

from lapwing_client import (
    ActionKind,
    AgeBand,
    Audience,
    ClientError,
    DigestsSuffice,
    Down,
    Kind,
    Lapwing,
    LegalBasis,
    Odd,
    Refused,
    Step,
    Surface,
    Words,
)
from lapwing_client.errors import AtOdds, KeyRefused, NotThere, TooMuch
from lapwing_client.transport import Call, Transport

SCREENING = {
    "item": "i-1",
    "reference": "post/1",
    "state": "held",
    "step": "hold",
    "action": "hide",
    "decision": "d-1",
    "reasons": [{"rule": "near", "step": "hold", "says": "It resembles an entry."}],
    "matches": 1,
    "unknown": [{"who": "pdq", "why": "damaged"}],
    "case": "case-1",
    "a field of a later version": 1,
}
ITEM = {
    "id": "i-1",
    "reference": "post/1",
    "surface": "upload",
    "account": None,
    "kind": "image",
    "content": "c-1",
    "received_at": "2026-11-21T12:00:00Z",
    "state": "allowed",
    "step": "allow",
    "action": "publish",
    "decided_by": "d-1",
    "published_at": "2026-11-21T12:00:01+00:00",
    "removed_at": None,
    "views": None,
    "version": 2,
}


@dataclass
class Service:
    """Gives its answers in turn, and remembers what it was asked."""

    answers: list[httpx.Response | Exception]
    asked: list[httpx.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        self.bodies.append(request.read())
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def client(service: Service, *, tries: int = 3) -> Lapwing:
    lapwing = Lapwing("http://lapwing.test", "lw_1_2", tries=tries, transport=httpx.MockTransport(service))
    lapwing._transport._sleep = lambda _: None
    return lapwing


def says(*bodies: object, status: int = 200) -> Service:
    return Service([httpx.Response(status, json=each) for each in bodies])


def test_a_file_is_sent_as_a_form_and_its_answer_is_typed() -> None:
    service = says(SCREENING)
    answer = client(service).screen_bytes(
        io.BytesIO(b"picture"), surface="upload", reference="post/1", account="a", idempotency_key="k"
    )
    assert (answer.step, answer.action, answer.is_shown) == (Step.HOLD, ActionKind.HIDE, False)
    assert answer.reasons[0].step is Step.HOLD
    assert answer.unknown[0].why == "damaged"
    request, body = service.asked[0], service.bodies[0]
    assert str(request.url) == "http://lapwing.test/v1/screen"
    assert request.headers["authorization"] == "Bearer lw_1_2"
    assert request.headers["idempotency-key"] == "k"
    assert int(request.headers["content-length"]) == len(body)
    assert b'name="file"' in body
    assert b"picture" in body
    assert b'name="kind"' not in body


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (Lapwing.screen_text, "text"),
        (Lapwing.screen_url, "url"),
        (Lapwing.screen_name, "name"),
        (Lapwing.screen_query, "query"),
    ],
)
def test_words_are_sent_as_json(ask: Callable[..., object], kind: str) -> None:
    service = says(SCREENING)
    ask(client(service), "hello", surface="upload", reference="post/1")
    assert json.loads(service.bodies[0]) == {
        "surface": "upload",
        "reference": "post/1",
        "kind": kind,
        "content": "hello",
    }


def test_a_batch_is_answered_item_by_item() -> None:
    problem = {"status": 422, "code": "lapwing.no-such-surface", "title": "There is none."}
    lines = [
        {"number": 0, "result": SCREENING, "problem": None},
        {"number": 1, "result": None, "problem": problem},
    ]
    body = "\n".join(map(json.dumps, lines)) + "\n"
    service = Service([httpx.Response(200, text=body)])
    words = [Words(surface="upload", reference="post/1", kind=Kind.TEXT, content="a")] * 2
    first, second = client(service).batch(words)
    assert not isinstance(first, ClientError)
    assert isinstance(second, Refused)
    assert second.code == "lapwing.no-such-surface"
    assert service.bodies[0].count(b"\n") == 1


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [{"number": 1, "result": SCREENING, "problem": None}],
        [{"number": 0, "result": None, "problem": None}],
        [{"number": 0, "result": {**SCREENING, "reference": "post/2"}, "problem": None}],
        ["text"],
    ],
)
def test_a_batch_that_is_not_answered_in_order_is_odd(lines: Sequence[object]) -> None:
    service = Service([httpx.Response(200, text="\n".join(map(json.dumps, lines)))])
    with pytest.raises(Odd):
        client(service).batch([Words(surface="upload", reference="post/1", kind=Kind.TEXT, content="a")])


def test_what_became_of_an_item_is_told() -> None:
    service = says(ITEM, ITEM, ITEM)
    lapwing = client(service)
    assert lapwing.published("i-1").published_at == datetime(2026, 11, 21, 12, 0, 1, tzinfo=UTC)
    lapwing.removed("i-1", views=3)
    assert lapwing.item("i-1").version == 2
    assert [request.url.path for request in service.asked] == [
        "/v1/items/i-1/published",
        "/v1/items/i-1/removed",
        "/v1/items/i-1",
    ]
    assert service.bodies == [b"", b'{"views": 3}', b""]
    assert service.asked[0].headers["idempotency-key"]


def test_surfaces_and_accounts_are_told() -> None:
    surface = {
        "name": "upload",
        "audience": "public",
        "jurisdiction": "GB",
        "basis": {"name": "s.10", "expires_on": "2027-01-01"},
        "on_unknown": "hold",
        "digests_suffice": [{"kind": "film", "why": "for now", "signed_by": "lea", "until": "2027-01-01"}],
    }
    account = {"id": "a/1", "age_band": "13-15", "opened_at": None, "version": 1}
    service = says({"surfaces": [surface]}, surface, account)
    lapwing = client(service)
    upload = Surface(
        name="upload",
        audience=Audience.PUBLIC,
        jurisdiction="GB",
        basis=LegalBasis(name="s.10", expires_on=date(2027, 1, 1)),
        digests_suffice=(
            DigestsSuffice(kind=Kind.FILM, why="for now", signed_by="lea", until=date(2027, 1, 1)),
        ),
    )
    assert lapwing.surfaces() == (upload,)
    assert lapwing.put_surface(upload) == upload
    told = lapwing.account("a/1", age_band=AgeBand.FROM_13_TO_15, opened_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert told.age_band is AgeBand.FROM_13_TO_15
    assert json.loads(service.bodies[1])["basis"] == {"name": "s.10", "expires_on": "2027-01-01"}
    assert json.loads(service.bodies[1])["digests_suffice"] == surface["digests_suffice"]
    assert service.asked[2].url.raw_path == b"/v1/accounts/a%2F1"
    assert json.loads(service.bodies[2])["opened_at"] == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("name", ["", ".", ".."])
def test_a_name_leads_nowhere_else(name: str) -> None:
    with pytest.raises(ValueError, match="names nothing"):
        client(says()).item(name)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"[" * 100_000,
        json.dumps({**SCREENING, "step": "allow-a-little"}).encode(),
        json.dumps({**SCREENING, "step": None}).encode(),
        json.dumps({**SCREENING, "reference": "post/2"}).encode(),
        json.dumps({**SCREENING, "matches": "1"}).encode(),
        json.dumps({**SCREENING, "reasons": {}}).encode(),
        json.dumps({name: value for name, value in SCREENING.items() if name != "step"}).encode(),
    ],
)
def test_an_answer_that_is_not_known_is_odd(body: bytes) -> None:
    with pytest.raises(Odd):
        client(Service([httpx.Response(200, content=body)])).screen_text(
            "a", surface="upload", reference="post/1"
        )


@pytest.mark.parametrize("status", [301, 302, 304])
def test_what_is_no_answer_of_the_api_is_odd_and_not_followed(status: int) -> None:
    service = Service([httpx.Response(status, headers={"location": "http://elsewhere.test/"})])
    with pytest.raises(Odd):
        client(service).item("i-1")
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [(401, KeyRefused), (403, KeyRefused), (404, NotThere), (409, AtOdds), (413, TooMuch), (422, Refused)],
)
def test_a_refusal_says_what_to_do_and_is_not_repeated(status: int, kind: type[Refused]) -> None:
    service = Service(
        [httpx.Response(status, json={"code": "lapwing.x", "title": "No.", "detail": "because"})]
    )
    with pytest.raises(kind) as refused:
        client(service).screen_text("a", surface="upload", reference="post/1", idempotency_key="k")
    assert (refused.value.code, refused.value.detail) == ("lapwing.x", "No. because")
    assert kind.advice in str(refused.value)
    assert len(service.asked) == 1


def test_a_proxy_in_between_is_told_from_lapwing() -> None:
    with pytest.raises(Odd, match="something else"):
        client(Service([httpx.Response(404, text="<html>")])).item("i-1")


FAULTS: list[Any] = [
    httpx.Response(503, headers={"retry-after": "0"}),
    httpx.Response(429),
    httpx.ConnectError("refused"),
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("half"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_asked_again_only_under_an_idempotency_key(fault: httpx.Response | Exception) -> None:
    def ask(key: str, *answers: httpx.Response | Exception) -> int:
        service = Service([*answers, httpx.Response(200, json=SCREENING)])
        try:
            client(service).screen_text("a", surface="upload", reference="post/1", idempotency_key=key)
        except Down:
            return -len(service.asked)
        return len(service.asked)

    assert ask("k", fault) == 2
    assert ask("k", fault, fault, fault) == -3
    assert ask("", fault) == -1


def test_a_file_is_sent_from_its_beginning_each_time() -> None:
    service = Service([httpx.ReadTimeout("slow"), httpx.Response(200, json=SCREENING)])
    file = io.BytesIO(b"picture")
    client(service).screen_bytes(file, surface="upload", reference="post/1", idempotency_key="k")
    assert all(b"picture" in body for body in service.bodies)
    assert len(service.bodies) == 2


@dataclass
class Clock:
    """Goes on by a second whenever it is looked at."""

    seconds: float = 0.0

    def __call__(self) -> float:
        self.seconds += 1.0
        return self.seconds


def test_a_call_ends_in_time_whatever_the_answers() -> None:
    service = Service([httpx.Response(503)] * 100)
    http = httpx.Client(base_url="http://lapwing.test", transport=httpx.MockTransport(service))
    transport = Transport(http, seconds=20, tries=100, sleep=lambda _: None, clock=Clock())
    with http, pytest.raises(Down):
        transport.ask(Call(method="GET", path="/"))
    assert 1 < len(service.asked) < 20


def test_it_does_not_wait_for_longer_than_it_has() -> None:
    waited: list[float] = []
    service = Service([httpx.Response(503, headers={"retry-after": "3600"})] * 2)
    http = httpx.Client(base_url="http://lapwing.test", transport=httpx.MockTransport(service))
    transport = Transport(http, seconds=20, tries=5, sleep=waited.append)
    with http, pytest.raises(Down) as down:
        transport.ask(Call(method="GET", path="/"))
    assert (waited, down.value.retry_after_seconds) == ([], 3600)


def test_an_answer_that_drips_or_swells_is_let_go() -> None:
    class Drip(httpx.SyncByteStream):
        def __init__(self, size: int) -> None:
            self.size = size

        def __iter__(self) -> Any:  # noqa: ANN401
            while True:
                yield b" " * self.size

    def ask(size: int, clock: Callable[[], float]) -> None:
        drip = httpx.MockTransport(lambda _: httpx.Response(200, stream=Drip(size)))
        with httpx.Client(base_url="http://lapwing.test", transport=drip) as http:
            Transport(http, seconds=30, tries=1, clock=clock).ask(Call(method="GET", path="/"))

    with pytest.raises(Down, match="in time"):
        ask(1, Clock())
    with pytest.raises(Odd, match="too long"):
        ask(1 << 24, lambda: 0.0)

"""Webhooks go where they may, say who they are from, and an attempt that fails is told as one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from lapwing.model.errors import BadInput, Unavailable
from lapwing.model.platform import Destination, Message
from lapwing.service import clock
from lapwing.service.clients.addresses import AddressRefused, target
from lapwing.service.clients.secrets import WebhookSecrets
from lapwing.service.clients.webhooks import MOST_ANSWER_BYTES, WebhookPost

SECRET = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the example of the Standard Webhooks specification
PUBLIC = "93.184.215.14"
Answer = Callable[[httpx.Request], httpx.Response]


def at(*addresses: str) -> Callable[[str, int], Sequence[str]]:
    return lambda _host, _port: addresses


def message() -> Message:
    now = clock.now()
    return Message(
        id="m-1",
        destination="d",
        topic="item.action",
        on="i-1",
        body='{"item":"i-1"}',
        made_at=now,
        due_at=now,
    )


def destination(url: str = "https://platform.example/hooks?from=us", *, name: str = "d") -> Destination:
    return Destination(name=name, url=url, secret_id=name)


def post(answer: Answer, *, addresses: Sequence[str] = (PUBLIC,)) -> WebhookPost:
    return WebhookPost(lambda _: SECRET, resolve=at(*addresses), transport=httpx.MockTransport(answer))


def test_the_receiver_can_verify_what_it_gets_with_the_published_library() -> None:
    got: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        got.append(request)
        return httpx.Response(204, content=iter([b""]))

    with post(answer) as sender:
        reply = sender.send(message(), destination(), now=clock.now())
    assert (reply.taken, reply.status) == (True, "204")
    (request,) = got
    assert Webhook(SECRET).verify(request.content, dict(request.headers)) == {"item": "i-1"}
    assert request.url == f"https://{PUBLIC}:443/hooks?from=us"
    assert request.headers["host"] == "platform.example"
    assert request.extensions["sni_hostname"] == "platform.example"


@pytest.mark.parametrize("status", [199, 301, 302, 307, 400, 410, 500, 503])
def test_only_a_status_of_the_two_hundreds_is_taken_and_no_redirect_is_followed(status: int) -> None:
    calls = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(status, content=iter([b"x"]), headers={"location": "https://169.254.169.254/"})

    with post(answer) as sender:
        reply = sender.send(message(), destination(), now=clock.now())
    assert (reply.taken, reply.status, calls) == (False, str(status), 1)


@pytest.mark.parametrize("url", ["https://platform.example/a\x01b", "https://pl\u00e4tform.example/"])
def test_an_address_that_no_request_can_be_made_of_is_an_attempt_that_failed(url: str) -> None:
    with post(lambda _: httpx.Response(204)) as sender:
        reply = sender.send(message(), destination(url), now=clock.now())
    assert (reply.taken, reply.status) == (False, AddressRefused.code)


def test_a_broken_connection_is_an_attempt_that_failed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("late", request=request)

    with post(answer) as sender:
        reply = sender.send(message(), destination(), now=clock.now())
    assert (reply.taken, reply.status) == (False, "ConnectTimeout")


def test_an_endless_answer_is_not_read_to_its_end() -> None:
    given = 0

    def body() -> "object":
        nonlocal given
        while True:
            given += 1
            yield b"x" * 1024

    with post(lambda _: httpx.Response(200, content=body())) as sender:  # type: ignore[arg-type]
        assert sender.send(message(), destination(), now=clock.now()).taken
    assert given * 1024 < 2 * MOST_ANSWER_BYTES


INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "172.16.0.1",
    "169.254.169.254",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        target("https://platform.example/", resolve=at(address))


def test_a_name_with_one_address_inside_is_refused() -> None:
    with pytest.raises(AddressRefused):
        target("https://platform.example/", resolve=at(PUBLIC, "127.0.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.example/",
        "ftp://platform.example/",
        "https://",
        "https://ann:secret@platform.example/",
        "https://platform.example:99999/",
        "//platform.example/",
        "https://[::1",
    ],
)
def test_what_is_no_address_to_send_to_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        target(url, resolve=at(PUBLIC))


def test_a_name_without_address_can_be_tried_later() -> None:
    def none(_host: str, _port: int) -> Sequence[str]:
        raise OSError

    for resolve in (none, at()):
        with pytest.raises(Unavailable):
            target("https://platform.example/", resolve=resolve)


def test_an_operator_can_name_a_host_of_their_own_network() -> None:
    found = target("http://platform:8080/x", local_hosts=frozenset({"platform"}), resolve=at("10.0.0.7"))
    assert (found.url, found.host_header) == ("http://10.0.0.7:8080/x", "platform:8080")


def test_a_secret_is_made_once_and_kept_for_the_owner(tmp_path: Path) -> None:
    kept = WebhookSecrets(tmp_path / "webhooks")
    made = kept.make("harbour")
    assert WebhookSecrets(tmp_path / "webhooks").get("harbour") == made
    assert (tmp_path / "webhooks" / "harbour.secret").stat().st_mode & 0o077 == 0
    with pytest.raises(BadInput):
        kept.make("harbour")


@pytest.mark.parametrize("name", ["", "../x", "A", "a/b"])
def test_a_secret_s_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput):
        WebhookSecrets(tmp_path).get(name)
    with pytest.raises(Unavailable):
        WebhookSecrets(tmp_path).get("none")


def test_another_secret_of_a_name_has_an_id_of_its_own(tmp_path: Path) -> None:
    kept = WebhookSecrets(tmp_path)
    first, second = kept.make_another("harbour"), kept.make_another("harbour")
    assert (first.id, second.id) == ("harbour", "harbour-2")
    assert kept.get("harbour-2") == second.secret != first.secret
    long = "a" * 64
    assert [len(kept.make_another(long).id) for _ in range(2)] == [64, 60]


@pytest.mark.parametrize(("left", "holds"), [(timedelta(seconds=1), True), (timedelta(0), False)])
def test_while_a_secret_is_replaced_both_sign(left: timedelta, *, holds: bool) -> None:
    other = "whsec_" + "bm90LXRoZS1zYW1lLXNlY3JldC1hdC1hbGw="
    got: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        got.append(request)
        return httpx.Response(204, content=iter([b""]))

    now = clock.now()
    changing = replace(destination(name="new"), former_secret_id="old", former_until=now + left)  # noqa: S106  # an id
    secrets = {"new": SECRET, "old": other}
    with WebhookPost(
        secrets.__getitem__, resolve=at(PUBLIC), transport=httpx.MockTransport(answer)
    ) as sender:
        sender.send(message(), changing, now=now)
    headers = dict(got[0].headers)
    assert Webhook(SECRET).verify(got[0].content, headers)
    if holds:
        assert Webhook(other).verify(got[0].content, headers)
        return
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(got[0].content, headers)

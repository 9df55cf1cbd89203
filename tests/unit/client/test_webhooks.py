"""A webhook is obeyed only if it is Lapwing's and new; what is not known is not guessed."""

import json
from datetime import datetime, timedelta

import pytest
from standardwebhooks import Webhook

from lapwing.service.clock import now
from lapwing_client import ActionKind, Forged, Odd, OnlyATest, Step, verify_webhook

SECRET = "whsec_" + "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
OTHER = "whsec_" + "b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldC0t"
SAYS = {
    "id": "m-1",
    "type": "item.action",
    "at": "2026-11-21T12:00:00+00:00",
    "item": "i-1",
    "reference": "post/1",
    "surface": "upload",
    "account": "account-1",
    "action": "hide",
    "step": "hold",
    "because": "d-1",
    "version": 2,
}


def signed(
    body: bytes, *, secret: str = SECRET, at: datetime | None = None, message_id: str = "m-1"
) -> dict[str, str]:
    at = at or now()
    return {
        "Webhook-Id": message_id,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": Webhook(secret).sign(message_id, at, body.decode()),
    }


def body_of(**changes: object) -> bytes:
    return json.dumps({**SAYS, **changes}).encode()


def test_a_webhook_gives_an_action() -> None:
    action = verify_webhook(body_of(), signed(body_of()), SECRET)
    assert (action.id, action.item, action.reference) == ("m-1", "i-1", "post/1")
    assert (action.action, action.step, action.version) == (ActionKind.HIDE, Step.HOLD, 2)
    assert verify_webhook(body_of(account=None), signed(body_of(account=None)), SECRET).account is None


def test_while_a_secret_is_replaced_both_hold() -> None:
    assert verify_webhook(body_of(), signed(body_of(), secret=OTHER), (SECRET, OTHER)).id == "m-1"


def test_what_is_signed_by_nobody_we_know_is_forged() -> None:
    with pytest.raises(Forged):
        verify_webhook(body_of(), signed(body_of(), secret=OTHER), SECRET)
    with pytest.raises(Forged):
        verify_webhook(body_of(action="publish"), signed(body_of()), SECRET)
    with pytest.raises(Forged):
        verify_webhook(body_of(), signed(body_of()) | {"Webhook-Id": "m-2"}, SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", ()])
def test_without_a_secret_nothing_is_believed(secret: str | tuple[str, ...]) -> None:
    with pytest.raises(Forged):
        verify_webhook(body_of(), signed(body_of()), secret)


@pytest.mark.parametrize(
    ("skew_seconds", "is_taken"), [(-290, True), (290, True), (-320, False), (320, False)]
)
def test_clocks_may_differ_by_five_minutes(skew_seconds: int, is_taken: bool) -> None:  # noqa: FBT001  # a column
    headers = signed(body_of(), at=now() + timedelta(seconds=skew_seconds))
    if is_taken:
        assert verify_webhook(body_of(), headers, SECRET).id == "m-1"
    else:
        with pytest.raises(Forged):
            verify_webhook(body_of(), headers, SECRET)


@pytest.mark.parametrize(
    "change",
    [
        {"Webhook-Signature": ""},
        {"Webhook-Signature": "v1"},
        {"Webhook-Signature": "v1,not base64 at all"},
        {"Webhook-Signature": "v2,AAAA"},
        {"Webhook-Timestamp": "soon"},
        {"Webhook-Timestamp": "nan"},
        {"webhook-id": "m-1"},
    ],
)
def test_headers_that_are_not_whole_are_forged(change: dict[str, str]) -> None:
    with pytest.raises(Forged):
        verify_webhook(body_of(), signed(body_of()) | change, SECRET)


def test_a_webhook_that_is_no_utf8_or_too_long_is_forged() -> None:
    with pytest.raises(Forged):
        verify_webhook(b"\xff", signed(b"x"), SECRET)
    with pytest.raises(Forged):
        verify_webhook(b"x" * 70_000, signed(b"x" * 70_000), SECRET)


@pytest.mark.parametrize(
    "body",
    [
        body_of(type="item.other"),
        body_of(action="explode"),
        body_of(step="allow-a-little"),
        body_of(version="2"),
        body_of(version=True),
        body_of(item=None),
        body_of(at="yesterday"),
        body_of(id="m-2"),
        b"[]",
        b"{",
        json.dumps({name: value for name, value in SAYS.items() if name != "account"}).encode(),
    ],
)
def test_what_lapwing_says_in_another_way_is_odd(body: bytes) -> None:
    with pytest.raises(Odd):
        verify_webhook(body, signed(body), SECRET)


def test_a_test_is_told_apart_and_asks_for_nothing() -> None:
    body = json.dumps({"id": "m-1", "type": "webhook.test", "at": "2026-11-21T12:00:00+00:00"}).encode()
    with pytest.raises(OnlyATest):
        verify_webhook(body, signed(body), SECRET)

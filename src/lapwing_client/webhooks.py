"""Webhooks from Lapwing: checked as Standard Webhooks 1.0 says, and given as a typed action."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError
from standardwebhooks.webhooks import EmptyWebhookSecretError

from lapwing_client.answers import ActionKind, Step
from lapwing_client.errors import Forged, Odd, OnlyATest

TOPIC, TEST_TOPIC = "item.action", "webhook.test"
MOST_BYTES = 64 * 1024
"""A webhook of Lapwing's is under one kilobyte."""

_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAction:
    """What is now to be done with an item.

    id: of the message; the same one may come again, and is answered 204 again without being done twice.
    reference: what the platform called the item when it asked. account: the sender, as the platform told.
    because: the id of the decision or finding.
    version: counts for each item. Messages may arrive in another order than they were sent in: obey one only
        if its version is above that of the last one obeyed for the item.
    """

    id: str
    at: datetime
    item: str
    reference: str
    surface: str
    account: str | None
    action: ActionKind
    step: Step
    because: str
    version: int


def verify_webhook(body: bytes, headers: Mapping[str, str], secret: str | tuple[str, ...]) -> ItemAction:
    """Return what a webhook asks for, once it is sure that Lapwing sent it within the last five minutes.

    Args:
        body: the bytes as they were received, before anything has parsed them.
        headers: of the request; their names in any case.
        secret: `whsec_` and base64, as Lapwing gave it; several while one is replaced by another.

    Raises:
        Forged: it is not signed with the secret, or is too old or from the future; answer 401.
        OnlyATest: it is Lapwing's and asks for nothing; answer 204.
        Odd: it is Lapwing's, but of a sort that is not known here; answer 500, so that it comes again.
    """
    if len(body) > MOST_BYTES:
        raise Forged(f"{len(body)} bytes are more than a webhook has")
    secrets = (secret,) if isinstance(secret, str) else secret
    if not secrets or not all(secrets):
        raise Forged("there is no secret to check it with")
    signed = _signed_headers(headers)
    for each in secrets:
        if _is_signed(body, signed, each):
            return _action(body, message_id=signed["webhook-id"])
    raise Forged("it is not signed with our secret, or its time is more than five minutes from ours")


def _signed_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the three headers of a webhook, by lower-case name.

    Raises:
        Forged: one is missing or there twice.
    """
    found = [(name.lower(), value) for name, value in headers.items() if name.lower() in _HEADERS]
    if len(found) != len(_HEADERS) or len(dict(found)) != len(_HEADERS):
        raise Forged(f"a webhook has the headers {', '.join(_HEADERS)}, each once")
    return dict(found)


def _is_signed(body: bytes, signed: dict[str, str], secret: str) -> bool:
    """Say whether it is signed with *secret*."""
    try:
        Webhook(secret).verify(body, signed, json_parse=False)
    except (WebhookVerificationError, EmptyWebhookSecretError, ValueError):  # the last where it is no base64
        return False
    return True


def _action(body: bytes, *, message_id: str) -> ItemAction:
    """Return what a message that is Lapwing's says.

    Raises:
        Odd: it does not say it in the way that is known here. OnlyATest: it asks for nothing.
    """
    try:
        says: dict[str, Any] = json.loads(body)
        if says["type"] == TEST_TOPIC and says["id"] == message_id:
            raise OnlyATest("somebody tries whether webhooks arrive")
        if says["type"] != TOPIC or says["id"] != message_id:
            raise Odd("the webhook is of another type than item.action, or names another id than its header")
        return ItemAction(
            id=message_id,
            at=datetime.fromisoformat(says["at"]),
            item=_text(says["item"]),
            reference=_text(says["reference"]),
            surface=_text(says["surface"]),
            account=None if says["account"] is None else _text(says["account"]),
            action=ActionKind(says["action"]),
            step=Step(says["step"]),
            because=_text(says["because"]),
            version=_count(says["version"]),
        )
    except (KeyError, TypeError, ValueError) as missing:
        raise Odd("the webhook does not say what an item.action says") from missing


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(type(value).__name__)
    return value

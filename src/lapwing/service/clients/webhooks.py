"""Webhooks, signed as Standard Webhooks 1.0 says: id, time and body under a secret that both sides know."""

from collections.abc import Callable
from datetime import datetime
from typing import Self

import httpx
from standardwebhooks import Webhook

from lapwing.flows.deliver import Reply
from lapwing.model.errors import LapwingError
from lapwing.model.platform import Destination, Message
from lapwing.service.clients.addresses import Resolve, Target, resolve, target

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 15.0
MOST_ANSWER_BYTES = 64 * 1024
"""Of an answer; it is read so that the connection can be used again, and thrown away."""

AGENT = "lapwing-webhooks/1"
_FIRST_TAKEN, _LAST_TAKEN = 200, 299


class WebhookPost:
    """Sends messages; see flows.deliver.Post.

    Redirects are not followed: the address that was checked is the one that is asked.
    """

    def __init__(
        self,
        secret_of: Callable[[str], str],
        *,
        local_hosts: frozenset[str] = frozenset(),
        resolve: Resolve = resolve,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Sign with what *secret_of* gives for a destination's secret_id (`whsec_` and base64).

        local_hosts: see addresses.target. transport: another way to the network, for tests.
        """
        self._secret_of, self._local_hosts, self._resolve = secret_of, local_hosts, resolve
        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
        # The environment's proxies are not asked: they would connect to a name, not to what was checked.
        self._client = httpx.Client(
            timeout=timeout, follow_redirects=False, trust_env=False, transport=transport
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    def send(self, message: Message, destination: Destination, *, now: datetime) -> Reply:
        """Try once, and return how it ended."""
        try:
            where = target(destination.url, local_hosts=self._local_hosts, resolve=self._resolve)
            headers = self._headers(message, destination, where, now=now)
            return self._sent(where, headers, message.body.encode())
        except LapwingError as refused:
            return Reply(taken=False, status=refused.code)
        except httpx.HTTPError as fault:
            return Reply(taken=False, status=type(fault).__name__)

    def _headers(
        self, message: Message, destination: Destination, where: Target, *, now: datetime
    ) -> dict[str, str]:
        signers = [destination.secret_id]
        if destination.former_until is not None and now < destination.former_until:
            signers.append(destination.former_secret_id)
        # Several signatures, with a space between: Standard Webhooks, "Zero downtime secret rotation".
        signature = " ".join(
            Webhook(self._secret_of(each)).sign(message.id, now, message.body) for each in signers
        )
        return {
            "host": where.host_header,
            "content-type": "application/json",
            "user-agent": AGENT,
            "accept-encoding": "identity",
            "webhook-id": message.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }

    def _sent(self, where: Target, headers: dict[str, str], body: bytes) -> Reply:
        extensions = {"sni_hostname": where.host} if where.scheme == "https" else {}
        with self._client.stream(
            "POST", where.url, headers=headers, content=body, extensions=extensions
        ) as answer:
            read = 0
            for piece in answer.iter_raw():
                read += len(piece)
                if read > MOST_ANSWER_BYTES:
                    break
            taken = _FIRST_TAKEN <= answer.status_code <= _LAST_TAKEN
            return Reply(taken=taken, status=str(answer.status_code))

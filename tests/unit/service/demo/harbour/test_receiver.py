"""Harbour's door for webhooks: on this machine alone, signed or refused, obeyed before it is answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from lapwing.service.demo.harbour.receiver import HOST, PATH, receiving
from lapwing_client import ClientError, Down, ItemAction
from tests.unit.client.test_webhooks import SECRET, body_of, signed

pytestmark = [pytest.mark.enable_socket, pytest.mark.slow]


@dataclass
class Door:
    """Remembers what it is to obey, or cannot."""

    port: int = 0
    obeyed: list[ItemAction] = field(default_factory=list)
    fault: ClientError | None = None

    def obey(self, action: ItemAction) -> None:
        if self.fault is not None:
            raise self.fault
        self.obeyed.append(action)

    def post(self, body: bytes, headers: dict[str, str], path: str = PATH) -> int:
        return httpx.post(f"http://{HOST}:{self.port}{path}", content=body, headers=headers).status_code


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    with receiving(made.obey, secret=SECRET) as made.port:
        yield made


def test_webhooks_are_obeyed_or_refused(door: Door) -> None:
    assert door.post(body_of(), signed(body_of())) == 204
    assert [action.id for action in door.obeyed] == ["m-1"]
    assert door.post(body_of(action="publish"), signed(body_of())) == 401
    assert door.post(body_of(type="item.other"), signed(body_of(type="item.other"))) == 500
    assert door.post(body_of(), signed(body_of()), "/other") == 404
    assert door.post(b"x" * 70_000, {}) == 404
    door.fault = Down("gone")
    assert door.post(body_of(), signed(body_of())) == 503
    assert len(door.obeyed) == 1

"""API keys: who holds one that holds may do what its scopes say, as often as it says."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lapwing.flows.keep_keys import revoke, rotate
from lapwing.model.people import Permission
from lapwing.service.api import access
from tests.api_material import ADMIN, HOUR, TEXT, Api, open_api
from tests.django_world import Database


@pytest.fixture
def api(sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    monkeypatch.setattr(access, "LOOKED_UP_FOR_SECONDS", 0.0)
    with open_api(tmp_path) as opened:
        yield opened


WRONG = [
    "",
    "lw",
    "lw_0_0",
    "lw_{id}_",
    "lw_{id}_0",
    "xx_{id}_{secret}",
    "lw_{id}_{secret}0",
    "lw_{id}_{secret}_",
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_none_opens_nothing(api: Api, wrong: str) -> None:
    _, key_id, secret = api.token.split("_")
    said = replace(api, token=wrong.format(id=key_id, secret=secret)).screen()
    assert (said.status, said.code) == (401, "lapwing.unauthorised")
    assert said.http["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("header", [None, "Basic abc", "Bearer", "bearer"])
def test_nor_does_no_token(api: Api, header: str | None) -> None:
    headers = {} if header is None else {"authorization": header}
    answer = api.client.get("/v1/surfaces", headers=headers)
    assert answer.status_code == 401


def test_a_key_that_is_revoked_opens_nothing_more(api: Api) -> None:
    assert api.screen().status == 200
    key_id = api.token.split("_")[1]
    revoke(key_id, why="it was lost", desk=api.service.key_desk, by=ADMIN, now=api.clock())
    assert api.screen().code == "lapwing.unauthorised"
    assert [line.on for line in api.acts("key.revoke")] == [f"key:{key_id}"]


def test_a_key_ends_when_it_expires(api: Api) -> None:
    short = api.with_key(expires_at=api.clock() + HOUR)
    api.clock.forward(HOUR - timedelta(seconds=1))
    assert short.screen().status == 200
    api.clock.forward(timedelta(seconds=1))
    assert short.screen().status == 401


def test_both_keys_hold_while_one_is_rotated(api: Api) -> None:
    key_id = api.token.split("_")[1]
    issued = rotate(key_id, overlap=2 * HOUR, desk=api.service.key_desk, by=ADMIN, now=api.clock())
    new = replace(api, token=issued.token)
    assert (api.screen().status, new.screen().status) == (200, 200)
    api.clock.forward(2 * HOUR)
    assert (api.screen().status, new.screen().status) == (401, 200)


SCOPED = [
    (Permission.SCREEN, "POST", "/v1/screen", dict(TEXT)),
    (Permission.SCREEN, "POST", "/v1/screen/batch", [dict(TEXT)]),
    (Permission.DECISION_READ, "GET", "/v1/items/i-0", None),
    (Permission.DECISION_READ, "GET", "/v1/decisions/d-0", None),
    (Permission.ITEM_TELL, "POST", "/v1/items/i-0/published", None),
    (Permission.ITEM_TELL, "POST", "/v1/items/i-0/removed", None),
    (Permission.ACCOUNT_TELL, "PUT", "/v1/accounts/a", {"age_band": "adult"}),
    (Permission.SURFACE_READ, "GET", "/v1/surfaces", None),
    (Permission.SURFACE_READ, "GET", "/v1/surfaces/upload", None),
    (Permission.SURFACE_WRITE, "PUT", "/v1/surfaces/new", {"audience": "public", "jurisdiction": "GB"}),
]


@pytest.mark.parametrize(("scope", "method", "path", "body"), SCOPED)
def test_each_operation_needs_its_scope(
    api: Api, scope: Permission, method: str, path: str, body: object
) -> None:
    others = {each for each, *_ in SCOPED} - {scope}
    refused = api.with_key(*others).ask(method, path, body)
    assert (refused.status, refused.code) == (403, "lapwing.not-permitted")
    assert api.with_key(scope).ask(method, path, body).status in {200, 404}


def test_a_key_asks_no_more_often_than_it_may(api: Api) -> None:
    limited = api.with_key(requests_a_minute=3)
    assert [limited.ask("GET", "/v1/surfaces").status for _ in range(3)] == [200] * 3
    said = limited.ask("GET", "/v1/surfaces")
    assert (said.status, said.code) == (429, "lapwing.too-many-requests")
    assert int(said.http["Retry-After"]) > 0
    assert api.ask("GET", "/v1/surfaces").status == 200, "another key is not held up"


def test_a_bucket_fills_with_time_and_no_further_than_its_brim() -> None:
    bucket = access.Bucket(requests_a_minute=60, now=0.0)
    assert [bucket.take(now=0.0) for _ in range(61)] == [True] * 60 + [False]
    assert not bucket.take(now=0.99)
    assert bucket.take(now=1.99)
    assert [bucket.take(now=1e6) for _ in range(61)] == [True] * 60 + [False]


def test_that_a_key_is_used_is_kept(api: Api) -> None:
    key_id = api.token.split("_")[1]
    api.screen()
    kept = api.service.api_keys.find(key_id)
    assert kept is not None
    assert kept.last_used_at == api.clock().replace(second=0, microsecond=0)

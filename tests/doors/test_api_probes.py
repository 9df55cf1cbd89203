"""Health, readiness and figures: they say what stands, to whom it concerns, and nothing of anybody."""

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import obstore
import pytest
from django.test import Client
from obstore.exceptions import GenericError

from tests.api_material import TEXT, Api, open_api
from tests.django_world import Database


@pytest.fixture
def api(sqlite: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    with open_api(tmp_path) as opened:
        yield opened


def checks(api: Api) -> dict[str, bool]:
    return {check["name"]: check["ok"] for check in api.ask("GET", "/ready").json()["checks"]}


@pytest.mark.slow
def test_all_that_is_needed_is_looked_at(api: Api) -> None:
    assert api.ask("GET", "/ready").status == 200
    assert checks(api) == {
        "database": True,
        "vault": True,
        "room": True,
        "sandbox": True,
        "lists": True,
    }


@pytest.mark.slow
def test_a_vault_that_is_gone_is_told(api: Api, tmp_path: Path) -> None:
    (tmp_path / "vault").rename(tmp_path / "elsewhere")
    assert api.ask("GET", "/ready").status == 503
    assert checks(api) == {
        "database": True,
        "vault": False,
        "room": True,
        "sandbox": True,
        "lists": True,
    }


@pytest.mark.slow
def test_a_disk_that_fills_up_is_told_with_the_reason_and_told_no_more_once_there_is_room(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert checks(api)["room"] is True
    with monkeypatch.context() as full:
        least = api.service.settings.serving.free_bytes
        full.setattr(os, "statvfs", lambda _: SimpleNamespace(f_bavail=least - 1, f_frsize=1))
        answer = api.ask("GET", "/ready", x_request_id="asked-1")
        assert (answer.status, checks(api)["room"]) == (503, False)
    assert "request asked-1: room: lapwing.unavailable.disk-full" in caplog.text
    assert api.ask("GET", "/ready").status == 200


def test_what_could_not_be_kept_is_logged_with_its_reason_and_the_request(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise GenericError("Unable to copy data to file: No space left on device (os error 28)")

    monkeypatch.setattr(obstore, "put", full)
    answer = api.ask("POST", "/v1/screen", {**TEXT, "content": "zz-content"}, x_request_id="asked-2")
    assert (answer.status, answer.code) == (503, "lapwing.unavailable.disk-full")
    assert "request asked-2: lapwing.unavailable.disk-full: the vault could not write" in caplog.text
    assert "zz-content" not in caplog.text


@pytest.mark.slow
def test_a_list_that_cannot_be_read_is_told_and_the_last_good_one_serves(api: Api, tmp_path: Path) -> None:
    from lapwing.flows.change_entries import NewEntry  # noqa: PLC0415  # of use here alone
    from lapwing.flows.learn import OWN_LIST  # noqa: PLC0415  # the same

    entry = NewEntry(kind="sha256", value="0" * 64)
    api.service.own.put(OWN_LIST, (entry,), by="person:ann", why="a test", now=api.clock())
    api.service.present.refresh()
    current = tmp_path / "lists" / OWN_LIST / "CURRENT"
    current.write_text("damaged")
    for _ in range(100):
        if api.service.present.trouble is not None:
            break
        api.service.present._ended.wait(0.05)
    assert checks(api)["lists"] is False
    assert api.service.kit.matcher.versions == ((OWN_LIST, 1),)


def test_a_process_that_has_no_service_yet_is_not_ready(sqlite: Database) -> None:  # noqa: ARG001  # Django is ready
    answer = Client().get("/ready")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert Client().get("/health").status_code == 200


def test_figures_name_nobody(api: Api) -> None:
    api.screen(reference="zz-reference", account="zz-account", content="zz-content")
    api.ask("PUT", "/v1/accounts/zz-account", {"age_band": "adult"})
    text = api.client.get("/metrics").content.decode()
    assert 'lapwing_decisions_total{kind="text",step="hold"}' in text
    assert 'lapwing_requests_total{operation="put_account",status="200"}' in text
    assert "lapwing_waiting_items 0.0" in text
    assert "zz-" not in text


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.1"}, 403),
        ({"REMOTE_ADDR": ""}, 403),
        ({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"HTTP_FORWARDED": "for=127.0.0.1"}, 403),
    ],
)
def test_figures_are_for_the_machine_itself(api: Api, environ: dict[str, str], status: int) -> None:
    answer = api.client.generic("GET", "/metrics", **environ)  # type: ignore[arg-type]  # WSGI's own names
    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_there_is_nothing_to_be_sent_there(api: Api, path: str) -> None:
    assert api.ask("POST", path).code == "lapwing.no-such-method"

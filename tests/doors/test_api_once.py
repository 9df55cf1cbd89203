"""Idempotency keys: the same request is done once and answered the same, whatever happens in between."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connections

from lapwing.model.people import Permission
from lapwing.service.api.once import REPLAYED
from tests.api_material import HOUR, TEXT, Api, Said, open_api
from tests.django_world import Database
from tests.form_material import form_of


@pytest.fixture
def api(database: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    with open_api(tmp_path) as opened:
        yield opened


def screen(api: Api, key: str, **more: object) -> Said:
    return api.ask("POST", "/v1/screen", {**TEXT, **more}, idempotency_key=key)


def test_the_same_request_again_gets_the_same_answer_and_does_nothing(api: Api) -> None:
    first, second = screen(api, "k-1"), screen(api, "k-1")

    assert (first.status, second.status) == (200, 200)
    assert first.body == second.body
    assert REPLAYED not in first.http
    assert second.http[REPLAYED] == "true"
    assert len(api.acts("item.screen")) == 1


def test_the_order_of_fields_makes_no_other_request(api: Api) -> None:
    first = screen(api, "k-1")
    turned = dict(reversed(list(TEXT.items())))
    assert api.ask("POST", "/v1/screen", turned, idempotency_key="k-1").body == first.body


def test_nor_does_the_boundary_of_a_form(api: Api) -> None:
    data = b"\x00\x01\xff"
    answers = []
    for boundary in ("one", "two"):
        body, form = form_of(boundary, surface="upload", reference="file/1", file=data)
        answers.append(api.ask("POST", "/v1/screen", body, form=form, idempotency_key="k-1").body)
    assert answers[0] == answers[1]
    assert len(api.acts("item.screen")) == 1


@pytest.mark.parametrize(
    "other", [{"content": "bye"}, {"reference": "post/2"}, {"account": "a"}, {"kind": "name"}]
)
def test_another_request_under_the_same_key_is_refused(api: Api, other: dict[str, object]) -> None:
    screen(api, "k-1")
    said = screen(api, "k-1", **other)
    assert (said.status, said.code) == (409, "lapwing.idempotency-key-reused")
    assert len(api.acts("item.screen")) == 1


def batch(api: Api, key: str, *contents: str) -> Said:
    items = [{**TEXT, "reference": f"post/{number}", "content": text} for number, text in enumerate(contents)]
    return api.ask("POST", "/v1/screen/batch", items, idempotency_key=key)


def test_another_operation_under_the_same_key_is_refused(api: Api) -> None:
    item = screen(api, "k-1").json()["item"]
    told = {"at": api.clock().isoformat()}
    for said in (
        batch(api, "k-1", "hello"),
        api.ask("POST", f"/v1/items/{item}/published", told, idempotency_key="k-1"),
    ):
        assert (said.status, said.code) == (409, "lapwing.idempotency-key-reused")
    assert batch(api, "k-2", "hello").status == 200
    assert screen(api, "k-2").code == "lapwing.idempotency-key-reused"
    assert batch(api, "k-2", "another").code == "lapwing.idempotency-key-reused"
    assert len(api.acts("item.screen")) == 2


def test_a_large_batch_under_a_key_is_done_once(api: Api) -> None:
    contents = [f"text {number}" for number in range(300)]
    assert batch(api, "k-1", *contents).body == batch(api, "k-1", *contents).body
    assert len(api.acts("item.screen")) == 300


def test_a_key_is_its_holders_own(api: Api) -> None:
    other = api.with_key(Permission.SCREEN)
    assert screen(api, "k-1").json()["item"] != screen(other, "k-1").json()["item"]


def test_a_key_is_free_again_after_a_day(api: Api) -> None:
    first = screen(api, "k-1").json()["item"]
    api.clock.forward(23.9 * HOUR)
    assert screen(api, "k-1").json()["item"] == first
    api.clock.forward(0.2 * HOUR)
    assert screen(api, "k-1", content="something else").json()["item"] != first
    assert api.service.answers.forget(now=api.clock()) == 0
    api.clock.forward(24.1 * HOUR)
    assert api.service.answers.forget(now=api.clock()) == 1


def test_a_refusal_is_not_kept_so_it_can_be_put_right(api: Api) -> None:
    assert screen(api, "k-1", surface="message").status == 403
    assert screen(api, "k-1").status == 200


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "é", "two,keys"])
def test_a_key_that_is_none_is_refused(api: Api, key: str) -> None:
    said = screen(api, key)
    assert (said.status, said.code) == (422, "lapwing.bad-shape")


def test_telling_twice_is_told_once(api: Api) -> None:
    item = api.screen().json()["item"]
    path = f"/v1/items/{item}/removed"
    first = api.ask("POST", path, {"views": 3}, idempotency_key="r")
    api.ask("POST", path, {"views": 5})
    again = api.ask("POST", path, {"views": 3}, idempotency_key="r")
    assert first.body == again.body
    assert api.ask("GET", f"/v1/items/{item}").json()["views"] == 5


@pytest.mark.slow
def test_of_many_at_the_same_time_one_is_done(api: Api) -> None:
    together = Barrier(8)

    def ask(_: int) -> bytes:
        together.wait()
        try:
            return screen(api.alike(), "k-1").body
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(ask, range(8)))

    assert len(answers) == 1
    assert len(api.acts("item.screen")) == 1
    assert len(api.acts("case.open")) == 1


def test_the_worker_lets_go_of_what_has_expired(api: Api) -> None:
    from lapwing.service.wiring.worker import open_chores  # noqa: PLC0415  # after Django is made ready

    screen(api, "k-1")
    with open_chores(api.service, {}) as chores:
        (forget,) = (chore for chore in chores.quick if chore.name == "forget")
        assert forget.do() == 0
        api.clock.forward(25 * HOUR)
        assert forget.do() == 1
        assert forget.do() == 0

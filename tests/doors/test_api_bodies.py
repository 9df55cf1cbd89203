"""What is sent is read whole or refused, in the one form in which everything is refused."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from lapwing.service.api.bodies import Room
from lapwing.service.canaries import DOCUMENT, FILM
from lapwing.service.serving import Serving
from tests.api_material import Api, Said, open_api
from tests.django_world import Database
from tests.form_material import form_of

MOST = 2048


@pytest.fixture
def api(sqlite: Database, tmp_path: Path) -> Iterator[Api]:  # noqa: ARG001  # it is Django's default one
    serving = Serving(body_bytes=MOST, film_bytes=2 * MOST, document_bytes=MOST, bodies_bytes=MOST)
    with open_api(tmp_path, serving=serving) as opened:
        yield opened


def raw(api: Api, **environ: Any) -> Said:  # noqa: ANN401  # as WSGI has it
    client = Client(raise_request_exception=False)
    more = {"HTTP_AUTHORIZATION": f"Bearer {api.token}", "CONTENT_TYPE": "application/json", **environ}
    return Said(client.generic("POST", "/v1/screen", b"", **more))


def test_what_is_too_large_is_not_even_read(api: Api) -> None:
    unread = io.BytesIO(b"x" * (MOST + 1))
    said = raw(api, **{"CONTENT_LENGTH": str(MOST + 1), "wsgi.input": unread})
    assert (said.status, said.code) == (413, "lapwing.too-large")
    assert unread.tell() == 0
    assert said.http["Connection"] == "close"


def test_what_just_fits_is_taken(api: Api) -> None:
    body, form = form_of(surface="upload", reference="file/1", file=b"")
    padded, _ = form_of(surface="upload", reference="file/1", file=b"\x00" * (MOST - len(body)))
    assert len(padded) == MOST
    assert api.ask("POST", "/v1/screen", padded, form=form).status == 200


@pytest.mark.parametrize(
    ("data", "more", "status"),
    [
        (FILM, MOST, 200),
        (FILM, 2 * MOST, 413),
        (DOCUMENT, MOST // 2, 200),
        (DOCUMENT, MOST, 413),
        (b"a text", MOST, 413),
    ],
)
def test_how_large_a_file_may_be_goes_by_what_it_is(api: Api, data: bytes, more: int, status: int) -> None:
    body, form = form_of(surface="upload", reference="file/1", file=data + b" " * more)
    assert api.ask("POST", "/v1/screen", body, form=form).status == status


def test_only_a_form_may_be_as_large_as_a_film(api: Api) -> None:
    assert api.screen(content="x" * MOST).status == 413


WIRES = [
    ({"CONTENT_LENGTH": "10", "wsgi.input": io.BytesIO(b"{}")}, 400, "lapwing.malformed"),
    ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411, "lapwing.no-length"),
    ({"CONTENT_LENGTH": "1e3"}, 400, "lapwing.malformed"),
    ({"CONTENT_LENGTH": "-1"}, 400, "lapwing.malformed"),
    ({"CONTENT_TYPE": "text/plain"}, 415, "lapwing.no-such-form"),
    ({"CONTENT_TYPE": "application/json,text/plain"}, 415, "lapwing.no-such-form"),
    ({"CONTENT_TYPE": ""}, 415, "lapwing.no-such-form"),
    ({"CONTENT_TYPE": "multipart/form-data"}, 400, "lapwing.malformed"),
]


@pytest.mark.parametrize(("environ", "status", "code"), WIRES)
def test_what_is_wrong_on_the_wire_is_told(api: Api, environ: dict[str, Any], status: int, code: str) -> None:
    said = raw(api, **environ)
    assert (said.status, said.code) == (status, code)


BROKEN = [
    (b" ", 400),
    (b"{", 400),
    (b'{"surface":' * 5000, 422),
    (b"\xff\xfe", 400),
    (b'{"surface": "\\ud800"}', 400),
    (b"null", 422),
    (b"[]", 422),
    (b'{"surface": NaN}', 400),
]


WHOLE = b'{"surface":"upload","reference":"r","kind":"text","content":"x"}'


@pytest.mark.parametrize(
    "again", [b'"content":"y"', b'"content" : "x"', b'"c\\u006fntent":"y"', b'"surface":"message"']
)
def test_a_field_that_is_there_twice_is_refused_by_its_name(api: Api, again: bytes) -> None:
    name = "surface" if b"surface" in again else "content"
    body = WHOLE[:-1] + b"," + again + b"}"
    said = api.ask("POST", "/v1/screen", body, form="application/json")
    assert (said.status, said.code, said.json()["detail"]) == (422, "lapwing.field-twice", name)
    listed = api.ask("POST", "/v1/screen/batch", b"[" + WHOLE + b"," + body + b"]", form="application/json")
    assert (listed.status, listed.code) == (422, "lapwing.field-twice")
    lines = api.ask(
        "POST", "/v1/screen/batch", WHOLE + b"\n" + body + b"\n", form="application/x-ndjson"
    ).body.splitlines()
    assert b'"problem"' not in lines[0]
    assert b"lapwing.field-twice" in lines[1]


@pytest.mark.parametrize(("body", "status"), BROKEN)
def test_what_is_no_json_or_no_request_is_told_apart(api: Api, body: bytes, status: int) -> None:
    said = api.ask("POST", "/v1/screen", body[:MOST], form="application/json")
    assert said.status == status


def test_a_body_that_stalls_is_given_up(api: Api) -> None:
    class Stalled(io.BytesIO):
        def read(self, *_: Any) -> bytes:  # noqa: ANN401  # as streams have it
            raise TimeoutError

    said = raw(api, **{"CONTENT_LENGTH": "10", "wsgi.input": Stalled()})
    assert (said.status, said.code) == (408, "lapwing.too-slow")


def test_beyond_what_a_process_holds_one_comes_back_later() -> None:
    room = Room()
    with room.for_bytes(6, most=10):
        with room.for_bytes(4, most=10):
            pass
        with pytest.raises(Exception, match="too much is being read"), room.for_bytes(5, most=10):
            pass
    with room.for_bytes(11, most=10):
        pass


ELSEWHERE = [
    ("GET", "/v1/nothing", 404, "lapwing.no-such-address"),
    ("GET", "/v1/screen", 405, "lapwing.no-such-method"),
    ("DELETE", "/v1/surfaces/upload", 405, "lapwing.no-such-method"),
    ("GET", "/v1/items/no such", 422, "lapwing.bad-shape"),
    ("GET", "/v1/items/" + "x" * 65, 422, "lapwing.bad-shape"),
    ("GET", "/v1/items/i-0", 404, "lapwing.missing"),
    ("GET", "/v1/decisions/d-0", 404, "lapwing.missing"),
    ("GET", "/v1/surfaces/none", 404, "lapwing.missing"),
    ("GET", "/v1/surfaces/..%2f..%2fetc", 404, "lapwing.no-such-address"),
]


@pytest.mark.parametrize(("method", "path", "status", "code"), ELSEWHERE)
def test_what_is_not_here_is_told_in_the_same_form(
    api: Api, method: str, path: str, status: int, code: str
) -> None:
    said = api.ask(method, path)
    assert (said.status, said.code) == (status, code)
    assert said.json()["request"] == said.http["X-Request-ID"]


@pytest.mark.parametrize(
    ("given", "is_taken"), [("abc-1.2_3", True), ("", False), ("a b", False), ("x" * 65, False)]
)
def test_a_request_goes_by_the_id_that_it_was_given(api: Api, given: str, *, is_taken: bool) -> None:
    said = api.ask("GET", "/v1/surfaces", x_request_id=given)
    assert (said.http["X-Request-ID"] == given) is is_taken
    assert said.http["X-Request-ID"]


def test_a_fault_that_nobody_foresaw_says_nothing_of_what_was_sent(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    with patch.object(type(api.service.works), "run", side_effect=RuntimeError("zz-secret")):
        said = api.screen(content="zz-content")
    assert (said.status, said.code) == (500, "lapwing.fault")
    assert b"zz-" not in said.body
    logged = " ".join(record.getMessage() + str(record.exc_text) for record in caplog.records)
    assert "RuntimeError" in logged
    assert "zz-" not in logged


def test_the_answer_is_for_nobody_else_to_keep(api: Api) -> None:
    assert api.screen().http["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8000", "a,b", "10.0.0.7"]
)
@pytest.mark.parametrize("path", ["/v1/surfaces", "/metrics", "/"])
def test_under_another_name_nothing_is_answered(api: Api, host: str, path: str) -> None:
    said = api.ask("GET", path, host=host)
    assert (said.status, said.code) == (421, "lapwing.no-such-host")


@pytest.mark.parametrize(("host", "path"), [("localhost:9", "/v1/surfaces"), ("10.0.0.7", "/health")])
def test_under_its_own_name_it_answers_and_lives_under_any(api: Api, host: str, path: str) -> None:
    assert api.ask("GET", path, host=host).status == 200

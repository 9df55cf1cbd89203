"""Through the WSGI gate comes what was screened, as it was screened; in every other case nothing does."""

from typing import Any

import pytest

from lapwing_client import Down, Step
from lapwing_client.gate import GateLimits
from tests.client_material import FORM, FakeLapwing, Once, Site, field_part, form, part

PICTURE = b"\xff\xd8" + b"landscape" * 1000


def test_what_is_allowed_passes_with_its_answers() -> None:
    site = Site()
    assert site.post(form(part(PICTURE), field_part("text", b"hello"))) == "201 Created"
    environ, body = site.platform.seen[0]
    assert PICTURE in body
    assert environ["CONTENT_LENGTH"] == str(len(body))
    assert [each.field for each in site.passed] == ["picture", "picture", "text"]
    assert (site.body, site.platform.closed) == (b"taken", 1)


@pytest.mark.parametrize("step", [Step.HOLD, Step.BLOCK])
def test_what_may_not_be_seen_does_not_pass(step: Step) -> None:
    site = Site(lapwing=FakeLapwing(step=step))
    assert site.post(form(part(b"listed"))) == "451 Unavailable For Legal Reasons"
    assert site.platform.seen == []


def test_without_an_answer_nothing_passes() -> None:
    site = Site(lapwing=FakeLapwing(fails_with=Down("gone")))
    assert site.post(form(part(PICTURE))) == "503 Service Unavailable"
    assert site.platform.seen == []


@pytest.mark.parametrize(
    "environ",
    [
        {"CONTENT_LENGTH": "999999"},
        {"CONTENT_LENGTH": "50"},
        {"CONTENT_LENGTH": "+5"},
        {"CONTENT_LENGTH": None, "HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"HTTP_CONTENT_ENCODING": "br"},
        {"HTTP_CONTENT_TYPE": "text/plain"},
        {"HTTP_CONTENT_LENGTH": "3"},
        {"CONTENT_TYPE": None},
        {"CONTENT_TYPE": f"text/plain, {FORM}"},
        {"PATH_INFO": "/photos/../other"},
    ],
)
def test_a_body_that_is_not_framed_clearly_is_refused(environ: dict[str, Any]) -> None:
    site = Site()
    assert site.post(form(part(PICTURE)), **environ) == "422 Unprocessable Entity"
    assert (site.platform.seen, site.lapwing.asked) == ([], [])


def test_a_chunked_body_passes_where_the_server_ends_it() -> None:
    site = Site()
    status = site.post(
        form(part(PICTURE)),
        CONTENT_LENGTH=None,
        HTTP_TRANSFER_ENCODING="chunked",
        **{"wsgi.input_terminated": True},
    )
    assert status == "201 Created"
    assert "HTTP_TRANSFER_ENCODING" not in site.platform.seen[0][0]


def test_bytes_beyond_the_length_and_bodies_without_one_are_not_there() -> None:
    site = Site()
    assert site.post(b"listed", CONTENT_LENGTH=None, CONTENT_TYPE="application/json") == "201 Created"
    assert site.platform.seen[0][1] == b""
    whole = form(part(PICTURE))
    assert site.post(whole + b"listed", CONTENT_LENGTH=str(len(whole))) == "201 Created"
    assert b"listed" not in site.platform.seen[1][1]


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    site = Site(limits=GateLimits(body_bytes=1000))
    unread = Once(form(part(PICTURE)))
    assert site.post(b"x" * 1001, **{"wsgi.input": unread}).startswith("422")


def test_the_path_is_the_whole_path() -> None:
    site = Site()
    assert site.post(form(part(b"listed")), SCRIPT_NAME="/photos", PATH_INFO="/7").startswith("451")
    assert site.post(form(part(b"listed")), PATH_INFO="/caf\xc3\xa9").startswith("422")
    assert site.post(b"{}", CONTENT_TYPE="application/json", PATH_INFO="/login") == "201 Created"
    assert "lapwing.passed" not in site.platform.seen[0][0]

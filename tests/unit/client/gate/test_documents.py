"""JSON and forms without files: every text is taken out, and there is one reading or none."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing_client import Kind
from lapwing_client.gate import GateLimits
from lapwing_client.gate.documents import FORM, FormReader, JsonReader, RawReader
from lapwing_client.gate.framing import media_type
from lapwing_client.gate.piece import Body
from lapwing_client.gate.refusal import Refusal
from tests.client_material import RULE, found, spool, written

LIMITS = GateLimits(document_bytes=4096, text_bytes=1024, pieces=8)


def read_json(document: bytes, content_type: str = "application/json") -> Body:
    reader = JsonReader(media_type(content_type), spool=spool(), rule=RULE, limits=LIMITS)
    for at in range(0, len(document), 7):
        reader.feed(document[at : at + 7])
    return reader.close()


def read_plain_form(form: bytes) -> Body:
    reader = FormReader(media_type(FORM), spool=spool(), rule=RULE, limits=LIMITS)
    reader.feed(form)
    return reader.close()


def read_raw(data: bytes, kind: Kind, content_type: str = "image/jpeg") -> Body:
    reader = RawReader(media_type(content_type), spool=spool(), rule=RULE, kind=kind, limits=LIMITS)
    reader.feed(data)
    return reader.close()


def test_every_text_of_a_document_is_taken_for_what_the_rule_says() -> None:
    told = {"text": "hello", "link": "a.example", "token": "x", "tags": ["one", {"title": "two"}], "n": 1}
    body = read_json(json.dumps(told).encode())
    assert [(each.field, each.kind, each.untrusted_text) for each in body.pieces] == [
        ("text", Kind.TEXT, "hello"),
        ("link", Kind.URL, "a.example"),
        ("tags", Kind.TEXT, "one"),
        ("title", Kind.NAME, "two"),
    ]


def test_the_platform_gets_the_very_bytes_of_a_document() -> None:
    document = b'{ "text" :"h\\u0065llo" }\n'
    body = read_json(document, "application/json; charset=UTF-8")
    assert written(body) == document
    assert found(body) == [("text", b"hello")]


def test_a_document_that_is_one_string_is_screened() -> None:
    assert found(read_json(b'"hello"')) == [("", b"hello")]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b'{"text": "a", "text": "b"}',
        b'[{"a": {"text": "a", "\\u0074ext": "b"}}]',
        b'{"text": NaN}',
        b'{"text": "a"} {"text": "b"}',
        b"\xef\xbb\xbf{}",
        '{"text": "a"}'.encode("utf-16"),
        '{"text": "a"}'.encode("utf-16-be"),
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b'{"what a nice day": "a"}',
        b"[" * 3000,
        b'{"text": "' + b"x" * 1025 + b'"}',
        json.dumps(["x"] * 9).encode(),
        b" " * 4097,
        b"1" * 4000 + b"e",
    ],
)
def test_a_document_with_two_readings_or_none_is_refused(document: bytes) -> None:
    with pytest.raises(Refusal):
        read_json(document)


def test_another_character_set_is_refused() -> None:
    with pytest.raises(Refusal):
        read_json(b"{}", "application/json; charset=utf-16")
    with pytest.raises(Refusal):
        read_raw(b"abc", Kind.TEXT, "text/plain; charset=utf-7")


@given(st.lists(st.tuples(st.text("ab[]", min_size=1, max_size=4), st.text(max_size=20)), max_size=8))
def test_a_form_is_handed_on_as_it_was_read(fields: list[tuple[str, str]]) -> None:
    sent = [(name, value) for name, value in fields if value.isprintable()]
    if not sent:
        return
    body = read_plain_form(urlencode(sent).encode())
    assert parse_qsl(written(body).decode(), keep_blank_values=True) == sent
    assert found(body) == [(name, value.encode()) for name, value in sent if value]


@pytest.mark.parametrize(
    "form",
    [
        b"text",
        b"text=a&",
        b"text=%ff",
        b"text=\xc3\xa9",
        b"a b=c",
        b"_charset_=utf-7&text=a",
        b"text=" + b"a" * 5000,
        b"&".join([b"text=a"] * 9),
    ],
)
def test_a_form_that_cannot_be_read_is_refused(form: bytes) -> None:
    with pytest.raises(Refusal):
        read_plain_form(form)


def test_a_body_that_is_a_file_is_screened_whole() -> None:
    body = read_raw(b"\xff\xd8picture", Kind.IMAGE)
    assert found(body) == [("", b"\xff\xd8picture")]
    assert (written(body), body.content_type) == (b"\xff\xd8picture", "image/jpeg")


def test_a_body_that_is_a_text_is_screened_as_one() -> None:
    assert found(read_raw(b"hello", Kind.TEXT, "text/plain")) == [("", b"hello")]
    with pytest.raises(Refusal):
        read_raw(b"\xff", Kind.TEXT, "text/plain")
    with pytest.raises(Refusal):
        read_raw(b"x" * 1025, Kind.TEXT, "text/plain")

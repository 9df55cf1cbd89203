"""A form has one reading, or it is refused; the platform gets exactly what was read."""

import io
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.formparser import parse_form_data

from lapwing_client.gate import GateLimits
from lapwing_client.gate.refusal import Refusal
from tests.client_material import (
    BOUNDARY,
    FORM,
    field_part,
    form,
    found,
    part,
    read_form,
    written,
)

MARK = f"--{BOUNDARY}".encode()
PICTURE = bytes(range(256)) * 3


def as_the_platform_reads_it(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """Read a form as werkzeug does, with every field in the order of its kind."""
    environ = {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "REQUEST_METHOD": "POST",
    }
    _, texts, files = parse_form_data(environ)  # enough of an environ for it
    found = [(name, text.encode()) for name, text in texts.items(multi=True)]
    for name, file in files.items(multi=True):
        with closing(file.stream):
            found.append((name, file.read()))
    return found


def test_files_and_texts_are_taken_out_and_handed_on() -> None:
    body = read_form(form(field_part("text", b"hello"), part(PICTURE)))
    assert found(body) == [("text", b"hello"), ("picture", PICTURE), ("picture", b"a.jpg")]
    assert as_the_platform_reads_it(body.content_type, written(body)) == [
        ("text", b"hello"),
        ("picture", PICTURE),
    ]


def test_the_boundary_that_the_platform_sees_is_not_the_senders() -> None:
    body = read_form(form(part(PICTURE)))
    assert BOUNDARY not in body.content_type
    assert BOUNDARY.encode() not in written(body)


def test_two_files_of_one_name_are_both_screened() -> None:
    other = part(b"second", disposition='form-data; name="picture"; filename="b.jpg"')
    assert [data for name, data in found(read_form(form(part(PICTURE), other))) if data != b"a.jpg"] == [
        PICTURE,
        b"second",
        b"b.jpg",
    ]


def test_a_file_without_a_name_is_screened() -> None:
    bare = part(PICTURE, disposition='form-data; name="picture"')
    assert found(read_form(form(bare))) == [("picture", PICTURE)]


def test_a_file_in_an_unscreened_field_is_screened() -> None:
    hidden = part(PICTURE, disposition='form-data; name="token"; filename=""')
    assert found(read_form(form(field_part("token", b"abc"), hidden))) == [("token", PICTURE)]


def test_a_field_that_was_left_empty_passes() -> None:
    empty = part(b"", disposition='form-data; name="picture"; filename=""')
    body = read_form(form(empty))
    assert found(body) == []
    assert b'name="picture"' in written(body)


def test_a_form_without_parts_passes() -> None:
    assert found(read_form(MARK + b"--\r\n")) == []


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ('filename="../../etc/a.jpg"', "a.jpg"),
        (r'filename="C:\\pictures\\a.jpg"', "a.jpg"),
        (r'filename="a\"; name=\"other.jpg"', "a__ name=_other.jpg"),
        ("filename*=UTF-8''na%C3%AFve.jpg", "naïve.jpg"),
        ("filename=\"a.jpg\"; filename*=utf-8'en'b.jpg", "b.jpg"),
        ('filename="a%22%0d%0a.jpg"', "a_22_0d_0a.jpg"),
        ('filename="' + "n" * 400 + '"', "n" * 255),
    ],
)
def test_a_file_name_has_no_folder_and_nothing_that_is_read_in_two_ways(given: str, seen: str) -> None:
    body = read_form(form(part(b"x", disposition=f'form-data; name="picture"; {given}')))
    assert found(body)[1] == ("picture", seen.encode())
    assert f'filename="{seen}"\r\n'.encode() in written(body)


REFUSED = {
    "text before the first boundary": b"hello\r\n" + form(part(PICTURE)),
    "a line before the first boundary": b"\r\n" + form(part(PICTURE)),
    "text after the end": form(part(PICTURE)) + b"more",
    "a second form after the end": form(part(b"x")) + form(part(PICTURE)),
    "no end": form(part(PICTURE))[: -len(MARK + b"--\r\n")],
    "half an end": form(part(PICTURE))[:-3],
    "spaces after a boundary": form(part(PICTURE)).replace(MARK + b"\r\n", MARK + b" \r\n"),
    "a boundary that goes on": form(part(b"x\r\n" + MARK + b"x\r\ny")),
    "only line feeds": form(part(PICTURE)).replace(b"\r\n", b"\n"),
    "nothing": b"--",
    "no headers": form(b"\r\n\r\nabc"),
    "no disposition": form(b"Content-Type: image/jpeg\r\n\r\nabc"),
    "two dispositions": form(part(b"x", headers=('Content-Disposition: form-data; name="other"',))),
    "two types": form(part(b"x", headers=("Content-Type: text/plain", "content-type: image/jpeg"))),
    "a folded header": form(part(b"x", headers=("Content-Type: text/plain;", " charset=utf-7"))),
    "a space before the colon": form(part(b"x", headers=("Content-Type : text/plain",))),
    "a header without a colon": form(part(b"x", headers=("Content-Type",))),
    "a lone line feed in a header": form(part(b"x", headers=("Content-Type: text/plain\nX: y",))),
    "a NUL in a header": form(part(b"x", headers=("X-A: a\0b",))),
    "a name twice": form(part(b"x", disposition='form-data; name="a"; name="b"')),
    "a name in another case twice": form(part(b"x", disposition='form-data; name="a"; NAME="b"')),
    "a name without its quote": form(part(b"x", disposition='form-data; name="a')),
    "no name": form(part(b"x", disposition='form-data; filename="a.jpg"')),
    "words for a name": form(field_part("what a nice day", b"x")),
    "an attachment": form(part(b"x", disposition='attachment; name="a"')),
    "a file name in another character set": form(
        part(b"x", disposition="form-data; name=\"a\"; filename*=utf-16''a")
    ),
    "Latin-1 in the headers": form(part(b"x", disposition='form-data; name="\udce9"')),
    "base64": form(part(b"aGVsbG8=", headers=("Content-Transfer-Encoding: base64",))),
    "quoted-printable": form(part(b"x", headers=("Content-Transfer-Encoding: Quoted-Printable",))),
    "parts in a part": form(part(b"x", headers=("Content-Type: multipart/mixed; boundary=inner",))),
    "a message in a part": form(part(b"x", headers=("Content-Type: message/rfc822",))),
    "a text in UTF-7": form(part(b"x", headers=("Content-Type: text/plain; charset=utf-7",))),
    "a text that is no UTF-8": form(field_part("text", b"\xff\xfe")),
    "a form in another character set": form(field_part("_charset_", b"utf-16")),
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_what_has_two_readings_is_refused(body: bytes, size: int) -> None:
    with pytest.raises(Refusal):
        read_form(body, chunks=[size])


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        'multipart/form-data; boundary=""',
        "multipart/form-data; boundary=a; boundary=b",
        f"multipart/form-data; boundary={'b' * 71}",
        'multipart/form-data; boundary="b0undary "',
        "multipart/form-data; boundary*=utf-8''b0undary",
        "multipart/mixed; boundary=b0undary",
        "multipart/form-data, text/plain; boundary=b0undary",
        "multipart/form-data; boundary=b0undary; " + "x=y; " * 200,
    ],
)
def test_a_content_type_that_is_not_clear_is_refused(content_type: str) -> None:
    with pytest.raises(Refusal):
        read_form(form(part(PICTURE)), content_type=content_type)


def test_what_is_too_large_is_refused_before_it_is_kept() -> None:
    limits = GateLimits(body_bytes=1000, memory_bytes=100)
    read_form(form(part(b"x" * 500)), limits=limits)
    with pytest.raises(Refusal, match="larger than 1000"):
        read_form(form(part(b"x" * 1000)), limits=limits, chunks=[64])


@pytest.mark.parametrize("chunk", [64, 100_000])
def test_headers_of_a_part_have_an_end(chunk: int) -> None:
    with pytest.raises(Refusal, match="too long"):
        read_form(form(part(b"x", headers=("X-Long: " + "y" * 9000,))), chunks=[chunk])


def test_a_text_and_the_number_of_parts_have_an_end() -> None:
    limits = GateLimits(text_bytes=10, pieces=3)
    read_form(form(*[field_part("text", b"x" * 10)] * 3), limits=limits)
    with pytest.raises(Refusal, match="text is longer"):
        read_form(form(field_part("text", b"x" * 11)), limits=limits)
    with pytest.raises(Refusal, match="more than 3"):
        read_form(form(*[field_part("text", b"x")] * 4), limits=limits)
    with pytest.raises(Refusal, match="too many parts"):
        read_form(form(*[field_part("text", b"")] * 13), limits=limits)


NAMES = st.text("abcXYZ019_.-[]", min_size=1, max_size=12)
FILE_NAMES = st.text(st.characters(codec="utf-8", exclude_characters='"\r\n\0'), max_size=20)
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([MARK, b"\r\n", b"\r\n--", b"\r\n" + MARK[:5], b"--\r\n", b"\n" + MARK]),
)
PARTS = st.one_of(
    st.builds(field_part, NAMES, st.text("abc é\n", max_size=50).map(str.encode)),
    st.builds(
        lambda name, file, data: part(
            data, disposition=f'form-data; name="{name}"; filename="{file}"', headers=()
        ),
        NAMES,
        FILE_NAMES,
        CONTENTS,
    ),
)
SIZES = st.lists(st.integers(1, 40), max_size=20)


@given(st.lists(PARTS, max_size=5), SIZES)
def test_however_it_arrives_it_is_the_same(parts: list[bytes], sizes: list[int]) -> None:
    whole = form(*parts)

    def outcome(chunks: list[int]) -> object:
        try:
            return found(read_form(whole, chunks=chunks))
        except Refusal as refusal:
            return refusal.detail

    assert outcome([*sizes, 3]) == outcome([])


@given(
    st.lists(PARTS, max_size=4),
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from([b"", b"\r\n", b"--", b'"', b"\\", b";", MARK, b" "]))
    ),
)
def test_whatever_passes_is_read_by_the_platform_as_it_was_screened(
    parts: list[bytes], edits: list[tuple[int, bytes]]
) -> None:
    untrusted = bytearray(form(*parts))
    for at, edit in edits:
        untrusted[at : at + 1] = edit
    try:
        body = read_form(bytes(untrusted))
    except Refusal:
        return
    # The platform may see empty fields and those that are not screened; nothing else that was not screened.
    seen = as_the_platform_reads_it(body.content_type, written(body))
    screened = {data for _, data in found(body)}
    assert [data for name, data in seen if data and name != "token" and data not in screened] == []


def test_the_form_of_a_browser_is_read() -> None:
    boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
    body = form(field_part("text", "grüße".encode()), part(PICTURE), boundary=boundary)
    read = read_form(body, content_type=f"multipart/form-data; boundary={boundary}")
    assert found(read)[:2] == [("text", "grüße".encode()), ("picture", PICTURE)]
    assert found(read_form(form(part(PICTURE)), content_type=FORM.replace("=", '="') + '"'))

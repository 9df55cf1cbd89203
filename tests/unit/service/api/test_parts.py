"""Forms of parts: what one sends is what the other reads; what is out of order is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.model.errors import BadInput
from lapwing.service.api.parts import Part, read_form, read_parts
from lapwing.service.api.problems import Malformed
from lapwing.service.api.shapes import FileToScreen
from tests.form_material import form_of

TYPE = "multipart/form-data; boundary=B"
FILES = frozenset({"file"})


def parts(body: bytes, content_type: str = TYPE) -> list[Part]:
    return list(read_parts(body, content_type=content_type))


@given(st.binary(max_size=300).filter(lambda data: b"\r\n--B" not in data), st.text("abc ü\n", max_size=20))
def test_what_is_sent_is_what_is_read(data: bytes, text: str) -> None:
    body, content_type = form_of(note=text, file=data)
    assert parts(body, content_type) == [
        Part(name="note", is_file=False, untrusted_data=text.encode()),
        Part(name="file", is_file=True, untrusted_data=data),
    ]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_are_refused(data: bytes) -> None:
    try:
        parts(data)
    except BadInput:
        return
    assert data.startswith(b"--B")


@given(st.integers(0, 200))
def test_a_form_that_is_cut_is_refused(cut: int) -> None:
    body, content_type = form_of(surface="upload", reference="r", file=b"\x00" * 50)
    with pytest.raises(Malformed):
        parts(body[: max(0, len(body) - 3 - cut)], content_type)


HEAD = b'Content-Disposition: form-data; name="a"\r\n'


def test_a_part_without_content_may_do_without_the_empty_line() -> None:
    assert parts(b"--B\r\n" + HEAD + b"\r\n--B--") == [Part(name="a", is_file=False, untrusted_data=b"")]


BAD = [
    b"",
    b"--B--\r\n--B--",
    b"--B\r\n" + HEAD + b"no empty line\r\n--B--",
    b"--B\r\n\r\nno name\r\n--B--",
    b"--Bx\r\n" + HEAD + b"\r\nx\r\n--B--",
    b"--B\r\n" + HEAD + HEAD + b"\r\nx\r\n--B--",
    b"--B\r\n" + HEAD + b"Content-Transfer-Encoding: base64\r\n\r\nx\r\n--B--",
    b'--B\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--B--',
    b"--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--",
    b"--B\r\n" + HEAD + b"\r\nx\r\n--B-- and more",
    b"--B\r\n" + HEAD + b"\r\nx\r\n" + b"--B\r\n" + b"x" * 5000 + b"\r\n--B--",
    b"".join(b'--B\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nx\r\n' % n for n in range(40))
    + b"--B--",
]


@pytest.mark.parametrize("body", BAD)
def test_what_is_out_of_order_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        assert parts(body) is None


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=", "x; boundary=ü"]
)
def test_a_form_names_its_boundary(content_type: str) -> None:
    with pytest.raises(Malformed):
        parts(form_of(a="b")[0], content_type)


def form(**parts_: str | bytes) -> tuple[FileToScreen, dict[str, bytes]]:
    body, content_type = form_of("B", **parts_)
    return read_form(body, content_type=content_type, files=FILES, shape=FileToScreen)


def test_a_form_states_what_is_beside_its_file() -> None:
    told, files = form(surface="upload", reference="r", account="a", file=b"\x01")
    assert (told.surface, told.account, told.kind, files) == ("upload", "a", None, {"file": b"\x01"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"surface": "upload", "reference": "r"},
        {"surface": "upload", "file": b""},
        {"surface": "upload", "reference": "r", "file": b"", "other": b""},
        {"surface": "upload", "reference": "r", "file": b"", "extra": "x"},
        {"surface": "upload", "reference": "r", "file": b"", "kind": "hologram"},
        {"surface": "upload", "reference": "r", "file": b"", "account": ""},
    ],
)
def test_a_form_with_a_field_too_many_or_too_few_is_refused(wrong: dict[str, str | bytes]) -> None:
    with pytest.raises(BadInput):
        form(**wrong)


def test_a_field_that_is_there_twice_is_refused() -> None:
    body, content_type = form_of(surface="upload", reference="r", file=b"x")
    twice = form_of(surface="other")[0].removesuffix(b"--B--\r\n") + body
    with pytest.raises(BadInput, match="twice"):
        read_form(twice, content_type=content_type, files=FILES, shape=FileToScreen)

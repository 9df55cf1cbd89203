"""Through the WSGI gate comes what was screened, as it was screened; in every other case nothing does."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from lapwing_client import Down, Step
from lapwing_client.gate import GateLimits, Passed
from lapwing_client.wsgi import UploadGate
from tests.client_material import FORM, FakeLapwing, field_part, form, gate, part

PICTURE = b"\xff\xd8" + b"landscape" * 1000


class Once(io.RawIOBase):
    """A body that comes in small pieces, and that nobody can rewind."""

    def __init__(self, data: bytes, *, at_a_time: int = 50) -> None:
        super().__init__()
        self._data, self._at, self._most = data, 0, at_a_time

    def read(self, size: int = -1, /) -> bytes:
        size = self._most if size < 0 else min(size, self._most)
        found = self._data[self._at : self._at + size]
        self._at += len(found)
        return found


@dataclass
class Platform:
    """Reads all that there is, and remembers it."""

    seen: list[tuple[dict[str, Any], bytes]] = field(default_factory=list)
    closed: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401
        self.seen.append((environ, environ["wsgi.input"].read()))
        start_response("201 Created", [])
        return Answer(self)


@dataclass
class Answer:
    """An answer that counts how often it is closed."""

    platform: Platform

    def __iter__(self) -> Any:  # noqa: ANN401
        yield b"taken"

    def close(self) -> None:
        self.platform.closed += 1


@dataclass
class Site:
    """A platform with a gate in front of it."""

    lapwing: FakeLapwing = field(default_factory=FakeLapwing)
    limits: GateLimits = field(default_factory=GateLimits)
    platform: Platform = field(default_factory=Platform)

    def post(self, body: bytes, **environ: Any) -> str:  # noqa: ANN401  # an environ holds anything
        """Return the status."""
        whole = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": "/photos",
            "CONTENT_TYPE": FORM,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": Once(body),
            **environ,
        }
        whole = {name: value for name, value in whole.items() if value is not None}
        statuses: list[str] = []
        app = UploadGate(self.platform, gate(self.lapwing, limits=self.limits))
        answer = app(whole, lambda status, _headers: statuses.append(status))  # type: ignore[arg-type]
        self.body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return statuses[0]

    @property
    def passed(self) -> tuple[Passed, ...]:
        found: tuple[Passed, ...] = self.platform.seen[-1][0]["lapwing.passed"]
        return found


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

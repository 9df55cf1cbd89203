"""A Lapwing that answers by what it is sent, and forms as browsers and attackers write them."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any, BinaryIO

from lapwing_client import ActionKind, Answer, ItemState, Kind, Step
from lapwing_client.errors import ClientError
from lapwing_client.gate import Gate, GateLimits, GateRule, Passed
from lapwing_client.gate.framing import media_type
from lapwing_client.gate.multipart import MultipartReader
from lapwing_client.gate.piece import Body
from lapwing_client.gate.spool import Spool
from lapwing_client.wsgi import UploadGate

BOUNDARY = "b0undary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"
LISTED = b"listed"

_ACTIONS = dict(zip(Step, ActionKind, strict=True))
_STATES = dict(zip(Step, list(ItemState)[1:], strict=True))


def answer(reference: str, step: Step = Step.ALLOW) -> Answer:
    return Answer(
        item=f"i-{abs(hash(reference)):032x}"[:34],
        reference=reference,
        state=_STATES[step],
        step=step,
        action=_ACTIONS[step],
        decision="d-1",
        reasons=(),
        matches=0,
        unknown=(),
        case=None,
    )


@dataclass
class FakeLapwing:
    """Blocks whatever holds the word "listed", and holds back its answer until *answers* is set."""

    step: Step = Step.BLOCK
    fails_with: ClientError | None = None
    answers: Event = field(default_factory=Event)
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    accounts: list[str | None] = field(default_factory=list)
    turn: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.answers.set()

    def screen_bytes(
        self,
        untrusted_data: bytes | BinaryIO,
        *,
        surface: str,
        reference: str,
        kind: Kind | None = None,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        read = untrusted_data if isinstance(untrusted_data, bytes) else untrusted_data.read()
        return self._answer(kind or "file", read, surface, reference, account, idempotency_key)

    def screen_words(
        self,
        untrusted_text: str,
        *,
        kind: Kind,
        surface: str,
        reference: str,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        return self._answer(kind, untrusted_text.encode(), surface, reference, account, idempotency_key)

    def _answer(
        self, kind: str, data: bytes, surface: str, reference: str, account: str | None, key: str
    ) -> Answer:
        assert surface == "upload"
        assert key == reference
        self.answers.wait(timeout=5)
        with self.turn:
            self.asked.append((kind, data))
            self.accounts.append(account)
        if self.fails_with is not None:
            raise self.fails_with
        return answer(reference, self.step if LISTED in data else Step.ALLOW)


RULE = GateRule(
    path="/photos",
    surface="upload",
    kinds={"link": Kind.URL, "title": Kind.NAME},
    unscreened=frozenset({"token"}),
)


def gate(
    lapwing: FakeLapwing, *, rule: GateRule = RULE, limits: GateLimits | None = None, **others: object
) -> Gate:
    return Gate(lapwing, (rule,), limits=limits, **others)  # type: ignore[arg-type]  # of one test each


def part(
    content: bytes,
    *,
    disposition: str = 'form-data; name="picture"; filename="a.jpg"',
    headers: Sequence[str] = ("Content-Type: image/jpeg",),
) -> bytes:
    lines = (f"Content-Disposition: {disposition}", *headers)
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + content


def field_part(name: str, content: bytes) -> bytes:
    return part(content, disposition=f'form-data; name="{name}"', headers=())


def form(*parts: bytes, boundary: str = BOUNDARY) -> bytes:
    mark = f"--{boundary}".encode()
    return b"".join(mark + b"\r\n" + each + b"\r\n" for each in parts) + mark + b"--\r\n"


class Forgotten(Spool):
    """Closes itself when no test looks at it any more."""

    def __del__(self) -> None:
        self.close()


def spool(limits: GateLimits | None = None) -> Spool:
    limits = limits or GateLimits()
    return Forgotten(memory_bytes=limits.memory_bytes, most_bytes=limits.body_bytes)


def read_form(
    body: bytes,
    *,
    content_type: str = FORM,
    chunks: Sequence[int] = (),
    limits: GateLimits | None = None,
) -> Body:
    """Read a form that arrives in chunks of the given sizes, the last of them as often as needed."""
    limits = limits or GateLimits()
    reader = MultipartReader(media_type(content_type), spool=spool(limits), rule=RULE, limits=limits)
    at, sizes = 0, iter(chunks)
    size = len(body)
    while at < len(body):
        size = next(sizes, size)
        reader.feed(body[at : at + size])
        at += size
    return reader.close()


def written(body: Body) -> bytes:
    """Return what the platform gets."""
    return body.spool.read_at(0, body.spool.size)


def found(body: Body) -> list[tuple[str, bytes]]:
    """Return what was taken out of a body: the field and its bytes."""
    return [
        (each.field, each.untrusted_text.encode() if each.view is None else each.view.read())
        for each in body.pieces
    ]


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
        return Taken(self)


@dataclass
class Taken:
    """The platform's answer, which counts how often it is closed."""

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

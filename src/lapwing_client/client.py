"""The client: ask before anybody sees it, and say afterwards what became of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any, Self
from urllib.parse import quote

import httpx

from lapwing_client import wire
from lapwing_client.answers import (
    Account,
    AgeBand,
    Answer,
    Decision,
    Item,
    Kind,
    Surface,
    Words,
)
from lapwing_client.errors import ClientError, Odd
from lapwing_client.transport import Call, File, Transport, problem

AGENT = "lapwing-client/1"
USUAL_SECONDS = 15.0
USUAL_TRIES = 3
LINES = "application/x-ndjson"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surfaces:
    surfaces: tuple[Surface, ...]


class Lapwing:
    """A Lapwing service, as one of its API keys sees it. Any number of threads may use it.

    Every method raises Refused where Lapwing will not, Down where it does not answer, Odd where its answer is
    none that is known. Whichever it is: what was asked about is not to be shown. A request is repeated only
    where that does no more than sending it once: it reads, or it carries an idempotency key.
    """

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        seconds: float = USUAL_SECONDS,
        tries: int = USUAL_TRIES,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Talk to the service at *base_url*, such as `https://lapwing.internal:8000`, with an API key.

        seconds: how long a call may take, its repetitions included. tries: how often a call is sent at most.
        transport: another way to the network, such as httpx.WSGITransport in tests.
        """
        headers = {
            "Authorization": f"Bearer {key}",
            "Accept": "application/json",
            "User-Agent": "lapwing-client/1",
        }
        # A redirect would carry the key and the content to another address than the one that was configured.
        self._http = httpx.Client(
            base_url=base_url, headers=headers, follow_redirects=False, transport=transport
        )
        self._transport = Transport(self._http, seconds=seconds, tries=tries)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def screen_bytes(
        self,
        untrusted_data: bytes | File,
        *,
        surface: str,
        reference: str,
        kind: Kind | None = None,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        """Return what is to be done with a file.

        Args:
            untrusted_data: its bytes, or a file that can be read from its beginning.
            surface: where it is to appear.
            reference: what the platform calls it: printable ASCII without spaces, up to 512 characters.
            kind: what it is taken for; by its bytes where None.
            account: the platform's id of who sent it, if anybody did.
            idempotency_key: up to 255 printable ASCII characters; one an upload, so that it counts once.
        """
        told = {"surface": surface, "reference": reference, "kind": kind, "account": account}
        call = Call(
            method="POST",
            path="/v1/screen",
            file=untrusted_data,
            form={name: str(value) for name, value in told.items() if value is not None},
            idempotency_key=idempotency_key,
        )
        return _about(reference, wire.read(Answer, self._transport.ask(call)))

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
        """Return what is to be done with a text, URL, name or query; see screen_bytes for what is told."""
        words = Words(
            surface=surface, reference=reference, kind=kind, content=untrusted_text, account=account
        )
        body = self._tell("POST", "/v1/screen", _told(words), idempotency_key=idempotency_key)
        return _about(reference, wire.read(Answer, body))

    def screen_text(
        self,
        untrusted_text: str,
        *,
        surface: str,
        reference: str,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        """Return what is to be done with a message, post or comment."""
        return self.screen_words(
            untrusted_text,
            kind=Kind.TEXT,
            surface=surface,
            reference=reference,
            account=account,
            idempotency_key=idempotency_key,
        )

    def screen_url(
        self,
        untrusted_url: str,
        *,
        surface: str,
        reference: str,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        """Return what is to be done with an address that somebody wants to share."""
        return self.screen_words(
            untrusted_url,
            kind=Kind.URL,
            surface=surface,
            reference=reference,
            account=account,
            idempotency_key=idempotency_key,
        )

    def screen_name(
        self,
        untrusted_name: str,
        *,
        surface: str,
        reference: str,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        """Return what is to be done with the name of a person, group or file."""
        return self.screen_words(
            untrusted_name,
            kind=Kind.NAME,
            surface=surface,
            reference=reference,
            account=account,
            idempotency_key=idempotency_key,
        )

    def screen_query(
        self,
        untrusted_query: str,
        *,
        surface: str,
        reference: str,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        """Return what is to be done with a search query."""
        return self.screen_words(
            untrusted_query,
            kind=Kind.QUERY,
            surface=surface,
            reference=reference,
            account=account,
            idempotency_key=idempotency_key,
        )

    def batch(self, words: Sequence[Words], *, idempotency_key: str = "") -> tuple[Answer | ClientError, ...]:
        """Return what is to be done with each of many short texts, in their order, or why it is not decided.

        words: of at most 16 KiB each, and as many as `[service] batch_items` says.
        """
        lines = b"\n".join(wire.write(_told(each)) for each in words)
        call = Call(
            method="POST",
            path="/v1/screen/batch",
            content=lines,
            content_type=LINES,
            idempotency_key=idempotency_key,
        )
        answers = [line for line in self._transport.ask(call).split(b"\n") if line.strip()]
        if len(answers) != len(words):
            raise Odd(f"{len(answers)} answers to {len(words)} items")
        pairs = zip(words, answers, strict=True)
        return tuple(_line(number, each.reference, line) for number, (each, line) in enumerate(pairs))

    def decision(self, decision_id: str) -> Decision:
        """Return a decision with all that it stands on."""
        return wire.read(Decision, self._get("/v1/decisions", decision_id))

    def item(self, item_id: str) -> Item:
        """Return an item as it stands."""
        return wire.read(Item, self._get("/v1/items", item_id))

    def published(self, item_id: str) -> Item:
        """Say that people can see an item now; saying it again changes nothing."""
        call = Call(
            method="POST", path=_path("/v1/items", item_id, "published"), idempotency_key=token_hex(16)
        )
        return wire.read(Item, self._transport.ask(call))

    def removed(self, item_id: str, *, views: int | None = None) -> Item:
        """Say that an item was taken down, or never shown; views: how often it was seen before that."""
        told = {} if views is None else {"views": views}
        path = _path("/v1/items", item_id, "removed")
        return wire.read(Item, self._tell("POST", path, told, idempotency_key=token_hex(16)))

    def account(
        self, account_id: str, *, age_band: AgeBand = AgeBand.UNKNOWN, opened_at: datetime | None = None
    ) -> Account:
        """Say what the platform knows of an account: it takes the place of what was told before.

        opened_at: when it was opened on the platform, with its time zone.
        """
        told: dict[str, object] = {"age_band": age_band}
        if opened_at is not None:
            told["opened_at"] = opened_at
        return wire.read(Account, self._tell("PUT", _path("/v1/accounts", account_id), told))

    def surfaces(self) -> tuple[Surface, ...]:
        """Return every surface, in name order."""
        body = self._transport.ask(Call(method="GET", path="/v1/surfaces"))
        return wire.read(_Surfaces, body).surfaces

    def put_surface(self, surface: Surface) -> Surface:
        """Say how a surface is to be treated."""
        told: dict[str, Any] = asdict(surface)
        del told["name"]
        return wire.read(Surface, self._tell("PUT", _path("/v1/surfaces", surface.name), told))

    def _get(self, folder: str, name: str) -> bytes:
        return self._transport.ask(Call(method="GET", path=_path(folder, name)))

    def _tell(
        self, method: str, path: str, told: Mapping[str, object], *, idempotency_key: str = ""
    ) -> bytes:
        call = Call(method=method, path=path, content=wire.write(told), idempotency_key=idempotency_key)
        return self._transport.ask(call)


def _path(folder: str, name: str, *after: str) -> str:
    """Return the path of something by its name, which cannot lead anywhere else."""
    if name in {"", ".", ".."}:
        raise ValueError(f"{name!r} names nothing")
    return "/".join((folder, quote(name, safe=""), *after))


def _told(words: Words) -> dict[str, object]:
    return {name: value for name, value in asdict(words).items() if value is not None}


def _about(reference: str, answer: Answer) -> Answer:
    """Return an answer that is about what was asked.

    Raises:
        Odd: it is about something else.
    """
    if answer.reference != reference:
        raise Odd("the answer is about another item than was asked about")
    return answer


def _line(number: int, reference: str, untrusted_line: bytes) -> Answer | ClientError:
    """Return one line of the answer to a batch."""
    try:
        says = json.loads(untrusted_line)
        if says["number"] != number:
            raise Odd("the answers of a batch are not in its order")
        if (refused := says["problem"]) is not None:
            return problem(int(refused["status"]), refused)
        return _about(reference, wire.record(Answer, says["result"]))
    except (KeyError, TypeError, ValueError, RecursionError) as wrong:
        raise Odd("a line of the answer to a batch cannot be read") from wrong

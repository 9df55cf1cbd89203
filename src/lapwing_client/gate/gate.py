"""The gate itself, in whichever server: a body is taken apart, every piece asked about, and passed or not."""

import secrets
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from lapwing_client.answers import Answer, Kind
from lapwing_client.errors import ClientError, Refused
from lapwing_client.gate.documents import FORM, FormReader, JsonReader, RawReader
from lapwing_client.gate.framing import Framing, framing, may_be_a_file
from lapwing_client.gate.multipart import MultipartReader
from lapwing_client.gate.passed import Passed
from lapwing_client.gate.paths import rule_for
from lapwing_client.gate.piece import Body, Piece
from lapwing_client.gate.refusal import NO_ANSWER, NOT_SHOWN, UNREADABLE, Refusal
from lapwing_client.gate.rules import Elsewhere, GateLimits, GateRule
from lapwing_client.gate.spool import Spool, View

THREADS = 16
"""How many pieces are asked about at a time, of all requests together."""

_OF_WHAT_WAS_SENT = frozenset({413, 415, 422})


class Screens(Protocol):
    """What the gate asks; lapwing_client.Lapwing is one."""

    def screen_bytes(
        self,
        untrusted_data: View,
        *,
        surface: str,
        reference: str,
        kind: Kind | None = None,
        account: str | None = None,
        idempotency_key: str = "",
    ) -> Answer:
        """Return what is to be done with a file."""
        ...

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
        """Return what is to be done with a text, URL, name or query."""
        ...


class Reader(Protocol):
    """Takes a body apart while it comes."""

    def feed(self, untrusted_data: bytes) -> None:
        """Take the next bytes."""
        ...

    def close(self) -> Body:
        """Return what the body held."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that falls under a rule. length: of its body as announced, or None where it is not."""

    rule: GateRule
    headers: Framing

    @property
    def length(self) -> int | None:
        """Return how many bytes were announced, or None."""
        return self.headers.length


class Gate:
    """Decides which requests pass; one for each process, used by any number of threads."""

    def __init__(
        self,
        lapwing: Screens,
        rules: Sequence[GateRule],
        *,
        limits: GateLimits | None = None,
        elsewhere: Elsewhere = Elsewhere.NO_FILES,
    ) -> None:
        """Ask *lapwing* about what is sent to the paths of *rules*."""
        self._lapwing, self._rules, self._elsewhere = lapwing, tuple(rules), elsewhere
        self.limits = limits or GateLimits()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="lapwing-gate")

    def look(self, path: str, headers: Iterable[tuple[str, str]]) -> Asked | None:
        """Return what is to be done with a request; None where it is none of the gate's business.

        headers: with names in lower case.

        Raises:
            Refusal: it does not pass, whatever is in it.
        """
        given = list(headers)
        rule = rule_for(path, self._rules)
        if rule is not None:
            return Asked(rule=rule, headers=framing(given))
        if self._elsewhere is Elsewhere.NO_FILES and may_be_a_file(given):
            raise Refusal(UNREADABLE, "no files are taken here")
        return None

    def spool(self) -> Spool:
        """Return where a body is to be kept."""
        return Spool(memory_bytes=self.limits.memory_bytes, most_bytes=self.limits.body_bytes)

    def reader(self, asked: Asked, spool: Spool) -> Reader:
        """Return what takes the body of a request apart.

        Raises:
            Refusal: no body of its type passes.
        """
        rule, limits, media = asked.rule, self.limits, asked.headers.media
        if asked.length is not None and asked.length > limits.body_bytes:
            raise Refusal(UNREADABLE, f"the body is larger than {limits.body_bytes} bytes")
        if media is None:
            raise Refusal(UNREADABLE, "a body needs a content type")
        if media.essence.startswith("multipart/"):
            return MultipartReader(media, spool=spool, rule=rule, limits=limits)
        if media.essence == "application/json" or media.essence.endswith("+json"):
            return JsonReader(media, spool=spool, rule=rule, limits=limits)
        if media.essence == FORM:
            return FormReader(media, spool=spool, rule=rule, limits=limits)
        if rule.raw is not None:
            return RawReader(media, spool=spool, rule=rule, kind=rule.raw, limits=limits)
        raise Refusal(UNREADABLE, "bodies of this content type are not taken here")

    def judge(self, body: Body, asked: Asked, *, account: str | None) -> tuple[Passed, ...]:
        """Return what was answered about each piece of a body, where all of it may be shown.

        Raises:
            Refusal: something may not be shown, or there was no answer that could be understood, in time.
        """
        until = monotonic() + self.limits.answer_seconds
        request = secrets.token_hex(16)
        waiting = [
            (piece, name, self._threads.submit(self._ask, piece, name, asked.rule, account))
            for piece, name in ((each, f"gate/{request}/{at}") for at, each in enumerate(body.pieces))
        ]
        try:
            passed = tuple(_passed(piece, name, _answer(asking, until)) for piece, name, asking in waiting)
        finally:
            for _, _, asking in waiting:
                asking.cancel()
        if any(each.answer.step not in asked.rule.shown for each in passed):
            raise Refusal(NOT_SHOWN)
        return passed

    def close(self) -> None:
        """Let go of its threads; what is under way is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, piece: Piece, reference: str, rule: GateRule, account: str | None) -> Answer:
        if piece.view is not None:
            return self._lapwing.screen_bytes(
                piece.view,
                kind=piece.kind,
                surface=rule.surface,
                reference=reference,
                account=account,
                idempotency_key=reference,
            )
        return self._lapwing.screen_words(
            piece.untrusted_text,
            kind=piece.kind or Kind.TEXT,
            surface=rule.surface,
            reference=reference,
            account=account,
            idempotency_key=reference,
        )


def _answer(asking: "Future[Answer]", until: float) -> Answer:
    """Return an answer.

    Raises:
        Refusal: there is none in time, or Lapwing did not understand what was sent.
    """
    try:
        return asking.result(timeout=max(0.0, until - monotonic()))
    except Refused as refused:
        status = UNREADABLE if refused.status in _OF_WHAT_WAS_SENT else NO_ANSWER
        raise Refusal(status) from refused
    except (ClientError, Late) as silent:
        raise Refusal(NO_ANSWER) from silent


def _passed(piece: Piece, reference: str, answer: Answer) -> Passed:
    return Passed(field=piece.field, kind=piece.kind, reference=reference, answer=answer)

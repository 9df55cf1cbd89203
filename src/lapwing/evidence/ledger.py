"""The ledger's lines: each an act in canonical JSON, chained to the line before by its SHA-256."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import msgspec

from lapwing.evidence.canonical import MOST_WHOLE, NotAFact, encoded, plain
from lapwing.evidence.instants import instant, read_instant
from lapwing.model.acts import Act, Fact
from lapwing.model.errors import BadInput, IntegrityLost

DIGEST_BYTES = 32
# So that a reader can refuse a longer one unread; some six thousand ids fit in.
MOST_LINE_BYTES = 256 * 1024
MOST_NAME = 256

OVERLAP = timedelta(minutes=1)
"""So long a write may take from its act to its line, while others append theirs."""

_ACT = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+")
# Spelt out, for what counts as printable changes with the version of Unicode that a reader has.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Unwritable(BadInput):
    """This act cannot be made a line of the ledger."""

    code = "lapwing.ledger.unwritable"


class NotALine(IntegrityLost):
    """This is not a line as the ledger writes it."""

    code = "lapwing.ledger.not-a-line"


@dataclass(frozen=True, slots=True)
class Head:
    """Where the ledger ends: the number and the digest of its last line."""

    number: int
    digest: bytes


START = Head(0, bytes(DIGEST_BYTES))
"""The head of a ledger without lines; the first line's `previous` is 64 zeros."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line.

    number: counts from 1 without gaps. text: its canonical JSON in UTF-8, no line break; nothing else is
        hashed, so whoever has the text has all of it.
    digest: SHA-256 of the text. previous: the digest of the line before.
    act, on, by, at: what the text says, for whoever looks lines up.
    """

    number: int
    text: bytes
    digest: bytes
    previous: bytes
    act: str
    on: str
    by: str
    at: datetime

    @property
    def head(self) -> Head:
        """Return the head of the ledger that ends with this line."""
        return Head(self.number, self.digest)


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """What a line's text holds, every field of it. The fields stand in canonical order."""

    act: str
    at: str
    by: str
    facts: dict[str, Any]
    number: int
    on: str
    previous: str
    why: str


_DECODER = msgspec.json.Decoder(Written)


def extend(head: Head, acts: Sequence[Act], *, last_at: datetime | None = None) -> tuple[Line, ...]:
    """Return the lines that say *acts*, in their order, after the line that *head* names.

    last_at: the time of that line. Writers overlap, so an act may be a little older than the line before its
    own; its line then has that line's time. Where it is older by more than OVERLAP a clock was set back, and
    the line shows it.

    Raises:
        Unwritable: an act has no `noun.verb` name, no actor or no object, its time is without a zone, its
            facts have no canonical form, or it is longer than 256 KiB. No line is made of any of them.
    """
    return tuple(_lines(head, acts, last_at))


def read(text: bytes) -> Line:
    """Return the line that a text is. That it follows another one is for the caller to check.

    Raises:
        NotALine: it is not, byte for byte, what `extend` would have written.
    """
    written = written_in(text)
    return Line(
        number=written.number,
        text=text,
        digest=hashlib.sha256(text).digest(),
        previous=bytes.fromhex(written.previous),
        act=written.act,
        on=written.on,
        by=written.by,
        at=read_instant(written.at),
    )


def act_of(text: bytes) -> Act:
    """Return the act that a line's text says.

    Raises:
        NotALine: as for `read`.
    """
    written = written_in(text)
    return Act(
        act=written.act,
        on=written.on,
        by=written.by,
        at=read_instant(written.at),
        why=written.why,
        facts=_frozen(written.facts),
    )


def written_in(text: bytes) -> Written:
    """Return all that a line's text holds, having written it again to compare.

    Raises:
        NotALine: as for `read`.
    """
    if len(text) > MOST_LINE_BYTES:
        raise NotALine(f"{len(text)} bytes are more than {MOST_LINE_BYTES}")
    try:
        written = _DECODER.decode(text)
        _check(written)
        again = encoded(written)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotALine("it is no JSON of a line's fields") from error
    except NotAFact as error:
        raise NotALine(error.detail) from error
    if again != text:
        raise NotALine("its text is not in the one form")
    return written


def _lines(head: Head, acts: Sequence[Act], last_at: datetime | None) -> Iterator[Line]:
    """Give a line for each act, each after the one before."""
    previous = head.digest
    for number, act in enumerate(acts, start=head.number + 1):
        at = _in_order(act.at, last_at)
        text = _text(number, previous, act, at)
        digest = hashlib.sha256(text).digest()
        yield Line(
            number=number,
            text=text,
            digest=digest,
            previous=previous,
            act=act.act,
            on=act.on,
            by=act.by,
            at=at,
        )
        previous, last_at = digest, at


def _in_order(at: datetime, last_at: datetime | None) -> datetime:
    """Return the time of an act's line, after a line of *last_at*."""
    # A time without a zone has no order; it is refused where the text is made.
    if last_at is None or at.tzinfo is None or not at < last_at <= at + OVERLAP:
        return at
    return last_at


def _text(number: int, previous: bytes, act: Act, at: datetime) -> bytes:
    """Return an act as a line's text."""
    try:
        text = encoded(
            Written(
                act=_named(act.act),
                at=instant(at),
                by=_known("by", act.by),
                facts=_object(act.facts),
                number=number,
                on=_known("on", act.on),
                previous=previous.hex(),
                why=str(act.why),
            )
        )
    except NotAFact as error:
        raise Unwritable(f"{act.act!r}: {error.detail}") from error
    if len(text) > MOST_LINE_BYTES:
        raise Unwritable(f"{act.act!r}: {len(text)} bytes are more than {MOST_LINE_BYTES}")
    return text


def _check(written: Written) -> None:
    """Put what a text says into canonical order, if a line can say it."""
    if not 1 <= written.number <= MOST_WHOLE or _DIGEST.fullmatch(written.previous) is None:
        raise NotAFact("its number or the digest before it is none")
    read_instant(written.at)
    _named(written.act)
    _known("by", written.by)
    _known("on", written.on)
    written.facts = _object(written.facts)


def _object(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts in canonical order."""
    return plain(facts)  # type: ignore[return-value]  # of a mapping it makes a dict


def _named(act: str) -> str:
    """Return an act's name, if it is one."""
    if len(act) > MOST_NAME or _ACT.fullmatch(act) is None:
        raise NotAFact("an act is called `noun.verb`, in small letters")
    return str(act)


def _known(field: str, name: str) -> str:
    """Return an id that can stand in a column of its own and be shown."""
    if not 0 < len(name) <= MOST_NAME or _CONTROL.search(name) is not None:
        raise NotAFact(f"`{field}` has to be 1 to {MOST_NAME} characters, none of control")
    return str(name)


def _frozen(facts: Mapping[str, Any]) -> Mapping[str, Fact]:
    """Return a line's facts as an act has them."""
    return MappingProxyType({name: _fact(fact) for name, fact in facts.items()})


def _fact(fact: object) -> Fact:
    """Return one fact as an act has it: frozen."""
    if isinstance(fact, dict):
        return _frozen(fact)
    if isinstance(fact, list):
        return tuple(_fact(each) for each in fact)
    return fact  # type: ignore[return-value]  # `plain` has refused every other kind

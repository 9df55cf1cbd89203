"""The ledger's lines: each an act in canonical JSON, chained to the line before by its SHA-256."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

import msgspec

from lapwing.evidence.canonical import NotAFact, Plain, encoded, plain
from lapwing.model.acts import Act, Fact
from lapwing.model.errors import BadInput, IntegrityLost

DIGEST_BYTES = 32
# So that a reader can refuse a longer one unread; some six thousand ids fit in.
MOST_LINE_BYTES = 256 * 1024
MOST_NAME = 256

_ACT = re.compile(r"[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)+")
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


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    """What a line's text holds, every field of it; in canonical order."""

    act: str
    at: str
    by: str
    facts: dict[str, object]
    number: int
    on: str
    previous: str
    why: str


_DECODER = msgspec.json.Decoder(_Written)


def extend(head: Head, acts: Sequence[Act]) -> tuple[Line, ...]:
    """Return the lines that say *acts*, in their order, after the line that *head* names.

    Raises:
        Unwritable: an act has no `noun.verb` name, no actor or no object, its time is without a zone, its
            facts have no canonical form, or it is longer than 256 KiB. No line is made of any of them.
    """
    return tuple(_lines(head, acts))


def read(text: bytes) -> Line:
    """Return the line that a text is. That it follows another one is for the caller to check.

    Raises:
        NotALine: it is not, byte for byte, what `extend` would have written.
    """
    line, _ = _read(text)
    return line


def act_of(text: bytes) -> Act:
    """Return the act that a line's text says.

    Raises:
        NotALine: as for `read`.
    """
    line, written = _read(text)
    return Act(act=line.act, on=line.on, by=line.by, at=line.at, why=written.why, facts=_facts(written.facts))


def _lines(head: Head, acts: Sequence[Act]) -> Iterator[Line]:
    """Give a line for each act, each after the one before."""
    previous = head.digest
    for number, act in enumerate(acts, start=head.number + 1):
        text = _text(number, previous, act)
        digest = hashlib.sha256(text).digest()
        yield Line(
            number=number,
            text=text,
            digest=digest,
            previous=previous,
            act=act.act,
            on=act.on,
            by=act.by,
            at=act.at,
        )
        previous = digest


def _text(number: int, previous: bytes, act: Act) -> bytes:
    """Return an act as a line's text."""
    try:
        text = encoded(
            {
                "act": _named(act.act),
                "at": _instant(act.at),
                "by": _known("by", act.by),
                "facts": plain(act.facts),
                "number": number,
                "on": _known("on", act.on),
                "previous": previous.hex(),
                "why": str(act.why),
            }
        )
    except NotAFact as error:
        raise Unwritable(f"{act.act}: {error.detail}") from error
    if len(text) > MOST_LINE_BYTES:
        raise Unwritable(f"{act.act}: {len(text)} bytes are more than {MOST_LINE_BYTES}")
    return text


def _named(act: str) -> str:
    """Return an act's name, if it is one."""
    if len(act) > MOST_NAME or _ACT.fullmatch(act) is None:
        raise NotAFact("an act is called `noun.verb`, in small letters")
    return str(act)


def _known(field: str, name: str) -> str:
    """Return an id that can stand in a column of its own and be shown."""
    if not 0 < len(name) <= MOST_NAME or not name.isprintable():
        raise NotAFact(f"`{field}` has to be 1 to {MOST_NAME} printable characters")
    return str(name)


def _instant(at: datetime) -> str:
    """Return a time as RFC 3339 has it, in UTC and with microseconds."""
    if at.tzinfo is None:
        raise NotAFact("its time is without a zone")
    try:
        utc = at.astimezone(UTC)
    except OverflowError as error:
        raise NotAFact("its time is beyond the calendar") from error
    return utc.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _read(text: bytes) -> tuple[Line, _Written]:
    """Return a text's line and all that it holds, having written it again to compare."""
    try:
        written = _DECODER.decode(text)
        line = _line(text, written)
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotALine("it is no JSON of a line's fields") from error
    except (NotAFact, ValueError) as error:
        raise NotALine(error.detail if isinstance(error, NotAFact) else "its time is none") from error
    return line, written


def _line(text: bytes, written: _Written) -> Line:
    """Return the line, if its text is in the one form."""
    if written.number < 1 or _DIGEST.fullmatch(written.previous) is None:
        raise NotAFact("its number or the digest before it is none")
    at = datetime.fromisoformat(written.at)
    again: dict[str, Plain] = {
        "act": _named(written.act),
        "at": _instant(at),
        "by": _known("by", written.by),
        "facts": plain(written.facts),
        "number": written.number,
        "on": _known("on", written.on),
        "previous": written.previous,
        "why": written.why,
    }
    if encoded(again) != text or len(text) > MOST_LINE_BYTES:
        raise NotAFact("its text is not in the one form")
    return Line(
        number=written.number,
        text=text,
        digest=hashlib.sha256(text).digest(),
        previous=bytes.fromhex(written.previous),
        act=written.act,
        on=written.on,
        by=written.by,
        at=at,
    )


def _facts(facts: Mapping[str, object]) -> Mapping[str, Fact]:
    """Return a line's facts as an act has them."""
    return MappingProxyType({name: _fact(fact) for name, fact in facts.items()})


def _fact(fact: object) -> Fact:
    """Return one fact as an act has it: frozen."""
    if isinstance(fact, dict):
        return _facts(fact)
    if isinstance(fact, list):
        return tuple(_fact(each) for each in fact)
    return fact  # type: ignore[return-value]  # `plain` has refused every other kind

"""The ledger, a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from lapwing.evidence.ledger import Head, Line, read
from lapwing.model.errors import IntegrityLost
from lapwing.service.store.reads.rows import by_key, question
from lapwing.service.store.records.models import CheckpointRow, HeadRow, LineRow

# What one question to the database brings: a few megabytes at the most.
_PAGE_LINES = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCheckpoint:
    """A signed checkpoint as it was kept: of how many lines, their Merkle root, and the signed note."""

    size: int
    root: bytes
    at: datetime
    text: str


@question
def head(*, using: str = "default") -> Head:
    """Return where the ledger ends.

    Raises:
        IntegrityLost: what says so is gone.
    """
    row = HeadRow.objects.using(using).values_list("number", "digest").first()
    if row is None:
        raise IntegrityLost("the ledger's head is gone")
    return Head(row[0], bytes(row[1]))


@question
def lines(
    *,
    before: int | None = None,
    act: str | None = None,
    on: str | None = None,
    by: str | None = None,
    most: int = 100,
    using: str = "default",
) -> Sequence[Line]:
    """Return the newest lines, or those before a number; of an act, an object and an actor if asked for.

    Raises:
        IntegrityLost: one is no line.
    """
    wanted = {"act": act, "on": on, "by": by}
    found = by_key(LineRow.objects.using(using), **{name: each for name, each in wanted.items() if each})
    if before is not None:
        found = found.filter(number__lt=before)
    return [read(text.encode()) for text in found.order_by("-number").values_list("text", flat=True)[:most]]


def newest(act: str, *, using: str = "default") -> Line | None:
    """Return the newest line of an act; None where there was none.

    Raises:
        Unavailable: the database does not answer. IntegrityLost: it is no line.
    """
    return next(iter(lines(act=act, most=1, using=using)), None)


def texts(*, after: int = 0, up_to: int | None = None, using: str = "default") -> Iterator[bytes]:
    """Give the text of every line after a number, oldest first, for an export or a verification.

    Raises:
        Unavailable: the database does not answer.
    """
    while page := _page(after, up_to, using=using):
        yield from (text.encode() for _, text in page)
        after = page[-1][0]


@question
def counts_of_acts(*, since: datetime | None = None, using: str = "default") -> Mapping[str, int]:
    """Return how many lines there are of each act, since a time if asked for."""
    found = LineRow.objects.using(using)
    since_then = found.all() if since is None else found.filter(at__gte=since)
    return dict(since_then.values_list("act").annotate(lines=Count("number")).order_by("act"))


@question
def checkpoints(*, most: int = 50, using: str = "default") -> Sequence[KeptCheckpoint]:
    """Return the newest checkpoints, newest first."""
    rows = CheckpointRow.objects.using(using).order_by("-size")
    return [
        KeptCheckpoint(size=size, root=bytes(root), at=at, text=text)
        for size, root, at, text in rows.values_list("size", "root", "at", "text")[:most]
    ]


def newest_checkpoint(*, using: str = "default") -> KeptCheckpoint | None:
    """Return the newest checkpoint; None where nothing was ever signed.

    Raises:
        Unavailable: the database does not answer.
    """
    return next(iter(checkpoints(most=1, using=using)), None)


def notes(*, using: str = "default") -> Iterator[bytes]:
    """Give the signed note of every checkpoint, oldest first, for an export.

    Raises:
        Unavailable: the database does not answer.
    """
    after = 0
    while page := _notes(after, using=using):
        yield from (text.encode() for _, text in page)
        after = page[-1][0]


@question
def _notes(after: int, *, using: str) -> list[tuple[int, str]]:
    """Return size and note of the next checkpoints."""
    found = CheckpointRow.objects.using(using).filter(size__gt=after).order_by("size")
    return list(found.values_list("size", "text")[:_PAGE_LINES])


@question
def _page(after: int, up_to: int | None, *, using: str) -> list[tuple[int, str]]:
    """Return number and text of the next lines."""
    found = LineRow.objects.using(using).filter(number__gt=after)
    some = found if up_to is None else found.filter(number__lte=up_to)
    return list(some.order_by("number").values_list("number", "text")[:_PAGE_LINES])

"""Many items through one engine: read, screened side by side, answered in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from threading import Lock
from typing import TypeVar

from lapwing.flows.screen import Kit, Screened, decide_unmeasured, screen
from lapwing.model.content import Why, content_id
from lapwing.model.decision import Context
from lapwing.model.signals import Measured
from lapwing.service.items import Item, Untaken, read_item, size_of, untaken

T = TypeVar("T")

UNREAD = "unknown"
"""The kind of what no kind reads."""

LARGE_BYTES = 32 << 20
"""Files above this are in memory one at a time, however many items are in work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One item and what was decided about it."""

    item: Item
    screened: Screened


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What holds for every item of a batch.

    kind: the kind of all of them; None to tell each by its bytes.
    recognise: tells a kind by bytes; None where none reads them.
    in_flight: how many items are in work at a time; it bounds memory. alone: held while a large one is.
    """

    kit: Kit
    context: Context
    today: date
    most_bytes: int
    kind: str | None
    recognise: Callable[[bytes], str | None]
    in_flight: int
    alone: Lock = field(default_factory=Lock)


def screen_items(items: Iterable[Item], *, job: Job) -> Generator[Answer]:
    """Give the answer about each item, in the order of the items, keeping few of them in memory."""
    return side_by_side(items, partial(screen_item, job=job), in_flight=job.in_flight)


def side_by_side(items: Iterable[Item], work: Callable[[Item], T], *, in_flight: int) -> Generator[T]:
    """Give what *work* returns for each item, in their order, with *in_flight* of them in work at a time.

    Where it ends before its time, what is under way is left to end by itself.
    """
    pool = ThreadPoolExecutor(max_workers=in_flight, thread_name_prefix="screen")
    waiting: deque[Future[T]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) >= 2 * in_flight:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        # A person who pressed Ctrl-C does not wait for what nobody will read.
        pool.shutdown(wait=not waiting, cancel_futures=True)


def screen_item(item: Item, *, job: Job) -> Answer:
    """Return the answer about one item; one that cannot be read is unknown, not left out."""
    with job.alone if size_of(item) > LARGE_BYTES else nullcontext():
        return _screened(item, job)


def _screened(item: Item, job: Job) -> Answer:
    untrusted_data = read_item(item, most_bytes=job.most_bytes)
    if isinstance(untrusted_data, Untaken):
        return _unmeasured(untrusted_data, job)
    if not untrusted_data and job.kind is None:
        return _unmeasured(untaken(item, Why.UNREADABLE, "the file is empty"), job)
    kind = job.kind or job.recognise(untrusted_data) or UNREAD
    screened = screen(untrusted_data, kind=kind, context=job.context, kit=job.kit, today=job.today)
    return Answer(item=item, screened=screened)


def _unmeasured(taken: Untaken, job: Job) -> Answer:
    """Return the answer about an item of which there is nothing to measure."""
    measured = unmeasured(taken, kind=job.kind)
    screened = decide_unmeasured(measured, context=job.context, kit=job.kit, today=job.today)
    return Answer(item=taken.item, screened=screened)


def unmeasured(taken: Untaken, *, kind: str | None) -> Measured:
    """Return the measurement of an item of which there is nothing to measure: the reason, and no more."""
    named = kind or UNREAD
    return Measured(
        content_id=content_id(named, taken.item.name.encode(errors="surrogateescape")),
        kind=named,
        size_bytes=0,
        signals=(),
        gaps=(taken.gap,),
    )

"""Many items through one engine: read, screened side by side, answered in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

from lapwing.flows.screen import Kit, Screened, decide_unmeasured, screen
from lapwing.model.content import content_id
from lapwing.model.decision import Context
from lapwing.model.signals import Measured
from lapwing.service.items import Item, Untaken, read_item

UNREAD = "unknown"
"""The kind of what no kind reads."""


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
    in_flight: how many items are in work at a time; it bounds memory.
    """

    kit: Kit
    context: Context
    today: date
    most_bytes: int
    kind: str | None
    recognise: Callable[[bytes], str | None]
    in_flight: int


def screen_items(items: Iterable[Item], *, job: Job) -> Iterator[Answer]:
    """Give the answer about each item, in the order of the items, keeping few of them in memory."""
    with ThreadPoolExecutor(max_workers=job.in_flight, thread_name_prefix="screen") as pool:
        waiting: deque[Future[Answer]] = deque()
        try:
            for item in items:
                waiting.append(pool.submit(screen_item, item, job=job))
                if len(waiting) >= 2 * job.in_flight:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def screen_item(item: Item, *, job: Job) -> Answer:
    """Return the answer about one item; one that cannot be read is unknown, not left out."""
    untrusted_data = read_item(item, most_bytes=job.most_bytes)
    if isinstance(untrusted_data, Untaken):
        kind = job.kind or UNREAD
        measured = Measured(
            content_id=content_id(kind, item.name.encode(errors="surrogateescape")),
            kind=kind,
            size_bytes=0,
            signals=(),
            gaps=(untrusted_data.gap,),
        )
        screened = decide_unmeasured(measured, context=job.context, kit=job.kit, today=job.today)
        return Answer(item=item, screened=screened)
    kind = job.kind or job.recognise(untrusted_data) or UNREAD
    screened = screen(untrusted_data, kind=kind, context=job.context, kit=job.kit, today=job.today)
    return Answer(item=item, screened=screened)

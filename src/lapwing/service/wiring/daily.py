"""What the worker counts once a day, with the ports filled: how often each list errs."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from lapwing.flows.measure_matches import ACT as MEASURED
from lapwing.flows.measure_matches import Measured, record_matches

if TYPE_CHECKING:
    from lapwing.service.wiring.service import Service

EVERY = timedelta(hours=20)
"""Well before the register calls it too old."""


def measure_matches(service: "Service") -> Measured:
    """Count how often each list errs, and record it.

    Raises:
        Unavailable: the database does not answer. IntegrityLost: a decision is not what was written.
    """
    from lapwing.service.store.reads.matches import lists_erring  # noqa: PLC0415  # after Django is ready

    now, book = service.clock(), service.kit.book
    return record_matches(
        lists_erring(now=now),
        policy_version=book.version,
        share=book.sample_share,
        works=service.works,
        now=now,
    )


def newest_measured() -> Measured | None:
    """Return the newest count of how often lists err; None where there was none. Django has to be ready.

    Raises:
        Unavailable: the database does not answer.
    """
    from lapwing.service.store.reads import matches  # noqa: PLC0415  # after Django is ready

    return matches.newest_measured()


def count_if_due(service: "Service") -> int:
    """Count what has not been counted for a day, and return how many counts that were.

    Raises:
        Unavailable: something that a count needs does not answer; it is due still.
    """
    from lapwing.service.store.reads.ledger import lines  # noqa: PLC0415  # after Django is ready

    counted = 0
    for act, run in _RUNS:
        last = next(iter(lines(act=act, most=1)), None)
        if last is None or service.clock() - last.at >= EVERY:
            run(service)
            counted += 1
    return counted


_RUNS: tuple[tuple[str, Callable[["Service"], object]], ...] = ((MEASURED, measure_matches),)

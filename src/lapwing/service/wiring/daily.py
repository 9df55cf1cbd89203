"""What the worker does once a day about lists, ports filled: count how often each errs, and read each."""

from datetime import timedelta
from typing import TYPE_CHECKING

from lapwing.evidence.ledger import Line, act_of
from lapwing.flows.measure_matches import ACT as MEASURED
from lapwing.flows.measure_matches import Measured, record_matches
from lapwing.flows.verify_lists import ACT as VERIFIED
from lapwing.flows.verify_lists import Verified, verified_lists, verify_lists

if TYPE_CHECKING:
    from collections.abc import Callable

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


def read_lists(service: "Service") -> Verified:
    """Read every byte of every list, and record what was found.

    Raises:
        Unavailable: a list or the database cannot be read now.
    """
    return verify_lists(lists=service.lists, works=service.works, clock=service.clock)


def newest_measured() -> Measured | None:
    """Return the newest count of how often lists err; None where there was none. Django has to be ready.

    Raises:
        Unavailable: the database does not answer.
    """
    from lapwing.service.store.reads import matches  # noqa: PLC0415  # after Django is ready

    return matches.newest_measured()


def do_if_due(service: "Service") -> int:
    """Do what has not been done for a day, and return how many that were; for a worker to ask often.

    Reading is due too once there is a list that was never read.

    Raises:
        Unavailable: something that is needed does not answer; it is due still.
    """
    from lapwing.service.store.reads.ledger import newest  # noqa: PLC0415  # after Django is ready

    due: list[Callable[[Service], object]] = []
    if _is_old(newest(MEASURED), service):
        due.append(measure_matches)
    last = newest(VERIFIED)
    if _is_old(last, service) or _has_unread(last, service):
        due.append(read_lists)
    for run in due:
        run(service)
    return len(due)


def _is_old(last: Line | None, service: "Service") -> bool:
    return last is None or service.clock() - last.at >= EVERY


def _has_unread(last: Line | None, service: "Service") -> bool:
    read = None if last is None else verified_lists(act_of(last.text))
    return read is None or bool(set(service.lists.names()) - read.versions.keys() - set(read.damaged))

"""What is counted, for Prometheus. No label ever names an account, an item or anything that somebody sent."""

from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from lapwing.flows.admit import Admitted
from lapwing.model.decision import Step
from lapwing.service.reception import Late

MEDIA_TYPE = CONTENT_TYPE_LATEST
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""The environment variable that names the folder in which several processes count together."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

REQUESTS = Counter("lapwing_requests_total", "Requests by operation and status.", ("operation", "status"))
SECONDS = Histogram("lapwing_request_seconds", "How long an answer took.", ("operation",), buckets=_SECONDS)
DECISIONS = Counter("lapwing_decisions_total", "Decisions by kind and step.", ("kind", "step"))
UNKNOWN = Counter("lapwing_unknown_total", "What was not measured, by whom and why.", ("who", "why"))
POSTPONED = Counter("lapwing_postponed_total", "Answers that were no decision yet, by reason.", ("why",))
FINISHED = Counter("lapwing_finished_total", "Screenings in the background, by how they ended.", ("how",))


@cache
def _requests(operation: str, status: int) -> Counter:
    # To find a counter by its labels takes longer than to count.
    return REQUESTS.labels(operation, status)


@cache
def _seconds(operation: str) -> Histogram:
    return SECONDS.labels(operation)


@cache
def _decisions(kind: str, step: Step) -> Counter:
    return DECISIONS.labels(kind, step)


def count_request(operation: str, *, status: int, seconds: float) -> None:
    """Count a request."""
    _requests(operation, status).inc()
    _seconds(operation).observe(seconds)


class CountingWatch:
    """Counts what became of those that were late; see reception.Watch."""

    def postponed(self, late: Late) -> None:
        """Note that an answer was no decision yet."""
        POSTPONED.labels(late).inc()

    def finished(self, code: str) -> None:
        """Note how a screening in the background ended."""
        FINISHED.labels(code or "well").inc()


def count_decision(admitted: Admitted) -> None:
    """Count a decision and what it does not know."""
    decision = admitted.decision
    if decision is None:
        return
    _decisions(decision.kind, decision.step).inc()
    for gap in decision.gaps:
        UNKNOWN.labels(gap.who, gap.why).inc()


def exposition(registry: CollectorRegistry, *, is_shared: bool) -> bytes:
    """Return everything counted, and what *registry* tells beside it.

    is_shared: several processes count in one folder.
    """
    counted = CollectorRegistry()
    if is_shared:
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library gives it no types
        return generate_latest(counted) + generate_latest(registry)
    return generate_latest(_own()) + generate_latest(registry)


def _own() -> CollectorRegistry:
    """Return the registry of what this process alone has counted."""
    own = CollectorRegistry()
    for each in (REQUESTS, SECONDS, DECISIONS, UNKNOWN, POSTPONED, FINISHED):
        own.register(each)
    return own

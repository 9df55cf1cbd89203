"""The facts of the code register, read from the database and from the versions of the lists."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lapwing.compliance.facts import Facts, Need
from lapwing.service.store.lists import Lists
from lapwing.service.store.reads.list_facts import list_facts
from lapwing.service.store.reads.matches import matches_fact
from lapwing.service.store.reads.record_facts import (
    attestation_facts,
    evidence_fact,
    ledger_fact,
    lists_read_fact,
    look_back_facts,
    recall_fact,
    sweep_fact,
)
from lapwing.service.store.reads.review_facts import (
    claims_fact,
    learning_fact,
    owed_fact,
    own_list_fact,
    queue_facts,
    reviewer_facts,
    reviews_fact,
)
from lapwing.service.store.reads.traffic_facts import (
    canary_facts,
    gate_fact,
    policy_fact,
    surface_facts,
    takedowns_fact,
)


class StoredRegisters:
    """See compliance.port.Registers. Nothing is kept between two readings."""

    def __init__(self, lists: Lists, *, kinds: frozenset[str], using: str = "default") -> None:
        """Read from *lists* and from a database. kinds: what this engine can screen."""
        self._lists, self._kinds, self._using = lists, kinds, using

    def facts(self, needs: frozenset[Need], *, now: datetime) -> Facts:
        """Return what is kept of *needs*.

        Raises:
            Unavailable: the database does not answer.
            IntegrityLost: a record or a list is not what was written.
        """
        reads = self._reads(now)
        found = {need.value: reads[need]() for need in sorted(needs)}
        return Facts(as_of=now, read=needs, **found)

    def _reads(self, now: datetime) -> Mapping[Need, Callable[[], Any]]:
        """Return what reads each need."""
        using = self._using
        return {
            Need.SURFACES: lambda: surface_facts(now=now, using=using),
            Need.LISTS: lambda: list_facts(self._lists),
            Need.CANARIES: lambda: canary_facts(now=now, using=using),
            Need.POLICY: lambda: policy_fact(using=using),
            Need.RECALL: lambda: recall_fact(using=using),
            Need.GATE: lambda: gate_fact(now=now, using=using),
            Need.TAKEDOWNS: lambda: takedowns_fact(now=now, using=using),
            Need.LOOK_BACKS: lambda: look_back_facts(using=using),
            Need.OWED: lambda: owed_fact(now=now, using=using),
            Need.LEARNING: lambda: learning_fact(now=now, using=using),
            Need.OWN_LIST: lambda: own_list_fact(self._lists, using=using),
            Need.REVIEWS: lambda: reviews_fact(using=using),
            Need.QUEUES: lambda: queue_facts(now=now, using=using),
            Need.REVIEWERS: lambda: reviewer_facts(now=now, using=using),
            Need.LEDGER: lambda: ledger_fact(using=using),
            Need.EVIDENCE: lambda: evidence_fact(using=using),
            Need.SWEEP: lambda: sweep_fact(using=using),
            Need.MATCHES: lambda: matches_fact(using=using),
            Need.LISTS_READ: lambda: lists_read_fact(using=using),
            Need.CLAIMS: lambda: claims_fact(now=now, using=using),
            Need.KINDS: lambda: self._kinds,
            Need.ATTESTATIONS: lambda: attestation_facts(using=using),
        }


def policy_in_force(*, using: str = "default") -> str:
    """Return the version of the policy by which was decided last; empty where nothing was."""
    found = policy_fact(using=using)
    return "" if found is None else found.version

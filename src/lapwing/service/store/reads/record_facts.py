"""The ledger, sealed evidence, runs and attestations, for the code register."""

from datetime import datetime

from django.db.models import Min

from lapwing.compliance.facts import (
    EvidenceFact,
    LedgerFact,
    ListsReadFact,
    LookBackFact,
    RecallFact,
    Stated,
    SweepFact,
)
from lapwing.evidence.ledger import act_of
from lapwing.flows.measure_recall import ACT as RECALLED
from lapwing.flows.sweep import ACT as SWEPT
from lapwing.flows.sweep import Sweep, swept
from lapwing.flows.verify_lists import ACT as VERIFIED
from lapwing.flows.verify_lists import verified_lists
from lapwing.model.attestations import Attestation
from lapwing.model.evidence import Purpose
from lapwing.model.look_backs import LookBack
from lapwing.service.store.reads.ledger import head
from lapwing.service.store.reads.rows import question, records
from lapwing.service.store.reads.traffic_facts import acts_of
from lapwing.service.store.records.models import (
    AttestationRow,
    CheckpointRow,
    ExposureRow,
    LineRow,
    LookBackRow,
    SealedRow,
)

_MOST_PORTIONS = 2_000
"""Lines of an unfinished round that are looked behind for a whole one: of two million objects."""


@question
def recall_fact(*, using: str = "default") -> RecallFact | None:
    """Return the newest run of altered pictures; None where there was none."""
    run = next(acts_of(RECALLED, most=1, using=using), None)
    if run is None:
        return None
    found, tried = run.facts.get("found"), run.facts.get("tried")
    if not isinstance(found, int) or not isinstance(tried, int):
        return None
    return RecallFact(at=run.at, found=found, tried=tried, engine=str(run.facts.get("engine")))


@question
def look_back_facts(*, using: str = "default") -> tuple[LookBackFact, ...]:
    """Return the look-back of each list that began last."""
    newest: dict[str, LookBack] = {}
    every = LookBackRow.objects.using(using)
    for name in every.values_list("list_name", flat=True).distinct():
        newest[name] = records(every.filter(list_name=name).order_by("-begun_at", "-id")[:1], LookBack)[0]
    return tuple(
        LookBackFact(
            list_name=name, version=each.list_version, changed_at=each.changed_at, done_at=each.done_at
        )
        for name, each in sorted(newest.items())
    )


@question
def ledger_fact(*, using: str = "default") -> LedgerFact:
    """Return how long the ledger is, and how much of it is signed."""
    size = head(using=using).number
    newest = CheckpointRow.objects.using(using).order_by("-size").values_list("size", "at").first()
    if newest is None:
        return LedgerFact(lines=size, uncovered=size, checkpoint_at=None)
    signed, at = newest
    return LedgerFact(lines=size, uncovered=size - signed, checkpoint_at=at)


@question
def evidence_fact(*, using: str = "default") -> EvidenceFact:
    """Return what is sealed, under how old a master key, and who saw it."""
    sealed = SealedRow.objects.using(using).filter(purpose=Purpose.EVIDENCE)
    newest = sealed.order_by("-sealed_at").values_list("master_key", "sealed_at").first()
    return EvidenceFact(
        held=sealed.filter(erased_at__isnull=True).count(),
        looks=ExposureRow.objects.using(using).count(),
        recorded=LineRow.objects.using(using).filter(act="evidence.view").count(),
        sealed_at=newest[1] if newest else None,
        key_since=_key_since(newest[0], using) if newest else None,
    )


@question
def sweep_fact(*, using: str = "default") -> SweepFact | None:
    """Return the newest whole round through the vault, with what a later one has found so far."""
    rounds = _rounds(most=1, using=using)
    if rounds and rounds[0].done_at is None:
        rounds = _rounds(most=_MOST_PORTIONS, using=using)
    whole = next((each for each in rounds if each.done_at is not None), None)
    if whole is None:
        return None
    before = SealedRow.objects.using(using).filter(erased_at=None, sealed_at__lt=whole.begun_at)
    return SweepFact(
        begun_at=whole.begun_at,
        opened=whole.opened,
        held=before.count(),
        flawed=max(whole.faults, rounds[0].faults),
    )


@question
def lists_read_fact(*, using: str = "default") -> ListsReadFact | None:
    """Return the newest reading of every byte of the lists; None where there was none."""
    last = next(acts_of(VERIFIED, most=1, using=using), None)
    run = None if last is None else verified_lists(last)
    if run is None:
        return None
    return ListsReadFact(begun_at=run.begun_at, whole=frozenset(run.versions), damaged=run.damaged)


@question
def attestation_facts(*, using: str = "default") -> tuple[Stated, ...]:
    """Return every attestation, and whether the ledger has the same of it."""
    kept = records(AttestationRow.objects.using(using).order_by("at", "id"), Attestation)
    stated = LineRow.objects.using(using).filter(act="attestation.state").order_by("number")
    digests = {
        act.on: act.facts.get("digest")
        for act in (act_of(text.encode()) for text in stated.values_list("text", flat=True))
    }
    return tuple(Stated(attestation=each, is_as_stated=digests.get(each.id) == each.digest) for each in kept)


def _rounds(*, most: int, using: str) -> list[Sweep]:
    """Return the newest portions of rounds through the vault, newest first."""
    return [each for each in map(swept, acts_of(SWEPT, most=most, using=using)) if each is not None]


def _key_since(master_key: str, using: str) -> datetime | None:
    first: datetime | None = (
        SealedRow.objects.using(using).filter(master_key=master_key).aggregate(at=Min("sealed_at"))["at"]
    )
    return first

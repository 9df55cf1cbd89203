"""Decisions, by what they are about."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from lapwing.model.decision import Kept
from lapwing.service.store.form import is_key
from lapwing.service.store.reads.rows import question
from lapwing.service.store.records.models import DecisionRow
from lapwing.service.store.records.shelves.decisions import decision_of


@question
def decisions_of_items(items: Sequence[str], *, using: str = "default") -> Sequence[Kept]:
    """Return the decisions about some items, newest first.

    Raises:
        IntegrityLost: one is not what was written.
    """
    return _kept(DecisionRow.objects.using(using).filter(item__in=filter(is_key, items)))


@question
def decisions_made(
    *,
    before: datetime | None = None,
    step: str | None = None,
    surface: str | None = None,
    most: int = 50,
    using: str = "default",
) -> Sequence[Kept]:
    """Return the newest decisions, or those made before a time, of a step and on a surface if asked for."""
    wanted = {"step": step, "surface": surface, "made_at__lt": before}
    found = DecisionRow.objects.using(using).filter(**{name: each for name, each in wanted.items() if each})
    return _kept(found, most=most)


def _kept(found: QuerySet[DecisionRow], *, most: int | None = None) -> list[Kept]:
    """Return the decisions of rows, newest first."""
    rows = found.order_by("-made_at", "-id").values_list("body", "item", "made_at")[:most]
    return [Kept(decision=decision_of(body), item=item, made_at=made_at) for body, item, made_at in rows]

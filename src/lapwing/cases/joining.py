"""Which case an item belongs to: one of its own, or one of the same content that is open already."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from lapwing.model.canary import CANARY_ACCOUNT
from lapwing.model.cases import Case, CaseState
from lapwing.model.decision import CaseCall
from lapwing.model.platform import Item

Name = TypeVar("Name", bound=str)


def opened(case_id: str, call: CaseCall, item: Item, *, now: datetime) -> Case:
    """Return a new case with *item* in it."""
    return Case(
        id=case_id,
        queue=call.queue,
        priority=call.priority,
        state=CaseState.OPEN,
        account=item.account,
        items=(item.id,),
        contents=(item.content_id,),
        opened_at=now,
        joined_at=now,
    )


def joined(case: Case, call: CaseCall, item: Item, *, now: datetime) -> Case:
    """Return *case* with *item* in it too; it goes where the graver of the two calls sends it."""
    graver = call.priority > case.priority
    return replace(
        case,
        queue=call.queue if graver else case.queue,
        priority=max(call.priority, case.priority),
        # What somebody sent is for a person to look at, also where a canary of the same content came first.
        account=item.account if case.account == CANARY_ACCOUNT else case.account,
        items=_with(case.items, item.id),
        contents=_with(case.contents, item.content_id),
        joined_at=now,
        version=case.version + 1,
    )


def _with(names: tuple[Name, ...], name: Name) -> tuple[Name, ...]:
    return names if name in names else (*names, name)

"""An item comes into the open case of its content, or into a new one."""

from dataclasses import replace
from datetime import datetime

from lapwing.cases.joining import joined, opened
from lapwing.model.acts import Act, Fact
from lapwing.model.decision import CaseCall
from lapwing.model.people import ENGINE
from lapwing.model.platform import Item
from lapwing.model.works import NewId, Work


def put_in_case(
    work: Work, item: Item, call: CaseCall, *, new_id: NewId, now: datetime, has_content: bool = True
) -> str:
    """Put *item* into the open case that it belongs to, or into a new one; return its id.

    has_content: there is more of the item to look at than fingerprints; the case says where there is not.
    """
    # By its content alone: a finding is about everything in a case, so a case has one content.
    before = work.cases.to_join(item.content_id)
    if before is None:
        case = opened(new_id("case"), call, item, now=now)
    else:
        case = joined(before, call, item, now=now)
    if not has_content:
        case = replace(case, without_content=(*case.without_content, item.id))
    (work.cases.add if before is None else work.cases.save)(case)
    facts: dict[str, Fact] = {
        "item": item.id,
        "queue": case.queue,
        "priority": case.priority,
        "has_content": has_content,
    }
    act = "case.open" if before is None else "case.join"
    work.record(Act(act=act, on=case.id, by=ENGINE.id, at=now, facts=facts))
    return case.id

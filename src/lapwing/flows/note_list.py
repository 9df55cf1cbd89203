"""What was changed of a list gets its line in the ledger, beside the one in the list's journal."""

from collections.abc import Mapping
from datetime import datetime

from lapwing.model.acts import Act, Fact
from lapwing.model.people import Actor, Permission
from lapwing.model.works import Works


def note_list(
    act: str, name: str, facts: Mapping[str, Fact], *, works: Works, by: Actor, why: str, now: datetime
) -> None:
    """Record an act on a list, such as `list.accept`, once it is done.

    Raises:
        NotPermitted: *by* may not change lists. Unavailable: the database does not answer.
    """
    by.require(Permission.LIST_WRITE)
    line = Act(act=act, on=f"list:{name}", by=by.id, at=now, why=why.strip(), facts=facts)
    works.run(lambda work: work.record(line))

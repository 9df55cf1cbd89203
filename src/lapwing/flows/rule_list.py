"""An actor decides about a list: whether they may, the change with its line in the journal, a ledger line.

The journal is beside the list, where it is read without a database. It comes first: a line in the ledger
always tells of something that was done.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from lapwing.flows.keep_list import (
    Edit,
    Register,
    Review,
    accept_version,
    edit_list,
    reinstate_list,
    retire_list,
    review_list,
)
from lapwing.flows.note_list import note_list
from lapwing.model.acts import Fact
from lapwing.model.people import Actor, Permission
from lapwing.model.works import Works

_PARTS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    """What deciding about lists needs of the world."""

    register: Register
    works: Works


def rule_accept(name: str, number: int, *, chair: Chair, by: Actor, why: str, now: datetime) -> None:
    """Swap in a version; raises NotPermitted, or as keep_list.accept_version."""

    def change() -> None:
        accept_version(name, number, register=chair.register, by=by.id, why=why, now=now)

    _ruled("list.accept", name, change, {"version": number}, chair=chair, by=by, why=why, now=now)


def rule_review(name: str, review: Review, *, chair: Chair, by: Actor, why: str, now: datetime) -> None:
    """Sign how near counts; raises NotPermitted, or as keep_list.review_list."""

    def change() -> None:
        review_list(name, review, register=chair.register, by=by.id, why=why, now=now)

    facts = {key: _fact(value) for key, value in asdict(review).items()}
    _ruled("list.review", name, change, facts, chair=chair, by=by, why=why, now=now)


def rule_edit(name: str, edit: Edit, *, chair: Chair, by: Actor, why: str, now: datetime) -> None:
    """Change what is said of a list; raises NotPermitted, or as keep_list.edit_list."""

    def change() -> None:
        edit_list(name, edit, register=chair.register, by=by.id, why=why, now=now)

    facts: dict[str, Fact] = {key: value for key, value in asdict(edit).items() if value is not None}
    _ruled("list.edit", name, change, facts, chair=chair, by=by, why=why, now=now)


def rule_retire(name: str, *, chair: Chair, by: Actor, why: str, now: datetime) -> None:
    """Let a list match nothing any more; raises NotPermitted, or as keep_list.retire_list."""

    def change() -> None:
        retire_list(name, register=chair.register, by=by.id, why=why, now=now)

    _ruled("list.retire", name, change, {}, chair=chair, by=by, why=why, now=now)


def rule_reinstate(name: str, *, chair: Chair, by: Actor, why: str, now: datetime) -> None:
    """Undo rule_retire; raises NotPermitted, or as keep_list.reinstate_list."""

    def change() -> None:
        reinstate_list(name, register=chair.register, by=by.id, why=why, now=now)

    _ruled("list.reinstate", name, change, {}, chair=chair, by=by, why=why, now=now)


def _ruled(
    act: str,
    name: str,
    change: Callable[[], None],
    facts: dict[str, Fact],
    *,
    chair: Chair,
    by: Actor,
    why: str,
    now: datetime,
) -> None:
    by.require(Permission.LIST_WRITE)
    change()
    note_list(act, name, facts, works=chair.works, by=by, why=why, now=now)


def _fact(value: float | None) -> Fact:
    """Return a figure as the ledger holds it, which has no floats: shares are parts of a million."""
    return round(value * _PARTS) if isinstance(value, float) else value

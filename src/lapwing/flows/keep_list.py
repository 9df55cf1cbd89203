"""What is said of a list changes, or the list is retired: each by a person, for a reason that is kept."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Protocol

from lapwing.model.errors import BadInput
from lapwing.model.lists import ListInfo, Tier


class Register(Protocol):
    """Where lists are registered; each change is one with its line in the list's journal."""

    def info(self, name: str) -> ListInfo:
        """Return a registered list."""
        ...

    def revise(self, info: ListInfo, *, by: str, why: str, now: datetime) -> None:
        """Put *info* in the place of what is registered under its name."""
        ...

    def retire(self, name: str, *, by: str, why: str, now: datetime) -> None:
        """Let a list match nothing any more; its versions and journal stay."""
        ...

    def reinstate(self, name: str, *, by: str, why: str, now: datetime) -> None:
        """Undo retire."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is to be said of a list from now on; None where that stays as it is.

    A list keeps its name and class: what its entries are is not a matter of opinion, so another class is
    another list. How near counts is a review of its own.
    """

    title: str | None = None
    source: str | None = None
    tier: Tier | None = None
    jurisdiction: str | None = None
    licence: str | None = None


def edit_list(name: str, edit: Edit, *, register: Register, by: str, why: str, now: datetime) -> ListInfo:
    """Change what is said of a list, and return it; look-ups go by it at once.

    The journal has the reason and, of each field, what it was and what it is now.

    Raises:
        BadInput: nothing would change, nobody says why, or there is no list of that name.
        BadList: a field is empty or out of its range.
    """
    before = register.info(name)
    given = {field: value for field, value in asdict(edit).items() if value is not None}
    changed = {field: value for field, value in given.items() if value != getattr(before, field)}
    if not changed:
        raise BadInput(f"nothing of {name} would change")
    _check_reason(why)
    after = replace(before, **changed)
    told = "; ".join(f"{field}: {getattr(before, field)!s} -> {value!s}" for field, value in changed.items())
    register.revise(after, by=by, why=f"{why} ({told})", now=now)
    return after


def retire_list(name: str, *, register: Register, by: str, why: str, now: datetime) -> None:
    """Let a list match nothing any more. Its versions stay, so that every decision made by them replays.

    Raises:
        BadInput: there is no list of that name, it is retired already, or nobody says why.
    """
    _check_reason(why)
    register.retire(name, by=by, why=why, now=now)


def reinstate_list(name: str, *, register: Register, by: str, why: str, now: datetime) -> None:
    """Undo retire_list: the version that served last serves again.

    Raises:
        BadInput: there is no list of that name, it is not retired, or nobody says why.
    """
    _check_reason(why)
    register.reinstate(name, by=by, why=why, now=now)


def _check_reason(why: str) -> None:
    """Refuse to act without a reason.

    Raises:
        BadInput: there is none.
    """
    if not why.strip():
        raise BadInput("a reason has to be given")

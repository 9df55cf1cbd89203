"""What a person decides about a list: what is said of it, how near counts, which version serves, if any."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Protocol

from lapwing.model.errors import BadInput
from lapwing.model.lists import ListInfo, Threshold, Tier


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

    def accept(self, name: str, number: int, *, by: str, why: str, now: datetime) -> None:
        """Swap in a version that a person decided for."""
        ...


class Registry(Protocol):
    """Where lists are made known."""

    def add(self, info: ListInfo, *, by: str, now: datetime) -> None:
        """Register a list, with its line in the list's journal."""
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


def register_list(info: ListInfo, *, registry: Registry, by: str, now: datetime) -> None:
    """Make a list known; it matches nothing until a version of it is imported.

    Raises:
        BadInput: nobody says who does it. BadList: a field is empty or out of its range.
        ListThere: there is a list of that name.
    """
    if not by.strip():
        raise BadInput("who does it has to be given")
    registry.add(info, by=by, now=now)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """How near is to count on a list, and what was measured; see model.lists.Threshold.

    near_bits, least_quality: None where they stay as they are. exact_bits: None where no distance counts
        as the same.
    """

    near_bits: int | None = None
    exact_bits: int | None = None
    least_quality: int | None = None
    precision: float | None = None
    recall: float | None = None
    sample_size: int | None = None


def review_list(
    name: str, review: Review, *, register: Register, by: str, why: str, now: datetime
) -> Threshold:
    """Sign how near counts on a list, with the figures it rests on; look-ups go by it at once.

    Raises:
        BadInput: nobody says why, or there is no list of that name.
        BadList: a figure is out of its range, or those that carry it are missing.
    """
    _check_reason(why)
    info = register.info(name)
    before = info.threshold
    threshold = Threshold(
        near_bits=before.near_bits if review.near_bits is None else review.near_bits,
        exact_bits=review.exact_bits,
        least_quality=before.least_quality if review.least_quality is None else review.least_quality,
        why=why,
        signed_by=by,
        signed_on=now.date(),
        precision=review.precision,
        recall=review.recall,
        sample_size=review.sample_size,
    )
    register.revise(replace(info, threshold=threshold), by=by, why=why, now=now)
    return threshold


def accept_version(name: str, number: int, *, register: Register, by: str, why: str, now: datetime) -> None:
    """Swap in a version that a person decided for: one that was held, or an earlier one again.

    Raises:
        BadInput: there is no such list or version, it serves already, or nobody says why.
        IntegrityLost: it is not what was written.
    """
    _check_reason(why)
    register.accept(name, number, by=by, why=why, now=now)


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

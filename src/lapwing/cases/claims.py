"""Who has a case in hand, and for how long."""

from dataclasses import replace
from datetime import datetime, timedelta

from lapwing.model.cases import Case, CaseState
from lapwing.model.errors import NotPermitted

LEASE = timedelta(minutes=30)
"""A case that its claimant has not touched for so long is anybody's again."""


class InOtherHands(NotPermitted):
    """Somebody else has this case in hand."""

    code = "lapwing.in-other-hands"


class AlreadyDecided(NotPermitted):
    """This case has been decided; a decision is taken back before another is made."""

    code = "lapwing.already-decided"


class NotInHand(NotPermitted):
    """This case has to be in your hands first."""

    code = "lapwing.not-in-hand"


def claimed(case: Case, *, by: str, now: datetime) -> Case:
    """Return *case* in the hands of *by*, from now on for LEASE.

    Raises:
        AlreadyDecided: there is nothing to do in it.
        InOtherHands: somebody else has it.
    """
    require_open(case)
    if is_in_other_hands(case, by=by, now=now):
        raise InOtherHands
    return replace(case, claimed_by=by, claimed_until=now + LEASE, version=case.version + 1)


def handed_back(case: Case, *, by: str, now: datetime) -> Case:
    """Return *case* in nobody's hands.

    Raises:
        InOtherHands: it is somebody else's to hand back.
    """
    if is_in_other_hands(case, by=by, now=now):
        raise InOtherHands
    return replace(case, claimed_by=None, claimed_until=None, version=case.version + 1)


def require_open(case: Case) -> None:
    """Do nothing while there is something to decide.

    Raises:
        AlreadyDecided: there is not.
    """
    if case.state is CaseState.DECIDED:
        raise AlreadyDecided


def is_in_other_hands(case: Case, *, by: str, now: datetime) -> bool:
    """Say whether somebody else has a claim on *case* that still runs."""
    runs = case.claimed_until is not None and now < case.claimed_until
    return runs and case.claimed_by != by

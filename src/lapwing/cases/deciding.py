"""What a finding has to say, who may make it, and what follows from it."""

from dataclasses import replace
from datetime import datetime

from lapwing.cases.claims import InOtherHands, is_in_other_hands, require_open
from lapwing.model.cases import Basis, Case, CaseState, Finding, FindingKind
from lapwing.model.decision import Step
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.lists import Category

LONGEST_WHY = 2000
"""Characters of a reason."""

UNDECIDED = frozenset({FindingKind.UNSURE, FindingKind.SECOND})
"""After these the content stays out of sight, and somebody else decides."""


class BadFinding(BadInput):
    """The finding cannot be kept as it is."""

    code = "lapwing.bad-finding"


class SamePerson(NotPermitted):
    """Whoever decided first cannot be the second person too."""

    code = "lapwing.same-person"


class NothingToUndo(BadInput):
    """There is no finding in force here that could be taken back."""

    code = "lapwing.nothing-to-undo"


def check(finding: Finding) -> None:
    """Refuse a finding that does not say what it has to.

    Raises:
        BadFinding: the reason, the category or the basis is missing or does not go with the kind.
    """
    if not finding.why.strip():
        raise BadFinding("it needs a reason")
    if len(finding.why) > LONGEST_WHY:
        raise BadFinding(f"the reason has more than {LONGEST_WHY} characters")
    if (finding.kind is FindingKind.CSAM) != (finding.category is not Category.NONE):
        raise BadFinding("category A, B or C goes with child sexual abuse material, and with nothing else")
    if finding.kind in {FindingKind.CSAM, FindingKind.OTHER_CSEA} and finding.basis is not Basis.LAW:
        raise BadFinding("it is a judgement of the law")
    if finding.kind is FindingKind.TERMS and finding.basis is not Basis.TERMS:
        raise BadFinding("what breaks the terms stands on the terms")


def decided(case: Case, finding: Finding, *, first: Finding | None, now: datetime) -> Case:
    """Return *case* with *finding* in force.

    Args:
        case: as it is kept.
        finding: checked already.
        first: the finding of the first person, where the case waits for a second one.
        now: the moment.

    Raises:
        AlreadyDecided: another finding is in force.
        InOtherHands: somebody else has the case.
        SamePerson: the second person is the first.
    """
    require_open(case)
    if is_in_other_hands(case, by=finding.by, now=now):
        raise InOtherHands
    if case.state is CaseState.SECOND and first is not None and first.by == finding.by:
        raise SamePerson
    waits = finding.kind in UNDECIDED
    return replace(
        case,
        state=CaseState.SECOND if waits else CaseState.DECIDED,
        finding=finding.id,
        decided_at=None if waits else now,
        claimed_by=None,
        claimed_until=None,
        version=case.version + 1,
    )


def undone(case: Case, finding: Finding, *, by: str, why: str, now: datetime) -> tuple[Case, Finding]:
    """Return the case open again, and its finding as taken back.

    Raises:
        NothingToUndo: the case is not decided by that finding.
        BadFinding: there is no reason.
    """
    if case.state is not CaseState.DECIDED or case.finding != finding.id:
        raise NothingToUndo
    if not why.strip():
        raise BadFinding("it needs a reason")
    opened = replace(case, state=CaseState.OPEN, finding=None, decided_at=None, version=case.version + 1)
    taken_back = replace(
        finding, undone_by=by, undone_at=now, undone_why=why.strip(), version=finding.version + 1
    )
    return opened, taken_back


def step_after(kind: FindingKind) -> Step:
    """Return what is done with the items of a case once a person found *kind*."""
    match kind:
        case FindingKind.CSAM | FindingKind.OTHER_CSEA | FindingKind.TERMS:
            return Step.BLOCK
        case FindingKind.NOT:
            return Step.ALLOW
        case FindingKind.UNSURE | FindingKind.SECOND:
            return Step.HOLD

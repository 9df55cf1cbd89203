"""The register: every row of the code with how it stands now, why, and by what that is shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from lapwing.compliance.catalogue import NOT_REREAD, BadCatalogue, Reading, Requirement
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.parts import part_of
from lapwing.compliance.port import Check, Outcome, Status, due, failing, met, not_built
from lapwing.compliance.spans import READ, ago
from lapwing.compliance.treatment import Code
from lapwing.model.plugins import discover


class Shown(StrEnum):
    """By what a row's status is shown."""

    CHECK = "check"  # computed from records
    ATTESTATION = "attestation"  # stated by a person
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStatus:
    """A row, and how it stands.

    as_of: of the oldest record that it rests on; of the reading where it rests on none.
    check: the name of the check that answers for it, or empty. part: the key of the part it stands in.
    caution: what is not certain of the row itself, or empty.
    attested_days: for how long a person's statement about it holds at most; 0 where it takes none.
    """

    requirement: Requirement
    part: str
    status: Status
    figure: str
    as_of: datetime
    why: str
    shown_by: Shown
    check: str = ""
    caution: str = ""
    attested_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """All rows in the catalogue's order. counts: of every status, nought too."""

    as_of: datetime
    rows: tuple[RowStatus, ...]

    @property
    def counts(self) -> Mapping[Status, int]:
        """Return how many rows stand at each status."""
        return MappingProxyType({**dict.fromkeys(Status, 0), **Counter(row.status for row in self.rows)})


def all_checks() -> Mapping[str, Check]:
    """Return every check in checks/, by file name."""
    return discover("lapwing.compliance.checks", "CHECK", Check)  # type: ignore[type-abstract]  # a Protocol


def needs_of(checks: Mapping[str, Check]) -> frozenset[Need]:
    """Return everything that has to be read for some checks and for the attestations."""
    return frozenset({Need.ATTESTATIONS}).union(*(check.needs for check in checks.values()))


def assess(code: Code, checks: Mapping[str, Check], facts: Facts, *, now: datetime) -> Assessment:
    """Return how every row of the code stands by *facts*.

    Raises:
        BadCatalogue: a check answers for a row that there is not, that is context, or that another one has.
    """
    names = _by_row(code, checks)
    outcomes = {name: outcome_of(check, facts, now=now) for name, check in checks.items()}
    rows = (_row(each, names, outcomes, code, facts, now) for each in code.catalogue.rows.values())
    return Assessment(as_of=facts.as_of, rows=tuple(rows))


def _by_row(code: Code, checks: Mapping[str, Check]) -> Mapping[str, str]:
    """Return the name of the check of each row that has one."""
    names: dict[str, str] = {}
    for name, check in checks.items():
        for row in sorted(check.rows):
            code.catalogue.require(row)
            if row in names or row in code.treatment.context or row in code.treatment.not_built:
                raise BadCatalogue(f"{name} answers for {row}, which is answered for already")
            names[row] = name
    return names


def outcome_of(check: Check, facts: Facts, *, now: datetime) -> Outcome:
    """Return how a check's rows stand: what was read too long ago, or not at all, shows nothing."""
    if not facts.as_of <= now <= facts.as_of + READ:
        return failing(f"The records were last read {ago(facts.as_of, now=now)}, so nothing is known of now.")
    unread = sorted(check.needs - facts.read)
    if unread:
        return due(f"Nothing is recorded yet of: {', '.join(unread)}.".replace("_", " "))
    return check.look(facts, now=now)


def _row(  # what every row is made of, in one place
    requirement: Requirement,
    names: Mapping[str, str],
    outcomes: Mapping[str, Outcome],
    code: Code,
    facts: Facts,
    now: datetime,
) -> RowStatus:
    check = names.get(requirement.id, "")
    outcome = outcomes[check] if check else _unchecked(requirement, code, facts, now=now)
    return RowStatus(
        requirement=requirement,
        part=part_of(requirement.id).key,
        status=outcome.status,
        figure=outcome.figure,
        as_of=outcome.as_of or facts.as_of,
        why=outcome.why,
        shown_by=_shown(check, requirement.id, code),
        check=check,
        caution=NOT_REREAD if requirement.reading is Reading.BACKGROUND else "",
        attested_days=code.treatment.attest.get(requirement.id, 0),
    )


def _shown(check: str, row: str, code: Code) -> Shown:
    if check:
        return Shown.CHECK
    return Shown.ATTESTATION if row in code.treatment.attest else Shown.NOTHING


def _unchecked(requirement: Requirement, code: Code, facts: Facts, *, now: datetime) -> Outcome:
    """Return how a row stands that no check answers for."""
    row, treatment = requirement.id, code.treatment
    if row in treatment.context:
        return Outcome(status=Status.CONTEXT, why=treatment.context[row])
    if row in treatment.attest:
        return _stated(row, facts, now=now)
    return not_built(
        treatment.not_built.get(row, f"There is no part for this yet: {requirement.capability}.")
    )


def _stated(row: str, facts: Facts, *, now: datetime) -> Outcome:
    """Return how a row stands by what people stated of it."""
    if any(not each.is_as_stated for each in facts.attestations if each.attestation.row == row):
        return failing("A statement that is kept is not the one that the ledger has.")
    stated = facts.stated(row, now=now)
    if not stated:
        return due(_missing(row, facts))
    newest = stated[0]
    return met(
        f"Stated by {newest.by}, not computed.",
        figure=f"until {newest.expires_at.date().isoformat()}",
        as_of=newest.at,
    )


def _missing(row: str, facts: Facts) -> str:
    ended = [each.attestation for each in facts.attestations if each.attestation.row == row]
    if not ended:
        return "Nobody has attested this."
    newest = max(ended, key=lambda each: each.at)
    if newest.withdrawn_at is not None:
        return f"The attestation by {newest.by} was withdrawn."
    return f"The attestation by {newest.by} expired on {newest.expires_at.date().isoformat()}."

"""What Harbour's lead states, made up and saying so: kept as anybody's, and renewed when it is due."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from importlib.resources import files

import msgspec

from lapwing.compliance.parts import APPLICABLE
from lapwing.flows.attest import Statement
from lapwing.model.attestations import Attestation
from lapwing.service.code_text import read_code
from lapwing.service.demo.harbour.staff import ANN, BEN, GUEST, LEA
from lapwing.service.wiring.register import attest_row, newest_surface_change, policy_of_newest_decision
from lapwing.service.wiring.service import Service

SPEAKER = LEA
REVIEWERS = (ANN, BEN, LEA, GUEST)
"""Whoever may look at content there."""

AFTER_SURFACES = frozenset({"P1.A2", "P1.G5e"})
"""Rows of which nothing counts that was stated before a surface was changed."""

UNDER_POLICY = "INT.7"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One statement of the file. about: of whom or what; answer: where the row is a question."""

    row: str
    says: str
    about: str = ""
    answer: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file. preface: stands before every statement."""

    preface: str
    applies: str
    fit: str
    statement: tuple[Said, ...]


def all_said() -> Sequence[Said]:
    """Return every statement, in full."""
    text = files("lapwing.service.demo.harbour").joinpath("statements.toml").read_text(encoding="utf-8")
    written = msgspec.convert(tomllib.loads(text), _File)
    return [msgspec.structs.replace(each, says=f"{written.preface} {each.says}") for each in _each(written)]


def _each(written: _File) -> Iterator[Said]:
    yield from written.statement
    yield from (Said(row="INT.2", about=part, says=f"{part}: {written.applies}") for part in APPLICABLE)
    for member in REVIEWERS:
        says = f"{member.called}: {written.fit}"
        yield Said(row="P1.G7", about=member.actor.id, says=says)


def state_what_is_due(service: Service, *, tell: Callable[[str], None] = lambda _: None) -> int:
    """State whatever nobody states now, and return how many statements that were.

    What somebody took back stays taken back.

    Raises:
        Unavailable: the database does not answer.
    """
    days = read_code().treatment.attest
    due = [said for said in all_said() if _is_due(said, service)]
    for said in due:
        now = service.clock()
        stated = Statement(
            row=said.row,
            text=said.says,
            about=said.about,
            answer=said.answer,
            expires_at=now + timedelta(days=days[said.row]),
        )
        attest_row(stated, service, by=SPEAKER.actor)
    if due:
        tell(f"{SPEAKER.name} states {len(due)} things for the code, each saying that it is made up.")
    return len(due)


def _is_due(said: Said, service: Service) -> bool:
    found = service.works.run(lambda work: work.attestations.of_row(said.row))
    about = sorted((each for each in found if each.about == said.about), key=lambda each: each.at)
    if not about:
        return True
    newest = about[-1]
    if newest.withdrawn_at is not None:
        return False
    return not newest.stands(now=service.clock()) or _is_outdated(newest, since=newest_surface_change())


def _is_outdated(newest: Attestation, *, since: datetime | None) -> bool:
    """Say whether something has changed by which a statement does not count any more."""
    if newest.row in AFTER_SURFACES:
        return since is not None and newest.at < since
    return newest.row == UNDER_POLICY and newest.policy_version != policy_of_newest_decision()

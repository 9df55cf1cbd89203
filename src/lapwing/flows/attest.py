"""A person states something about the organisation, signed and until when; or takes it back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lapwing.compliance.treatment import Code
from lapwing.model.acts import Act, Fact
from lapwing.model.attestations import Attestation
from lapwing.model.content import content_id
from lapwing.model.errors import BadInput
from lapwing.model.evidence import Purpose, Sealed
from lapwing.model.people import Actor, Permission
from lapwing.model.vault import Vault
from lapwing.model.works import NewId, Work, Works

LONGEST_STATEMENT = 64 * 1024
"""Characters; what is longer belongs into the attachment."""

LARGEST_ATTACHMENT = 32 * 1024 * 1024
"""Bytes."""

ATTACHMENT_KIND = "attachment"
_LONGEST_NAME = 200
_ANSWERS = frozenset({"yes", "no"})


class BadAttestation(BadInput):
    """The attestation cannot be kept as it is."""

    code = "lapwing.bad-attestation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a person states; see model.attestations.Attestation. untrusted_attachment: a file, or None."""

    row: str
    text: str
    expires_at: datetime
    about: str = ""
    answer: str = ""
    untrusted_attachment: bytes | None = None


def attest(
    statement: Statement,
    *,
    code: Code,
    policy_version: str,
    works: Works,
    vault: Vault,
    new_id: NewId,
    by: Actor,
    now: datetime,
) -> Attestation:
    """Keep what somebody states of a row. The ledger has the digest of it, and not the words.

    policy_version: of the policy by which was decided last; empty where nothing was.

    Raises:
        NotPermitted: *by* may not.
        BadAttestation: the row takes no statement, or the text, the answer or the time is not one it takes.
        Unavailable: the vault or the database does not answer; nothing was kept.
    """
    by.require(Permission.ATTEST)
    _check(statement, code, now=now)
    sealed = _sealed(statement, vault, by=by, now=now)
    kept = Attestation(
        id=new_id("a"),
        row=statement.row,
        about=statement.about,
        answer=statement.answer,
        statement=statement.text.strip(),
        by=by.id,
        at=now,
        expires_at=statement.expires_at,
        attachment=sealed.id if sealed else None,
        policy_version=policy_version,
    )

    def write(work: Work) -> Attestation:
        if sealed is not None:
            work.sealed.add(sealed)
        work.attestations.add(kept)
        work.record(_act(kept, sealed))
        return kept

    return works.run(write)


def withdraw(attestation_id: str, *, why: str, works: Works, by: Actor, now: datetime) -> Attestation:
    """Take a statement back; it stays on record, and counts no more.

    Raises:
        NotPermitted: *by* may not. BadAttestation: it was withdrawn already, or there is no reason.
        Missing: there is none of that id.
    """
    by.require(Permission.ATTEST)
    if not why.strip():
        raise BadAttestation("to withdraw one needs a reason")

    def write(work: Work) -> Attestation:
        kept = work.attestations.get(attestation_id)
        if kept.withdrawn_at is not None:
            raise BadAttestation("it was withdrawn already")
        after = replace(
            kept,
            withdrawn_at=now,
            withdrawn_by=by.id,
            withdrawn_why=why.strip(),
            version=kept.version + 1,
        )
        work.attestations.save(after)
        facts: dict[str, Fact] = {"row": kept.row, "digest": kept.digest}
        work.record(
            Act(act="attestation.withdraw", on=kept.id, by=by.id, at=now, why=why.strip(), facts=facts)
        )
        return after

    return works.run(write)


def _check(statement: Statement, code: Code, *, now: datetime) -> None:
    """Refuse what cannot be attested, or not so.

    Raises:
        BadAttestation: see attest.
    """
    days = code.treatment.attest.get(statement.row)
    if days is None:
        raise BadAttestation(
            f"{statement.row!r} is no row that is attested; lapwing code --attested lists them"
        )
    if not 0 < len(statement.text.strip()) <= LONGEST_STATEMENT:
        raise BadAttestation(f"the statement has to have 1 to {LONGEST_STATEMENT} characters")
    if max(len(statement.about), len(statement.answer)) > _LONGEST_NAME:
        raise BadAttestation(f"whom or what it is about takes at most {_LONGEST_NAME} characters")
    if not now < statement.expires_at <= now + timedelta(days=days):
        raise BadAttestation(f"a statement about {statement.row} holds for at most {days} days from now")
    if statement.row.startswith(code.treatment.questions) and statement.answer not in _ANSWERS:
        raise BadAttestation(f"{statement.row} is a question; the answer is yes or no")
    if len(statement.untrusted_attachment or b"") > LARGEST_ATTACHMENT:
        raise BadAttestation(f"the attachment has more than {LARGEST_ATTACHMENT} bytes")


def _sealed(statement: Statement, vault: Vault, *, by: Actor, now: datetime) -> Sealed | None:
    """Return the attachment as it was sealed, if there is one."""
    data = statement.untrusted_attachment
    if data is None:
        return None
    return vault.seal(
        data,
        content_id=content_id(ATTACHMENT_KIND, data),
        kind=ATTACHMENT_KIND,
        purpose=Purpose.ATTACHMENT,
        by=by.id,
        now=now,
    )


def _act(kept: Attestation, sealed: Sealed | None) -> Act:
    """Return the act of stating it: enough to find any change of the record, and none of the words."""
    facts: dict[str, Fact] = {
        "row": kept.row,
        "digest": kept.digest,
        "expires": kept.expires_at.isoformat(),
        "attachment": kept.attachment,
        "attachment_sha256": sealed.sha256_hex if sealed else None,
        "policy": kept.policy_version,
    }
    return Act(act="attestation.state", on=kept.id, by=kept.by, at=kept.at, facts=facts)

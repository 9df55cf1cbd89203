"""Sealed content is erased: its key is destroyed, and the ledger says who did it, when and why."""

from dataclasses import replace
from datetime import datetime

from lapwing.model.acts import Act, Fact
from lapwing.model.cases import CaseState
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.evidence import Sealed
from lapwing.model.people import Actor, Permission
from lapwing.model.platform import LET_IN
from lapwing.model.vault import Erased, Vault
from lapwing.model.works import Work, Works


class StillNeeded(NotPermitted):
    """Somebody still has to decide about this content; it is kept until they have."""

    code = "lapwing.still-needed"


def erase(sealed_id: str, *, why: str, works: Works, vault: Vault, by: Actor, now: datetime) -> Sealed:
    """Destroy the key of a sealed object, with a certificate in the ledger, then discard the ciphertext.

    Once the record is kept the content is gone, whether or not the ciphertext could be discarded at once.
    What it was known by is forgotten with it, unless the platform may still show the same content somewhere.

    Raises:
        NotPermitted: *by* may not. StillNeeded: a case that it belongs to is open.
        Erased: that has been done. BadInput: there is no reason.
        Missing: there is no such object.
    """
    by.require(Permission.EVIDENCE_ERASE)
    if not why.strip():
        raise BadInput("it needs a reason")

    def write(work: Work) -> Sealed:
        sealed = work.sealed.get(sealed_id)
        if sealed.erased_at is not None:
            raise Erased
        if any(case.state is not CaseState.DECIDED for case in work.cases.of_item(sealed.item)):
            raise StillNeeded
        work.record(erasure(sealed, why=why.strip(), by=by.id, now=now))
        after = erased(sealed, now=now)
        work.sealed.save(after)
        if all(item.state not in LET_IN for item in work.items.of_content(sealed.content_id)):
            work.memory.forget([sealed.content_id])
        return after

    after = works.run(write)
    vault.discard(after)
    return after


def erased(sealed: Sealed, *, now: datetime) -> Sealed:
    """Return the record of an object whose key is destroyed; its certificate is the ledger line about it."""
    return replace(sealed, wrapped_key=b"", erased_at=now, certificate=sealed.id, version=sealed.version + 1)


def erasure(sealed: Sealed, *, why: str, by: str, now: datetime) -> Act:
    """Return the act that certifies an erasure: what was erased, who did it, when and why."""
    facts: dict[str, Fact] = {
        "content": sealed.content_id,
        "sha256": sealed.sha256_hex,
        "size_bytes": sealed.size_bytes,
        "sealed_at": sealed.sealed_at.isoformat(),
        "purpose": sealed.purpose,
        "master_key": sealed.master_key,
    }
    return Act(act="sealed.erase", on=sealed.id, by=by, at=now, why=why, facts=facts)

"""What was sealed for an item is kept as its evidence, and the ledger says so."""

from dataclasses import replace
from datetime import datetime

from lapwing.model.acts import Act, Fact
from lapwing.model.evidence import Sealed
from lapwing.model.people import ENGINE
from lapwing.model.platform import Item
from lapwing.model.works import Work


def keep_evidence(work: Work, item: Item, sealed: Sealed, *, now: datetime) -> None:
    """Keep the record of what was sealed as that of *item*."""
    work.sealed.add(replace(sealed, item=item.id))
    work.record(_sealed_act(sealed, item, now=now))


def _sealed_act(sealed: Sealed, item: Item, *, now: datetime) -> Act:
    facts: dict[str, Fact] = {
        "item": item.id,
        "content": sealed.content_id,
        "sha256": sealed.sha256_hex,
        "size_bytes": sealed.size_bytes,
        "master_key": sealed.master_key,
    }
    return Act(act="content.seal", on=sealed.id, by=ENGINE.id, at=now, facts=facts)

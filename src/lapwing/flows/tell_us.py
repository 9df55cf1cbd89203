"""The platform says what it knows and did: an account, a publication, a removal, a surface."""

from dataclasses import replace
from datetime import datetime

from lapwing.model.acts import Act, Fact
from lapwing.model.decision import Step, Surface
from lapwing.model.people import Actor, Permission
from lapwing.model.platform import Account, Item
from lapwing.model.works import Work, Works
from lapwing.policy.exceptions import require_signed


def published(item_id: str, *, works: Works, by: Actor, now: datetime) -> Item:
    """Note that an item was published. That it was held or blocked is noted too, and is for a person.

    Raises:
        NotPermitted: *by* may not. Missing: there is no such item.
    """
    by.require(Permission.ITEM_TELL)

    def write(work: Work) -> Item:
        item = work.items.get(item_id)
        if item.published_at is not None and item.removed_at is None:
            return item
        after = replace(item, published_at=now, removed_at=None, version=item.version + 1)
        work.items.save(after)
        against = item.step in {Step.HOLD, Step.BLOCK}
        facts: dict[str, Fact] = {"step": item.step, "against_decision": against}
        work.record(Act(act="item.published", on=item.id, by=by.id, at=now, facts=facts))
        return after

    return works.run(write)


def removed(item_id: str, *, views: int | None, works: Works, by: Actor, now: datetime) -> Item:
    """Note that an item was taken down or never shown; views: how often it was seen, if the platform knows.

    Raises:
        NotPermitted: *by* may not. Missing: there is no such item.
    """
    by.require(Permission.ITEM_TELL)

    def write(work: Work) -> Item:
        item = work.items.get(item_id)
        if item.removed_at is not None and views in {None, item.views}:
            return item
        seen = item.views if views is None else views
        after = replace(item, removed_at=item.removed_at or now, views=seen, version=item.version + 1)
        work.items.save(after)
        facts: dict[str, Fact] = {"step": item.step, "views": seen}
        work.record(Act(act="item.removed", on=item.id, by=by.id, at=now, facts=facts))
        return after

    return works.run(write)


def tell_account(account: Account, *, works: Works, by: Actor, now: datetime) -> Account:
    """Keep what the platform says of an account; its version is ours to count.

    Raises:
        NotPermitted: *by* may not.
    """
    by.require(Permission.ACCOUNT_TELL)

    def write(work: Work) -> Account:
        before = work.accounts.find(account.id)
        if before is None:
            after = replace(account, version=1)
            work.accounts.add(after)
        else:
            after = replace(account, version=before.version + 1)
            if replace(after, version=before.version) == before:
                return before
            work.accounts.save(after)
        # The platform's id of a person stays out of the ledger, which is for ever.
        work.record(
            Act(act="account.tell", on="account", by=by.id, at=now, facts={"age_band": after.age_band})
        )
        return after

    return works.run(write)


def put_surface(surface: Surface, *, works: Works, by: Actor, now: datetime) -> Surface:
    """Keep a surface as it is configured now.

    Raises:
        NotPermitted: *by* may not.
        BadException: an exception of it says too little.
    """
    by.require(Permission.SURFACE_WRITE)
    require_signed(surface.digests_suffice)

    def write(work: Work) -> Surface:
        work.surfaces.put(surface)
        basis = surface.basis
        expires = basis.expires_on.isoformat() if basis and basis.expires_on else None
        facts: dict[str, Fact] = {
            "audience": surface.audience,
            "jurisdiction": surface.jurisdiction,
            "basis": basis.name if basis else None,
            "basis_expires": expires,
            "on_unknown": surface.on_unknown,
            "digests_suffice": {
                each.kind: {"until": each.until.isoformat(), "signed_by": each.signed_by, "why": each.why}
                for each in surface.digests_suffice
            },
        }
        work.record(Act(act="surface.put", on=surface.name, by=by.id, at=now, facts=facts))
        return surface

    return works.run(write)

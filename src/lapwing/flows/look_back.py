"""A list has changed: what was let in before is compared with it, and what matches now is decided about anew.

It goes through what is remembered slice by slice; how far it has come is a row, so that it can stop at any
point and be gone on with. What becomes of each item is the subject of `flows.decide_anew`.

What was being screened while the list changed may have been compared with the list as it was. So once all has
been compared, and nothing of that kind can be under way any more, what was seen since is compared once more.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from lapwing.flows.admit import Desk
from lapwing.flows.decide_anew import Hindsight, Tally, decide_anew
from lapwing.flows.remember import measured_again
from lapwing.model.acts import Act, Fact
from lapwing.model.content import ContentId
from lapwing.model.look_backs import Fingerprints, LookBack, LookBackState, Place
from lapwing.model.people import ENGINE, Permission
from lapwing.model.works import Changed, Work

SLICE = 500
"""Contents that are compared at a time."""

GRACE = timedelta(minutes=2)
"""Longer than a screening may take that began before a list changed, until its decision is kept."""

LEASE = timedelta(minutes=2)
"""How long a worker has a look-back; after it another may go on. Longer than a slice may take."""


def begin(
    list_name: str, *, list_version: int, changed_at: datetime, desk: Desk, now: datetime
) -> LookBack | None:
    """Begin to look back for a list that became what it is at *changed_at*, unless that has begun.

    While an earlier look-back of the list is still comparing nothing is begun: that one goes on with the list
    as it is by now, and the next one does what it had done before.
    """
    ENGINE.require(Permission.SCREEN)

    def write(work: Work) -> LookBack | None:
        newest = work.look_backs.newest_of(list_name)
        if newest and (newest.state is LookBackState.RUNNING or _covers(newest, changed_at, list_version)):
            return None
        begun = LookBack(
            id=desk.new_id("lb"),
            list_name=list_name,
            list_version=list_version,
            changed_at=changed_at,
            begun_at=now,
        )
        work.look_backs.add(begun)
        facts: dict[str, Fact] = {
            "list": list_name,
            "version": list_version,
            "changed_at": changed_at.isoformat(),
        }
        work.record(Act(act="look-back.begin", on=begun.id, by=ENGINE.id, at=now, facts=facts))
        return begun

    return desk.works.run(write)


def _covers(look_back: LookBack, changed_at: datetime, list_version: int) -> bool:
    """Say whether a look-back began with the list as it became then, or later."""
    same = (look_back.changed_at, look_back.list_version) == (changed_at, list_version)
    return same or look_back.changed_at > changed_at


def look_back_some(look_back_id: str, *, hindsight: Hindsight, now: datetime, most: int = SLICE) -> bool:
    """Compare the next slice; say whether there was one to compare.

    Raises:
        Unavailable: the vault or the database does not answer; go on later.
        IntegrityLost: a list, or what is remembered, is not what was written.
        Missing: there is no such look-back.
    """
    ENGINE.require(Permission.SCREEN)
    works = hindsight.desk.works
    claimed = works.run(lambda work: _claimed(work, look_back_id, now=now, most=most))
    if claimed is None:
        return False
    claim, known = claimed
    measured = [measured_again(each) for each in known]
    places = hindsight.sieve.leads(claim.list_name, [each.signals for each in measured])
    tally = sum((decide_anew(measured[at], claim, hindsight=hindsight, now=now) for at in places), Tally())
    with suppress(Changed):  # the lease ran out, and somebody else has gone on from the same place
        works.run(lambda work: _gone_on(work, claim, known, tally, now=now))
    return True


def _claimed(
    work: Work, look_back_id: str, *, now: datetime, most: int
) -> tuple[LookBack, Sequence[Fingerprints]] | None:
    """Take a look-back in hand, and return it with the next slice; None where there is nothing to do now."""
    look_back = work.look_backs.get(look_back_id)
    match look_back.state:
        case LookBackState.DONE:
            return None
        case LookBackState.SETTLING:
            is_early = now < look_back.begun_at + GRACE
        case LookBackState.RUNNING:
            is_early = False
    if is_early or (look_back.held_until is not None and now < look_back.held_until):
        return None
    claim = replace(look_back, held_until=now + LEASE, version=look_back.version + 1)
    work.look_backs.save(claim)
    return claim, work.memory.after(look_back.place, most=most)


def _gone_on(
    work: Work, claim: LookBack, known: Sequence[Fingerprints], tally: Tally, *, now: datetime
) -> None:
    """Keep how far a look-back has come, and let go of it.

    Raises:
        Changed: it is in other hands by now.
    """
    kept = work.look_backs.get(claim.id)
    if (kept.held_until, kept.place, kept.state) != (claim.held_until, claim.place, claim.state):
        raise Changed("look-back")
    after = replace(kept, held_until=None, compared=kept.compared + len(known), version=kept.version + 1)
    if kept.state is LookBackState.RUNNING:  # the second time round the same ones would be counted again
        after = replace(
            after,
            stood=kept.stood + tally.stood,
            without_basis=kept.without_basis + tally.without_basis,
        )
    if known:
        work.look_backs.save(replace(after, place=Place(known[-1].seen_at, known[-1].content_id)))
    else:
        _at_the_end(work, after, now=now)


def _at_the_end(work: Work, look_back: LookBack, *, now: datetime) -> None:
    """Keep that a look-back has come to the end of what is remembered, for the first or the last time."""
    if look_back.state is LookBackState.RUNNING:
        since = Place(look_back.begun_at - GRACE, ContentId(""))
        settling = replace(look_back, state=LookBackState.SETTLING, place=since, compared_at=now)
        work.look_backs.save(settling)
        return
    done = replace(look_back, state=LookBackState.DONE, done_at=now)
    work.look_backs.save(done)
    facts: dict[str, Fact] = {
        "list": done.list_name,
        "version": done.list_version,
        "compared": done.compared,
        "raised": done.raised,
        "without_content": done.without_content,
        "stood": done.stood,
        "without_basis": done.without_basis,
        "seconds": int((now - done.changed_at).total_seconds()),
    }
    work.record(Act(act="look-back.done", on=done.id, by=ENGINE.id, at=now, facts=facts))

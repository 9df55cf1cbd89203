"""The policy in force is tried on made-up matches of every category, and the ledger keeps how it answered."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lapwing.flows.screen import Kit
from lapwing.model.acts import Act, Fact
from lapwing.model.content import content_id
from lapwing.model.decision import Context, Obligation, Step, Surface
from lapwing.model.lists import Category, Closeness, EntryRef, ListClass, Match, Matched, Tier
from lapwing.model.people import ENGINE, Permission
from lapwing.model.signals import Measured, Signal
from lapwing.model.works import Works
from lapwing.policy.decide import decide

ACT = "policy.try"
_LIST = "policy-trial"
_VALUE = "0" * 64
_WANTED = frozenset({Obligation.PRESERVE, Obligation.REPORT_CLOCK})


def try_policy(
    surfaces: Sequence[Surface], *, kit: Kit, works: Works, now: datetime
) -> Mapping[Category, bool]:
    """Return by category whether a verified entry blocks, preserves and starts a report's clock everywhere.

    surfaces: those that are screened; with none, nothing is tried and nothing recorded.
    """
    ENGINE.require(Permission.SCREEN)
    if not surfaces:
        return {}
    acts = {
        category: all(_is_acted_on(category, place, kit=kit) for place in surfaces) for category in Category
    }
    facts: dict[str, Fact] = {
        "blocks": {category.value: acted for category, acted in acts.items()},
        "surfaces": len(surfaces),
    }
    act = Act(act=ACT, on=kit.book.version, by=ENGINE.id, at=now, facts=facts)
    works.run(lambda work: work.record(act))
    return acts


def _is_acted_on(category: Category, place: Surface, *, kit: Kit) -> bool:
    measured = Measured(
        content_id=content_id("image", b""), kind="image", size_bytes=0, signals=(_signal(),), gaps=()
    )
    decision = decide(
        measured,
        Matched(matches=(_match(category),)),
        context=Context(surface=place),
        book=kit.book,
        invariants=kit.invariants,
        list_versions=((_LIST, 1),),
        engine_version=kit.engine_version,
    )
    return decision.step is Step.BLOCK and set(decision.obligations) >= _WANTED


def _signal() -> Signal:
    return Signal(kind="sha256", value=_VALUE, detector="sha256")


def _match(category: Category) -> Match:
    return Match(
        signal=_signal(),
        entry=EntryRef(
            list_name=_LIST,
            list_version=1,
            list_class=ListClass.CSAM,
            tier=Tier.AUTHORITY,
            entry_id=category.value,
            item=category.value,
            kind="sha256",
            category=category,
        ),
        closeness=Closeness.EXACT,
        distance_bits=0,
        near_bits=0,
        exact_bits=None,
    )

"""What canaries show: that what is listed is stopped, on every surface, by the path that everything takes."""

from collections.abc import Collection
from datetime import datetime, timedelta

from lapwing.compliance.facts import CanaryFact, Facts, SurfaceFact
from lapwing.compliance.port import Outcome, due, failing, met
from lapwing.model.canary import CanarySort
from lapwing.model.decision import Step

EXCEPTIONS = "P1.G5e"
"""The row under which a person signs why a surface is left out."""


def blocked(
    facts: Facts,
    sorts: Collection[CanarySort],
    *,
    now: datetime,
    within: timedelta,
    surfaces: Collection[SurfaceFact] | None = None,
) -> Outcome:
    """Return whether a canary of each sort was blocked on every surface within that time."""
    return _look(facts, sorts, now=now, within=within, least=(Step.BLOCK,), surfaces=surfaces)


def stopped(facts: Facts, sorts: Collection[CanarySort], *, now: datetime, within: timedelta) -> Outcome:
    """Return whether a canary of each sort was held or blocked on every surface within that time."""
    return _look(facts, sorts, now=now, within=within, least=(Step.HOLD, Step.BLOCK), surfaces=None)


def recognised(facts: Facts, sorts: Collection[CanarySort], *, now: datetime, within: timedelta) -> Outcome:
    """Return whether a canary of each sort was matched on every surface within that time, at any step."""
    return _look(facts, sorts, now=now, within=within, least=tuple(Step), surfaces=None)


def _look(
    facts: Facts,
    sorts: Collection[CanarySort],
    *,
    now: datetime,
    within: timedelta,
    least: Collection[Step],
    surfaces: Collection[SurfaceFact] | None,
) -> Outcome:
    places = facts.surfaces if surfaces is None else surfaces
    if not places:
        return due("No surface is recorded, so no canary can be sent.")
    bare = sorted(each.name for each in places if not each.has_basis(today=now.date()))
    if bare and not facts.stated(EXCEPTIONS, now=now):
        return failing(f"Not screened, for want of a legal basis: {', '.join(bare)} (see {EXCEPTIONS}).")
    places = [each for each in places if each.name not in bare]
    if not places:
        return due("No surface may be screened, so no canary can be sent.")
    newest = {(each.sort, each.surface): each for each in facts.canaries}
    wanted = [(sort, place.name) for place in places for sort in sorts]
    sent = [newest[each] for each in wanted if each in newest and now - newest[each].at <= within]
    left_out = f", {len(bare)} surfaces left out" if bare else ""
    figure = f"{sum(_passed(each, least) for each in sent)} of {len(wanted)} canaries{left_out}"
    slipped = sorted(f"{each.sort} on {each.surface}" for each in sent if not _passed(each, least))
    if slipped:
        return failing(f"A canary came through: {', '.join(slipped)}.", figure=figure)
    if len(sent) < len(wanted):
        says = f"{len(wanted) - len(sent)} canaries were not sent in {within // timedelta(hours=1)} hours."
        return due(f"{says} To send them: lapwing canary run.", figure=figure)
    return met("Read from the decisions about them.", figure=figure, as_of=min(each.at for each in sent))


def _passed(canary: CanaryFact, least: Collection[Step]) -> bool:
    return canary.matched and canary.step in least

"""Kinds that nothing looks into: their very files are known, and people sign where that is enough."""

from collections.abc import Collection
from datetime import date, datetime

from lapwing.compliance.facts import Facts, SurfaceFact
from lapwing.compliance.port import Outcome, met

_CLOSED = {"document": "documents", "film": "films"}


def exact_only(facts: Facts, *, now: datetime) -> Outcome:
    """Return what is compared by exact fingerprints only, and where that is enough to be let through."""
    closed = [kind for kind in _CLOSED if kind in facts.kinds and not _is_looked_into(kind, facts.kinds)]
    if not closed:
        return met("", figure="", as_of=facts.as_of)
    named = " and ".join(_CLOSED[kind] for kind in closed)
    figure = "; ".join(
        (f"{named} by exact fingerprint only", *_let_through(facts.surfaces, closed, today=now.date()))
    )
    why = f"Of {named} the very file is found; altered copies are not, for nothing looks into them."
    return met(why, figure=figure, as_of=facts.as_of)


def _is_looked_into(kind: str, kinds: Collection[str]) -> bool:
    return any(each.startswith(f"{kind}-") for each in kinds)


def _let_through(surfaces: Collection[SurfaceFact], closed: Collection[str], *, today: date) -> list[str]:
    """Return where a person has signed that this is enough, and until when."""
    return [
        f"{_CLOSED[each.kind]} let through unread on {surface.name} until {each.until.isoformat()}"
        for surface in surfaces
        for each in surface.digests_suffice
        if each.kind in closed and each.counts(today=today)
    ]

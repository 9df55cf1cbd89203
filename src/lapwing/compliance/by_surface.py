"""What surfaces show: whether they may be screened, and whether what comes there is."""

from collections.abc import Collection
from datetime import datetime

from lapwing.compliance.facts import SurfaceFact
from lapwing.compliance.port import Outcome, due, failing, met


def screened_in_time(surfaces: Collection[SurfaceFact], *, now: datetime) -> Outcome:
    """Return whether everything that came in the last 24 hours has been screened."""
    if not surfaces:
        return due("No such surface is recorded.")
    items, late = sum(each.items for each in surfaces), sum(each.late for each in surfaces)
    figure = f"{items - late} of {items} items screened"
    if late:
        return failing(f"{late} items have waited for their screening for over ten minutes.", figure=figure)
    return met("", figure=figure, as_of=now)


def on_a_basis(surfaces: Collection[SurfaceFact], *, now: datetime) -> Outcome:
    """Return whether whatever is screened is screened on a legal basis that runs."""
    if not surfaces:
        return due("No such surface is recorded.")
    bare = sorted(
        each.name for each in surfaces if each.items > each.late and not each.has_basis(today=now.date())
    )
    based = sum(each.has_basis(today=now.date()) for each in surfaces)
    figure = f"{based} of {len(surfaces)} surfaces with a basis"
    if bare:
        return failing(f"Screened without a legal basis that runs: {', '.join(bare)}.", figure=figure)
    if not based or not any(each.items for each in surfaces):
        return due("Nothing was screened in the last 24 hours.", figure=figure)
    return met("", figure=figure, as_of=now)


def last_change(surfaces: Collection[SurfaceFact]) -> datetime | None:
    """Return when a surface was last put as it is, or None where no line says so."""
    return max((each.changed_at for each in surfaces if each.changed_at), default=None)

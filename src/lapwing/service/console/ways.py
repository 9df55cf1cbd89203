"""The ways through the console, in three groups: the work, its oversight, and the settings."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from lapwing.model.people import Permission as May


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A place to go. here: it, or what is under it, is open."""

    title: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A page of the table. may: who sees the way; None for everybody. under: what else begins like it."""

    title: str
    page: str
    may: May | None = None
    under: tuple[str, ...] = ()


_GROUPS: tuple[tuple[str, tuple[_Place, ...]], ...] = (
    (
        "Work",
        (
            _Place(title="Home", page="home"),
            _Place(title="Queues", page="queues", may=May.CASE_READ, under=("/cases/", "/take/")),
            _Place(title="Drawn", page="drawn", may=May.CASE_READ),
            _Place(title="Decided", page="decided", may=May.CASE_READ),
            _Place(title="Decisions", page="decisions", may=May.DECISION_READ),
        ),
    ),
    (
        "Oversight",
        (
            _Place(title="Code", page="register", may=May.CODE_READ),
            _Place(title="Ledger", page="ledger", may=May.LEDGER_READ),
            _Place(title="Outbox", page="outbox", may=May.OUTBOX_READ),
            _Place(title="Machine", page="machine", may=May.OUTBOX_READ),
        ),
    ),
    (
        "Settings",
        (
            _Place(title="Lists", page="lists", may=May.LIST_READ),
            _Place(title="Surfaces", page="surfaces", may=May.SURFACE_READ, under=("/surface/",)),
            _Place(
                title="Destinations",
                page="destinations",
                may=May.DESTINATION_WRITE,
                under=("/destination/",),
            ),
            _Place(title="Keys", page="keys", may=May.KEY_WRITE),
            _Place(title="People", page="people", may=May.PEOPLE_WRITE, under=("/person/",)),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """groups: each leads to its first page. pages: of the group that is open, where it has several."""

    groups: tuple[Way, ...]
    pages: tuple[Way, ...]


def ways_of(may: frozenset[May], path: str) -> Ways:
    """Return the ways of somebody who may do that, seen from the page at *path*."""
    seen = [
        (title, tuple(_way(place, path) for place in places if place.may is None or place.may in may))
        for title, places in _GROUPS
    ]
    groups = tuple(
        Way(title=title, href=pages[0].href, here=any(each.here for each in pages))
        for title, pages in seen
        if pages
    )
    opened = next((pages for _, pages in seen if any(each.here for each in pages)), ())
    return Ways(groups=groups, pages=opened if len(opened) > 1 else ())


def _way(place: _Place, path: str) -> Way:
    href = reverse(place.page)
    return Way(title=place.title, href=href, here=_is_here(path, href, place.under))


def _is_here(path: str, href: str, under: Iterable[str]) -> bool:
    if href == "/":
        return path == href
    return path.startswith((href, *under))

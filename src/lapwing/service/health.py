"""Whether this installation is fit to screen: what it obtained, what it can read, what its lists are like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lapwing.lists.closeness import PERCEPTUAL
from lapwing.lists.versions import State, Version
from lapwing.model.decision import DigestsSuffice
from lapwing.model.lists import ListClass, ListInfo, Tier
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.settings import Settings

# Hash lists are issued daily and URL lists twice a day by the bodies that keep them.
OLD_AFTER = timedelta(hours=24)
# Ofcom, Illegal content Codes, measure ICU C9: how near counts is reviewed at least every six months.
REVIEW_AFTER = timedelta(days=183)
# Either of these keeps a worker from files and system calls; the rest is depth.
MAIN_PROTECTIONS = frozenset({"landlock", "seccomp"})

Standings = Sequence[tuple[Version, State]]


class Grade(StrEnum):
    """How much a remark matters: good to know; somebody should act; stored data is not what was written."""

    NOTE = "note"
    ATTENTION = "attention"
    DAMAGE = "damage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about the installation that a person should know."""

    grade: Grade
    about: str
    says: str


def of_confinement(confinement: Confinement) -> list[Remark]:
    """Return a remark for each protection that this kernel did not give."""
    return [
        Remark(
            grade=Grade.ATTENTION if name in MAIN_PROTECTIONS else Grade.NOTE,
            about=f"sandbox: {name}",
            says=f"not obtained: {why}",
        )
        for name, why in confinement.missing
    ]


def of_settings(settings: Settings, *, today: date) -> list[Remark]:
    """Return remarks about surfaces, their bases and exceptions, and about a policy long not reviewed."""
    remarks = [
        Remark(
            grade=Grade.NOTE, about=f"surface {each.name}", says="has no legal basis, so it is not scanned"
        )
        for each in settings.surfaces
        if each.basis is None
    ]
    remarks += [
        Remark(grade=Grade.ATTENTION, about=f"surface {each.name}", says="its legal basis has expired")
        for each in settings.surfaces
        if each.basis is not None and each.basis.expires_on is not None and each.basis.expires_on < today
    ]
    remarks += [
        Remark(grade=Grade.NOTE, about=f"surface {each.name}", says=_let_through(exception, today=today))
        for each in settings.surfaces
        for exception in each.digests_suffice
    ]
    if today - settings.book.reviewed_on > REVIEW_AFTER:
        says = f"last reviewed on {settings.book.reviewed_on}, over six months ago"
        remarks.append(Remark(grade=Grade.ATTENTION, about="policy", says=says))
    return remarks


def _let_through(exception: DigestsSuffice, *, today: date) -> str:
    """Return what a person has signed for, and whether it counts."""
    if exception.counts(today=today):
        return f"lets a {exception.kind} through that nothing looked into, until {exception.until}"
    return f"names an exception for a {exception.kind} that does not count: {exception.until}"


def of_lists(lists: Mapping[ListInfo, Standings], *, now: datetime) -> list[Remark]:
    """Return remarks about lists that are missing, old, held, without a version or not reviewed."""
    if not any(info.list_class is not ListClass.ALLOW for info in lists):
        return [Remark(grade=Grade.ATTENTION, about="lists", says="there is none, so everything is unknown")]
    return [remark for info, standings in lists.items() for remark in _of_list(info, standings, now)]


def _of_list(info: ListInfo, standings: Standings, now: datetime) -> list[Remark]:
    """Return remarks about one list."""
    about = f"list {info.name}"
    remarks = [
        Remark(grade=Grade.ATTENTION, about=about, says=f"version {version.number} waits for a person")
        for version, state in standings
        if state is State.HELD
    ]
    serving = next((version for version, state in standings if state is State.SERVING), None)
    if serving is None:
        return [
            *remarks,
            Remark(grade=Grade.ATTENTION, about=about, says="has no version, so it matches nothing"),
        ]
    age = now - serving.provenance.imported_at
    if info.tier is Tier.AUTHORITY and age > OLD_AFTER:
        says = f"version {serving.number} is {age.total_seconds() / 3600:.0f} hours old"
        remarks.append(Remark(grade=Grade.ATTENTION, about=about, says=says))
    compared = PERCEPTUAL & serving.counts.keys()
    return remarks + (_of_threshold(info, about, now.date()) if compared else [])


def _of_threshold(info: ListInfo, about: str, today: date) -> list[Remark]:
    """Return a remark where nobody has signed how near counts, or not for half a year."""
    signed_on = info.threshold.signed_on
    if signed_on is None:
        says = "nobody has reviewed how near counts; see `lapwing list review --help`"
        return [Remark(grade=Grade.NOTE, about=about, says=says)]
    if today - signed_on > REVIEW_AFTER:
        says = f"how near counts was last reviewed on {signed_on}, over six months ago"
        return [Remark(grade=Grade.ATTENTION, about=about, says=says)]
    return []

"""The acts of the demonstration, in order: each is played once in the life of a home, and then remembered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lapwing.compliance.port import Status
from lapwing.service.demo.harbour.audit import drill
from lapwing.service.demo.harbour.brought import bring_grown, review_all
from lapwing.service.demo.harbour.found import CATEGORIES
from lapwing.service.demo.harbour.more import FLAGGED
from lapwing.service.demo.harbour.office import Office
from lapwing.service.demo.harbour.places import GROUPS, MESSAGES, POSTS, PROFILES
from lapwing.service.demo.harbour.platform import VISIBLE
from lapwing.service.demo.harbour.post import Content, Post
from lapwing.service.demo.harbour.statements import state_what_is_due
from lapwing.service.demo.messages import PAGES, term
from lapwing.service.demo.registers import ADDRESSES, LINKED, PARTNER, TERMS, VERIFIED, WITHHELD
from lapwing.service.demo.truth import Sort
from lapwing.service.wiring.daily import measure_matches, read_lists
from lapwing.service.wiring.register import assessment
from lapwing_client import Kind

TAKEN_DOWN_SECONDS, RUN_SECONDS, LOOK_SECONDS = 60.0, 300.0, 3.0
MOST_TRIES = 6
RUN_ROWS, BACK_ROWS = frozenset({"OFC.8", "P1.G5d"}), frozenset({"P1.A3"})
"""Rows that the worker's own runs show: canaries and altered pictures; looking back."""

LEFT_FOR_GUEST = 3


class NotAsMeant(Exception):
    """Something did not come to what it shows; it is told, and played again with the next start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. name: by which it is remembered. title: what happens, in a few words."""

    name: str
    title: str
    play: Callable[[Office], str]


def _reviews(office: Office) -> str:
    count = review_all(office)
    return f"{count} lists of pictures measured against the demo's own, and signed with the figures"


def _early(office: Office) -> str:
    post = office.share(office.material.content(office.more.late), POSTS)
    _require(post.standing in VISIBLE, "a picture that is on no list was not shown")
    return "it is on no list today, so everybody sees it"


def _uploads(office: Office) -> str:
    """Share something of every sort that a list knows, and something that only resembles it."""
    for content, surface in _arrivals(office):
        office.share_awaited(content, surface)
        if office.pause():
            break
    for content in office.pictures(WITHHELD.name)[1:2]:
        office.share_hard(content, POSTS)
    return "some are blocked, some held, some reach fewer people: all of them wait for a person"


def _arrivals(office: Office) -> Iterator[tuple[Content, str]]:
    yield from ((each, POSTS) for each in office.pictures(VERIFIED.name, sort=Sort.COPY)[:2])
    yield from ((each, PROFILES) for each in office.pictures(VERIFIED.name)[:2])
    yield from ((each, MESSAGES) for each in office.pictures(PARTNER.name)[:1])
    yield from ((each, POSTS) for each in office.pictures(WITHHELD.name)[:1])
    yield from ((each, POSTS) for each in office.pictures(LINKED.name)[:1])
    yield from ((each, GROUPS) for each in office.pictures(FLAGGED.name)[:1])
    yield from ((each, POSTS) for each in _resembling(office)[:1])
    address, words = f"https://{next(iter(PAGES.values()))}", f"Everybody into {term(17)} now"
    yield Content(kind=Kind.URL, untrusted_data=address.encode(), list_name=ADDRESSES.name), MESSAGES
    yield Content(kind=Kind.TEXT, untrusted_data=words.encode(), list_name=TERMS.name), POSTS


def _resembling(office: Office) -> list[Content]:
    """Return pictures that match a list and are harmless: what people reject, so that it does not return."""
    cleared = [each for each in office.material.pictures if each.sort is Sort.CLEARED]
    return [office.material.content(each) for each in cleared]


def _desk(office: Office) -> str:
    """Decide everything, and go on until something of each category was confirmed."""
    desk = office.desk()
    office.decide()
    for _ in range(MOST_TRIES):
        if desk.confirmed >= len(CATEGORIES) or office.stop.is_set():
            break
        for content in office.pictures(VERIFIED.name)[:2]:
            office.share_awaited(content, POSTS)
        office.decide()
    _require(desk.confirmed >= len(CATEGORIES), "not every category was confirmed")
    counts = ", ".join(f"{count} {kind.value}" for kind, count in sorted(desk.found.items()))
    return f"found so far, what is confirmed always by two people: {counts}"


def _again(office: Office) -> str:
    """Share what was confirmed once more, and what was found harmless: one is blocked, the other is shown."""
    confirmed = _decided_posts(office, listed=True)
    harmless = _decided_posts(office, listed=False)
    told = []
    for post in confirmed[:1]:
        copy = office.share_awaited(post.content, GROUPS)
        _require(copy.standing not in VISIBLE, "a copy of what was confirmed was shown")
        told.append("a copy of what was confirmed is stopped at once")
    for post in harmless[:1]:
        copy = office.share(post.content, POSTS)
        _require(copy.standing in VISIBLE, "the same false match came back")
        told.append("a copy of what was found harmless is shown")
    return "; ".join(told) or "nothing was decided that could come again"


def _decided_posts(office: Office, *, listed: bool) -> list[Post]:
    """Return posts with pictures on which people decided, newest first."""
    wanted = {PARTNER.name, VERIFIED.name} if listed else {""}
    resembling = {each.untrusted_data for each in _resembling(office)}
    return [
        post
        for post in reversed(office.harbour.posts())
        if post.content.kind is Kind.IMAGE
        and post.content.list_name in wanted
        and post.obeyed
        and (listed or post.content.untrusted_data in resembling)
    ]


def _grown(office: Office) -> str:
    """Bring a list that names what everybody sees by now; Lapwing looks back, and Harbour takes it down."""
    imported = bring_grown(office)
    shown = [post for post in office.harbour.posts() if post.standing in VISIBLE]
    late = office.material.content(office.more.late)
    posts = [post for post in shown if post.content.untrusted_data == late.untrusted_data]
    office.awaited.update(post.reference for post in posts)
    gone = office.until(
        lambda: all(post.standing not in VISIBLE for post in posts), seconds=TAKEN_DOWN_SECONDS
    )
    _require(gone, "what a list came to name is still shown")
    version = imported.version.number
    return f"version {version} of {PARTNER.name} serves; {len(posts)} post was found again and is gone"


def _desk_again(office: Office) -> str:
    office.decide()
    return "two people saw the copy; what was let in before was decided by its fingerprint"


def _errs(office: Office) -> str:
    measured, read = measure_matches(office.service), read_lists(office.service)
    _require(bool(measured.lists), "no list led to anything")
    _require(not read.damaged, "a list is not what was written")
    looked_at, false = (
        sum(getattr(each, what) for each in measured.lists) for what in ("looked_at", "false")
    )
    told = f"of {looked_at} matches that people decided on, {false} were not what the list says"
    return f"{told}; {len(read.versions)} lists are what was written"


def _audit(office: Office) -> str:
    return drill(office.service)


def _statements(office: Office) -> str:
    count = state_what_is_due(office.service)
    return f"{count} statements, each dated, signed and saying that it is made up"


def _runs(office: Office) -> str:
    """Wait for what the worker does by itself on a new home."""
    _require(_come_to_be_met(office, RUN_ROWS), "the worker's runs did not end, or found a fault")
    return "canaries were stopped on every surface, and altered pictures found"


def _looked_back(office: Office) -> str:
    """Wait until the worker has compared what was let in with every list; it gives each two minutes."""
    _require(_come_to_be_met(office, BACK_ROWS), "looking back did not end")
    return "everything that was let in was compared with every list as it serves"


def _come_to_be_met(office: Office, rows: frozenset[str]) -> bool:
    """Wait until rows are met, and say whether they are."""

    def are_met() -> bool:
        found = assessment(office.service.home, now=office.service.clock()).rows
        return all(row.status is Status.MET for row in found if row.requirement.id in rows)

    return office.until(are_met, seconds=RUN_SECONDS, look_seconds=LOOK_SECONDS)


def _left(office: Office) -> str:
    """Leave something for whoever is here."""
    contents = [
        *office.pictures(VERIFIED.name)[:1],
        *office.pictures(PARTNER.name)[:1],
        *_resembling(office)[1:2],
    ][:LEFT_FOR_GUEST]
    for content in contents:
        office.share(content, POSTS)
    return f"{len(contents)} new pictures wait at the desk: sign in as the guest and decide them"


STORY = (
    Act(name="early", title="Somebody posts a picture that no list knows yet", play=_early),
    Act(name="uploads", title="People share what lists know, and what only looks like it", play=_uploads),
    Act(name="reviews", title="The lead reviews how near counts on each list", play=_reviews),
    Act(name="desk", title="Ann and Ben look at what waits, and decide", play=_desk),
    Act(name="again", title="The same comes again from somebody else", play=_again),
    Act(name="grown", title="A partner's list grows, and names what was let in", play=_grown),
    Act(name="desk-again", title="Ann and Ben decide what came of it", play=_desk_again),
    Act(name="errs", title="It is counted how often each list errs, and each is read", play=_errs),
    Act(name="statements", title="The lead states what no record shows", play=_statements),
    Act(name="runs", title="The worker sends canaries and measures recall", play=_runs),
    Act(name="audit", title="The auditor exports the ledger and verifies it", play=_audit),
    Act(name="left", title="Something is left for you", play=_left),
    Act(name="looked-back", title="The worker looks back over everything", play=_looked_back),
)


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001  # a condition and its words
    if not holds:
        raise NotAsMeant(otherwise)

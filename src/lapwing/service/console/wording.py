"""How things are said to people: names of states, why something is unknown, how near a match is."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from lapwing.model.cases import Basis, CaseState, FindingKind
from lapwing.model.content import Why
from lapwing.model.decision import AgeBand, Audience, Step
from lapwing.model.lists import Category, Closeness, ListClass, Match, Tier
from lapwing.model.people import Permission, Role
from lapwing.model.platform import ItemState, MessageState

NAMES: Mapping[type[Enum], Mapping[Any, str]] = MappingProxyType(
    {
        CaseState: {
            CaseState.OPEN: "Open",
            CaseState.SECOND: "Waits for a second person",
            CaseState.DECIDED: "Decided",
        },
        FindingKind: {
            FindingKind.CSAM: "Child sexual abuse material",
            FindingKind.OTHER_CSEA: "Other child sexual exploitation or abuse",
            FindingKind.TERMS: "Against our terms, not illegal as far as I can tell",
            FindingKind.NOT: "Nothing wrong with it",
            FindingKind.UNSURE: "I am not sure",
            FindingKind.SECOND: "A second person has to look",
        },
        Basis: {
            Basis.LAW: "The law",
            Basis.TERMS: "Our own terms",
        },
        Category: {
            Category.A: "Category A",
            Category.B: "Category B",
            Category.C: "Category C",
            Category.NONE: "No category",
        },
        ItemState: {
            ItemState.WAITING: "Being screened",
            ItemState.ALLOWED: "Allowed",
            ItemState.DETERRED: "Shown with a warning",
            ItemState.LIMITED: "Shown to fewer",
            ItemState.HELD: "Held, out of sight",
            ItemState.BLOCKED: "Blocked",
        },
        Step: {
            Step.ALLOW: "Allow",
            Step.DETER: "Warn",
            Step.LIMIT: "Limit",
            Step.HOLD: "Hold",
            Step.BLOCK: "Block",
        },
        MessageState: {
            MessageState.DUE: "To be sent",
            MessageState.DELIVERED: "Delivered",
            MessageState.DEAD: "Given up",
        },
        AgeBand: {
            AgeBand.UNKNOWN: "Not known, so treated as a child",
            AgeBand.UNDER_13: "Under 13",
            AgeBand.FROM_13_TO_15: "13 to 15",
            AgeBand.FROM_16_TO_17: "16 or 17",
            AgeBand.ADULT: "Adult",
        },
        Tier: {
            Tier.AUTHORITY: "verified by an authority",
            Tier.REVIEWED: "confirmed by a trained person",
            Tier.UNREVIEWED: "not reviewed",
        },
        ListClass: {
            ListClass.CSAM: "child sexual abuse material",
            ListClass.NCII: "intimate images shared without consent",
            ListClass.LINKED: "linked material that is legal",
            ListClass.TERRORISM: "terrorism",
            ListClass.OWN: "our own findings",
            ListClass.ALLOW: "known to be harmless",
        },
        Why: {
            Why.DAMAGED: "The decoder refused the bytes",
            Why.TOO_LARGE: "It is over a limit on size",
            Why.TOO_SLOW: "It took too long",
            Why.DIED: "The worker that read it ended",
            Why.UNREADABLE: "It is of no kind that can be read",
            Why.NOT_WHOLE: "Only a part of it was read",
            Why.NOT_LOOKED_AT: "What it shows was not looked at: only its exact fingerprints were compared",
            Why.SAMPLED: "Only some of its frames were read",
            Why.FAILED: "It could not be measured or compared",
            Why.UNCLEAR: "Only the full picture could tell",
            Why.NO_LIST: "There is no list to compare it with",
        },
    }
)
"""What each value is called on a page, by its enumeration: some of them share names, such as "terms"."""

PDQ_BITS = 256
URGENT, SOON = 80, 50
HARDLY_APART, CLOSE = 10, 20
MINUTE, HOUR, DAY = 60, 3600, 86400
GIBIBYTE = 1024**3


ACTS: Mapping[str, str] = MappingProxyType(
    {
        "case.open": "Opened",
        "case.join": "Another item came",
        "case.claim": "Taken in hand",
        "case.hand-back": "Handed back",
        "case.decide": "Decided",
        "case.second": "Left to a second person",
        "case.undo": "Decision taken back",
        "evidence.view": "Content looked at",
        "item.look-back": "Found when looking back",
    }
)
"""What the acts of a case are called; others are called by their own names."""


ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.MODERATOR: "Moderator: sees content and decides cases",
        Role.LEAD: "Lead: decides, takes decisions back, reads the ledger, sees to lists and statements",
        Role.ADMINISTRATOR: "Administrator: people, keys, surfaces, destinations, lists; sees no content",
        Role.AUDITOR: "Auditor: reads the ledger, the code and decisions; sees no content",
    }
)
"""What each role of a person is, in the order of a form."""

SCOPES: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.SCREEN: "ask what is to be done with content",
        Permission.DECISION_READ: "read decisions and items",
        Permission.ITEM_TELL: "say what was published and removed",
        Permission.ACCOUNT_TELL: "say what is known of accounts",
        Permission.SURFACE_READ: "read surfaces",
        Permission.SURFACE_WRITE: "change surfaces and the basis on which they are screened",
    }
)
"""What an API key may do."""

AUDIENCES: Mapping[Audience, str] = MappingProxyType(
    {
        Audience.PUBLIC: "Public: anybody, or anybody who registers",
        Audience.PRIVATE: "Private: only those to whom it is sent",
    }
)

UNKNOWN_MEANS: Mapping[Step, str] = MappingProxyType(
    {
        Step.BLOCK: "Block: it is not published",
        Step.HOLD: "Hold: it is out of sight until it was measured or a person decided",
        Step.LIMIT: "Limit: it is shown to fewer",
        Step.DETER: "Warn: it is shown, and the sender is told",
        Step.ALLOW: "Allow: it is shown, though nobody knows what it is",
    }
)
"""What the consequence of an unknown is on a surface."""


def name_of(value: Enum) -> str:
    """Return what a value is called."""
    return NAMES[type(value)][value]


def act_of(act: str) -> str:
    """Return what an act is called."""
    return ACTS.get(act, act)


def urgency(priority: int) -> str:
    """Return a priority, 0 to 100, in a word."""
    if priority >= URGENT:
        return "now"
    return "soon" if priority >= SOON else "can wait"


def closeness_in_words(match: Match) -> str:
    """Return how near a match is, and how much that says."""
    if match.entry.kind == "pdq":
        return f"{_looks(match)}: {match.distance_bits} of {PDQ_BITS} bits differ. {_counts(match)}"
    thing = _THINGS.get(match.entry.kind, f"Its {match.entry.kind}")
    if match.closeness is Closeness.WEAK:
        return f"{thing} is on the list. Such a value can be forged, so this is a lead and no more."
    return f"{thing} is on the list."


_THINGS = {
    "sha256": "The very file, by its SHA-256,",
    "sha1": "Its SHA-1",
    "md5": "Its MD5",
    "url": "This address",
    "url-prefix": "The beginning of this address",
    "domain": "The site of this address",
    "term": "A term that is in it",
}


def _looks(match: Match) -> str:
    if match.distance_bits == 0:
        return "Looks the same"
    if match.distance_bits <= HARDLY_APART:
        return "Looks almost the same"
    return "Looks much like it" if match.distance_bits <= CLOSE else "Looks something like it"


def _counts(match: Match) -> str:
    if match.exact_bits is None:
        return f"Up to {match.near_bits} count as a lead here; no review says how near is the same picture."
    same = f"Up to {match.exact_bits} count as the same picture here, by review"
    return f"{same}; up to {match.near_bits} as a lead."


def moment(at: datetime) -> str:
    """Return a time to the minute, in UTC."""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def ago(then: datetime, *, now: datetime) -> str:
    """Return how long ago something was, in one unit."""
    return "just now" if (now - then).total_seconds() < MINUTE else f"{age(then, now=now)} ago"


def age(then: datetime, *, now: datetime) -> str:
    """Return how much time has passed, in one unit."""
    seconds = int((now - then).total_seconds())
    units = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"))
    size, unit = next((each for each in units if seconds >= each[0]), (0, ""))
    if not size:
        return "under a minute"
    count = seconds // size
    return f"{count} {unit}{'' if count == 1 else 's'}"


def gibibytes(size_bytes: int) -> str:
    """Return a size in words."""
    return (
        f"{size_bytes / GIBIBYTE:,.1f} GiB"
        if size_bytes < 10 * GIBIBYTE
        else f"{size_bytes // GIBIBYTE:,} GiB"
    )


def browser(untrusted_name: str) -> str:
    """Return what a browser calls itself, in two words: which it is, and on what."""
    what = next((name for sign, name in _BROWSERS if sign in untrusted_name), "A browser")
    system = next((name for sign, name in _SYSTEMS if sign in untrusted_name), "")
    return f"{what} on {system}" if system else what


# The order matters: most call themselves by the names of others too.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)

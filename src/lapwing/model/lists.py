"""Reference lists: what they are, how much each is trusted, their entries, and a match with one."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lapwing.model.content import Gap
from lapwing.model.signals import Signal


class ListClass(StrEnum):
    """What the entries of a list are."""

    CSAM = "csam"
    NCII = "ncii"
    LINKED = "linked-but-legal"
    TERRORISM = "terrorism"
    OWN = "own"
    ALLOW = "allow"


class Category(StrEnum):
    """UK Sentencing Council category; NONE where the source gives none or the entry is no image."""

    A = "a"
    B = "b"
    C = "c"
    NONE = "none"


class Tier(StrEnum):
    """How far a list is trusted, highest first.

    AUTHORITY: every entry verified by a body that the law or the code names (IWF, NCMEC, a national hotline).
    REVIEWED: every entry confirmed by a trained person, ours or a partner's.
    UNREVIEWED: shared without a review that we can rely on.
    """

    AUTHORITY = "authority"
    REVIEWED = "reviewed"
    UNREVIEWED = "unreviewed"


WEAK_DIGESTS = frozenset({"md5", "sha1"})
"""Digests for which two files of the same value can be made, so that a match alone is only a lead."""

PERCEPTUAL_KINDS = frozenset({"pdq"})
"""Fingerprints of looks, compared by distance. Another picture can be made to have any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """How near counts: a reviewed decision about one list and one kind of fingerprint.

    near_bits: at most this many bits apart is a match, 0 to 64.
    exact_bits: at most this many bits apart counts as the same picture, by a review whose figures carry it
        (lists.review); never above near_bits. None where no distance does: even 0 bits is then a lead.
    least_quality: PDQ quality under which a query is not compared by distance, 0 to 100.
    why, signed_by, signed_on: the reviewed rationale; empty and None for a default nobody has reviewed yet.
    precision, recall: as measured for the review at exact_bits, 0 to 1; None until measured.
    sample_size: how many matches people looked at to measure the precision; None until measured.
    """

    near_bits: int = 31
    exact_bits: int | None = None
    least_quality: int = 50
    why: str = ""
    signed_by: str = ""
    signed_on: date | None = None
    precision: float | None = None
    recall: float | None = None
    sample_size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInfo:
    """A list as the operator registered it; its entries live in versions.

    name: lower-case letters, digits and hyphens, at most 64; unique.
    source: who gives it ("IWF", "operator"); licence: under which agreement it is used.
    jurisdiction: the law under which entries were judged, as ISO 3166 code or "*" for none in particular.
    """

    name: str
    title: str
    source: str
    list_class: ListClass
    tier: Tier
    jurisdiction: str = "*"
    licence: str = ""
    threshold: Threshold = field(default_factory=Threshold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing on a list, in canonical form.

    id: the source's own id for it; unique inside the list.
    kind, value: as in Signal; one entry holds one fingerprint, and entries of one item share *item*.
    item: what the fingerprints are of; the id itself where the source gives no grouping.
    category: see Category.
    added_on: when the source added it, if it says so.
    retired_on: no longer to be matched from that day on; kept for the record.
    note: the source's description, in words that are safe to show.
    """

    id: str
    kind: str
    value: str
    item: str
    category: Category = Category.NONE
    added_on: date | None = None
    retired_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRef:
    """Which entry of which version of which list, with what a decision needs to know of them."""

    list_name: str
    list_version: int
    list_class: ListClass
    tier: Tier
    entry_id: str
    item: str
    kind: str
    category: Category
    note: str = ""


class Closeness(StrEnum):
    """How a match stands to the entry.

    EXACT: the same by a value that is hard to forge, or as near as a review with figures says.
    WEAK: the same by a fingerprint that can be forged (MD5, SHA-1, or PDQ at 0 bits without such a review); a
        lead until an independent fingerprint or a person confirms it.
    NEAR: within the list's radius.
    """

    EXACT = "exact"
    WEAK = "weak"
    NEAR = "near"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A signal that meets an entry: a lead, never a finding.

    distance_bits: 0 for a lookup by equality; bits apart for a perceptual fingerprint.
    near_bits, exact_bits: the list's threshold as it stood; exact_bits is None where no review carries one.
    """

    signal: Signal
    entry: EntryRef
    closeness: Closeness
    distance_bits: int
    near_bits: int
    exact_bits: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What the lists answered: the matches, and what could not be compared.

    matches: in an order that depends on nothing but the signals and the list versions.
    gaps: lists that could not answer, signals that no list could be asked about; never taken for "no match".
    measure_exactly: a signal of a scaled decode lies in reach of an entry, so that only the full picture says
        whether and how it matches; measure again with Grain.EXACT and match again.
    """

    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...] = ()
    measure_exactly: bool = False

"""What a condition can see: of one match, of one gap, and of the context they stand in."""

from collections.abc import Mapping, Sequence

from lapwing.model.content import Gap, Why
from lapwing.model.decision import AgeBand, Audience, Context, Step
from lapwing.model.lists import (
    PERCEPTUAL_KINDS,
    WEAK_DIGESTS,
    Category,
    Closeness,
    ListClass,
    Match,
    Tier,
)
from lapwing.model.signals import Region, Turn
from lapwing.policy.expression import Value

INDICATORS = frozenset({"term"})
"""Kinds of signal that say something about the content but are no fingerprint of it."""

_SORTS = {
    **dict.fromkeys(WEAK_DIGESTS, "weak digest"),
    **dict.fromkeys(PERCEPTUAL_KINDS, "looks"),
    "sha256": "strong digest",
}
"""Fingerprints of a whole file or picture; to forge those of one sort does not forge those of another."""

ADULT_BANDS = frozenset({AgeBand.ADULT})
"""Every other band, unknown included, is treated as a child."""

CONTEXT_TYPES: Mapping[str, type] = {
    "content.kind": str,
    "surface.name": str,
    "surface.audience": str,
    "surface.jurisdiction": str,
    "surface.on_unknown": str,
    "account.age_band": str,
    "account.may_be_child": bool,
}
MATCH_TYPES: Mapping[str, type] = {
    **CONTEXT_TYPES,
    "match.list": str,
    "match.list_class": str,
    "match.tier": str,
    "match.category": str,
    "match.kind": str,
    "match.closeness": str,
    "match.confirmed": bool,
    "match.distance_bits": int,
    "match.quality": int,
    "match.region": str,
    "match.turn": str,
}
GAP_TYPES: Mapping[str, type] = {**CONTEXT_TYPES, "gap.who": str, "gap.why": str}

CLOSED: Mapping[str, frozenset[str]] = {
    "surface.audience": frozenset(Audience),
    "surface.on_unknown": frozenset(Step),
    "account.age_band": frozenset(AgeBand),
    "match.list_class": frozenset(ListClass),
    "match.tier": frozenset(Tier),
    "match.category": frozenset(Category),
    "match.closeness": frozenset(Closeness),
    "match.region": frozenset(Region),
    "match.turn": frozenset(Turn),
    "gap.why": frozenset(Why),
}
"""Facts with a closed choice of values: compared with any other, a condition would never hold, unnoticed."""


def of_context(kind: str, context: Context) -> dict[str, Value]:
    """Return the facts of the content's kind, the surface and the account."""
    surface = context.surface
    return {
        "content.kind": kind,
        "surface.name": surface.name,
        "surface.audience": surface.audience.value,
        "surface.jurisdiction": surface.jurisdiction,
        "surface.on_unknown": surface.on_unknown.value,
        "account.age_band": context.age_band.value,
        "account.may_be_child": context.age_band not in ADULT_BANDS,
    }


def of_match(match: Match, *, confirmed: bool) -> dict[str, Value]:
    """Return the facts of one match; *confirmed* as `is_confirmed` says."""
    entry, where = match.entry, match.signal.where
    return {
        "match.list": entry.list_name,
        "match.list_class": entry.list_class.value,
        "match.tier": entry.tier.value,
        "match.category": entry.category.value,
        "match.kind": entry.kind,
        "match.closeness": match.closeness.value,
        "match.confirmed": confirmed,
        "match.distance_bits": match.distance_bits,
        "match.quality": -1 if match.signal.quality is None else match.signal.quality,
        "match.region": where.region.value,
        "match.turn": where.turn.value,
    }


def of_gap(gap: Gap) -> dict[str, Value]:
    """Return the facts of one gap."""
    return {"gap.who": gap.who, "gap.why": gap.why.value}


def is_confirmed(match: Match, matches: Sequence[Match]) -> bool:
    """Say whether a match is more than one fingerprint that can be forged.

    It is if it is exact (see Closeness), or if a fingerprint of another sort points at the same item of the
    same list. Whoever forges MD5 can forge SHA-1 of the same file, and whoever makes a picture with the PDQ
    of another can do so in both families; to have the digest of one item and its looks too takes the picture
    itself. An address or a term found in a picture is no fingerprint of it.
    """
    here, sort = (match.entry.list_name, match.entry.item), _SORTS.get(match.entry.kind)
    return match.closeness is Closeness.EXACT or any(
        (other.entry.list_name, other.entry.item) == here and _SORTS.get(other.entry.kind) not in {None, sort}
        for other in matches
    )

"""Whether a finding says that a list erred, how sure a share is, and which matches are likely to be false."""

from dataclasses import dataclass
from math import sqrt

from lapwing.model.cases import FindingKind
from lapwing.model.lists import Closeness, ListClass, Match, Tier

_DEVIATES = 1.96
"""Standard deviations on either side that hold 95 in 100."""

_FOR_ABUSE = frozenset({ListClass.CSAM, ListClass.OWN})
_CLOSENESS = {closeness: number for number, closeness in enumerate(Closeness)}
_TIERS = {tier: number for number, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Between which shares the true one lies, in 95 of 100 such samples; 0 to 1."""

    low: float
    high: float


def is_false(kind: FindingKind, *, list_class: ListClass, by_term: bool) -> bool:
    """Say whether what a person found is not what the list says.

    by_term: only words were recognised. They are an indication, and err where nothing is wrong.
    """
    if kind is FindingKind.TERMS:
        return list_class in _FOR_ABUSE and not by_term
    return kind is FindingKind.NOT


def interval(false: int, looked_at: int) -> Interval:
    """Return between which shares the true one lies: Wilson's score interval, which also holds for none.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """
    if not looked_at:
        return Interval(low=0.0, high=1.0)
    share, square = false / looked_at, _DEVIATES**2
    middle = share + square / (2 * looked_at)
    reach = _DEVIATES * sqrt(share * (1 - share) / looked_at + square / (4 * looked_at**2))
    whole = 1 + square / looked_at
    return Interval(low=max(0.0, (middle - reach) / whole), high=min(1.0, (middle + reach) / whole))


def doubt(matches: tuple[Match, ...]) -> tuple[int, int, int]:
    """Return how doubtful the best of some matches is; what sorts last is the likeliest to be false.

    By how near it is, then by how far it is away, then by how little its list is trusted.
    """
    leads = [each for each in matches if each.entry.list_class is not ListClass.ALLOW]
    return min(map(_doubt, leads), default=(len(Closeness), 0, 0))


def _doubt(match: Match) -> tuple[int, int, int]:
    return _CLOSENESS[match.closeness], match.distance_bits, _TIERS[match.entry.tier]

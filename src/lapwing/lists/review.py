"""How near counts as the same picture: a person's review, and the figures that have to carry it."""

from collections.abc import Iterator

from lapwing.model.lists import Threshold

MOST_EXACT_BITS = 10
"""Two right implementations of PDQ may lie this far apart on one file.

What is further away has been altered, and whether it is still the same is for a person to say.
Source: facebook/ThreatExchange, pdq/README.md
"""

LEAST_PRECISION = 0.99
LEAST_SAMPLE = 300
"""Matches that people looked at. Where none of 300 was wrong, under 1 in 100 are, at 95 % confidence."""


def shortfall(threshold: Threshold) -> str:
    """Return everything that keeps exact_bits from counting, in words; empty where it counts or is None.

    What counts as the same lets matches block without a person, by a fingerprint that can be forged. So
    people have to have measured how often it errs, and one of them has to have signed it.
    """
    return "; ".join(_lacking(threshold, threshold.exact_bits)) if threshold.exact_bits is not None else ""


def _lacking(threshold: Threshold, exact_bits: int) -> Iterator[str]:
    if exact_bits > MOST_EXACT_BITS:
        yield f"over {MOST_EXACT_BITS} bits away a picture has been altered, and a person has to decide"
    if not (threshold.why.strip() and threshold.signed_by.strip() and threshold.signed_on):
        yield "it has to say why, who signed it and when"
    if threshold.precision is None or threshold.precision < LEAST_PRECISION:
        yield f"it needs a measured precision of at least {LEAST_PRECISION}"
    if threshold.sample_size is None or threshold.sample_size < LEAST_SAMPLE:
        yield f"it needs a sample of at least {LEAST_SAMPLE} matches that people have looked at"

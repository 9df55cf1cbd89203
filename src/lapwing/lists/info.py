"""What a list has to be before it is registered: every field in range, every decision in order."""

import re

from lapwing.lists.review import shortfall
from lapwing.model.errors import BadInput
from lapwing.model.lists import ListInfo, Threshold

MOST_NEAR_BITS = 64
MOST_QUALITY = 100

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_JURISDICTION = re.compile(r"\*|[A-Z]{2}(?:-[A-Z0-9]{1,3})?", re.ASCII)


class BadList(BadInput):
    """A list cannot be registered as described."""

    code = "lapwing.bad-list"


def check_info(info: ListInfo) -> None:
    """Refuse a description that nothing could be matched by.

    Raises:
        BadList: a field is empty or out of its range.
    """
    check_name(info.name)
    if not _JURISDICTION.fullmatch(info.jurisdiction):
        raise BadList("jurisdiction has to be an ISO 3166 code such as GB or GB-SCT, or *")
    for name in ("title", "source"):
        if not getattr(info, name).strip():
            raise BadList(f"{name} is empty")
    for name in ("title", "source", "licence"):
        if not getattr(info, name).isprintable():
            raise BadList(f"{name} has characters that cannot be shown")
    _check_threshold(info.threshold)


def check_name(name: str) -> None:
    """Refuse a name that could not be a folder of ours.

    Raises:
        BadList: it has other characters, or too many.
    """
    if not _NAME.fullmatch(name):
        raise BadList("a name is of lower-case letters, digits and hyphens between them, at most 64")


def _check_threshold(threshold: Threshold) -> None:
    """Refuse a threshold that could not be meant."""
    if not 0 <= (threshold.exact_bits or 0) <= threshold.near_bits <= MOST_NEAR_BITS:
        raise BadList(f"distances have to be 0 <= exact_bits <= near_bits <= {MOST_NEAR_BITS}")
    if not 0 <= threshold.least_quality <= MOST_QUALITY:
        raise BadList(f"least_quality goes from 0 to {MOST_QUALITY}")
    for name in ("precision", "recall"):
        share = getattr(threshold, name)
        if share is not None and not 0 <= share <= 1:
            raise BadList(f"{name} goes from 0 to 1")
    if threshold.sample_size is not None and threshold.sample_size < 1:
        raise BadList("sample_size counts matches, from 1")
    lacking = shortfall(threshold)
    if lacking:
        raise BadList(f"{threshold.exact_bits} bits cannot count as the same: {lacking}")

"""P1.G5a, ICU-C9.tune: how near counts is measured, signed and looked at again every six months."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from lapwing.compliance.by_list import reference_lists
from lapwing.compliance.examples import GOOD, NOW, TODAY, with_lists
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.compliance.spans import HALF_YEAR
from lapwing.model.lists import PERCEPTUAL_KINDS, Threshold
from lapwing.model.plugins import Manifest

_SIGNED = GOOD.lists[0].threshold


class ThresholdsReviewed:
    """See the manifest."""

    manifest = Manifest(
        name="thresholds_reviewed",
        title="How near counts is reviewed",
        about=(
            "Every list that is compared by distance has a signed review with precision and recall, under "
            "six months old."
        ),
    )
    rows = frozenset({"P1.G5a", "ICU-C9.tune"})
    needs = frozenset({Need.LISTS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody signed": with_lists(replace(GOOD.lists[0], threshold=Threshold())),
            "signed seven months ago": with_lists(
                replace(GOOD.lists[0], threshold=replace(_SIGNED, signed_on=TODAY - timedelta(days=214)))
            ),
            "no precision": with_lists(replace(GOOD.lists[0], threshold=replace(_SIGNED, precision=None))),
            "no recall": with_lists(replace(GOOD.lists[0], threshold=replace(_SIGNED, recall=None))),
            "no such list": with_lists(GOOD.lists[1]),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the rows stand."""
        compared = [each for each in reference_lists(facts) if each.counts.keys() & PERCEPTUAL_KINDS]
        if not compared:
            return due("No list that is compared by distance serves.")
        unsigned = sorted(each.name for each in compared if not _is_reviewed(each.threshold))
        if unsigned:
            return due(f"No signed review with precision and recall: {', '.join(unsigned)}.")
        oldest = min(each.threshold.signed_on for each in compared if each.threshold.signed_on)
        figure = f"{len(compared)} lists, the oldest review of {oldest.isoformat()}"
        if now.date() - oldest > HALF_YEAR:
            return failing("A review is over six months old.", figure=figure)
        return met("", figure=figure, as_of=datetime.combine(oldest, time(), tzinfo=UTC))


def _is_reviewed(threshold: Threshold) -> bool:
    measured = threshold.precision is not None and threshold.recall is not None
    return measured and bool(threshold.signed_by.strip()) and threshold.signed_on is not None


CHECK: Check = ThresholdsReviewed()

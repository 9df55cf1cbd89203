"""ICU-C9: pictures and films that are public are compared with hashes of known material."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_canary import blocked
from lapwing.compliance.by_list import HASHES, in_time
from lapwing.compliance.by_surface import screened_in_time
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import (
    DAY,
    GOOD,
    NOW,
    canaries_older_by,
    canary_through,
    lists_older_by,
    surface,
    with_surfaces,
)
from lapwing.compliance.facts import Facts, Need
from lapwing.compliance.port import Check, Examples, Outcome, due, met, not_built
from lapwing.model.canary import CanarySort
from lapwing.model.plugins import Manifest


class PublicMediaHashed:
    """See the manifest."""

    manifest = Manifest(
        name="public_media_hashed",
        title="Public pictures and films are compared",
        about=(
            "On public surfaces everything was screened, canary pictures were stopped and the list of "
            "hashes is a day old at most."
        ),
        limits="Films count as out of scope only while a person attests that there are none (row A4.Q5a).",
    )
    rows = frozenset({"ICU-C9"})
    needs = frozenset({Need.SURFACES, Need.CANARIES, Need.LISTS, Need.KINDS, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "no kind for films, and nobody says there are none": replace(
                GOOD, kinds=GOOD.kinds - {"film", "film-frames"}
            ),
            "nothing looks into films": replace(GOOD, kinds=GOOD.kinds - {"film-frames"}),
            "items that wait": with_surfaces(replace(surface(), late=2)),
            "a picture came through": canary_through(CanarySort.IMAGE),
            "a film came through": canary_through(CanarySort.FILM),
            "canaries of the day before": canaries_older_by(DAY),
            "lists of the day before": lists_older_by(DAY),
            "no public surface": with_surfaces(surface(is_public=False)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        public = tuple(each for each in facts.surfaces if each.is_public)
        if not public:
            return due("No public surface is recorded.")
        sorts = {CanarySort.IMAGE} | ({CanarySort.FILM} if "film" in facts.kinds else set())
        return combined(
            _films(facts, now=now),
            screened_in_time(public, now=now),
            blocked(facts, sorts, now=now, within=DAY, surfaces=public),
            in_time(facts, HASHES, "list of hashes", now=now, within=DAY),
        )


def _films(facts: Facts, *, now: datetime) -> Outcome:
    if "film-frames" in facts.kinds:
        return met("", figure="", as_of=facts.as_of)
    stated = facts.stated("A4.Q5a", now=now)
    if stated and stated[0].answer == "no":
        return met(f"No films, as {stated[0].by} states.", figure="pictures alone", as_of=stated[0].at)
    if "film" in facts.kinds:
        return not_built(
            "Films are compared by exact fingerprints only, not by their looks, and nobody attests that "
            "there are none (row A4.Q5a)."
        )
    return not_built("Films are not screened yet, and nobody attests that there are none (row A4.Q5a).")


CHECK: Check = PublicMediaHashed()

"""P1.G9: material of every category is blocked and to be reported."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import DAY, GOOD, NOW
from lapwing.compliance.facts import Facts, Need, PolicyFact
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.model.plugins import Manifest

CATEGORIES = ("a", "b", "c", "none")
"""Of the UK Sentencing Council; none is what a list gives that does not say."""

_POLICY = PolicyFact(
    version="p", decided_at=NOW, tested="p", tested_at=NOW, blocks=dict.fromkeys(CATEGORIES, True)
)


class EveryCategory:
    """See the manifest."""

    manifest = Manifest(
        name="every_category",
        title="Every category is acted on",
        about=(
            "The policy in force was tested within a day: A, B, C and none each block, preserve and start "
            "the clock of a report."
        ),
        limits="Nothing is sent to an authority yet; what is tested is that the policy asks for it.",
    )
    rows = frozenset({"P1.G9", "A1.D6", "A1.D7", "A1.D8"})
    needs = frozenset({Need.POLICY})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "category C is let through": replace(
                GOOD, policy=replace(_POLICY, blocks={**_POLICY.blocks, "c": False})
            ),
            "category B was not tested": replace(
                GOOD, policy=replace(_POLICY, blocks={"a": True, "c": True, "none": True})
            ),
            "another policy was tested": replace(GOOD, policy=replace(_POLICY, tested="other")),
            "tested the day before": replace(GOOD, policy=replace(_POLICY, tested_at=NOW - 2 * DAY)),
            "never tested": replace(GOOD, policy=replace(_POLICY, tested_at=None)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the rows stand."""
        policy = facts.policy
        if policy is None or policy.tested_at is None or now - policy.tested_at > DAY:
            return due("The policy was not tested in 24 hours. To test it: lapwing canary run.")
        if policy.tested != policy.version:
            return due("The policy in force is not the one that was tested last.", as_of=policy.tested_at)
        acted = [each for each in CATEGORIES if policy.blocks.get(each)]
        figure = f"{len(acted)} of {len(CATEGORIES)} categories block and start the clock"
        if len(acted) < len(CATEGORIES):
            return failing(
                "The policy does not act on every category.", figure=figure, as_of=policy.tested_at
            )
        return met(f"By policy {policy.version}.", figure=figure, as_of=policy.tested_at)


CHECK: Check = EveryCategory()

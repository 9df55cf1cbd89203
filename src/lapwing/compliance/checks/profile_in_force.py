"""INT.7, INTERIM.2: measures are chosen for what the service is, and the policy is the one chosen."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.by_statement import stated
from lapwing.compliance.combined import combined
from lapwing.compliance.examples import DAY, GOOD, NOW, without
from lapwing.compliance.facts import Facts, Need, PolicyFact
from lapwing.compliance.port import Check, Examples, Outcome, due, met
from lapwing.compliance.spans import YEAR
from lapwing.model.plugins import Manifest

_POLICY = PolicyFact(version="p", decided_at=NOW)


class ProfileInForce:
    """See the manifest."""

    manifest = Manifest(
        name="profile_in_force",
        title="The service's profile is that of the policy in force",
        about=(
            "A person attests the profile of the service within a year, under the policy by which was "
            "decided last."
        ),
    )
    rows = frozenset({"INT.7", "INTERIM.2"})
    needs = frozenset({Need.POLICY, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "nobody attested": without("INT.7"),
            "another policy is in force": replace(GOOD, policy=replace(_POLICY, version="other")),
            "nothing was decided": replace(GOOD, policy=None),
            "decided long ago": replace(GOOD, policy=replace(_POLICY, decided_at=NOW - 2 * YEAR)),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the rows stand."""
        return combined(stated(facts, "INT.7", "the profile of the service", now=now), _same(facts, now=now))


def _same(facts: Facts, *, now: datetime) -> Outcome:
    policy, found = facts.policy, facts.stated("INT.7", now=now)
    if policy is None or now - policy.decided_at > DAY:
        return due("Nothing was decided in the last 24 hours, so no policy is known to be in force.")
    if found and found[0].policy_version != policy.version:
        return due(f"The profile was attested under another policy than {policy.version}.")
    return met("", figure=f"policy {policy.version}", as_of=policy.decided_at)


CHECK: Check = ProfileInForce()

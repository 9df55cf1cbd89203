"""Every restriction has reasons and a way back: the person affected gets a notice."""

from lapwing.model.decision import Obligation, Step, gravity
from lapwing.model.plugins import Manifest
from lapwing.policy.port import Draft, Invariant, Settles


class RestrictionsAreTold:
    """Adds the duty to give notice wherever content reaches fewer people than its sender meant."""

    manifest = Manifest(
        name="restrictions_are_told",
        title="Restrictions are told",
        about="Content that is limited, held or blocked starts a notice to the person affected; whether it "
        "has to wait, because telling would endanger a child, is a person's recorded decision.",
        reference="Regulation (EU) 2022/2065, article 17",
    )

    settles = Settles.DUTIES

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with NOTICE among its obligations from LIMIT upwards."""
        return draft.adding(Obligation.NOTICE) if gravity(draft.step) >= gravity(Step.LIMIT) else draft


RULE: Invariant = RestrictionsAreTold()

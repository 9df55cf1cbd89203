"""Evidence first: what is held or blocked is sealed before anything is removed."""

from lapwing.model.decision import Obligation, Step, gravity
from lapwing.model.plugins import Manifest
from lapwing.policy.port import Draft, Invariant, Settles


class EvidenceFirst:
    """Adds the duty to preserve wherever content is taken out of sight."""

    manifest = Manifest(
        name="evidence_first",
        title="Evidence first",
        about="Content that is held or blocked is preserved before it is removed.",
    )

    settles = Settles.DUTIES

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with PRESERVE among its obligations from HOLD upwards."""
        return draft.adding(Obligation.PRESERVE) if gravity(draft.step) >= gravity(Step.HOLD) else draft


RULE: Invariant = EvidenceFirst()

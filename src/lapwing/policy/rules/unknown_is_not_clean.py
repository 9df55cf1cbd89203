"""Unknown is not clean: what could not be measured has the consequence that the surface says."""

from dataclasses import replace

from lapwing.model.decision import Reason
from lapwing.model.plugins import Manifest
from lapwing.policy.port import Ask, Draft, Invariant, Settles
from lapwing.policy.words import describe_gap


class UnknownIsNotClean:
    """Gives every gap that no rule of the policy speaks of the surface's own consequence."""

    manifest = Manifest(
        name="unknown_is_not_clean",
        title="Unknown is not clean",
        about="A detector, matcher or reader that gave no answer leads to the surface's consequence "
        "for unknown, unless the policy has a rule for that gap; either way it is in the reasons.",
    )

    settles = Settles.STEPS

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with a reason for every gap."""
        spoken_of = {ask.reason.gap for ask in draft.asks}
        step = draft.context.surface.on_unknown
        added = tuple(
            Ask(reason=Reason(rule=self.manifest.name, step=step, says=describe_gap(gap), gap=at))
            for at, gap in enumerate(draft.gaps)
            if at not in spoken_of
        )
        return replace(draft, asks=(*draft.asks, *added))


RULE: Invariant = UnknownIsNotClean()

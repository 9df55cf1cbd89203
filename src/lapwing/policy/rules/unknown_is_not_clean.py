"""Unknown is not clean: what could not be measured has the consequence that the surface says."""

from dataclasses import replace

from lapwing.model.content import Gap, Why
from lapwing.model.decision import Reason, Step, Surface
from lapwing.model.plugins import Manifest
from lapwing.policy.port import Ask, Draft, Invariant, Settles
from lapwing.policy.words import describe_gap


class UnknownIsNotClean:
    """Gives every gap that no rule of the policy speaks of the surface's own consequence."""

    manifest = Manifest(
        name="unknown_is_not_clean",
        title="Unknown is not clean",
        about="A detector, matcher or reader that gave no answer leads to the surface's consequence "
        "for unknown, unless the policy has a rule for that gap, or a person has signed until when exact "
        "fingerprints of a film or document are enough there; either way it is in the reasons.",
    )

    settles = Settles.STEPS

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with a reason for every gap."""
        spoken_of = {ask.reason.gap for ask in draft.asks}
        added = tuple(
            Ask(reason=replace(_reason(gap, draft.context.surface), gap=at))
            for at, gap in enumerate(draft.gaps)
            if at not in spoken_of
        )
        return replace(draft, asks=(*draft.asks, *added)) if added else draft


def _reason(gap: Gap, surface: Surface) -> Reason:
    """Return what a gap asks for: the surface's consequence, or nothing where a person has signed for it."""
    rule, says = RULE.manifest.name, describe_gap(gap)
    exception = next((each for each in surface.digests_suffice if each.kind == gap.who), None)
    if gap.why is not Why.NOT_LOOKED_AT or exception is None:
        return Reason(rule=rule, step=surface.on_unknown, says=says)
    until = exception.until.isoformat()
    says = f"{says} That is enough here until {until}, as {exception.signed_by} signed: {exception.why}"
    return Reason(rule=rule, step=Step.ALLOW, says=says)


RULE: Invariant = UnknownIsNotClean()

"""A fingerprint that can be forged is a lead: it says so, and asks to be confirmed."""

from lapwing.model.decision import Obligation, Step
from lapwing.model.lists import Closeness
from lapwing.model.plugins import Manifest
from lapwing.policy.facts import is_confirmed
from lapwing.policy.port import Ask, Draft, Invariant, Settles


class LeadsAreConfirmed:
    """Adds the duty to confirm wherever a match stands on one fingerprint that can be forged."""

    manifest = Manifest(
        name="leads_are_confirmed",
        title="What can be forged is a lead",
        about="A match by MD5, by SHA-1, or by an equal PDQ without a review that carries it, asks for an "
        "independent fingerprint or a person to confirm it.",
        reference="Wang and Yu 2005 (MD5 collisions); Stevens et al. 2017 (SHA-1 collision); Prokos et al. "
        "2023, Squint Hard Enough (pictures made to have the PDQ of others)",
    )

    settles = Settles.DUTIES

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with CONFIRM among its obligations where a reason stands on such a lead alone."""
        leads = any(_is_lead(ask, draft) for ask in draft.asks)
        return draft.adding(Obligation.CONFIRM) if leads else draft


def _is_lead(ask: Ask, draft: Draft) -> bool:
    """Say whether *ask* rests on a weak match that nothing else bears out."""
    if ask.reason.match is None or ask.step is Step.ALLOW:
        return False
    match = draft.matches[ask.reason.match]
    return match.closeness is Closeness.WEAK and not is_confirmed(match, draft.matches)


RULE: Invariant = LeadsAreConfirmed()

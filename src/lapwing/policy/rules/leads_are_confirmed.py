"""A digest that can be forged is a lead: it says so, and asks to be confirmed."""

from lapwing.model.decision import Obligation, Step
from lapwing.model.lists import Closeness
from lapwing.model.plugins import Manifest
from lapwing.policy.facts import is_confirmed
from lapwing.policy.port import Ask, Draft, Invariant, Settles


class LeadsAreConfirmed:
    """Adds the duty to confirm wherever a match stands on MD5 or SHA-1 alone."""

    manifest = Manifest(
        name="leads_are_confirmed",
        title="A weak digest alone is a lead",
        about="A match by MD5 or SHA-1 alone asks for a second fingerprint or a person to confirm it.",
        reference="Wang and Yu 2005 (MD5 collisions); Stevens et al. 2017 (SHA-1 collision)",
    )

    settles = Settles.DUTIES

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with CONFIRM among its obligations where a reason stands on a weak digest alone."""
        leads = any(_is_lead(ask, draft) for ask in draft.asks)
        return draft.adding(Obligation.CONFIRM) if leads else draft


def _is_lead(ask: Ask, draft: Draft) -> bool:
    """Say whether *ask* rests on a weak digest that nothing else bears out."""
    if ask.reason.match is None or ask.step is Step.ALLOW:
        return False
    match = draft.matches[ask.reason.match]
    return match.closeness is Closeness.WEAK and not is_confirmed(match, draft.matches)


RULE: Invariant = LeadsAreConfirmed()

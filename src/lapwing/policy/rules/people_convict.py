"""Signals raise, people convict: what may block by itself, and what waits for a person."""

from dataclasses import replace

from lapwing.model.decision import Step
from lapwing.model.lists import PERCEPTUAL_KINDS, Closeness, ListClass, Match, Tier
from lapwing.model.plugins import Manifest
from lapwing.policy.facts import INDICATORS, is_confirmed
from lapwing.policy.port import Ask, Draft, Invariant, Settles


class PeopleConvict:
    """Lowers to HOLD every BLOCK that does not stand on an exact match which people have verified."""

    manifest = Manifest(
        name="people_convict",
        title="Signals raise, people convict",
        about="Only an exact match in an authority-verified list, or in the operator's own list of "
        "confirmed findings, blocks by itself; anything else waits for a person. MD5, SHA-1 and PDQ can be "
        "forged: each needs an independent fingerprint of the same item beside it, or, for PDQ, a review of "
        "the list with figures that carry it.",
        limits="It trusts the tier that the operator gave a list, and the figures that a review was signed "
        "with.",
    )

    settles = Settles.STEPS

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with every BLOCK that may not stand lowered to HOLD."""
        if not draft.asks:
            return draft
        return replace(draft, asks=tuple(_capped(ask, draft) for ask in draft.asks))


def _capped(ask: Ask, draft: Draft) -> Ask:
    """Return *ask*, lowered where it blocks without the right to."""
    at = ask.reason.match
    if ask.step is not Step.BLOCK or (at is not None and may_block(draft.matches[at], draft.matches)):
        return ask
    return ask.lowered(Step.HOLD, because="A person decides.")


def may_block(match: Match, matches: tuple[Match, ...]) -> bool:
    """Say whether *match*, among *matches*, is enough to block without a person."""
    entry = match.entry
    verified = entry.tier is Tier.AUTHORITY or (
        entry.list_class is ListClass.OWN and entry.tier is Tier.REVIEWED
    )
    firm = match.closeness is not Closeness.NEAR and _is_carried(match)
    return verified and firm and entry.kind not in INDICATORS and is_confirmed(match, matches)


def _is_carried(match: Match) -> bool:
    """Say whether a fingerprint of looks that is called exact is as near as the list's review says."""
    if match.entry.kind not in PERCEPTUAL_KINDS or match.closeness is not Closeness.EXACT:
        return True
    return match.exact_bits is not None and match.distance_bits <= match.exact_bits


RULE: Invariant = PeopleConvict()

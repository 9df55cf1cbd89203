"""No match is silent: one that no rule of the policy speaks of is held, and says so."""

from dataclasses import replace

from lapwing.model.decision import Reason, Step
from lapwing.model.lists import ListClass
from lapwing.model.plugins import Manifest
from lapwing.policy.port import Ask, Draft, Invariant, Settles
from lapwing.policy.words import describe


class NoMatchIsSilent:
    """Holds what matched an entry for which the policy has no rule, perhaps because it is misspelt."""

    manifest = Manifest(
        name="no_match_is_silent",
        title="No match is silent",
        about="A match that no rule of the policy speaks of holds the content until a person decides; an "
        "allow-list's entries ask for nothing by themselves.",
    )
    settles = Settles.STEPS

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with a reason for every match that has none."""
        spoken_of = {ask.reason.match for ask in draft.asks}
        added = tuple(
            Ask(
                reason=Reason(
                    rule=self.manifest.name, step=Step.HOLD, says=f"{describe(match)} {_WHY}", match=at
                )
            )
            for at, match in enumerate(draft.matches)
            if at not in spoken_of and match.entry.list_class is not ListClass.ALLOW
        )
        return replace(draft, asks=(*draft.asks, *added)) if added else draft


_WHY = "No rule of the policy speaks of it, so a person decides."

RULE: Invariant = NoMatchIsSilent()

"""A4.Q2: whether there is private messaging is answered, and as the surfaces say."""

from dataclasses import replace
from datetime import datetime

from lapwing.compliance.examples import GOOD, NOW, attestation, with_surfaces, without
from lapwing.compliance.facts import Facts, Need, Stated
from lapwing.compliance.port import Check, Examples, Outcome, due, failing, met
from lapwing.model.plugins import Manifest

ROW = "A4.Q2"


def _answering(*answers: Stated) -> Facts:
    others = without(ROW)
    return replace(others, attestations=(*others.attestations, *answers))


class PrivateMessagesTold:
    """See the manifest."""

    manifest = Manifest(
        name="private_messages_told",
        title="Private messaging is answered for",
        about="A person answers whether there is private messaging, and no private surface says otherwise.",
        limits="The answer yes is contradicted by nothing.",
    )
    rows = frozenset({ROW})
    needs = frozenset({Need.SURFACES, Need.ATTESTATIONS})
    examples = Examples(
        now=NOW,
        good=GOOD,
        bad={
            "a private surface, and the answer no": _answering(attestation(ROW, answer="no")),
            "an answer that is none": _answering(attestation(ROW, answer="perhaps")),
            "no answer": without(ROW),
            "no surface": with_surfaces(),
        },
    )

    def look(self, facts: Facts, *, now: datetime) -> Outcome:
        """Return how the row stands."""
        if not facts.surfaces:
            return due("No surface is recorded with which an answer could be compared.")
        found = facts.stated(ROW, now=now)
        if not found or found[0].answer not in {"yes", "no"}:
            return due("Nobody has answered it, yes or no.")
        private = sorted(each.name for each in facts.surfaces if not each.is_public)
        if private and found[0].answer == "no":
            return failing(f"The answer is no, and there are private surfaces: {', '.join(private)}.")
        return met(f"Answered by {found[0].by}.", figure=found[0].answer, as_of=found[0].at)


CHECK: Check = PrivateMessagesTold()

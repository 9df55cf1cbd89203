"""A share of what blocks by itself is drawn for a person's review, the same share on every replay."""

from lapwing.model.content import ContentId
from lapwing.model.decision import Obligation, Step
from lapwing.model.plugins import Manifest
from lapwing.policy.port import Draft, Invariant, Settles

_ID_DIGITS = 8
_RANGE: int = 16**_ID_DIGITS


class BlocksAreSampled:
    """Draws by the content's own id, so that a replay draws the same."""

    manifest = Manifest(
        name="blocks_are_sampled",
        title="Blocks are sampled",
        about="A share of the decisions that block without a person is drawn for review, to measure how "
        "often the lists and thresholds err.",
        reference="Ofcom, Illegal content Codes of Practice for user-to-user services, measure ICU C9",
    )

    settles = Settles.DUTIES

    def amend(self, draft: Draft) -> Draft:
        """Return *draft* with SAMPLE among its obligations where it blocks and was drawn."""
        drawn = draft.step is Step.BLOCK and is_drawn(draft.content_id, share=draft.sample_share)
        return draft.adding(Obligation.SAMPLE) if drawn else draft


def is_drawn(content_id: ContentId, *, share: float) -> bool:
    """Say whether content of this id is in a sample of *share* (0 none to 1 all)."""
    return int(content_id.removeprefix("c-")[:_ID_DIGITS], 16) < share * _RANGE


RULE: Invariant = BlocksAreSampled()

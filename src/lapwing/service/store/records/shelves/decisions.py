"""Decisions in a database."""

from collections.abc import Sequence
from datetime import datetime

from lapwing.model.decision import Decision, Kept
from lapwing.model.errors import BadInput, IntegrityLost
from lapwing.policy.decide import read_decision
from lapwing.service.store.form import is_key, require_key, stored
from lapwing.service.store.records.adding import adding
from lapwing.service.store.records.models import DecisionRow
from lapwing.service.store.records.session import Session, moment

_OF_ITEM = """
SELECT "body", "item", "made_at" FROM "records_decision" WHERE "item" = %s ORDER BY "made_at" DESC, "id" DESC
"""
_FIND = """
SELECT "body", "item", "made_at" FROM "records_decision"
WHERE "decision" = %s ORDER BY "made_at" DESC, "id" DESC LIMIT 1
"""


class DjangoDecisions:
    """See model.works.Decisions."""

    def __init__(self, session: Session) -> None:
        """Keep decisions."""
        self._session = session

    def keep(self, decision: Decision, *, item: str, at: datetime) -> None:
        """Keep a decision about an item; the same decision about the same item again changes nothing."""
        surface = decision.context.surface.name
        require_key(decision.id, item, surface)
        self._session.add(
            adding(DecisionRow),
            (
                decision.id,
                item,
                at,
                surface,
                decision.step.value,
                len(decision.matches),
                len(decision.gaps),
                stored(decision).decode(),
            ),
            each_is_new=False,
        )

    def of_item(self, item: str) -> Sequence[Kept]:
        """Return the decisions about an item, newest first."""
        return self._kept(_OF_ITEM, item)

    def find(self, key: str) -> Kept | None:
        """Return the newest decision of that id, or None."""
        return next(iter(self._kept(_FIND, key)), None)

    def _kept(self, sql: str, key: str) -> list[Kept]:
        """Return the decisions found by a key; by what cannot be a key none are."""
        rows = self._session.rows(sql, (key,)) if is_key(key) else []
        return [
            Kept(decision=decision_of(body), item=item, made_at=moment(made_at))
            for body, item, made_at in rows
        ]


def decision_of(body: str) -> Decision:
    """Return a decision as it was kept; its id is the digest of the rest.

    Raises:
        IntegrityLost: it is not what was written.
    """
    try:
        return read_decision(body.encode())
    except BadInput as refused:
        raise IntegrityLost("a kept decision is not what was written") from refused

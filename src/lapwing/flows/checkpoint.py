"""The ledger's length and root are signed, so that nothing before can be changed unnoticed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lapwing.evidence.checkpoints import Checkpoint, Signer, sign
from lapwing.evidence.merkle import NOTHING, Frontier
from lapwing.model.people import ENGINE, Permission

LINES_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A checkpoint as it is kept. note: the signed text; frontier: what the next one goes on from."""

    checkpoint: Checkpoint
    note: bytes
    frontier: Frontier


class LedgerBook(Protocol):
    """The ledger as it is kept: its lines, and the checkpoints of it."""

    def length(self) -> int:
        """Return how many lines there are."""
        ...

    def texts(self, *, after: int, most: int) -> Sequence[bytes]:
        """Return the texts of the lines after that number, in order, at most so many."""
        ...

    def last(self) -> Kept | None:
        """Return the newest checkpoint, or None."""
        ...

    def keep(self, kept: Kept) -> bool:
        """Keep a checkpoint; say False where there is one of that length already, and change nothing."""
        ...


def checkpoint(*, book: LedgerBook, signer: Signer, now: datetime) -> Checkpoint | None:
    """Sign the ledger as long as it is now; None where nothing has been added since the last time.

    Raises:
        Unavailable: the database or the key cannot be had now.
        IntegrityLost: lines are missing.
    """
    ENGINE.require(Permission.LEDGER_SIGN)
    last = book.last()
    size = book.length()
    frontier = last.frontier if last else NOTHING
    if size == frontier.size:
        return None
    while frontier.size < size:
        texts = book.texts(after=frontier.size, most=min(LINES_AT_ONCE, size - frontier.size))
        frontier = frontier.extended(texts)
    made = Checkpoint(origin=signer.key.name, size=size, root=frontier.root(), at=now)
    kept = book.keep(Kept(checkpoint=made, note=sign(made, signer=signer), frontier=frontier))
    return made if kept else None

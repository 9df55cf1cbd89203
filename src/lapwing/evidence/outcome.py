"""The outcome of verifying an export, as data and in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from lapwing.evidence.instants import instant
from lapwing.evidence.ledger import START
from lapwing.evidence.merkle import EMPTY_ROOT

# The first ones tell what happened; a rewritten ledger has one for each line.
MOST_FAULTS = 20


class What(StrEnum):
    """What is not whole."""

    LINE = "line"  # a row of lines.jsonl is no line
    NUMBER = "number"  # a line has another number than the one that follows
    CHAIN = "chain"  # a line does not name the digest of the one before
    CUT = "cut"  # there are fewer lines than a checkpoint is of
    ROOT = "root"  # the lines are not those that a checkpoint is of
    CHECKPOINT = "checkpoint"  # a row of checkpoints.jsonl is none, or out of order
    SIGNATURE = "signature"  # a signature is not that of the trusted key it names
    KEY = "key"  # a key was not in use, or is another ledger's, or is not listed
    KEPT = "kept"  # the lines do not go on from a checkpoint that was kept from before
    MANIFEST = "manifest"  # the files are not those that were exported


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not whole. at: which row of its file, or which kept checkpoint, from 1."""

    what: What
    at: int
    says: str


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What an export proves.

    lines: how many there are. head, root: the last line's digest and the root of all, hexadecimal.
    good: checkpoints of a trusted key whose root is that of the lines. unknown: those of keys that are not
        trusted. kept: checkpoints kept from before from which the export goes on.
    proven: lines 1 to this are exactly those that a trusted key signed; what comes after could still be
        changed without anybody noticing. proven_at: when that was, by the signer's clock.
    clock_back: how often a line's time is before that of the line before it.
    faults: the first 20. fault_count: all of them.
    """

    lines: int = 0
    head: str = START.digest.hex()
    root: str = EMPTY_ROOT.hex()
    good: int = 0
    unknown: int = 0
    kept: int = 0
    proven: int = 0
    proven_at: datetime | None = None
    clock_back: int = 0
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0

    @property
    def holds(self) -> bool:
        """Say whether nothing is wrong and at least one checkpoint of a trusted key is right."""
        return not self.fault_count and self.good > 0

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it if it is one of the first."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)

    def facts(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "holds": self.holds,
            "lines": self.lines,
            "head": self.head,
            "root": self.root,
            "good": self.good,
            "unknown": self.unknown,
            "kept": self.kept,
            "proven": self.proven,
            "proven_at": None if self.proven_at is None else instant(self.proven_at),
            "clock_back": self.clock_back,
            "faults": [{"what": each.what.value, "at": each.at, "says": each.says} for each in self.faults],
            "fault_count": self.fault_count,
        }

    def words(self) -> str:
        """Return it in plain words: what is wrong, what is proven, and what is not."""
        return "\n".join([*self._wrong(), *self._proven(), *self._not_proven()])

    def _wrong(self) -> Iterator[str]:
        """Give what is wrong."""
        if not self.fault_count:
            return
        yield f"THIS LEDGER IS NOT WHOLE: {self.fault_count} faults."
        for each in self.faults:
            yield f"  {each.what.value} {each.at}: {each.says}"
        if more := self.fault_count - len(self.faults):
            yield f"  and {more} more"

    def _proven(self) -> Iterator[str]:
        """Give what is proven."""
        if self.proven_at is None:
            yield f"Nothing is proven of {self.lines} lines: no checkpoint of a key that you trust is right."
            return
        yield (
            f"Lines 1 to {self.proven} of {self.lines} are those that were signed at"
            f" {instant(self.proven_at)}, by the signer's clock; {self.good} checkpoints are right."
        )
        if self.kept:
            yield f"They go on from {self.kept} checkpoints that you kept from before."

    def _not_proven(self) -> Iterator[str]:
        """Give what is not."""
        if rest := self.lines - self.proven:
            yield f"The last {rest} lines are under no such checkpoint: they may be other ones tomorrow."
        if self.unknown:
            yield f"{self.unknown} checkpoints are signed by keys that you did not name; they prove nothing."
        if not self.kept:
            yield "No checkpoint from before was compared: whoever has the key could have rewritten it all."
        if self.clock_back:
            yield f"{self.clock_back} lines have an earlier time than the line before: a clock was set back."
        yield "No ledger shows that what its lines say is true, or that nothing else was done."

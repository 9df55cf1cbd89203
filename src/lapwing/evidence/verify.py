"""What an export of the ledger proves, what it does not, and every place where it is not whole."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lapwing.evidence.checkpoints import NotACheckpoint, Note, NotSigned, read_note
from lapwing.evidence.export import (
    CHECKPOINTS,
    KEYS,
    LINES,
    MOST_ROW_BYTES,
    NotAnExport,
    Opened,
    Tally,
    read_checkpoint_row,
    read_key_row,
    read_manifest,
    rows,
)
from lapwing.evidence.ledger import START, NotALine, written_in
from lapwing.evidence.merkle import NOTHING
from lapwing.evidence.outcome import Fault, Outcome, What
from lapwing.evidence.public_keys import PublicKey
from lapwing.evidence.trust import Trust

# How many lines are held at a time.
_BATCH = 512
# More than a ledger ever has; so that a hostile export cannot fill the memory.
MOST_KEYS = 1000


def verify(export: Opened, *, trusted: Sequence[PublicKey], kept: Sequence[bytes] = ()) -> Outcome:
    """Return what an export proves.

    trusted: keys that did not come with it. kept: checkpoints' notes of this ledger that were kept from
        before, whoever signed them; the export has to go on from each.

    A key that a trusted key's checkpoint names as the next one is trusted from there on, and the one before
    it no longer. Memory does not grow with the export.
    """
    walk = _Walk(export=export, trust=Trust(trusted))
    walk.keep(kept)
    walk.read_keys()
    for number, row in enumerate(rows(export.checkpoints), start=1):
        walk.pass_checkpoint(number, walk.tallies[CHECKPOINTS].add(row))
    walk.finish()
    return walk.outcome


@dataclass(slots=True, kw_only=True)
class _Kept:
    """A checkpoint kept from before, and its place among those given."""

    place: int
    note: Note


class _Walk:
    """One pass over an export, lines and checkpoints side by side."""

    def __init__(self, *, export: Opened, trust: Trust) -> None:
        """Begin before the first line."""
        self.outcome = Outcome()
        self.tallies = {name: Tally() for name in (LINES, CHECKPOINTS, KEYS)}
        self._export = export
        self._rows = rows(export.lines)
        self._trust = trust
        self._kept: list[_Kept] = []
        self._origin: str | None = None
        self._frontier = NOTHING
        self._next, self._previous, self._latest = 1, START.digest.hex(), ""

    def keep(self, notes: Sequence[bytes]) -> None:
        """Take the checkpoints that were kept from before, shortest first."""
        for place, note in enumerate(notes, start=1):
            try:
                self._kept.append(_Kept(place=place, note=read_note(note)))
            except NotACheckpoint as error:
                self._fault(What.KEPT, place, str(error))
        self._kept.sort(key=lambda each: each.note.checkpoint.size)

    def read_keys(self) -> None:
        """Take the keys' times."""
        for number, row in enumerate(rows(self._export.keys), start=1):
            try:
                period = read_key_row(self.tallies[KEYS].add(row))
            except NotAnExport as error:
                self._fault(What.KEY, number, str(error))
                continue
            if number > MOST_KEYS:
                self._fault(What.KEY, number, "There are too many keys.")
            elif not self._trust.learn(period):
                self._fault(What.KEY, number, "This key is listed twice.")

    def pass_checkpoint(self, number: int, row: bytes) -> None:
        """Go on to where a checkpoint of the export was made, and compare."""
        try:
            note = read_note(read_checkpoint_row(row))
        except (NotAnExport, NotACheckpoint) as error:
            self._fault(What.CHECKPOINT, number, str(error))
            return
        size = note.checkpoint.size
        if size < self.outcome.lines:
            self._fault(What.CHECKPOINT, number, "It is of fewer lines than the one before.")
            return
        self._advance(size)
        if not self._matches(note):
            what, says = self._mismatch(size)
            self._fault(what, number, says)
        self._origin = self._origin or note.checkpoint.origin
        if self._origin != note.checkpoint.origin:
            self._fault(What.KEY, number, "It is another ledger's than the first checkpoint.")
        self._judge(number, note)

    def finish(self) -> None:
        """Go on to the end, and compare with what there should be."""
        self._advance(None)
        for kept in self._kept:
            self._fault(What.CUT, kept.place, "The checkpoint that was kept is of more lines.")
        self.outcome.root = self._frontier.root().hex()
        self.outcome.head = self._previous
        self._compare_manifest()

    def _judge(self, number: int, note: Note) -> None:
        """Say who signed a checkpoint, and what that proves."""
        signers = self._signers(What.SIGNATURE, number, note)
        if signers is None:
            return
        good = [key for key in signers if self._in_use(number, note, key)]
        if not signers:
            self.outcome.unknown += 1
        if good and self._matches(note):
            self._prove(note, good)

    def _prove(self, note: Note, signers: Sequence[PublicKey]) -> None:
        """Take a good checkpoint's lines as proven, and its next key as trusted."""
        found = note.checkpoint
        self.outcome.good += 1
        self.outcome.proven = found.size
        self.outcome.proven_at = found.at
        if found.next_key is not None:
            self._trust.hand_over(signers, found.next_key)

    def _signers(self, what: What, number: int, note: Note) -> tuple[PublicKey, ...] | None:
        """Return the trusted keys that signed, or None where one that it names did not."""
        try:
            return self._trust.signers(note)
        except NotSigned as error:
            self._fault(what, number, str(error))
            return None

    def _in_use(self, number: int, note: Note, key: PublicKey) -> bool:
        """Say whether a key was in use when it signed."""
        says = self._trust.against(note, key)
        if says is not None:
            self._fault(What.KEY, number, says)
        return says is None

    def _matches(self, note: Note) -> bool:
        """Say whether a checkpoint is of the lines so far."""
        found = note.checkpoint
        return (found.size, found.root) == (self._frontier.size, self._frontier.root())

    def _mismatch(self, size: int) -> tuple[What, str]:
        """Say why a checkpoint is not of the lines so far."""
        if size > self.outcome.lines:
            return What.CUT, "It is of more lines than there are."
        return What.ROOT, "The lines before it are not those that were signed."

    def _advance(self, size: int | None) -> None:
        """Read lines until there are *size*, or to the end, and compare kept checkpoints on the way."""
        while self._kept and (size is None or self._kept[0].note.checkpoint.size <= size):
            at = self._kept[0].note.checkpoint.size
            self._take(at)
            if self.outcome.lines < at:
                break
            self._compare_kept(self._kept.pop(0))
        self._take(size)

    def _compare_kept(self, kept: _Kept) -> None:
        """Compare a checkpoint that was kept from before with the lines so far."""
        if not self._matches(kept.note):
            self._fault(What.KEPT, kept.place, "The lines are not those of the checkpoint that was kept.")
        elif self._signers(What.KEPT, kept.place, kept.note) is not None:
            self.outcome.kept += 1

    def _take(self, size: int | None) -> None:
        """Read lines until there are *size*, or to the end."""
        while size is None or self.outcome.lines < size:
            most = _BATCH if size is None else min(_BATCH, size - self.outcome.lines)
            batch = list(islice(self._rows, most))
            if not batch:
                return
            self._frontier = self._frontier.extended(self._texts(batch))

    def _texts(self, batch: Sequence[bytes]) -> Iterator[bytes]:
        """Give the texts of rows, each compared with the one before."""
        tally = self.tallies[LINES]
        for row in batch:
            tally.add(row)
            self.outcome.lines += 1
            text = row.removesuffix(b"\n")
            if not row.endswith(b"\n"):
                self._fault(What.LINE, self.outcome.lines, "It does not end.")
            self._read(text)
            yield text

    def _read(self, text: bytes) -> None:
        """Compare a line with the one before."""
        number = self.outcome.lines
        digest = hashlib.sha256(text).hexdigest()
        try:
            written = written_in(text)
        except NotALine as error:
            self._fault(What.LINE, number, str(error))
        else:
            if written.number != self._next:
                self._fault(What.NUMBER, number, f"It says {written.number}, where {self._next} follows.")
                self._next = written.number
            if written.previous != self._previous:
                self._fault(What.CHAIN, number, "It does not follow the line before.")
            self.outcome.clock_back += written.at < self._latest
            self._latest = written.at
        self._next += 1
        self._previous = digest

    def _compare_manifest(self) -> None:
        """Compare what went by with what the manifest says."""
        try:
            manifest = read_manifest(self._export.manifest.read(MOST_ROW_BYTES))
        except NotAnExport as error:
            self._fault(What.MANIFEST, 1, str(error))
            return
        if manifest.files != {name: tally.facts() for name, tally in self.tallies.items()}:
            self._fault(What.MANIFEST, 1, "The files are not those that were exported.")
        if self._origin not in {None, manifest.origin}:
            self._fault(What.MANIFEST, 1, "It names another ledger than the checkpoints.")

    def _fault(self, what: What, at: int, says: str) -> None:
        """Keep a fault."""
        self.outcome.add(Fault(what=what, at=at, says=says))

"""A small ledger with checkpoints, its export in a folder, and both ways to verify that."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapwing.evidence.checkpoints import Checkpoint, sign
from lapwing.evidence.export import CHECKPOINTS, KEYS, LINES, MANIFEST, Opened, export
from lapwing.evidence.ledger import START, extend
from lapwing.evidence.merkle import NOTHING
from lapwing.evidence.outcome import Outcome
from lapwing.evidence.public_keys import KeyPeriod, PublicKey
from lapwing.evidence.standalone import lapwing_verify
from lapwing.evidence.verify import verify
from lapwing.model.acts import Act

ORIGIN = "harbour.example/ledger"
NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)


class FakeSigner:
    """A signer whose key is made from a word: the same word, the same key."""

    def __init__(self, word: str = "first", *, name: str = ORIGIN) -> None:
        """Make the key."""
        self._private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word.encode()).digest())
        self.key = PublicKey(name=name, raw=self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the signature."""
        return self._private.sign(message)


FIRST, SECOND, STRANGER = FakeSigner("first"), FakeSigner("second"), FakeSigner("stranger")


def acts(count: int) -> list[Act]:
    """Acts a second apart."""
    return [
        Act(
            act="item.screen",
            on=f"i-{number:032x}",
            by="engine",
            at=NOON + timedelta(seconds=number),
            why="known-picture",
            facts={"matches": number % 3, "lists": ("own",)},
        )
        for number in range(count)
    ]


def texts(count: int) -> list[bytes]:
    """The lines of those acts."""
    return [line.text for line in extend(START, acts(count))]


def note(
    lines: Sequence[bytes],
    size: int,
    *,
    by: FakeSigner = FIRST,
    at: datetime | None = None,
    next_key: PublicKey | None = None,
) -> bytes:
    """A checkpoint of the first *size* lines, signed an hour and as many seconds after noon."""
    checkpoint = Checkpoint(
        origin=by.key.name,
        size=size,
        root=NOTHING.extended(lines[:size]).root(),
        at=at or NOON + timedelta(hours=1, seconds=size),
        next_key=next_key,
    )
    return sign(checkpoint, signer=by)


def in_use(*signers: FakeSigner) -> list[KeyPeriod]:
    """Keys that have been in use since noon."""
    return [KeyPeriod(key=signer.key, since=NOON) for signer in signers]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What an export is made of; files: how the four of them came out."""

    lines: tuple[bytes, ...]
    notes: tuple[bytes, ...]
    keys: tuple[KeyPeriod, ...]
    origin: str = ORIGIN

    def files(self) -> dict[str, bytes]:
        """Export into memory."""
        made = dict.fromkeys((LINES, CHECKPOINTS, KEYS, MANIFEST), b"")
        pieces = export(
            origin=self.origin, lines=self.lines, checkpoints=self.notes, keys=self.keys, now=NOON
        )
        for piece in pieces:
            made[piece.file] += piece.data
        return made

    def with_lines(self, lines: Iterable[bytes]) -> "Shipped":
        """The same with other lines."""
        return replace(self, lines=tuple(lines))

    def with_notes(self, *notes: bytes) -> "Shipped":
        """The same with other checkpoints."""
        return replace(self, notes=notes)


def shipped(count: int = 12, *, sizes: Sequence[int] = (5, 10)) -> Shipped:
    """A good ledger of that many lines, with checkpoints of those sizes."""
    lines = tuple(texts(count))
    return Shipped(lines=lines, notes=tuple(note(lines, size) for size in sizes), keys=tuple(in_use(FIRST)))


def written(files: dict[str, bytes], folder: Path) -> Path:
    """Write an export into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def verified(folder: Path, *trusted: FakeSigner, kept: Sequence[bytes] = ()) -> Outcome:
    """Verify a folder with ours and with the stand-alone program, which have to agree; return the outcome."""
    with ExitStack() as stack:
        lines, checkpoints, keys, manifest = (
            stack.enter_context((folder / name).open("rb")) for name in (LINES, CHECKPOINTS, KEYS, MANIFEST)
        )
        opened = Opened(lines=lines, checkpoints=checkpoints, keys=keys, manifest=manifest)
        outcome = verify(opened, trusted=[signer.key for signer in trusted], kept=kept)
    assert standalone(folder, *trusted, kept=kept) == without_words(outcome.facts())
    return outcome


def standalone(folder: Path, *trusted: FakeSigner, kept: Sequence[bytes] = ()) -> dict[str, object]:
    """What the stand-alone program makes of a folder, but for its words."""
    walk = lapwing_verify.Walk(folder, [(signer.key.name, signer.key.raw) for signer in trusted])
    walk.run(kept)
    return without_words(walk.facts())


def without_words(facts: dict[str, object]) -> dict[str, object]:
    """An outcome's data without the sentences in it, which the two may put in their own words."""
    faults = facts["faults"]
    assert isinstance(faults, list)
    return {**facts, "faults": [(each["what"], each["at"]) for each in faults]}


def whats(outcome: Outcome) -> list[tuple[str, int]]:
    """What is wrong, and where."""
    return [(fault.what.value, fault.at) for fault in outcome.faults]

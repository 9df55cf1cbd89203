"""The ledger without its database: lines made, exported, and verified, on one core.

    python -m benchmarks.ledger [--lines 1000000] [--rounds 5] [--checkpoint-every 1000]

- extend: acts made into lines, in the batches that a group commit has. Floor: the same texts hashed once.
- verify: an export of --lines in a folder, verified in Lapwing, and by the stand-alone program with and
  without the `cryptography` package. Floor: each line's bytes read and hashed twice, once for the chain and
  once for the tree.
- memory: how much the process grew while it verified.
- proof: one inclusion proof and one consistency proof out of a whole tree, and their verification.
"""

import argparse
import hashlib
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lapwing.evidence.checkpoints import Checkpoint, sign
from lapwing.evidence.export import CHECKPOINTS, KEYS, LINES, MANIFEST, Opened, export
from lapwing.evidence.ledger import START, extend
from lapwing.evidence.merkle import NOTHING, Tree, is_consistent, is_included, leaf_hash
from lapwing.evidence.public_keys import KeyPeriod, PublicKey
from lapwing.evidence.standalone import lapwing_verify
from lapwing.evidence.verify import verify
from lapwing.model.acts import Act

NOON = datetime(2026, 1, 20, 12, 0, tzinfo=UTC)
ORIGIN = "harbour.example/ledger"
BATCH = 50  # acts that a group commit takes together
MANY = 20_000
SECONDS_A_MILLION = 60  # what is asked for
LINES_A_SECOND = 2_000


class Signer:
    """A key of the benchmark's own."""

    def __init__(self) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"benchmark").digest())
        self.key = PublicKey(name=ORIGIN, raw=self._private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the signature."""
        return self._private.sign(message)


SIGNER = Signer()


def act(number: int) -> Act:
    """An act as a screening makes it."""
    return Act(
        act="item.screen",
        on=f"i-{number:032x}",
        by="key:4f0c2a91",
        at=NOON + timedelta(milliseconds=number),
        why="known-picture",
        facts={
            "content": f"sha256:{number:064x}",
            "lists": ("own", "harbour-known"),
            "matches": number % 3,
            "policy": "2026-01",
            "step": "hold",
        },
    )


def texts(count: int) -> Iterator[bytes]:
    """The lines of that many acts."""
    head = START
    for first in range(0, count, BATCH):
        lines = extend(head, [act(number) for number in range(first, min(first + BATCH, count))])
        head = lines[-1].head
        yield from (line.text for line in lines)


def make_export(folder: Path, *, lines: int, every: int) -> int:
    """Write an export; return the bytes of its lines."""
    notes = []

    def signed() -> Iterator[bytes]:
        frontier = NOTHING
        for text in texts(lines):
            frontier = frontier.extended([text])
            if frontier.size % every == 0 or frontier.size == lines:
                at = NOON + timedelta(milliseconds=frontier.size)
                checkpoint = Checkpoint(origin=ORIGIN, size=frontier.size, root=frontier.root(), at=at)
                notes.append(sign(checkpoint, signer=SIGNER))
            yield text

    keys = [KeyPeriod(key=SIGNER.key, since=NOON)]
    with ExitStack() as stack:
        files = {
            name: stack.enter_context((folder / name).open("wb"))
            for name in (LINES, CHECKPOINTS, KEYS, MANIFEST)
        }
        for piece in export(origin=ORIGIN, lines=signed(), checkpoints=notes, keys=keys, now=NOON):
            files[piece.file].write(piece.data)
    return (folder / LINES).stat().st_size


def by_lapwing(folder: Path) -> None:
    with ExitStack() as stack:
        files = [
            stack.enter_context((folder / name).open("rb")) for name in (LINES, CHECKPOINTS, KEYS, MANIFEST)
        ]
        opened = Opened(lines=files[0], checkpoints=files[1], keys=files[2], manifest=files[3])
        assert verify(opened, trusted=[SIGNER.key]).holds


def standing_alone(folder: Path) -> None:
    walk = lapwing_verify.Walk(folder, [(SIGNER.key.name, SIGNER.key.raw)])
    walk.run([])
    assert walk.facts()["holds"]


def by_the_book(folder: Path) -> None:
    lapwing_verify.verifies = lapwing_verify.verifies_by_the_book
    try:
        standing_alone(folder)
    finally:
        lapwing_verify.verifies = lapwing_verify.verifies_by_package


def floor(folder: Path) -> None:
    with (folder / LINES).open("rb") as file:
        for row in file:
            hashlib.sha256(row).digest()
            hashlib.sha256(row).digest()


REPEATS = 200
"""Of what takes microseconds."""


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds, which a busy neighbour does not lengthen much."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def repeated(way: Callable[[], object]) -> None:
    for _ in range(REPEATS):
        way()


def bench_extend(rounds: int) -> None:
    acts = [act(number) for number in range(MANY)]
    lines = [line.text for line in extend(START, acts)]

    def made() -> None:
        head = START
        for first in range(0, MANY, BATCH):
            head = extend(head, acts[first : first + BATCH])[-1].head

    def hashed() -> None:
        for text in lines:
            hashlib.sha256(text).digest()

    pairs = [(seconds(made), seconds(hashed)) for _ in range(rounds)]
    rate = MANY / statistics.median(pair[0] for pair in pairs)
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    print(f"extend: {rate:,.0f} lines/s, {ratio:.1f}x the time of hashing the same {len(lines[0])} bytes")
    share = LINES_A_SECOND / rate
    print(f"  asked for with the database: {LINES_A_SECOND:,}/s, of which this takes {share:.1%} of a core")


def bench_verify(folder: Path, lines: int) -> None:
    base = seconds(lambda: floor(folder))
    print(f"floor: {base:.1f} s to read and hash {lines:,} lines twice")
    ways = {
        "verify": by_lapwing,
        "stand-alone, package": standing_alone,
        "stand-alone, by the book": by_the_book,
    }
    for name, way in ways.items():
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took = seconds(partial(way, folder))
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        million = took / lines * 1_000_000
        print(
            f"{name}: {took:.1f} s, {million:.1f} s a million (asked for: {SECONDS_A_MILLION}),"
            f" {took / base:.1f}x the floor; peak memory grew by {grown / 1024:.1f} MiB"
        )


def bench_proofs(lines: int) -> None:
    every = list(texts(lines))
    tree = Tree(every)
    size, index = lines, lines // 3
    root, old_root = tree.root(size), tree.root(index)
    inclusion, consistency = tree.inclusion(index, size), tree.consistency(index, size)
    leaf = leaf_hash(every[index])
    ways: dict[str, Callable[[], object]] = {
        "inclusion proof made": lambda: tree.inclusion(index, size),
        "inclusion proof verified": lambda: is_included(
            leaf, index=index, size=size, proof=inclusion, root=root
        ),
        "consistency proof made": lambda: tree.consistency(index, size),
        "consistency proof verified": lambda: is_consistent(
            index, old_root, size=size, root=root, proof=consistency
        ),
    }
    for name, way in ways.items():
        assert way()
        each = seconds(partial(repeated, way)) / REPEATS
        print(f"{name}: {each * 1e6:,.0f} microseconds, of {lines:,} lines")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--checkpoint-every", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = make_export(folder, lines=given.lines, every=given.checkpoint_every)
        print(f"an export of {given.lines:,} lines, {size / 2**20:,.0f} MiB")
        bench_verify(folder, given.lines)
    bench_extend(given.rounds)
    bench_proofs(min(given.lines, 100_000))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A Merkle tree over the ledger's lines: one digest for all of them, and short proofs against it.

Leaves count from 0, so the line with number n is leaf n - 1.

Source: RFC 9162, section 2.1; RFC 6962 has the same tree.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
_SIZE_BYTES = 8


def leaf_hash(text: bytes) -> bytes:
    """Return a leaf's hash: of 0x00 and the text."""
    return hashlib.sha256(b"\x00" + text).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return an inner node's hash: of 0x01 and both below it."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed of a tree to go on with it: at most 64 hashes, however many lines.

    size: leaves so far. peaks: the roots of the full subtrees that they make, largest first; one for each
        binary one in *size*.
    """

    size: int
    peaks: tuple[bytes, ...]

    def extended(self, texts: Iterable[bytes]) -> "Frontier":
        """Return the frontier after these lines' texts."""
        size, peaks = self.size, list(self.peaks)
        for text in texts:
            grown = leaf_hash(text)
            full = size
            while full & 1:
                grown = node_hash(peaks.pop(), grown)
                full >>= 1
            peaks.append(grown)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return root

    def packed(self) -> bytes:
        """Return it as bytes to store: the size in eight, then the peaks."""
        return self.size.to_bytes(_SIZE_BYTES) + b"".join(self.peaks)


NOTHING = Frontier(0, ())
"""The frontier of a ledger without lines."""


def unpacked(stored: bytes) -> Frontier:
    """Return the frontier that was packed.

    Raises:
        ValueError: it is none.
    """
    size = int.from_bytes(stored[:_SIZE_BYTES])
    peaks = tuple(stored[at : at + HASH_BYTES] for at in range(_SIZE_BYTES, len(stored), HASH_BYTES))
    if len(stored) != _SIZE_BYTES + size.bit_count() * HASH_BYTES:
        raise ValueError(f"{len(stored)} bytes are no frontier")
    return Frontier(size, peaks)


class Tree:
    """A whole tree, for making proofs: 64 bytes a line."""

    def __init__(self, texts: Iterable[bytes] = ()) -> None:
        """Take the lines' texts, in order."""
        self._levels = [bytearray()]  # the hashes of the full subtrees of 1, 2, 4... leaves
        for text in texts:
            self.add(text)

    @property
    def size(self) -> int:
        """Return how many leaves there are."""
        return len(self._levels[0]) // HASH_BYTES

    def add(self, text: bytes) -> None:
        """Take one more line's text."""
        grown, full = leaf_hash(text), self.size
        self._levels[0] += grown
        for level in range(1, (full ^ (full + 1)).bit_length()):
            below = self._levels[level - 1]
            grown = node_hash(bytes(below[-2 * HASH_BYTES : -HASH_BYTES]), grown)
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += grown

    def root(self, size: int) -> bytes:
        """Return the root of the first *size* leaves.

        Raises:
            ValueError: there are not that many.
        """
        self._require(0 <= size <= self.size)
        return self._span(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that leaf *index* is in the tree of the first *size* leaves.

        Raises:
            ValueError: it is not.

        Source: RFC 9162, section 2.1.3.1.
        """
        self._require(0 <= index < size <= self.size)
        return tuple(self._path(index, 0, size))

    def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the tree of the first *size* leaves begins with that of the first *old*.

        Raises:
            ValueError: *old* is 0, of which there is nothing to prove, or more than *size*.

        Source: RFC 9162, section 2.1.4.1.
        """
        self._require(0 < old <= size <= self.size)
        return tuple(self._subproof(old, 0, size, known=True))

    def _require(self, within: bool) -> None:  # noqa: FBT001 # what is required, not a choice
        """Refuse what is not in the tree."""
        if not within:
            raise ValueError(f"not in a tree of {self.size} leaves")

    def _span(self, begin: int, end: int) -> bytes:
        """Return the hash over leaves *begin* up to *end*, where *begin* begins a full subtree."""
        count = end - begin
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            at = (begin >> level) * HASH_BYTES
            return bytes(self._levels[level][at : at + HASH_BYTES])
        middle = begin + _split(count)
        return node_hash(self._span(begin, middle), self._span(middle, end))

    def _path(self, index: int, begin: int, end: int) -> list[bytes]:
        """Return PATH of the RFC, over leaves *begin* up to *end*."""
        if end - begin == 1:
            return []
        middle = begin + _split(end - begin)
        if index < middle:
            return [*self._path(index, begin, middle), self._span(middle, end)]
        return [*self._path(index, middle, end), self._span(begin, middle)]

    def _subproof(self, old: int, begin: int, end: int, *, known: bool) -> list[bytes]:
        """Return SUBPROOF of the RFC, over leaves *begin* up to *end*; known: their hash is the old root."""
        if old == end:
            return [] if known else [self._span(begin, end)]
        middle = begin + _split(end - begin)
        if old <= middle:
            return [*self._subproof(old, begin, middle, known=known), self._span(middle, end)]
        return [*self._subproof(old, middle, end, known=False), self._span(begin, middle)]


def _split(count: int) -> int:
    """Return the largest power of two below *count*."""
    return 1 << (count - 1).bit_length() - 1


def is_included(leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether a proof shows that the leaf of that hash is leaf *index* of the tree of that root.

    Source: RFC 9162, section 2.1.3.2, whose steps are numbered here.
    """
    if not 0 <= index < size or _ragged(proof):  # (1)
        return False
    at, last, made = index, size - 1, leaf  # (2), (3)
    for each in proof:  # (4)
        if last == 0:  # (4.1)
            return False
        if at & 1 or at == last:
            made = node_hash(each, made)  # (4.2.1)
            at, last = _up(at, last)  # (4.2.2)
        else:
            made = node_hash(made, each)
        at, last = at >> 1, last >> 1  # (4.3)
    return last == 0 and made == root  # (5)


def is_consistent(old: int, old_root: bytes, *, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that the tree of *size* leaves begins with the older tree of *old*.

    Source: RFC 9162, section 2.1.4.2, whose steps are numbered here; that of a tree with itself, and that of
    the empty tree, which the RFC leaves out, are empty.
    """
    if not 0 <= old <= size or _ragged(proof):
        return False
    if old in {0, size}:
        return not proof and old_root == (root if old == size else EMPTY_ROOT)
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)  # (2)
    if not proof:  # (1)
        return False
    at, last = old - 1, size - 1  # (3)
    while at & 1:  # (4)
        at, last = at >> 1, last >> 1
    before = after = hashes[0]  # (5)
    for _, each in pairwise(hashes):  # (6)
        if last == 0:  # (6.1)
            return False
        if at & 1 or at == last:
            before, after = node_hash(each, before), node_hash(each, after)  # (6.2.1), (6.2.2)
            at, last = _up(at, last)  # (6.2.3)
        else:
            after = node_hash(after, each)
        at, last = at >> 1, last >> 1  # (6.3)
    return last == 0 and before == old_root and after == root  # (7)


def _up(at: int, last: int) -> tuple[int, int]:
    """Return both shifted until *at* is odd or 0."""
    while not at & 1 and at:
        at, last = at >> 1, last >> 1
    return at, last


def _ragged(proof: Sequence[bytes]) -> bool:
    """Say whether something in a proof is no hash."""
    return any(len(each) != HASH_BYTES for each in proof)

"""Roots and proofs against the published ones of Certificate Transparency's own tests.

Source: https://github.com/google/certificate-transparency, cpp/merkletree/merkle_tree_test.cc; the same
stand in transparency-dev/merkle, testonly and rfc6962_test.go.
"""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.evidence.merkle import (
    EMPTY_ROOT,
    NOTHING,
    Frontier,
    Tree,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    unpacked,
)

LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, INCLUSION[1][2]),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
MOST = 200
TEXTS = [b"line %d" % n for n in range(MOST)]
TREE = Tree(TEXTS)
SIZES = st.integers(1, MOST)


def hashes(hexes: list[str]) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(each) for each in hexes)


def by_definition(texts: list[bytes]) -> bytes:
    """The root as RFC 9162 section 2.1.1 defines it, and nothing else."""
    if len(texts) < 2:
        return leaf_hash(texts[0]) if texts else hashlib.sha256().digest()
    half = 1
    while half * 2 < len(texts):
        half *= 2
    return node_hash(by_definition(texts[:half]), by_definition(texts[half:]))


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    assert NOTHING.extended(LEAVES[:size]).root().hex() == ROOTS[size]
    assert Tree(LEAVES).root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_published_inclusion_proofs(index: int, size: int, proof: list[str]) -> None:
    assert Tree(LEAVES).inclusion(index, size) == hashes(proof)
    root = bytes.fromhex(ROOTS[size])
    assert is_included(leaf_hash(LEAVES[index]), index=index, size=size, proof=hashes(proof), root=root)


@pytest.mark.parametrize(("old", "size", "proof"), CONSISTENCY)
def test_published_consistency_proofs(old: int, size: int, proof: list[str]) -> None:
    assert Tree(LEAVES).consistency(old, size) == hashes(proof)
    root = bytes.fromhex(ROOTS[size])
    assert is_consistent(old, bytes.fromhex(ROOTS[old]), size=size, root=root, proof=hashes(proof))


def test_the_root_is_the_one_of_the_definition_at_every_size() -> None:
    frontier = NOTHING
    for size, text in enumerate(TEXTS):
        assert frontier.root() == TREE.root(size) == by_definition(TEXTS[:size])
        frontier = unpacked(frontier.extended([text]).packed())


@pytest.mark.slow
@given(st.lists(st.binary(max_size=4), max_size=40), st.integers(0, 40))
def test_a_frontier_goes_on_where_it_stopped(texts: list[bytes], cut: int) -> None:
    stored = NOTHING.extended(texts[:cut]).packed()
    assert unpacked(stored).extended(texts[cut:]) == NOTHING.extended(texts)


def test_inclusion_proofs_verify_at_every_size() -> None:
    for size in range(1, MOST + 1, 7):
        root = TREE.root(size)
        for index in range(size):
            proof = TREE.inclusion(index, size)
            assert is_included(leaf_hash(TEXTS[index]), index=index, size=size, proof=proof, root=root)


@pytest.mark.slow
@given(SIZES, st.data())
def test_an_inclusion_proof_shows_nothing_else(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, MOST).filter(lambda n: n != index))
    leaf, root, proof = leaf_hash(TEXTS[index]), TREE.root(size), TREE.inclusion(index, size)
    assert is_included(leaf, index=index, size=size, proof=proof, root=root)
    assert not is_included(leaf, index=other, size=size, proof=proof, root=root)
    assert not is_included(leaf_hash(b"other"), index=index, size=size, proof=proof, root=root)
    assert not is_included(leaf, index=index, size=size, proof=(*proof, root), root=root)
    assert not is_included(leaf, index=index, size=size, proof=proof, root=leaf_hash(b"other"))
    for broken in broken_proofs(proof):
        assert not is_included(leaf, index=index, size=size, proof=broken, root=root)


def test_consistency_proofs_verify_at_every_size() -> None:
    for size in range(1, MOST + 1, 7):
        root = TREE.root(size)
        for old in range(1, size + 1):
            proof = TREE.consistency(old, size)
            assert is_consistent(old, TREE.root(old), size=size, root=root, proof=proof)


@pytest.mark.slow
@given(SIZES, st.data())
def test_a_consistency_proof_shows_nothing_else(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    other = data.draw(st.integers(1, MOST).filter(lambda n: n != old))
    old_root, root, proof = TREE.root(old), TREE.root(size), TREE.consistency(old, size)
    assert is_consistent(old, old_root, size=size, root=root, proof=proof)
    assert not is_consistent(other, old_root, size=size, root=root, proof=proof)
    assert not is_consistent(old, TREE.root(other), size=size, root=root, proof=proof)
    assert not is_consistent(old, old_root, size=size, root=leaf_hash(b"other"), proof=proof)
    assert not is_consistent(old, old_root, size=size, root=root, proof=(*proof, root))
    for broken in broken_proofs(proof):
        assert not is_consistent(old, old_root, size=size, root=root, proof=broken)


def broken_proofs(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Each hash of a proof changed in a bit, left out, cut short; and two of them swapped."""
    places = range(len(proof))
    changed = [(*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]) for at in places]
    without = [proof[:at] + proof[at + 1 :] for at in places]
    cut = [(*proof[:at], proof[at][:-1], *proof[at + 1 :]) for at in places]
    swapped = [(proof[1], proof[0], *proof[2:])] if len(proof) > 1 else []
    return [*changed, *without, *cut, *swapped]


def test_a_tree_begins_with_nothing_and_with_itself() -> None:
    root = TREE.root(5)
    assert is_consistent(0, EMPTY_ROOT, size=5, root=root, proof=())
    assert is_consistent(5, root, size=5, root=root, proof=())
    assert not is_consistent(0, root, size=5, root=root, proof=())
    assert not is_consistent(5, root, size=5, root=TREE.root(6), proof=())
    assert not is_consistent(6, TREE.root(6), size=5, root=root, proof=())
    assert not is_consistent(3, TREE.root(3), size=5, root=root, proof=())
    assert not is_consistent(4, TREE.root(4), size=5, root=root, proof=())


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0), (0, MOST + 1)])
def test_there_is_no_proof_of_what_is_not_in_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        TREE.inclusion(index, size)


@pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5), (5, MOST + 1)])
def test_there_is_no_consistency_of_what_is_not_in_the_tree(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        TREE.consistency(old, size)


@pytest.mark.parametrize("stored", [b"", bytes(7), bytes(40), Frontier(3, (bytes(32),)).packed()])
def test_other_bytes_are_no_frontier(stored: bytes) -> None:
    with pytest.raises(ValueError, match="no frontier"):
        unpacked(stored)

"""What the makers of PDQ publish is found as their tests say, and as a linear scan finds it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lapwing.lists.index import build
from tests.index_material import Codes, plain_answer

VECTORS = Path(__file__).parents[3] / "vectors" / "lists" / "index" / "published.json"
PUBLISHED = json.loads(VECTORS.read_text())
HASHES: list[str] = sorted({each for hashes in PUBLISHED["hashes"].values() for each in hashes})
FIVE: list[str] = PUBLISHED["hashes"][
    "python-threatexchange/threatexchange/tests/hashing/test_pdq_faiss_matcher.py"
]


def codes(hashes: list[str]) -> Codes:
    return np.frombuffer(bytes.fromhex("".join(hashes)), np.uint8).reshape(len(hashes), 32)


@pytest.mark.parametrize("search", PUBLISHED["searches"], ids=lambda search: search["source"])
def test_a_search_answers_as_its_source_says(search: dict[str, Any]) -> None:
    found = build(codes(FIVE)).search(codes([search["query"]]), radius_bits=search["radius_bits"])
    rows = zip(found.row.tolist(), found.distance_bits.tolist(), strict=True)
    assert {FIVE[row]: bits for row, bits in rows} == search["found"]


@pytest.mark.parametrize("pair", PUBLISHED["distances"], ids=lambda pair: pair["source"])
def test_two_published_hashes_are_as_far_apart_as_their_source_says(pair: dict[str, Any]) -> None:
    one, other = codes([pair["one"]]), codes([pair["other"]])
    assert plain_answer(one, other, 256) == [(0, pair["bits"], 0)]


@pytest.mark.parametrize("radius", [0, 1, 2, 8, 10, 16, 23, 24, 31, 32, 35, 49, 64])
def test_every_published_hash_is_found_as_a_linear_scan_finds_it(radius: int) -> None:
    every = codes(HASHES)
    found = build(every).search(every, radius_bits=radius)
    answer = list(zip(found.query.tolist(), found.distance_bits.tolist(), found.row.tolist(), strict=True))
    assert answer == plain_answer(every, every, radius)


def test_the_published_hashes_have_pairs_on_both_sides_of_the_usual_radius() -> None:
    bits = {bits for _, bits, _ in plain_answer(codes(HASHES), codes(HASHES), 64)}
    assert {0, 2, 30, 32} <= bits


def test_the_published_hashes_of_pictures_have_half_of_their_bits() -> None:
    """The median sees to it; a digit that was taken down wrongly would nearly always show here."""
    for hash_ in set(HASHES) - set(FIVE):
        assert int(hash_, 16).bit_count() == 128

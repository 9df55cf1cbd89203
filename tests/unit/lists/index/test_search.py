"""The promise of the index: the same answers as a linear scan, at every radius, by every way."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lapwing.lists.index import search, way
from lapwing.lists.index.build import build, divided
from lapwing.lists.index.codes import Words, as_words
from lapwing.lists.index.compiled import compiled_probe
from lapwing.lists.index.found import Found, Pairs, unpack
from lapwing.lists.index.plan import Plan, Probes, cheapest_radii, probes_to
from lapwing.lists.index.search import find, numpy_probe
from lapwing.lists.index.tables import Tables
from lapwing.lists.index.way import Way
from lapwing.model.errors import BadInput
from tests.index_material import Codes, mixed_codes, near, plain_answer, turned

EVERY_RADIUS = range(65)
DIVISIONS = [Plan((16,) * 16), Plan((13,) * 16 + (12,) * 4), Plan((8,) * 32)]
Probe = Callable[[Tables, Words, Probes, int], tuple[Pairs, np.ndarray]]

ways = pytest.mark.parametrize(
    "probe", [numpy_probe, pytest.param(compiled_probe, marks=pytest.mark.slow)], ids=["numpy", "compiled"]
)


def triples(found: Found) -> list[tuple[int, int, int]]:
    return list(zip(found.query.tolist(), found.distance_bits.tolist(), found.row.tolist(), strict=True))


def material(seed: int, *, count: int = 60) -> tuple[Codes, Codes]:
    """Return distinct codes, and queries that lie on them, near them and nowhere near."""
    rng = np.random.default_rng(seed)
    codes = np.unique(mixed_codes(count, rng), axis=0)
    queries = [
        near(codes[int(rng.integers(len(codes)))], bits, rng) for bits in (0, 1, 20, 31, 32, 50, 64, 65)
    ]
    queries += [np.zeros(32, np.uint8), np.full(32, 255, np.uint8), ~codes[0]]
    return codes, np.array(queries)


@ways
@pytest.mark.parametrize("division", DIVISIONS, ids=["16", "20", "32"])
def test_probing_answers_as_a_linear_scan_at_every_radius(probe: Probe, division: Plan) -> None:
    codes, queries = material(7)
    tables = divided(as_words(codes), division)
    everything = plain_answer(codes, queries, 256)
    for radius in EVERY_RADIUS:
        wanted = probes_to(division, cheapest_radii(division.widths, radius, len(codes)), most=10**6)
        found, crowded = probe(tables, as_words(queries), wanted, radius)
        assert not len(crowded)
        assert triples(unpack(found)) == [each for each in everything if each[1] <= radius]


@pytest.mark.slow
@ways
@settings(deadline=None)  # the first call compiles
@given(seed=st.integers(0, 2**32), radius=st.sampled_from(EVERY_RADIUS), division=st.sampled_from(DIVISIONS))
def test_probing_answers_as_a_linear_scan(probe: Probe, seed: int, radius: int, division: Plan) -> None:
    codes, queries = material(seed, count=20)
    wanted = probes_to(division, cheapest_radii(division.widths, radius, len(codes)), most=10**6)
    found, _ = probe(divided(as_words(codes), division), as_words(queries), wanted, radius)
    assert triples(unpack(found)) == plain_answer(codes, queries, radius)


@ways
@pytest.mark.parametrize("radius", [0, 1, 15, 16, 31, 40])
def test_bits_placed_to_slip_through_are_found(probe: Probe, radius: int) -> None:
    """One bit more than is probed in every part but one: the worst that fits in the radius."""
    division = DIVISIONS[1]
    radii = cheapest_radii(division.widths, radius, 1)
    starts = np.cumsum(division.widths) - division.widths
    code = np.random.default_rng(3).integers(0, 256, 32, dtype=np.uint8)
    for spared in (part for part in range(20) if radii[part] >= 0):
        bits = [
            start + bit for part, start in enumerate(starts) for bit in range(radii[part] + (part != spared))
        ]
        assert len(bits) == radius
        query = as_words(turned(code, np.array(bits, np.int64))[np.newaxis])
        found, _ = probe(
            divided(as_words(code[np.newaxis]), division), query, probes_to(division, radii, most=99), radius
        )
        assert triples(unpack(found)) == [(0, radius, 0)]


@ways
def test_a_query_with_too_many_candidates_is_left_to_a_scan(probe: Probe) -> None:
    codes = np.unique(np.array([turned(np.zeros(32, np.uint8), np.arange(b)) for b in range(10)]), axis=0)
    far = np.full((1, 32), 0b01010101, np.uint8)
    wanted = probes_to(DIVISIONS[0], cheapest_radii(DIVISIONS[0].widths, 31, 10), most=5)
    queries = as_words(np.concatenate((codes[:1], far)))
    found, crowded = probe(divided(as_words(codes), DIVISIONS[0]), queries, wanted, 31)
    assert (len(found), crowded.tolist()) == (0, [0])


@ways
def test_offsets_that_need_64_bits_are_read_alike(probe: Probe) -> None:
    codes, queries = material(11)
    plain = divided(as_words(codes), DIVISIONS[0])
    wide = Tables(plain.plan, plain.codes, plain.offsets.astype(np.uint64), plain.ids)
    wanted = probes_to(DIVISIONS[0], cheapest_radii(DIVISIONS[0].widths, 31, 60), most=10**6)
    found, _ = probe(wide, as_words(queries), wanted, 31)
    assert triples(unpack(found)) == plain_answer(codes, queries, 31)


def test_queries_with_many_candidates_are_taken_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "CANDIDATES_AT_ONCE", 1)
    codes, queries = material(13)
    wanted = probes_to(DIVISIONS[2], cheapest_radii(DIVISIONS[2].widths, 31, 60), most=50)
    found, crowded = numpy_probe(divided(as_words(codes), DIVISIONS[2]), as_words(queries), wanted, 31)
    probed = [query for query in range(len(queries)) if query not in crowded]
    answered = [each for each in plain_answer(codes, queries, 31) if each[0] in probed]
    assert crowded.tolist()
    assert probed
    assert triples(unpack(found)) == answered


def test_without_numba_the_plain_way_is_taken_and_the_other_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(way, "can_compile", lambda: False)
    assert way.chosen_way(None, rows=10**9) is Way.NUMPY
    with pytest.raises(way.NoCompiler):
        way.chosen_way(Way.COMPILED, rows=1)


@pytest.mark.slow
@pytest.mark.parametrize("taken", list(Way))
def test_a_segment_large_enough_for_tables_answers_as_a_scan_of_it_at_every_radius(taken: Way) -> None:
    rng = np.random.default_rng(5)
    codes = rng.integers(0, 256, (30_000, 32), dtype=np.uint8)
    codes[:2_000] = [near(codes[-1], int(rng.integers(0, 30)), rng) for _ in range(2_000)]
    segment = build(codes)
    assert segment.tables.plan.widths
    queries = np.array([codes[0], near(codes[9_000], 31, rng), near(codes[9_001], 32, rng), codes[-1]])
    scanned = build(codes).tables.codes
    without_tables = Tables(Plan(), scanned, np.zeros(0, np.uint32), np.zeros(0, np.uint32))
    for radius in EVERY_RADIUS:
        probed = find(segment.tables, as_words(queries), radius_bits=radius, way=taken)
        assert probed.tolist() == find(without_tables, as_words(queries), radius_bits=radius).tolist()


@pytest.mark.slow
@settings(deadline=None)  # other work may share the machine
@given(st.integers(0, 2**32), st.integers(0, 40), st.sampled_from(EVERY_RADIUS))
def test_a_segment_answers_in_rows_however_often_a_code_repeats(seed: int, count: int, radius: int) -> None:
    rng = np.random.default_rng(seed)
    codes = mixed_codes(count, rng)
    queries = np.concatenate((mixed_codes(3, rng), codes[:2]))
    assert triples(build(codes).search(queries, radius_bits=radius)) == plain_answer(codes, queries, radius)


@pytest.mark.parametrize("rows", [0, 1])
def test_next_to_nothing_can_be_searched(rows: int) -> None:
    segment = build(np.zeros((rows, 32), np.uint8))
    found = segment.search(np.zeros((2, 32), np.uint8), radius_bits=0)
    assert triples(found) == [(query, 0, 0) for query in range(2) if rows]


def test_no_queries_give_no_answers() -> None:
    assert len(build(np.zeros((3, 32), np.uint8)).search(np.zeros((0, 32), np.uint8), radius_bits=31)) == 0


@pytest.mark.parametrize("radius", [-1, 65])
def test_a_radius_out_of_range_is_refused_even_when_there_is_nothing_to_search(radius: int) -> None:
    with pytest.raises(BadInput, match="0 to 64"):
        build(np.zeros((0, 32), np.uint8)).search(np.zeros((1, 32), np.uint8), radius_bits=radius)


def test_a_query_of_another_length_is_refused() -> None:
    with pytest.raises(BadInput, match="shape"):
        build(np.zeros((1, 32), np.uint8)).search(np.zeros((1, 31), np.uint8), radius_bits=31)

"""Bars of one colour part runs of content; what drifts or is one line thick is no bar."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapwing.signals.kernels.flat_lines import Run, View, content_runs
from tests.pdq_material import noise


def view(*stretches: tuple[int, int | None]) -> View:
    """Return (lines, tone) stretches one below the other; a tone of None is content."""
    parts = [
        noise((lines, 40), lines) if tone is None else np.full((lines, 40), tone) for lines, tone in stretches
    ]
    return np.concatenate(parts).astype(np.float32)


def tight(*spans: tuple[int, int]) -> tuple[Run, ...]:
    return tuple(Run(first, last, first, last) for first, last in spans)


EXAMPLES = [
    (view((20, None)), tight((0, 20))),
    (view((5, 255), (20, None)), tight((5, 25))),
    (view((5, 255), (20, None), (9, 0)), tight((5, 25))),
    (view((8, None), (2, 128), (8, None)), tight((0, 8), (10, 18))),
    (view((8, None), (1, 128), (8, None)), tight((0, 17))),
    (view((20, 77)), ()),
]


@pytest.mark.parametrize(("lines", "runs"), EXAMPLES)
def test_runs_lie_between_bars(lines: View, runs: tuple[Run, ...]) -> None:
    assert content_runs(lines) == runs


def test_a_bar_that_touches_another_may_belong_to_the_run() -> None:
    (first, second) = content_runs(view((20, None), (4, 30), (6, 250), (20, None)))
    assert first == Run(0, 20, 0, 24)
    assert second == Run(30, 50, 24, 50)


def test_a_bar_too_long_for_the_run_does_not_belong_to_it() -> None:
    (first, _) = content_runs(view((20, None), (9, 30), (6, 250), (20, None)))
    assert first == Run(0, 20, 0, 20)


def test_lines_that_drift_are_content() -> None:
    sky = np.repeat(np.linspace(100, 160, 60, dtype=np.float32)[:, np.newaxis], 40, axis=1)
    assert content_runs(sky) == tight((0, 60))


@pytest.mark.parametrize(("spread", "is_bar"), [(14, True), (15, False)])
def test_a_line_is_of_one_colour_up_to_fourteen_tones(spread: int, *, is_bar: bool) -> None:
    lines = view((20, None), (6, 100))
    lines[20:, ::2] += spread
    assert (content_runs(lines)[0].last == 20) is is_bar


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from([None, 0, 128, 255])), min_size=1, max_size=9))
def test_runs_are_in_order_and_apart(stretches: list[tuple[int, int | None]]) -> None:
    lines = view(*stretches)
    runs = content_runs(lines)
    edges = [edge for run in runs for edge in (run.first, run.last)]
    assert edges == sorted(set(edges))
    assert all(run.loose_first <= run.first < run.last <= run.loose_last for run in runs)
    assert all(run.loose_first >= 0 and run.loose_last <= len(lines) for run in runs)

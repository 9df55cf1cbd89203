import numpy as np
import pytest

from lapwing.lists.index.codes import as_words, distances_bits
from lapwing.model.errors import BadInput
from tests.index_material import near


@pytest.mark.parametrize("bits", [0, 1, 31, 32, 64, 128, 255, 256])
def test_the_distance_is_the_number_of_bits_that_differ(bits: int) -> None:
    rng = np.random.default_rng(bits)
    code = rng.integers(0, 256, 32, dtype=np.uint8)
    other = near(code, bits, rng)
    assert distances_bits(as_words(code[np.newaxis]), as_words(other[np.newaxis])).tolist() == [bits]


@pytest.mark.parametrize("shape", [(32,), (1, 31), (1, 33), (1, 2, 16)])
def test_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(BadInput, match="shape"):
        as_words(np.zeros(shape, np.uint8))


def test_another_type_is_refused() -> None:
    with pytest.raises(BadInput, match="float64"):
        as_words(np.zeros((1, 32)))  # type: ignore[arg-type] # that is the test


def test_codes_that_lie_column_by_column_are_read_row_by_row() -> None:
    codes = np.arange(64, dtype=np.uint8).reshape(2, 32)
    assert (as_words(np.asfortranarray(codes)) == as_words(codes)).all()

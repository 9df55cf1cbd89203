"""Which of the two ways of probing is taken: NumPy always works, the compiled loop needs numba."""

from enum import StrEnum
from functools import cache
from importlib import import_module

from lapwing.model.errors import Unavailable

# Below this many rows the compiled loop does not win back the second that loading numba takes.
COMPILED_ROWS = 250_000


class Way(StrEnum):
    """How buckets are probed; the answers are the same."""

    NUMPY = "numpy"
    COMPILED = "compiled"


class NoCompiler(Unavailable):
    """The compiled way was asked for, and numba is not installed or does not load."""

    code = "lapwing.no-compiler"
    retryable = False


@cache
def can_compile() -> bool:
    """Say whether numba is there and loads, which takes about a second the first time."""
    try:
        import_module("lapwing.lists.index.loop")
    except ImportError:  # not installed, or not made for this NumPy
        return False
    return True


def chosen_way(asked: Way | None, *, rows: int) -> Way:
    """Return the way asked for, or else the one that suits a segment of *rows* rows.

    Raises:
        NoCompiler: the compiled way was asked for and cannot be had.
    """
    if asked is None:
        return Way.COMPILED if rows >= COMPILED_ROWS and can_compile() else Way.NUMPY
    if asked is Way.COMPILED and not can_compile():
        raise NoCompiler
    return asked

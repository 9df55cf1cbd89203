"""What a house rule is, and a fault that it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A place where a rule is broken; line counts from 1."""

    line: int
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the house.

    because: the fault or duty behind it.
    applies: says whether a path (relative, with slashes) is looked at.
    find: gives the faults in a file's text.
    good, bad: examples that have to pass and to fail.
    """

    name: str
    because: str
    applies: Callable[[str], bool]
    find: Callable[[str], Iterator[Fault]]
    good: tuple[str, ...]
    bad: tuple[str, ...]

"""The loop that does what is due. That stands in rows; the loop holds nothing, so it may die at any time."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

from lapwing.model.errors import LapwingError

LONGEST_PAUSE_SECONDS = 0.5
"""How long something that has just become due waits at most for the loop to look."""

AFTER_A_FAULT = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chore:
    """One thing to look after.

    do: does what is due and returns how many there were. every: how often to look.
    A chore that had something to do is looked at again at once.
    """

    name: str
    every: timedelta
    do: Callable[[], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A chore that failed, for whoever watches: its name and the code of the fault, nothing of content."""

    chore: str
    code: str


def run(
    chores: Sequence[Chore], *, stop: threading.Event, tell: Callable[[Trouble], None] = lambda _: None
) -> None:
    """Look after *chores* until *stop* is set; a chore that fails does not keep the others waiting."""
    next_look = dict.fromkeys((chore.name for chore in chores), 0.0)
    while not stop.is_set():
        busy = False
        for chore in chores:
            if stop.is_set():
                return
            if monotonic() < next_look[chore.name]:
                continue
            done, wait = _done(chore, tell)
            busy |= bool(done)
            next_look[chore.name] = monotonic() + (0.0 if done else wait.total_seconds())
        if not busy:
            stop.wait(_pause(next_look.values()))


def _done(chore: Chore, tell: Callable[[Trouble], None]) -> tuple[int, timedelta]:
    """Do a chore once; return how many there were, and how long to wait where there were none."""
    try:
        return chore.do(), chore.every
    except LapwingError as fault:
        tell(Trouble(chore=chore.name, code=fault.code))
    except Exception as fault:  # noqa: BLE001 - outermost: the loop outlives a chore's mistake, and tells of it
        tell(Trouble(chore=chore.name, code=type(fault).__name__))
    return 0, max(chore.every, AFTER_A_FAULT)


def _pause(looks: Iterable[float]) -> float:
    """Return the seconds until the soonest of *looks*, at most LONGEST_PAUSE_SECONDS."""
    soonest = min(looks, default=0.0) - monotonic()
    return max(0.01, min(soonest, LONGEST_PAUSE_SECONDS))

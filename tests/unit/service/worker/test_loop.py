"""The loop looks after every chore, at its own pace, whatever becomes of the others."""

import threading
from datetime import timedelta

from lapwing.model.errors import Unavailable
from lapwing.service.worker.loop import Chore, Trouble, run

OFTEN, SELDOM = timedelta(milliseconds=1), timedelta(hours=1)


def test_a_chore_with_more_to_do_is_looked_at_again_at_once_and_one_without_is_not() -> None:
    stop, left, idle = threading.Event(), [5], [0]

    def much() -> int:
        if not left[0]:
            stop.set()
            return 0
        left[0] -= 1
        return 1

    def little() -> int:
        idle[0] += 1
        return 0

    run([Chore(name="little", every=SELDOM, do=little), Chore(name="much", every=OFTEN, do=much)], stop=stop)
    assert (left[0], idle[0]) == (0, 1)


def test_a_chore_that_fails_is_told_of_and_keeps_nobody_waiting() -> None:
    stop, troubles, done = threading.Event(), list[Trouble](), [0]

    def fails() -> int:
        raise Unavailable("the vault")

    def breaks() -> int:
        raise ZeroDivisionError

    def works() -> int:
        done[0] += 1
        if done[0] == 3:
            stop.set()
        return 0

    chores = [
        Chore(name="fails", every=OFTEN, do=fails),
        Chore(name="breaks", every=OFTEN, do=breaks),
        Chore(name="works", every=OFTEN, do=works),
    ]
    run(chores, stop=stop, tell=troubles.append)
    assert troubles == [
        Trouble(chore="fails", code="lapwing.unavailable"),
        Trouble(chore="breaks", code="ZeroDivisionError"),
    ]


def test_a_loop_that_was_stopped_before_it_began_does_nothing() -> None:
    stop = threading.Event()
    stop.set()
    run([Chore(name="never", every=OFTEN, do=lambda: 1 // 0)], stop=stop)

"""The counter: as many as there are places, and not one more."""

from threading import Event

from lapwing.service.counter import Counter


def test_the_next_is_sent_away_once_all_places_are_taken() -> None:
    gate = Event()
    counter: Counter[bool] = Counter(in_flight=1, waiting=2)
    taken = [counter.take(lambda: gate.wait(timeout=10)) for _ in range(4)]
    assert [each is not None for each in taken] == [True, True, True, False]

    gate.set()
    assert [each.result(timeout=10) for each in taken if each] == [True] * 3
    assert counter.take(lambda: True) is not None, "a place that is free again is given again"
    counter.close()


def test_a_fault_gives_its_place_back() -> None:
    counter: Counter[int] = Counter(in_flight=1, waiting=0)
    for _ in range(3):
        future = counter.take(lambda: 1 // 0)
        assert future is not None
        assert isinstance(future.exception(timeout=10), ZeroDivisionError)
    counter.close()


def test_a_closed_counter_takes_nothing_and_begins_nothing() -> None:
    gate, begun = Event(), []
    counter: Counter[object] = Counter(in_flight=1, waiting=1)
    first = counter.take(lambda: gate.wait(timeout=10))
    second = counter.take(lambda: begun.append(1))
    assert first is not None
    assert second is not None
    gate.set()
    counter.close()
    assert counter.take(lambda: 1) is None
    assert first.done()
    assert second.cancelled() or begun == [1]

"""At the desk what counts as known is seen by two, and so is what is hard; it stops when it is enough."""

from collections import deque
from dataclasses import dataclass, field

import httpx
import pytest

from lapwing.model.cases import FindingKind
from lapwing.service.demo.harbour.desk import CHANGED, KEPT, Desk
from lapwing.service.demo.harbour.moderator import NotTheConsole, Taken
from lapwing.service.demo.registers import LINKED, VERIFIED

LISTS = {"known": VERIFIED.name, "linked": LINKED.name, "hard": LINKED.name}


@dataclass
class Console:
    """A queue of references. decided: what was found, in order; answers: given before KEPT."""

    queue: deque[tuple[str, str]]
    decided: list[tuple[str, str, str, str]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    looks: int = 0


@dataclass
class Person:
    """Somebody at the console, as far as the desk knows them."""

    name: str
    console: Console

    def waiting(self) -> int:
        return len(self.console.queue)

    def take_next(self) -> Taken | None:
        for index, (reference, first) in enumerate(self.console.queue):
            if first != self.name:
                del self.console.queue[index]
                return Taken(path=reference, version="1", references=(reference,), is_second=bool(first))
        return None

    def look(self, path: str) -> Taken:
        return Taken(path=path, version="" if path == "gone" else "2", references=(path,))

    def see(self, _: Taken) -> int:
        self.console.looks += 1
        return 1

    def decide(self, taken: Taken, *, kind: str, category: str, basis: str, why: str) -> httpx.Response:
        assert why
        assert basis
        if self.console.answers:
            return httpx.Response(self.console.answers.pop())
        self.console.decided.append((taken.path, self.name, kind, category))
        if kind in {"second", "unsure"}:
            self.console.queue.append((taken.path, self.name))
        return httpx.Response(KEPT)


def desk(console: Console) -> Desk:
    people = [Person(name=name, console=console) for name in ("ann", "ben")]
    return Desk(
        people=people,  # type: ignore[arg-type]  # as much of them as the desk uses
        list_of=lambda reference: LISTS.get(reference, ""),
        is_hard=lambda reference: reference == "hard",
        pause=lambda: False,
    )


def test_what_is_known_is_seen_by_two_and_so_is_what_is_hard() -> None:
    console = Console(queue=deque((each, "") for each in ("known", "hard", "linked", "harmless")))
    at = desk(console)
    at.work()
    by = {(reference, kind): name for reference, name, kind, _ in console.decided}
    assert by["known", "second"] != by["known", "csam"]
    assert by["hard", "unsure"] != by["hard", "terms"]
    assert ("linked", "terms") in by
    assert ("harmless", "not") in by
    assert at.settled == {"known", "hard", "linked", "harmless"}
    assert console.looks == len(console.decided) == 6


def test_categories_come_in_turn() -> None:
    console = Console(queue=deque([("known", "")] * 4))
    desk(console).work()
    assert [category for *_, kind, category in console.decided if kind == "csam"] == ["a", "b", "c", "a"]


def test_some_are_left_and_no_more_are_decided_than_asked_for() -> None:
    console = Console(queue=deque([("linked", "")] * 9))
    at = desk(console)
    assert len(at.work(most=2)) == 2
    at.work(leave=5)
    assert len(console.queue) == 5
    at.work(until=lambda: True)
    assert len(console.queue) == 5
    assert at.found == {FindingKind.TERMS: 4}


def test_a_case_that_is_gone_meanwhile_is_left_and_the_next_one_taken() -> None:
    console = Console(queue=deque([("gone", ""), ("linked", "")]), answers=[CHANGED])
    desk(console).work()
    assert [reference for reference, *_ in console.decided] == ["linked"]


def test_a_case_that_changed_is_looked_at_again_and_a_refusal_is_told() -> None:
    console = Console(queue=deque([("linked", "")]), answers=[CHANGED])
    desk(console).work()
    assert len(console.decided) == 1
    refusing = Console(queue=deque([("linked", "")]), answers=[403])
    with pytest.raises(NotTheConsole):
        desk(refusing).work()

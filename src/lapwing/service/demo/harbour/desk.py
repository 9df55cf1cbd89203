"""The moderators' desk: two people take what comes next, look at it, and decide it by what is true of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from lapwing.model.cases import FindingKind
from lapwing.model.lists import Category
from lapwing.service.demo.harbour.found import CATEGORIES, Meant, meant
from lapwing.service.demo.harbour.moderator import MOST_LOOKS, Moderator, NotTheConsole, Taken

KEPT, CHANGED = 302, 409
FIRST_WHY = "Demonstration: it looks as the list says; somebody else has to see it before it counts as known."
UNSURE_WHY = "Demonstration: hard to tell from what it resembles."


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision. references: what the platform calls the items of the case."""

    kind: FindingKind
    category: Category
    references: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Desk:
    """Where cases are decided.

    people: each at a browser, signed in; two at least, for what is confirmed is seen by two.
    list_of: the list to which a reference leads. is_hard: whether the first person is not sure of it.
    pause: waits a moment, and says whether to stop.
    confirmed: how many were given a category. settled: the references of all that was decided for good.
    """

    people: Sequence[Moderator]
    list_of: Callable[[str], str]
    is_hard: Callable[[str], bool]
    pause: Callable[[], bool]
    confirmed: int = 0
    settled: set[str] = field(default_factory=set)
    found: Counter[FindingKind] = field(default_factory=Counter)

    def work(
        self, *, leave: int = 0, most: int = 200, until: Callable[[], bool] = lambda: False
    ) -> Sequence[Decided]:
        """Decide cases in turn until only *leave* wait, *most* are decided, *until* holds or there are none.

        Raises:
            NotTheConsole: a decision was not kept.
        """
        decided: list[Decided] = []
        idle = 0
        for person in cycle(self.people):
            is_enough = idle == len(self.people) or len(decided) == most or until()
            if is_enough or self.pause() or person.waiting() <= leave:
                return decided
            taken = person.take_next()
            idle = idle + 1 if taken is None else 0
            found = None if taken is None else self._decided(person, taken)
            if found is not None:
                decided.append(found)
        return decided

    def _decided(self, person: Moderator, taken: Taken) -> Decided | None:
        """Look and decide, looking again where the case has changed; None where it is in hand no more."""
        if taken.version:
            person.see(taken)
            self.pause()
        for _ in range(MOST_LOOKS):
            if not taken.version:
                return None
            found, why, basis = self._finding(taken)
            answer = person.decide(
                taken, kind=found.kind.value, category=found.category.value, basis=basis, why=why
            )
            if answer.status_code == KEPT:
                self.found[found.kind] += 1
                self.confirmed += found.category is not Category.NONE
                if found.kind not in {FindingKind.SECOND, FindingKind.UNSURE}:
                    self.settled.update(found.references)
                return found
            if answer.status_code != CHANGED:
                raise NotTheConsole(f"a decision was not kept: {answer.status_code}")
            taken = person.look(taken.path)
        raise NotTheConsole("the case changed each time that it was decided")

    def _finding(self, taken: Taken) -> tuple[Decided, str, str]:
        """Return what is found of a case, why, and on what it stands."""
        comes_to = meant(map(self.list_of, taken.references))
        kind, why = _as_first(comes_to, is_hard=any(map(self.is_hard, taken.references)))
        if taken.is_second:
            kind, why = comes_to.kind, comes_to.why
        category = Category.NONE
        if kind is FindingKind.CSAM:
            category = CATEGORIES[self.confirmed % len(CATEGORIES)]
        basis = comes_to.basis.value
        return Decided(kind=kind, category=category, references=taken.references), why, basis


def _as_first(comes_to: Meant, *, is_hard: bool) -> tuple[FindingKind, str]:
    """Return what the first of two people says, or what the only one finds."""
    if comes_to.is_confirmed:
        return FindingKind.SECOND, FIRST_WHY
    if is_hard:
        return FindingKind.UNSURE, UNSURE_WHY
    return comes_to.kind, comes_to.why

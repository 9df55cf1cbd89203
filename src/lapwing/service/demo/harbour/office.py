"""What the acts of the story are played with: Harbour, its staff at their browsers, and the service."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from random import Random
from threading import Event
from time import monotonic
from types import TracebackType
from typing import Self

from lapwing.service.demo.harbour.desk import Desk
from lapwing.service.demo.harbour.logbook import Logbook
from lapwing.service.demo.harbour.material import Material
from lapwing.service.demo.harbour.moderator import STEP_SECONDS, Moderator, NotTheConsole
from lapwing.service.demo.harbour.more import More
from lapwing.service.demo.harbour.people import Person
from lapwing.service.demo.harbour.platform import Harbour
from lapwing.service.demo.harbour.post import Content, Post, Standing
from lapwing.service.demo.harbour.staff import ANN, BEN, SignIn
from lapwing.service.demo.truth import Sort
from lapwing.service.demo.world import World
from lapwing.service.wiring.service import Service

LOOK_SECONDS = 0.25


@dataclass(slots=True, kw_only=True)
class Office:
    """One run's. seconds: a moment of quiet between two acts of a person. tell: hears what is played.

    hard: the references of what the first moderator is not sure of. awaited: of what has to be decided
    before the story goes on.
    """

    service: Service
    base_url: str
    harbour: Harbour
    world: World
    more: More
    material: Material
    everybody: tuple[Person, ...]
    logbook: Logbook
    rng: Random
    stop: Event
    seconds: float
    tell: Callable[[str], None]
    sign_ins: Mapping[str, SignIn] = field(default_factory=dict)
    hard: set[str] = field(default_factory=set)
    awaited: set[str] = field(default_factory=set)
    _browsers: dict[str, Moderator] = field(default_factory=dict)
    _ends: ExitStack = field(default_factory=ExitStack)
    _desk: Desk | None = None

    def __enter__(self) -> Self:
        """Open it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        """Close every browser."""
        self._ends.close()

    def pause(self) -> bool:
        """Wait a moment, and say whether to stop."""
        return self.stop.wait(self.seconds)

    def until(self, holds: Callable[[], bool], *, seconds: float, look_seconds: float = LOOK_SECONDS) -> bool:
        """Wait until something holds, and say whether it does; look_seconds: how often it is looked at."""
        ends = monotonic() + seconds
        while not (found := holds()) and monotonic() < ends:
            if self.stop.wait(look_seconds):
                break
        return found

    def share(self, content: Content, surface: str) -> Post:
        """Have somebody share something."""
        return self.harbour.share(content, surface=surface, account=self.rng.choice(self.everybody).id)

    def share_awaited(self, content: Content, surface: str) -> Post:
        """Have somebody share something that a person has to decide before the story goes on."""
        post = self.share(content, surface)
        if post.standing is not Standing.SHOWN:  # else nothing in it was recognised, and nobody is asked
            self.awaited.add(post.reference)
        return post

    def share_hard(self, content: Content, surface: str) -> Post:
        """Have somebody share something of which the first moderator will not be sure."""
        post = self.share_awaited(content, surface)
        self.hard.add(post.reference)
        return post

    def decide(self) -> None:
        """Have Ann and Ben decide what comes next until all that is awaited is decided, or nothing is left.

        Raises:
            NotTheConsole: the console is not as it is known here.
        """
        desk = self.desk()
        desk.work(until=lambda: self.awaited <= desk.settled)

    def pictures(self, list_name: str, *, sort: Sort = Sort.ALTERED) -> list[Content]:
        """Return the pictures of a sort that lead to a list, in another order each time."""
        found = [
            self.material.content(each)
            for each in (*self.material.listed, *self.material.pictures)
            if each.list_name == list_name and each.sort is sort
        ]
        self.rng.shuffle(found)
        return found

    def desk(self) -> Desk:
        """Return the desk, with Ann and Ben signed in.

        Raises:
            NotTheConsole: signing in did not work.
        """
        people = [self._signed_in(each.name) for each in (ANN, BEN)]
        if self._desk is None:
            self._desk = Desk(
                people=people,
                list_of=self.logbook.list_of,
                is_hard=self.hard.__contains__,
                pause=self.pause,
            )
        return self._desk

    def browser_of(self, name: str) -> Moderator:
        """Return somebody's browser, as they left it."""
        if name not in self._browsers:
            self._browsers[name] = self._ends.enter_context(Moderator(self.base_url))
        return self._browsers[name]

    def _signed_in(self, name: str) -> Moderator:
        """Return somebody's browser, signed in; a code that was used already is waited out."""
        browser, kept = self.browser_of(name), self.sign_ins[name]
        for is_last in (False, True):
            if browser.is_signed_in():
                break
            try:
                browser.sign_in(name, kept.password, secret=kept.secret)
            except NotTheConsole:
                if is_last or self.stop.wait(STEP_SECONDS + 1):
                    raise
        return browser

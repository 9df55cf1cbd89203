"""Behind Harbour: its staff play the story, act after act, then keep the desk, the lists and the papers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread

import httpx

from lapwing.compliance.port import Status
from lapwing.model.errors import LapwingError
from lapwing.service.demo.harbour.brought import bring_all
from lapwing.service.demo.harbour.day import PEOPLE, Pace
from lapwing.service.demo.harbour.logbook import Logbook
from lapwing.service.demo.harbour.material import material_of
from lapwing.service.demo.harbour.more import More
from lapwing.service.demo.harbour.office import Office
from lapwing.service.demo.harbour.people import people
from lapwing.service.demo.harbour.platform import Harbour
from lapwing.service.demo.harbour.staff import STAFF, hire
from lapwing.service.demo.harbour.statements import state_what_is_due
from lapwing.service.demo.harbour.story import STORY, Act, NotAsMeant
from lapwing.service.demo.wording import seeded
from lapwing.service.demo.world import World
from lapwing.service.wiring.here import let_go
from lapwing.service.wiring.outbox import count_due
from lapwing.service.wiring.register import assessment
from lapwing.service.wiring.service import Service

STAFF_SHARE = 0.5
"""A moment of quiet of the staff's, of the seconds between two scenes."""

LEFT_OPEN = 5
"""Cases that the moderators leave, so that whoever is here has some to decide."""

CLEAR_EVERY, BRING_EVERY = timedelta(hours=8), timedelta(hours=12)
"""How often they leave none, so that none waits for a day; and how often lists are brought again."""

LEAST_ROUND_SECONDS, ROUND_SHARE = 60.0, 300.0
"""Between two looks at the desk once the story is over: so many times the pace, and no less than that."""

MOST_A_ROUND, TAKEN_SECONDS = 10, 10.0
Tell = Callable[[str], None]

TROUBLE = (LapwingError, NotAsMeant, OSError, httpx.HTTPError)
"""What may go wrong while the service is busy, stops or starts again, and is tried again."""


class Behind:
    """What goes on behind one Harbour, in a thread of its own."""

    def __init__(  # what it is made of, once
        self,
        service: Service,
        *,
        base_url: str,
        world: World,
        more: More,
        logbook: Logbook,
        pace: Pace,
        stop: Event,
        tell: Tell,
        seed: int,
    ) -> None:
        """Play against *service*, whose console is at *base_url*. tell: hears what is played."""
        self._service, self._base_url, self._world, self._more = service, base_url, world, more
        self._logbook, self._pace, self._stop, self._tell = logbook, pace, stop, tell
        self._rng = seeded("harbour staff", seed)
        self._seed = seed

    @contextmanager
    def beside(self, harbour: Harbour) -> Iterator[None]:
        """Let it go on for the length of a block, and end it in order: what was decided is delivered."""
        thread = Thread(target=self._run, args=(harbour,), name="harbour-staff")
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()
            self._await_delivered()

    def _run(self, harbour: Harbour) -> None:
        try:
            with self._office(harbour) as office:
                while not (self._has_played(office) or self._stop.wait(LEAST_ROUND_SECONDS)):
                    pass
                self._live(office)
        except Exception as fault:  # noqa: BLE001  # outermost of the thread: the day goes on, and it is told
            self._tell(f"Harbour's staff have stopped: {str(fault) or type(fault).__name__}")
        finally:
            self._pace.quiet.set()
            let_go()

    def _office(self, harbour: Harbour) -> Office:
        return Office(
            service=self._service,
            base_url=self._base_url,
            harbour=harbour,
            world=self._world,
            more=self._more,
            material=material_of(self._world),
            everybody=people(PEOPLE, seed=self._seed),
            logbook=self._logbook,
            rng=self._rng,
            stop=self._stop,
            seconds=self._pace.seconds * STAFF_SHARE,
            tell=self._tell,
        )

    def _has_played(self, office: Office) -> bool:
        """Play what there is to play, and say whether that could be done."""
        try:
            self._play(office)
        except TROUBLE as fault:
            self._tell(f"Harbour's staff try again in a minute: {fault}")
            return False
        return True

    def _play(self, office: Office) -> None:
        """Play what was not played yet, and say how the code stands."""
        office.sign_ins = hire(STAFF, self._service, browser_of=office.browser_of)
        for member in STAFF:
            kept = office.sign_ins[member.name]
            signs_in = f"password {kept.password}, second factor {kept.secret}"
            self._tell(f"Sign in as {member.name}, {signs_in}: {member.does}.")
        waiting = [act for act in STORY if not office.logbook.has(act.name)]
        if len(waiting) < len(STORY):
            bring_all(office)  # an earlier day's
        for act in waiting:
            if self._stop.is_set():
                return
            _play_one(act, office, number=STORY.index(act) + 1)
        self._tell_register("" if waiting else "The story was played before. ")
        self._pace.quiet.set()

    def _live(self, office: Office) -> None:
        """Keep the desk, the lists and the papers until the end."""
        cleared_at = brought_at = self._service.clock()
        while not self._stop.wait(max(LEAST_ROUND_SECONDS, ROUND_SHARE * self._pace.seconds)):
            now = self._service.clock()
            try:
                leave = 0 if now - cleared_at >= CLEAR_EVERY else LEFT_OPEN
                office.desk().work(leave=leave, most=MOST_A_ROUND if leave else 200)
                cleared_at = cleared_at if leave else now
                brought_at = _brought(office, brought_at, now)
                state_what_is_due(self._service, tell=self._tell)
            except TROUBLE as fault:
                self._tell(f"Harbour's staff try again later: {fault}")

    def _tell_register(self, before: str) -> None:
        counts = assessment(self._service.home, now=self._service.clock()).counts
        told = ", ".join(f"{counts[each]} {each}" for each in Status if each is not Status.MET)
        every = sum(counts.values())
        where = f"{self._base_url}/code/ and `lapwing code`"
        self._tell(f"{before}{counts[Status.MET]} of {every} rows met ({told}): {where}.")

    def _await_delivered(self) -> None:
        """Wait a little until Harbour has been told of everything that was decided."""
        waiting = Event()
        for _ in range(int(TAKEN_SECONDS / 0.2)):
            if not count_due():
                return
            waiting.wait(0.2)


def _play_one(act: Act, office: Office, *, number: int) -> None:
    office.tell(f"{number} of {len(STORY)}: {act.title}.")
    try:
        came_to = act.play(office)
    except TROUBLE as fault:
        if office.stop.is_set():
            return
        office.tell(f"   that did not work, and is played again with the next start: {fault}")
        return
    if office.stop.is_set():
        return
    office.logbook.note_played(act.name)
    office.tell(f"   {came_to}.")


def _brought(office: Office, brought_at: datetime, now: datetime) -> datetime:
    """Bring the lists again where that is due, and return when that was last done."""
    if now - brought_at < BRING_EVERY:
        return brought_at
    bring_all(office)
    return now

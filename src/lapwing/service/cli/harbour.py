"""`lapwing harbour`: a made-up platform plays against the service that runs here."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated

import typer

from lapwing.model.errors import BadInput, Unavailable
from lapwing.service.children import PARENT
from lapwing.service.cli.output import Output
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import opened, require_service
from lapwing.service.clock import now
from lapwing.service.demo.homes import world_folder

if TYPE_CHECKING:
    from lapwing.service.demo.harbour import Day
    from lapwing.service.wiring.service import Service

ADDRESS = "http://127.0.0.1:8000"
"""Where `lapwing up` answers."""

USUAL_PACE, SLOWER = 2.0, 15.0
"""Seconds between two scenes, and so many times that once the story has been played."""

PaceOption = Annotated[
    float,
    typer.Option(min=0, help="Seconds between two scenes of Harbour, and between two acts of its staff."),
]


class NotMade(Unavailable):
    """Harbour's world could not be made; what was printed says why."""

    code = "lapwing.demo-world-not-made"
    retryable = False


class NobodyThere(BadInput):
    """Nobody of that name works on Harbour here; `lapwing up --demo` says who does."""

    code = "lapwing.nobody-there"


def harbour(
    context: typer.Context,
    address: Annotated[str, typer.Option(help="Where the service answers.")] = ADDRESS,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where its webhooks arrive, on this machine; 0 for any.")
    ] = 0,
    scenes: Annotated[int, typer.Option(min=0, help="How many scenes are played; 0 for no end.")] = 0,
    pace: PaceOption = USUAL_PACE,
    seed: Annotated[int, typer.Option(help="Another seed, another day.")] = 1,
    staff: Annotated[
        bool, typer.Option("--staff", help="Let its staff play too: they decide cases, review lists, attest.")
    ] = False,
    only_world: Annotated[
        bool, typer.Option("--only-world", help="Play nothing; make its world and bring its lists.")
    ] = False,
    code: Annotated[
        str, typer.Option(metavar="NAME", help="Play nothing; print the code of one of its staff for now.")
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Let the made-up platform Harbour post, chat, search and upload, and obey what comes back.

    All of it is synthetic. The worker delivers webhooks to this machine only where LAPWING_LOCAL_HOSTS names
    127.0.0.1; `lapwing up --demo` sees to that, and lets the staff play.
    """
    session, output = start(context, as_json=as_json)
    if code:
        _tell_code(session.home, code, output)
        return
    if only_world:
        _make_ready(session.home)
        return
    _make_ready_elsewhere(session.home, output)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with opened(session.home) as service:
        day = _played(
            service,
            output,
            address=address,
            port=port,
            scenes=scenes,
            pace=pace,
            seed=seed,
            staff=staff,
            stop=stop,
        )
    if output.as_json:
        output.json(asdict(day))
    standing = ", ".join(f"{count} {name}" for name, count in sorted(day.posts.items()))
    output.say(f"Harbour played {day.scenes} scenes; of what was shared, {standing or 'nothing is left'}.")


def _played(
    service: "Service",
    output: Output,
    *,
    address: str,
    port: int,
    scenes: int,
    pace: float,
    seed: int,
    staff: bool,
    stop: Event,
) -> "Day":
    """Play the day, with the staff beside it where they are to play."""
    from lapwing.service.demo.harbour import Pace, run  # noqa: PLC0415  # needs the extra
    from lapwing.service.demo.harbour.logbook import Logbook  # noqa: PLC0415  # the same
    from lapwing.service.demo.harbour.material import LISTED_SHARE, STAFFED_SHARE  # noqa: PLC0415  # the same
    from lapwing.service.demo.harbour.mooring import harbour_world, moor  # noqa: PLC0415  # the same
    from lapwing.service.demo.harbour.receiver import free_port  # noqa: PLC0415  # the same

    berth = moor(service, base_url=address, port=port or free_port())
    world, more = harbour_world(service.home)
    logbook = Logbook(world_folder(service.home))
    tempo = Pace(
        scenes=scenes or None,
        seconds=pace,
        listed_share=STAFFED_SHARE if staff else LISTED_SHARE,
        quiet_seconds=SLOWER * pace,
    )
    tell = _teller(output)
    play = partial(run, berth, world=world, seed=seed, pace=tempo, stop=stop, note=logbook.note_listed)
    if not staff:
        return play()
    from lapwing.service.demo.harbour.behind import Behind  # noqa: PLC0415  # needs the extra

    behind = Behind(
        service,
        base_url=address,
        world=world,
        more=more,
        logbook=logbook,
        pace=tempo,
        stop=stop,
        tell=tell,
        seed=seed,
    )
    return play(beside=behind.beside)


def _make_ready(home: Path) -> None:
    require_service()
    from lapwing.service.demo.harbour.mooring import make_ready  # noqa: PLC0415  # needs the extra

    make_ready(home, now=now())


def _make_ready_elsewhere(home: Path, output: Output) -> None:
    """Make the world in a process of its own, so that the one that plays for days does not keep that memory.

    Raises:
        NotMade: it could not be made; that process said why.
    """
    output.say("Harbour makes its world; the first time, that takes a moment.")
    run = "from lapwing.service.cli.main import run; run()"
    made = subprocess.run(  # noqa: S603  # our own interpreter, our own command
        [sys.executable, "-c", run, "--home", str(home), "harbour", "--only-world"],
        env={**os.environ, PARENT: str(os.getpid())},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if made.returncode:
        raise NotMade


def _teller(output: Output) -> Callable[[str], None]:
    """Return what prints what the staff do, so that it can be told from what the service says."""

    def tell(what: str) -> None:
        output.say(f"Harbour | {what}")

    return tell


def _tell_code(home: Path, name: str, output: Output) -> None:
    """Print the code that an authenticator app of somebody's would show now.

    Raises:
        NobodyThere: nobody of that name has a sign-in here.
    """
    require_service()
    from lapwing.service.demo.harbour.moderator import code  # noqa: PLC0415  # needs the extra
    from lapwing.service.demo.harbour.staff import sign_ins  # noqa: PLC0415  # the same

    kept = sign_ins(home).get(name)
    if kept is None:
        raise NobodyThere(name)
    shown = code(kept.secret, at=now().timestamp())
    if output.as_json:
        output.json({"name": name, "code": shown})
    output.say(shown)

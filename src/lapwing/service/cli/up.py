"""`lapwing up`: the whole service on one machine, with one command."""

import http.client
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from lapwing.model.errors import Unavailable
from lapwing.service.children import Family
from lapwing.service.cli.harbour import USUAL_PACE, PaceOption
from lapwing.service.cli.output import Output
from lapwing.service.cli.serve import (
    STOP_SECONDS,
    HostOption,
    PortOption,
    ThreadsOption,
    WorkersOption,
    require_free,
)
from lapwing.service.cli.session import default_home, start
from lapwing.service.cli.with_service import require_service
from lapwing.service.only_one import only_one

START_SECONDS = 120.0
"""How long the service has to be ready; a million fingerprints are mapped in less than one."""

MOST_RESTARTS, RESTART_SECONDS = 20, 1.0
"""How often parts that end are started again, and the pause before it."""

_READY = 200
HARBOUR, ARENAS = "harbour", "MALLOC_ARENA_MAX"
DEMO = "Harbour plays here: a made-up platform, with made-up people, lists and papers. Nothing of it is real."

LOCAL_HOSTS, HARBOUR_HOST = "LAPWING_LOCAL_HOSTS", "127.0.0.1"
"""Where the worker looks for names on this machine (wiring.worker), and the one that Harbour has."""


class NotStarted(Unavailable):
    """The service did not start; what it printed says why."""

    code = "lapwing.not-started"
    retryable = False


class PartEnded(Unavailable):
    """A part of the service ended again and again, so the others were stopped; what it printed says why."""

    code = "lapwing.part-ended"
    retryable = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the service is asked for."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """Return the address of the site."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104  # that is everywhere
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def up(
    context: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: WorkersOption = 1,
    threads: ThreadsOption = 48,
    demo: Annotated[
        bool, typer.Option("--demo", help="Let Harbour, a made-up platform, play against it.")
    ] = False,
    pace: PaceOption = USUAL_PACE,
) -> None:
    """Make what is needed, run everything until Ctrl-C, and resume where it was the next time.

    With --demo, Harbour's people post, its staff decide cases, and the code register fills; it resumes too.

    On one machine, with the home folder's own database and vault unless the environment names others.
    """
    session, output = start(context, as_json=False)
    require_service()
    with only_one(session.home):
        require_free(host, port)
        made = _prepared(session.home)
        place = Place(host=host, port=port)
        family = Family(environment=_surroundings(demo=demo), stop_seconds=STOP_SECONDS + 5)
        family.heed_signals()
        home = ["--home", str(session.home)]
        family.start("serve", [*home, "serve", *_serving(place, workers=workers, threads=threads)])
        family.start("work", [*home, "work"])
        try:
            _await_ready(family, place)
            if not family.is_asked_to_stop:
                _tell(output, place, made, home=session.home)
                if demo:
                    family.start(HARBOUR, [*home, "harbour", *_playing(place, pace=pace)])
                    output.say("")
                    output.say(DEMO, style="bold")
            _keep_up(family, output)
        finally:
            output.say("\nStopping.")
            family.end(HARBOUR)  # while there still is who delivers what was decided
            family.stop()
    output.say("Stopped. `lapwing up` resumes.")


def _serving(place: Place, *, workers: int, threads: int) -> list[str]:
    """Return with what `lapwing serve` is run."""
    options = {"host": place.host, "port": place.port, "workers": workers, "threads": threads}
    return [word for name, value in options.items() for word in (f"--{name}", str(value))]


def _playing(place: Place, *, pace: float) -> list[str]:
    """Return with what `lapwing harbour` is run."""
    return ["--address", place.address, "--pace", str(pace), "--staff"]


def _keep_up(family: Family, output: Output) -> None:
    """Start whatever part ends again, until told to stop; what is due stands in rows, so nothing is lost.

    Raises:
        PartEnded: parts have ended MOST_RESTARTS times.
    """
    for _ in range(MOST_RESTARTS):
        ended = family.wait()
        if ended is None:
            return
        output.note(f"`lapwing {ended}` has ended, and is started again.")
        time.sleep(RESTART_SECONDS)
        family.start_again(ended)
    if ended := family.wait():
        raise PartEnded(f"the last was `lapwing {ended}`")


def _surroundings(*, demo: bool) -> dict[str, str]:
    """Return the environment of the parts; in the demo, webhooks may go to Harbour on this machine."""
    if not demo:
        return dict(os.environ)
    local = [name for name in (os.environ.get(LOCAL_HOSTS), HARBOUR_HOST) if name]
    # The demonstration is for a small machine: threads then share their memory rather than keep some each.
    return {ARENAS: "2", **os.environ, LOCAL_HOSTS: ",".join(local)}


def _prepared(home: Path) -> dict[str, str]:
    """Prepare the home in a process of its own, and return what was made.

    Raises:
        NotStarted: it could not be prepared.
    """
    run = "from lapwing.service.cli.main import run; run()"
    done = subprocess.run(  # noqa: S603  # our own interpreter, our own command
        [sys.executable, "-c", run, "--home", str(home), "prepare", "--json"],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise NotStarted
    made: dict[str, str] = json.loads(done.stdout)
    return made


def _await_ready(family: Family, place: Place) -> None:
    """Wait until the service answers that it is ready.

    Raises:
        NotStarted: it is not in time, or a part of it has ended.
    """
    deadline = time.monotonic() + START_SECONDS
    while not family.is_asked_to_stop and not _is_ready(place):
        if time.monotonic() > deadline:
            raise NotStarted(f"it is not ready after {START_SECONDS:g} seconds")
        ended = family.wait(seconds=0.2)
        if ended is not None:
            raise NotStarted(f"`lapwing {ended}` has ended")


def _is_ready(place: Place) -> bool:
    connection = http.client.HTTPConnection(place.address.removeprefix("http://"), timeout=5)
    try:
        connection.request("GET", "/ready", headers={"Host": "localhost"})
        return connection.getresponse().status == _READY
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _tell(output: Output, place: Place, made: dict[str, str], *, home: Path) -> None:
    """Say where it is, and what to do next."""
    lapwing = "lapwing" if home == default_home() else f"lapwing --home {home}"
    output.say(f"Lapwing runs at {place.address}", style="bold")
    if made["link"]:
        output.say(f"Set the password of {made['administrator']}: {place.address}{made['link']}")
    output.say(f"A key for your platform:    {lapwing} key add NAME --by YOU")
    output.say(f"A reference list:           {lapwing} list add --help")
    output.say(f"What the API can do:        {place.address}/v1/openapi.json")
    output.say("Ctrl-C stops it.")

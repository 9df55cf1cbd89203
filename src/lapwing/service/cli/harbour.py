"""`lapwing harbour`: a made-up platform plays against the service that runs here."""

import signal
from dataclasses import asdict
from threading import Event
from typing import Annotated

import typer

from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import opened

ADDRESS = "http://127.0.0.1:8000"
"""Where `lapwing up` answers."""


def harbour(
    context: typer.Context,
    address: Annotated[str, typer.Option(help="Where the service answers.")] = ADDRESS,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where its webhooks arrive, on this machine; 0 for any.")
    ] = 0,
    scenes: Annotated[int, typer.Option(min=0, help="How many scenes are played; 0 for no end.")] = 0,
    pace: Annotated[float, typer.Option(min=0, help="Seconds between two scenes.")] = 2.0,
    seed: Annotated[int, typer.Option(help="Another seed, another day.")] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Let the made-up platform Harbour post, chat, search and upload, and obey what comes back.

    All of it is synthetic. The worker delivers webhooks to this machine only where LAPWING_LOCAL_HOSTS names
    127.0.0.1; `lapwing up --demo` sees to that.
    """
    session, output = start(context, as_json=as_json)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with opened(session.home) as service:
        from lapwing.service.demo.harbour.mooring import moor, world_folder  # noqa: PLC0415  # needs the extra
        from lapwing.service.demo.harbour.receiver import free_port  # noqa: PLC0415  # the same

        berth = moor(service, base_url=address, port=port or free_port())
    from lapwing.service.demo.harbour import Pace, run  # noqa: PLC0415  # the same

    day = run(
        berth,
        world=world_folder(session.home),
        seed=seed,
        pace=Pace(scenes=scenes or None, seconds=pace),
        stop=stop,
    )
    if output.as_json:
        output.json(asdict(day))
    standing = ", ".join(f"{count} {name}" for name, count in sorted(day.posts.items()))
    output.say(f"Harbour played {day.scenes} scenes; of what was shared, {standing or 'nothing is left'}.")

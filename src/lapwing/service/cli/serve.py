"""`lapwing serve`: the API and the console over HTTP."""

import multiprocessing
import os
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from lapwing.model.errors import LapwingError, Unavailable
from lapwing.service.children import PARENT, end_with_parent
from lapwing.service.cli.exits import exit_for
from lapwing.service.cli.session import start
from lapwing.service.cli.streams import tell
from lapwing.service.cli.with_service import require_service

HEADER_MILLISECONDS = 10_000
"""How long the head of a request may take to arrive."""

STOP_SECONDS = 40
"""How long requests that are under way have to end when the server is told to stop."""

_BACKLOG = 1024

HostOption = Annotated[str, typer.Option(help="The address to listen at; keep it behind a proxy with TLS.")]
PortOption = Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")]
WorkersOption = Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")]
ThreadsOption = Annotated[int, typer.Option(min=4, max=512, help="Requests that each answers at a time.")]


class AddressTaken(Unavailable):
    """The address to listen at cannot be had; somebody else may listen there."""

    code = "lapwing.address-taken"
    retryable = False


def serve(
    context: typer.Context,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: WorkersOption = 1,
    threads: ThreadsOption = 48,
) -> None:
    """Answer until stopped; what is under way then is finished. `lapwing prepare` comes first.

    The environment's DATABASE_URL, LAPWING_VAULT and LAPWING_HOSTS say where records and evidence are kept,
    and under which names the site is asked for.
    """
    session, _ = start(context, as_json=False)
    require_service()
    require_free(host, port)
    _require_ready(session.home)
    with ExitStack() as ends:
        # Several processes count together in files, one alone in its memory.
        if workers > 1:
            folder = ends.enter_context(TemporaryDirectory(prefix="lapwing-metrics-"))
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        _run(session.home, host=host, port=port, workers=workers, threads=threads)


def _require_ready(home: Path) -> None:
    """Do nothing where a server could begin; its processes would tell what hinders them one by one.

    Raises:
        BadSettings: a setting cannot be used. NotPrepared, Unavailable, IntegrityLost: as start_here.
    """
    from lapwing.service.settings import read_settings  # noqa: PLC0415  # beside the extra
    from lapwing.service.wiring.here import let_go, start_here  # noqa: PLC0415  # needs the extra

    read_settings(home)
    start_here(home, os.environ)
    let_go()


def require_free(host: str, port: int) -> None:
    """Do nothing where nobody listens at an address.

    The server itself would not notice: its processes share their port, and so would another server's.

    Raises:
        AddressTaken: somebody does, or it is no address of this machine.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as probe:
                # What a server that has just ended left behind is no server.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
    except OSError as refused:
        raise AddressTaken(f"{host}:{port}: {refused.strerror or refused}") from refused


def _run(home: Path, *, host: str, port: int, workers: int, threads: int) -> None:
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415  # needs the extra
    from granian.http import HTTP1Settings  # noqa: PLC0415  # the same
    from granian.log import LogLevels  # noqa: PLC0415  # the same
    from granian.server import Server  # noqa: PLC0415  # the same

    # A process of its own from the start: nothing that this one holds can be half inherited.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "lapwing",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        backlog=_BACKLOG,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        process_name=None,
    )
    try:
        server.serve(target_loader=partial(load_application, home), wrap_loader=False)
    except OSError as refused:
        raise AddressTaken(f"{host}:{port}: {refused.strerror or refused}") from refused


def load_application(home: Path) -> Callable[..., Any]:
    """Return the site, in the process that serves; what hinders it is told, and the process ends."""
    from lapwing.service.site.wsgi import load  # noqa: PLC0415  # needs the extra

    os.environ.pop(PARENT, None)  # it names the parent of the process that started this one
    end_with_parent(os.environ)
    try:
        return load(home, os.environ)
    except LapwingError as refused:
        tell(f"lapwing: {refused}")
        sys.exit(exit_for(refused))

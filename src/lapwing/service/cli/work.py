"""`lapwing work`: the worker, which does in the background what is due."""

import os
import signal
import threading

import typer

from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import opened

STOP_SECONDS = 5.0
"""How long a chore that may take a minute is waited for when the worker is to stop."""


def work(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Do what is due until stopped: send messages, finish screenings, learn, look back, sign the ledger.

    Any number of workers can run beside each other; what one has in hand another takes up if it dies.
    """
    session, output = start(context, as_json=as_json)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with opened(session.home) as service:
        from lapwing.service.wiring.worker import open_chores  # noqa: PLC0415  # needs the extra
        from lapwing.service.worker.loop import Trouble, run  # noqa: PLC0415  # the same

        def tell(trouble: Trouble) -> None:
            output.note_json({"chore": trouble.chore, "code": trouble.code})

        with open_chores(service, os.environ) as chores:
            output.note("The worker runs; Ctrl-C stops it.")
            beside = threading.Thread(
                target=run, args=(chores.long,), kwargs={"stop": stop, "tell": tell}, daemon=True
            )
            beside.start()
            run(chores.quick, stop=stop, tell=tell)
            # What a long chore has not finished by then it begins again the next time.
            beside.join(STOP_SECONDS)
    output.note("The worker has stopped.")

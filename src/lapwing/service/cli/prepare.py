"""`lapwing prepare`: keys, database, surfaces and a first administrator are made where there are none."""

import os

import typer

from lapwing.service.cli.output import as_data
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import require_service


def prepare(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Make the home folder and the database ready for `serve` and `work`. What is there already stays.

    Run it before the first start, and after each new version. `lapwing up` does it by itself.
    """
    session, output = start(context, as_json=as_json)
    require_service()
    from lapwing.service.wiring.prepare import prepare as make_ready  # noqa: PLC0415  # needs the extra

    made = make_ready(session.home, os.environ)
    if output.as_json:
        output.json(as_data(made))
    if made.surfaces:
        output.say(f"{made.surfaces} surfaces were taken from the settings.")
    if made.link:
        output.say(f"{made.administrator} sets a password at the site's address and {made.link}")
    output.say("Ready.")

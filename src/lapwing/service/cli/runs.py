"""`lapwing canary run`, `lapwing recall run`: what the code register's checks read is made."""

from typing import Annotated

import typer

from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import as_data
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import opened

canary = typer.Typer(help="Canaries: harmless listed content that has to be stopped.", no_args_is_help=True)
recall = typer.Typer(help="Recall: how many altered pictures are found.", no_args_is_help=True)


@canary.callback()
def _canaries() -> None:
    """Keep `run` a command of its own."""


@recall.callback()
def _recalls() -> None:
    """Keep `run` a command of its own."""


@canary.command("run")
def run_canaries(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Send a canary of each sort to every surface, and try the policy; the register reads the decisions.

    Run it once a day. Ends with 1 where one was not recognised.
    """
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.wiring.register import send_canaries  # noqa: PLC0415  # needs the extra

        sent = send_canaries(service)
    if output.as_json:
        for each in sent:
            output.json(as_data(each))
    else:
        rows = [(each.surface, each.sort, each.step or "", "yes" if each.matched else "NO") for each in sent]
        output.table("", ("surface", "canary", "step", "recognised"), rows)
    raise typer.Exit(Exit.DONE if all(each.matched for each in sent) else Exit.FOUND)


@recall.command("run")
def run_recall(
    context: typer.Context,
    pictures: Annotated[int, typer.Option(min=1, max=100, help="How many pictures to alter.")] = 4,
    as_json: JsonFlag = False,
) -> None:
    """Alter harmless generated pictures in every known way, and count how many are found.

    Run it once a week; each picture becomes some fifty files.
    """
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.wiring.register import run_recall as run_now  # noqa: PLC0415  # needs the extra

        found = run_now(service, pictures=pictures)
    if output.as_json:
        output.json(as_data(found))
    output.say(f"{found.found} of {found.tried} altered pictures were found.")
    for name, times in sorted(found.missed.items(), key=lambda each: -each[1]):
        output.say(f"  missed {times}: {name}")

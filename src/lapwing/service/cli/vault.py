"""`lapwing vault check`: everything that is sealed is opened and compared with its record."""

import typer

from lapwing.flows.sweep import Flawed, Sweep
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Output
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import opened

app = typer.Typer(help="The vault: what is sealed, looked through.", no_args_is_help=True)


@app.callback()
def _vault() -> None:
    """Keep `check` a command of its own."""


@app.command()
def check(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Open every sealed object: is it there, does its seal hold, is it the content that was sealed.

    Nothing of the content is shown or kept. The ledger gets a line with the figures; the worker does the same
    once a day. Ends with 0 where all is as it was sealed, 7 where something is not.
    """
    session, output = start(context, as_json=as_json)
    flawed: list[Flawed] = []
    with opened(session.home) as service:
        from lapwing.service.store.reads.figures import held  # noqa: PLC0415  # needs the extra
        from lapwing.service.wiring.sweeping import sweep_now  # noqa: PLC0415  # the same

        with output.progress("opening what is sealed") as advance:
            total = held()
            for sweep in sweep_now(service.sweeper, now=service.clock()):
                flawed += sweep.flawed
                advance(sweep.opened, max(total, sweep.opened))
    _tell(output, sweep, flawed)
    raise typer.Exit(Exit.INTEGRITY_LOST if flawed else Exit.DONE)


def _tell(output: Output, sweep: Sweep, flawed: list[Flawed]) -> None:
    """Print what was found, by ids alone."""
    if output.as_json:
        output.json(
            {
                "opened": sweep.opened,
                "size_bytes": sweep.size_bytes,
                "flaws": {flaw.value: count for flaw, count in sweep.flaws.items()},
                "flawed": [
                    {"sealed": each.sealed, "flaw": each.flaw.value, "cases": each.cases} for each in flawed
                ],
            }
        )
        return
    if flawed:
        rows = ((each.sealed, each.flaw, ", ".join(each.cases) or "none") for each in flawed)
        output.table("Not as they were sealed", ("sealed object", "what", "cases"), rows)
        output.say("Restore these from a backup of the vault, then check again.")
    whole = sweep.opened - len(flawed)
    output.say(f"{whole:,} of {sweep.opened:,} sealed objects are what was sealed.")

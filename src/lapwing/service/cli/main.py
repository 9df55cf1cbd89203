"""The command `lapwing`."""

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer

from lapwing.model.errors import LapwingError, Unavailable
from lapwing.service.children import PARENT, end_with_parent
from lapwing.service.cli import (
    attest,
    bench,
    code,
    demo,
    destination,
    doctor,
    explain,
    fingerprint,
    harbour,
    key,
    ledger,
    lists,
    look_back,
    person,
    policy,
    prepare,
    runs,
    screen,
    serve,
    up,
    vault,
    work,
)
from lapwing.service.cli.exits import READER_GONE, exit_for, problem
from lapwing.service.cli.session import HOME_VARIABLE, Session, default_home
from lapwing.service.cli.streams import ReaderGone, prepare_streams, tell, whole_answers

app = typer.Typer(
    name="lapwing",
    help="Screen content against reference lists, and say what matched, why, and what would be done.",
    epilog="Exit codes: 0 done, 1 found, 2 usage, 3 bad input, 4 bad list, 5 unavailable, 6 not permitted, "
    "7 integrity lost, 8 unknown, 9 waiting for a person.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(lists.app, name="list")
app.add_typer(policy.app, name="policy")
app.add_typer(ledger.app, name="ledger")
app.add_typer(look_back.app, name="look-back")
app.add_typer(person.app, name="person")
app.add_typer(vault.app, name="vault")
app.command("screen")(screen.screen)
app.command("explain")(explain.explain)
app.command("fingerprint")(fingerprint.fingerprint)
app.command("doctor")(doctor.doctor)
app.command("bench")(bench.bench)
app.command("demo")(demo.demo)
app.add_typer(key.app, name="key")
app.add_typer(destination.app, name="destination")
app.command("up")(up.up)
app.command("prepare")(prepare.prepare)
app.command("serve")(serve.serve)
app.command("work")(work.work)
app.command("harbour")(harbour.harbour)
app.command("code")(code.code)
app.command("attest")(attest.attest)
app.add_typer(runs.canary, name="canary")
app.add_typer(runs.recall, name="recall")


def _version(asked: bool) -> None:  # noqa: FBT001  # typer calls it with the flag
    if asked:
        typer.echo(f"lapwing {version('lapwing')}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            help="Where lists, decisions and settings live.", envvar=HOME_VARIABLE, show_default=False
        ),
    ] = None,
    shows_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Screen content against reference lists, and say what matched, why, and what would be done."""
    del shows_version  # its callback has done the work
    if PARENT in os.environ:
        end_with_parent(os.environ)
    context.obj = Session(home=home or default_home())


def run() -> NoReturn:
    """Run the command line and end the process; a problem is told in words, or as JSON where asked for."""
    try:
        prepare_streams()
        with whole_answers():
            app(standalone_mode=True)
    except LapwingError as error:
        _end_with(error)
    except ReaderGone:
        sys.exit(READER_GONE)
    except OSError as refused:
        _end_with(_unavailable(refused))
    sys.exit(0)


def _unavailable(refused: OSError) -> Unavailable:
    """Return what the system refused as an error of ours: the file, and why."""
    where = f"{refused.filename}: " if refused.filename else ""
    return Unavailable(f"{where}{refused.strerror or type(refused).__name__}")


def _end_with(error: LapwingError) -> NoReturn:
    """Tell a problem on stderr and end with its family's exit code."""
    tell(msgspec.json.encode(problem(error)).decode() if "--json" in sys.argv else f"lapwing: {error}")
    sys.exit(exit_for(error))

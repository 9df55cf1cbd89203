"""`lapwing ledger checkpoint, export, verify, show`: what was done, signed, and shown to somebody else."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from lapwing.model.errors import IntegrityLost
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Output
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import opened, opened_to_read, require_service
from lapwing.service.settings import read_text

app = typer.Typer(help="The ledger: sign it, export it, verify it, read it.", no_args_is_help=True)

KeyOption = Annotated[
    list[str] | None,
    typer.Option("--key", help="A public key that you trust, as `ledger checkpoint` prints it; repeatable."),
]
KeptOption = Annotated[
    list[Path] | None,
    typer.Option("--kept", help="A checkpoint that you kept from before; the ledger has to go on from it."),
]


@app.command()
def checkpoint(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Sign the ledger as long as it is now, and print the public key that an auditor keeps."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.wiring.ledger import public_key, sign_now  # noqa: PLC0415  # needs the extra

        size, key = sign_now(service, os.environ), public_key(service, os.environ).text
    if output.as_json:
        output.json({"signed": size, "key": key})
    output.say(f"{size} lines are signed." if size else "Nothing was added since the last checkpoint.")
    output.say(f"The public key, to be kept by whoever verifies: {key}")


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    as_json: JsonFlag = False,
) -> None:
    """Write the whole ledger into a folder that is verified without Lapwing: its program lies beside it."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.wiring.ledger import public_key, sign_now, write_export  # noqa: PLC0415

        sign_now(service, os.environ)
        write_export(folder, service, os.environ)
        key = public_key(service, os.environ).text
    if output.as_json:
        output.json({"folder": str(folder), "key": key})
    output.say(f"{folder} holds the ledger. To verify it with nothing but Python:")
    output.say(f"  python {folder}/lapwing_verify.py {folder} --key '{key}'")


@app.command()
def verify(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="An export; without it, the ledger here.")] = None,
    key: KeyOption = None,
    kept: KeptOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Say what the ledger proves: that its chain is whole, and which lines a trusted key has signed.

    Without --key the ledger's own key is trusted, which shows that nothing was damaged; only a key that was
    kept elsewhere shows that nothing was rewritten. Ends with 7 where anything is wrong.
    """
    session, output = start(context, as_json=as_json)
    require_service()
    notes = tuple(read_text(each).encode() for each in kept or ())
    if folder is not None:
        if not key:
            raise typer.BadParameter("an export is verified with a key that did not come with it: --key")
        _tell(output, folder, tuple(key), notes)
        return
    with opened(session.home) as service, TemporaryDirectory(prefix="lapwing-ledger-") as scratch:
        from lapwing.service.wiring.ledger import public_key, write_export  # noqa: PLC0415  # needs the extra

        made = write_export(Path(scratch) / "export", service, os.environ)
        keys = tuple(key) if key else (public_key(service, os.environ).text,)
        _tell(output, made, keys, notes)


@app.command()
def show(
    context: typer.Context,
    on: Annotated[
        str | None, typer.Argument(help="The id of a thing; without it, the newest lines of all.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many lines.")] = 20,
    as_json: JsonFlag = False,
) -> None:
    """Show the newest lines of the ledger, or those about one thing."""
    session, output = start(context, as_json=as_json)
    opened_to_read(session.home)
    from lapwing.service.wiring.ledger import newest_lines  # noqa: PLC0415  # needs the extra

    lines = newest_lines(on=on, most=most)
    if output.as_json:
        for line in lines:
            output.json(json.loads(line.text))
        return
    rows = [(line.number, f"{line.at:%Y-%m-%d %H:%M:%S}", line.act, line.on, line.by) for line in lines]
    output.table("Ledger", ("Line", "When (UTC)", "Act", "On", "By"), rows)


def _tell(output: Output, folder: Path, keys: tuple[str, ...], notes: tuple[bytes, ...]) -> None:
    """Print what an export proves.

    Raises:
        IntegrityLost: anything is wrong with it.
        Exit: with UNKNOWN, where nothing is wrong and nothing proven.
    """
    from lapwing.service.wiring.ledger import verify_export  # noqa: PLC0415  # needs the extra

    outcome = verify_export(folder, keys=keys, kept=notes)
    if output.as_json:
        output.json(outcome.facts())
    output.say(outcome.words())
    if outcome.fault_count:
        raise IntegrityLost(f"the ledger has {outcome.fault_count} faults")
    if not outcome.holds:
        raise typer.Exit(Exit.UNKNOWN)

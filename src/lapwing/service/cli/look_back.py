"""`lapwing look-back status`: whether what was let in has been compared with the lists as they are."""

from datetime import datetime
from typing import Annotated

import typer

from lapwing.model.look_backs import LookBack
from lapwing.service.cli.output import as_data
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import opened_to_read

app = typer.Typer(help="Looking back: lists that grew, and what was let in before they did.")

_NEVER = "-"


@app.callback()
def of_looking_back() -> None:
    """Looking back: lists that grew, and what was let in before they did."""


@app.command()
def status(
    context: typer.Context,
    list_name: Annotated[str | None, typer.Option("--list", help="Of this list alone.")] = None,
    most: Annotated[int, typer.Option(min=1, max=1_000, help="At most so many, newest first.")] = 20,
    as_json: JsonFlag = False,
) -> None:
    """Show how far what was let in has been compared with the lists as they became.

    A look-back is done when nothing that was let in, nor being screened when the list changed, can have been
    passed over. The worker does it; nothing has to be started.
    """
    session, output = start(context, as_json=as_json)
    opened_to_read(session.home)
    from lapwing.service.store.reads import look_backs as reads  # noqa: PLC0415  # needs the extra

    found, known = reads.look_backs(list_name=list_name, most=most), reads.remembered()
    if output.as_json:
        output.json(
            {"remembered": known.contents, "oldest_at": known.oldest_at, "look_backs": as_data(found)}
        )
        return
    since = "" if known.oldest_at is None else f", the oldest seen last on {known.oldest_at:%Y-%m-%d}"
    output.say(f"{known.contents:,} contents are remembered{since}.")
    columns = ("List", "Version", "Changed (UTC)", "State", "Took", "Compared", "Raised", "No content")
    output.table("Look-backs", columns, map(_row, found))


def _row(look_back: LookBack) -> tuple[object, ...]:
    return (
        look_back.list_name,
        look_back.list_version,
        f"{look_back.changed_at:%Y-%m-%d %H:%M:%S}",
        look_back.state,
        _took(look_back.changed_at, look_back.done_at),
        f"{look_back.compared:,}",
        look_back.raised,
        look_back.without_content,
    )


def _took(start_at: datetime, end_at: datetime | None) -> str:
    return _NEVER if end_at is None else f"{(end_at - start_at).total_seconds():,.0f} s"

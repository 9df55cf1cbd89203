"""`lapwing code`: every row of the code, and how it stands now."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from lapwing.compliance.parts import PARTS
from lapwing.compliance.port import Status
from lapwing.compliance.register import Assessment, RowStatus
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Output
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.cli.with_service import require_service
from lapwing.service.clock import now
from lapwing.service.code_view import rows_as_data
from lapwing.service.demo.homes import notice

_STYLES = {
    Status.MET: "green",
    Status.FAILING: "bold red",
    Status.DUE: "yellow",
    Status.NOT_BUILT: "dim",
    Status.CONTEXT: "dim",
}


def code(
    context: typer.Context,
    part: Annotated[
        str, typer.Option(help=f"Only one part: {', '.join(each.key for each in PARTS)}.", show_default=False)
    ] = "",
    status: Annotated[
        list[Status] | None, typer.Option(help="Only rows that stand so; repeatable.", show_default=False)
    ] = None,
    row: Annotated[
        list[str] | None, typer.Option(help="Only this row, in full; repeatable.", show_default=False)
    ] = None,
    attested: Annotated[
        bool, typer.Option("--attested", help="Only rows about which `lapwing attest` takes statements.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Tell how every requirement of the code stands now, by what is recorded, and why.

    Nothing of it is set by hand: a row is met where its check passes on the records, or where a person
    attests it and the statement has not expired. Ends with 0 where no row that is shown fails or is due,
    with 1 where one fails, with 9 where none fails and some wait for a record or a person.
    """
    session, output = start(context, as_json=as_json)
    if says := notice(session.home):
        output.note(says)
    found = _assessed(session.home, output)
    _require_part(part)
    shown = [
        each
        for each in found.rows
        if (not part or each.part == part)
        and (not status or each.status in status)
        and (not row or each.requirement.id in row)
        and (not attested or each.attested_days)
    ]
    if output.as_json:
        output.json(rows_as_data(shown, as_of=found.as_of))
    elif row:
        _tell_whole(output, shown)
    else:
        _tell(output, shown)
    raise typer.Exit(_end(shown))


def _assessed(home: Path, output: Output) -> Assessment:
    """Return how every row stands; where nothing was prepared yet, by nothing."""
    require_service()
    # These need the extra.
    from lapwing.service.wiring.here import NotPrepared, start_here  # noqa: PLC0415
    from lapwing.service.wiring.register import assessment, assessment_of_nothing  # noqa: PLC0415

    moment = now()
    try:
        start_here(home, os.environ)
    except NotPrepared:
        output.note("Nothing is recorded here yet: lapwing up makes this home ready.")
        return assessment_of_nothing(home, now=moment)
    return assessment(home, now=moment)


def _require_part(part: str) -> None:
    if part and part not in {each.key for each in PARTS}:
        raise typer.BadParameter(f"there is no part {part!r}", param_hint="--part")


def _tell(output: Output, rows: Sequence[RowStatus]) -> None:
    titles = {each.key: each.title for each in PARTS}
    for key in dict.fromkeys(each.part for each in rows):
        cells = [
            (each.requirement.id, Text(each.status, style=_STYLES[each.status]), _about(each), each.why)
            for each in rows
            if each.part == key
        ]
        output.table(titles[key], ("row", "status", "what", "why"), cells)
        output.say("")
    counts = {status: sum(each.status is status for each in rows) for status in Status}
    output.say(", ".join(f"{count} {status}" for status, count in counts.items()))


def _about(row: RowStatus) -> str:
    figure = f" [{row.figure}]" if row.figure else ""
    return f"{row.requirement.title}{figure}"


def _tell_whole(output: Output, rows: Sequence[RowStatus]) -> None:
    for each in rows:
        asked = each.requirement
        cells = [
            ("status", Text(each.status, style=_STYLES[each.status])),
            ("why", each.why),
            ("figure", each.figure),
            ("as of", f"{each.as_of:%Y-%m-%d %H:%M:%S} UTC"),
            ("shown by", f"{each.shown_by} {each.check}".strip()),
            ("asks for", asked.title),
            ("source", asked.source),
            ("is shown by", asked.check),
            ("caution", each.caution),
        ]
        output.table(asked.id, ("", ""), ((name, cell) for name, cell in cells if str(cell)))


def _end(rows: Sequence[RowStatus]) -> Exit:
    stand = {each.status for each in rows}
    if Status.FAILING in stand:
        return Exit.FOUND
    return Exit.WAITING if Status.DUE in stand else Exit.DONE

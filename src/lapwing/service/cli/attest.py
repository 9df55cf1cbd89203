"""`lapwing attest`: a person states something about the organisation, until when."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from lapwing.model.people import Actor, Role
from lapwing.service.cli.output import as_data
from lapwing.service.cli.session import ByOption, JsonFlag, start
from lapwing.service.cli.with_service import opened
from lapwing.service.settings import read_text


def attest(
    context: typer.Context,
    row: Annotated[str, typer.Argument(help="The row's id, as `lapwing code --attested` shows it.")],
    by: ByOption,
    statement: Annotated[Path, typer.Option(help="A text file with the statement.")],
    expires: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="It counts until that day begins.")],
    about: Annotated[str, typer.Option(help="Of whom or what, where a row has one for each.")] = "",
    answer: Annotated[str, typer.Option(help="yes or no, where the row is a question.")] = "",
    attach: Annotated[Path | None, typer.Option(help="A file to seal with it.", dir_okay=False)] = None,
    as_json: JsonFlag = False,
) -> None:
    """State something about the organisation that no record shows; the row is met until it expires.

    The words are kept where people can read them; the ledger has their digest, who stated them and when.
    """
    session, output = start(context, as_json=as_json)
    text = read_text(statement)
    with opened(session.home) as service:
        from lapwing.flows.attest import Statement  # noqa: PLC0415  # beside what needs the extra
        from lapwing.service.wiring.register import attest_row  # noqa: PLC0415  # needs the extra

        stated = Statement(
            row=row,
            text=text,
            about=about,
            answer=answer,
            expires_at=expires.replace(tzinfo=UTC),
            untrusted_attachment=None if attach is None else attach.read_bytes(),
        )
        kept = attest_row(stated, service, by=_person(by))
    if output.as_json:
        output.json({**as_data(kept), "digest": kept.digest})
    output.say(f"{kept.id}: {row} is attested until {kept.expires_at:%Y-%m-%d}; its digest is {kept.digest}.")


def _person(by: str) -> Actor:
    """Return whoever is at this machine's command line, where the home folder's keys lie open anyway."""
    return Actor(id=f"person:{by}", roles=frozenset({Role.LEAD}))

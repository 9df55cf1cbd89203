"""`lapwing list put, take-out`: single entries, by hand."""

from typing import Annotated

import typer

from lapwing.flows.change_entries import NewEntry, put_entries, take_out_entries
from lapwing.model.errors import BadInput
from lapwing.model.lists import Category
from lapwing.service.cli.list_import import tell_imported
from lapwing.service.cli.list_ledger import ledger_of
from lapwing.service.cli.list_show import NameArgument
from lapwing.service.cli.session import ByOption, JsonFlag, WhyOption, start
from lapwing.service.clock import now
from lapwing.service.wiring import list_kinds, open_lists


def put(
    context: typer.Context,
    name: NameArgument,
    values: Annotated[list[str], typer.Argument(help="Fingerprints, addresses or terms, of one kind.")],
    kind: Annotated[str, typer.Option(help="Of which kind they are: pdq, sha256, url, term...")],
    by: ByOption,
    why: WhyOption,
    entry_id: Annotated[
        str, typer.Option("--id", help="The id of the one value; the value if left out.")
    ] = "",
    item: Annotated[str, typer.Option(help="What it is of; the id if left out.")] = "",
    category: Annotated[Category, typer.Option(help="UK Sentencing Council category.")] = Category.NONE,
    note: Annotated[str, typer.Option(help="A description that is safe to show.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Put entries on a list: a new version has them beside all others, and serves at once.

    An entry that was taken out is brought back by putting it again.
    """
    session, output = start(context, as_json=as_json)
    if entry_id and len(values) > 1:
        raise BadInput("--id names one value; give one, or leave the ids to be the values")
    wanted = [
        NewEntry(kind=kind, value=value, entry_id=entry_id, item=item, category=category, note=note)
        for value in values
    ]
    lists, tell = open_lists(session.home), ledger_of(session.home)
    done = put_entries(name, wanted, store=lists, kinds=list_kinds(), by=by, why=why, now=now())
    tell("list.put", name, by=by, why=why, version=done.version.number, entries=len(wanted))
    tell_imported(output, done)


def take_out(
    context: typer.Context,
    name: NameArgument,
    ids: Annotated[list[str], typer.Argument(help="The ids of the entries.")],
    by: ByOption,
    why: WhyOption,
    as_json: JsonFlag = False,
) -> None:
    """Take entries out: in a new version, which serves at once, they are retired and match no more."""
    session, output = start(context, as_json=as_json)
    tell = ledger_of(session.home)
    done = take_out_entries(name, ids, store=open_lists(session.home), by=by, why=why, now=now())
    tell("list.take-out", name, by=by, why=why, version=done.version.number, entries=len(ids))
    tell_imported(output, done)

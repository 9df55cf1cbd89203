"""`lapwing list edit, retire, reinstate, verify`: what is said of a list, and whether it is what it was."""

from typing import Annotated

import typer

from lapwing.flows.keep_list import Edit, edit_list, reinstate_list, retire_list
from lapwing.model.lists import Tier
from lapwing.service.cli.list_ledger import ledger_of
from lapwing.service.cli.list_show import NameArgument
from lapwing.service.cli.output import as_data
from lapwing.service.cli.session import ByOption, JsonFlag, WhyOption, start
from lapwing.service.clock import now
from lapwing.service.wiring import open_lists


def edit(
    context: typer.Context,
    name: NameArgument,
    by: ByOption,
    why: WhyOption,
    title: Annotated[str | None, typer.Option(help="A title for people.")] = None,
    source: Annotated[str | None, typer.Option(help="Who gives it.")] = None,
    tier: Annotated[Tier | None, typer.Option(help="How far it is trusted.")] = None,
    jurisdiction: Annotated[
        str | None, typer.Option(help="The law entries were judged by; * for none.")
    ] = None,
    licence: Annotated[str | None, typer.Option(help="Under which agreement it is used.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Change what is said of a list; the journal keeps what it was, who changed it and why.

    Its name and class stay: another class is another list. `lapwing list review` changes how near counts.
    """
    session, output = start(context, as_json=as_json)
    edit = Edit(title=title, source=source, tier=tier, jurisdiction=jurisdiction, licence=licence)
    tell = ledger_of(session.home)
    info = edit_list(name, edit, register=open_lists(session.home), by=by, why=why, now=now())
    tell("list.edit", name, by=by, why=why)
    if output.as_json:
        output.json(as_data(info))
    output.say(f"{name}: {info.title}, by {info.source}, {info.tier}, {info.jurisdiction}.")


def retire(
    context: typer.Context, name: NameArgument, by: ByOption, why: WhyOption, as_json: JsonFlag = False
) -> None:
    """Let a list match nothing any more. Its versions and journal stay, for decisions made by them."""
    session, output = start(context, as_json=as_json)
    tell = ledger_of(session.home)
    retire_list(name, register=open_lists(session.home), by=by, why=why, now=now())
    tell("list.retire", name, by=by, why=why)
    if output.as_json:
        output.json({"list": name, "retired": True})
    output.say(f"{name} is retired and matches nothing. `lapwing list reinstate {name}` undoes that.")


def reinstate(
    context: typer.Context, name: NameArgument, by: ByOption, why: WhyOption, as_json: JsonFlag = False
) -> None:
    """Undo `lapwing list retire`: the version that served last serves again."""
    session, output = start(context, as_json=as_json)
    tell = ledger_of(session.home)
    reinstate_list(name, register=open_lists(session.home), by=by, why=why, now=now())
    tell("list.reinstate", name, by=by, why=why)
    if output.as_json:
        output.json({"list": name, "retired": False})
    output.say(f"{name} is reinstated: the version that served last serves again.")


def verify(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="One list; all lists if left out.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Read every byte of every version, and every line of the journal; end with 7 where one has changed."""
    session, output = start(context, as_json=as_json)
    lists = open_lists(session.home)
    names = tuple(info.name for info in lists.infos()) if name is None else (name,)
    with output.progress("reading lists") as advance:
        verified = {}
        for done, each in enumerate(names):
            advance(done, len(names))
            verified[each] = lists.verify_versions(each)
    if output.as_json:
        output.json([{"list": each, "versions": found} for each, found in verified.items()])
    for each, found in verified.items():
        count = "1 version" if len(found) == 1 else f"{len(found)} versions"
        output.say(f"{each}: {count} and the journal are what was written.")
    if not verified:
        output.say(f"There is no list in {session.home}.")

"""`lapwing destination`: where webhooks go is added, listed, paused and resumed."""

from typing import Annotated

import typer

from lapwing.model.people import Actor, Role
from lapwing.model.platform import Destination
from lapwing.service.cli.session import ByOption, JsonFlag, start
from lapwing.service.cli.with_service import opened

app = typer.Typer(help="Where webhooks go: add, list, pause, resume.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Its name.")]


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    url: Annotated[
        str, typer.Argument(help="The address; https, unless LAPWING_LOCAL_HOSTS names its host.")
    ],
    by: ByOption,
    topic: Annotated[
        list[str] | None, typer.Option(help="What it gets; everything, if left out. Repeatable.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Send webhooks to an address, and print the secret that they are signed with, once."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_destinations import put_destination  # noqa: PLC0415  # beside the extra
        from lapwing.service.clients.addresses import require_address  # noqa: PLC0415  # the same
        from lapwing.service.wiring.keys import secrets_of  # noqa: PLC0415  # the same

        require_address(url)
        secret = secrets_of(service.home).make(name)
        destination = Destination(name=name, url=url, secret_id=name, topics=frozenset(topic or ()))
        put_destination(destination, works=service.works, by=_person(by), now=service.clock())
    if output.as_json:
        output.json({"name": name, "secret": secret})
    output.say(secret, style="bold")
    output.say("It is shown this once; `lapwing_client.verify_webhook` takes it.")


@app.command("list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show every destination, in name order."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        every = service.works.run(lambda work: tuple(work.destinations.every()))
    if output.as_json:
        for each in every:
            output.json(
                {"name": each.name, "url": each.url, "topics": sorted(each.topics), "paused": each.paused}
            )
        return
    rows = (
        (each.name, each.url, ", ".join(sorted(each.topics)), "paused" if each.paused else "")
        for each in every
    )
    output.table("", ("name", "address", "topics", ""), rows)


@app.command()
def pause(context: typer.Context, name: NameArgument, by: ByOption, as_json: JsonFlag = False) -> None:
    """Send nothing there until it is resumed; what is owed meanwhile is kept."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_destinations import pause_destination  # noqa: PLC0415  # beside the extra

        pause_destination(name, works=service.works, by=_person(by), now=service.clock())
    if output.as_json:
        output.json({"name": name, "paused": True})
    output.say(f"Nothing is sent to {name}.")


@app.command()
def resume(context: typer.Context, name: NameArgument, by: ByOption, as_json: JsonFlag = False) -> None:
    """Send what is owed to a destination again."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_destinations import resume_destination  # noqa: PLC0415  # beside the extra

        resume_destination(name, works=service.works, by=_person(by), now=service.clock())
    if output.as_json:
        output.json({"name": name, "paused": False})
    output.say(f"What is owed to {name} is sent.")


def _person(by: str) -> Actor:
    """Return who acts: whoever can run commands in the home folder administers it."""
    return Actor(id=f"person:{by}", roles=frozenset({Role.ADMINISTRATOR}))

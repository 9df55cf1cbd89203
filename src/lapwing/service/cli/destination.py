"""`lapwing destination`: where webhooks go is added, listed, paused, resumed, tried, rotated, removed."""

import os
from typing import Annotated

import typer

from lapwing.model.people import Actor, Role
from lapwing.model.platform import Destination
from lapwing.model.works import AlreadyThere
from lapwing.service.cli.session import ByOption, JsonFlag, WhyOption, start
from lapwing.service.cli.with_service import opened
from lapwing.service.clients.addresses import read_local_hosts, require_address

app = typer.Typer(
    help="Where webhooks go: add, list, pause, resume, test, rotate, remove.", no_args_is_help=True
)


class DestinationThere(AlreadyThere):
    """There is a destination of that name already."""

    code = "lapwing.destination-there"


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
        from lapwing.service.wiring.keys import secrets_of  # noqa: PLC0415  # the same

        require_address(url, local_hosts=read_local_hosts(os.environ))
        if service.works.run(lambda work: work.destinations.find(name)) is not None:
            raise DestinationThere(name)
        # One that came no further than its secret is no hindrance.
        made = secrets_of(service.home).make_another(name)
        destination = Destination(name=name, url=url, secret_id=made.id, topics=frozenset(topic or ()))
        put_destination(destination, works=service.works, by=_person(by), now=service.clock())
    if output.as_json:
        output.json({"name": name, "secret": made.secret})
    output.say(made.secret, style="bold")
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


@app.command()
def rotate(context: typer.Context, name: NameArgument, by: ByOption, as_json: JsonFlag = False) -> None:
    """Make another secret and print it, once; for a day everything is signed with both."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_destinations import rotate_secret  # noqa: PLC0415  # beside the extra
        from lapwing.service.wiring.keys import secrets_of  # noqa: PLC0415  # the same

        service.works.run(lambda work: work.destinations.get(name))
        made = secrets_of(service.home).make_another(name)
        rotate_secret(name, made.id, works=service.works, by=_person(by), now=service.clock())
    if output.as_json:
        output.json({"name": name, "secret": made.secret})
    output.say(made.secret, style="bold")
    output.say("It is shown this once. The one before signs beside it for a day.")


@app.command("test")
def send_one(context: typer.Context, name: NameArgument, by: ByOption, as_json: JsonFlag = False) -> None:
    """Send a message that asks for nothing; the worker tries it once, and the outbox says how it ended."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_destinations import send_test  # noqa: PLC0415  # beside the extra

        sent = send_test(
            name, works=service.works, new_id=service.new_id, by=_person(by), now=service.clock()
        )
    if output.as_json:
        output.json({"name": name, "message": sent.id})
    output.say(f"The test {sent.id} is on its way to {name}.")


@app.command()
def remove(
    context: typer.Context, name: NameArgument, by: ByOption, why: WhyOption, as_json: JsonFlag = False
) -> None:
    """Send nothing there any more; what is still owed to it is given up."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_destinations import remove_destination  # noqa: PLC0415  # beside the extra

        remove_destination(name, why=why, works=service.works, by=_person(by), now=service.clock())
    if output.as_json:
        output.json({"name": name, "removed": True})
    output.say(f"{name} is removed.")


def _person(by: str) -> Actor:
    """Return who acts: whoever can run commands in the home folder administers it."""
    return Actor(id=f"person:{by}", roles=frozenset({Role.ADMINISTRATOR}))

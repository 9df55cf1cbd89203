"""`lapwing person`: people are added, listed, given roles, let back in, kept out and signed out."""

from typing import TYPE_CHECKING, Annotated

import typer

from lapwing.model.errors import BadInput
from lapwing.model.people import Actor, Role
from lapwing.service.cli.output import Output
from lapwing.service.cli.session import ByOption, JsonFlag, start
from lapwing.service.cli.with_service import opened

if TYPE_CHECKING:
    from lapwing.service.people.keeping import Invited
    from lapwing.service.people.models import Person

app = typer.Typer(help="People: add, list, role, reset, disable, enable, sign-out.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name with which they sign in.")]
RoleOption = Annotated[
    list[str],
    typer.Option("--role", help="moderator, lead, administrator or auditor. Repeatable.", show_default=False),
]


class UnknownRole(BadInput):
    """There is no such role."""

    code = "lapwing.unknown-role"


@app.command()
def add(
    context: typer.Context,
    name: NameArgument,
    role: RoleOption,
    by: ByOption,
    display_name: Annotated[str, typer.Option(help="How they are called on pages.")] = "",
    as_json: JsonFlag = False,
) -> None:
    """Add a person and print the link by which they set a password; it works once, for a day."""
    session, output = start(context, as_json=as_json)
    roles = _roles(role)
    with opened(session.home) as service:
        from lapwing.service.people.keeping import add_person  # noqa: PLC0415  # once Django is ready

        invited = add_person(
            name,
            display_name=display_name or name,
            roles=roles,
            works=service.works,
            by=_operator(by),
            now=service.clock(),
        )
    _show_link(output, invited)


@app.command("list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show everybody, in name order."""
    session, output = start(context, as_json=as_json)
    with opened(session.home):
        from lapwing.service.people.enrol import enrolled_among  # noqa: PLC0415  # once Django is ready
        from lapwing.service.people.models import Person  # noqa: PLC0415  # the same

        people = list(Person.objects.order_by("username"))
        enrolled = enrolled_among(people)
    rows = [_row(person, has_second_factor=person.pk in enrolled) for person in people]
    if output.as_json:
        for row in rows:
            output.json(row)
        return
    heads = ("name", "called", "roles", "may sign in", "second factor", "last signed in")
    output.table("", heads, (tuple(row.values()) for row in rows))


@app.command()
def role(
    context: typer.Context, name: NameArgument, role: RoleOption, by: ByOption, as_json: JsonFlag = False
) -> None:
    """Give a person these roles in the place of those that they have, from their next click on."""
    session, output = start(context, as_json=as_json)
    roles = _roles(role)
    with opened(session.home) as service:
        from lapwing.service.people.keeping import set_roles  # noqa: PLC0415  # once Django is ready

        person = set_roles(name, roles, works=service.works, by=_operator(by), now=service.clock())
    _say(output, person, f"{person.username} is {person.roles.replace(' ', ', ')} from now on.")


@app.command()
def reset(
    context: typer.Context,
    name: NameArgument,
    by: ByOption,
    second_factor: Annotated[
        bool, typer.Option("--second-factor", help="Drop their second factor too; they set up a new one.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """End a person's password and sessions, let them back in if they were kept out, and print a new link."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.people import keeping  # noqa: PLC0415  # once Django is ready

        invited = keeping.reset(
            name, second_factor=second_factor, works=service.works, by=_operator(by), now=service.clock()
        )
    _show_link(output, invited)


@app.command()
def disable(context: typer.Context, name: NameArgument, by: ByOption, as_json: JsonFlag = False) -> None:
    """Keep a person out from now on; what they did stays."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.people import keeping  # noqa: PLC0415  # once Django is ready

        person = keeping.disable(name, works=service.works, by=_operator(by), now=service.clock())
    _say(output, person, f"{person.username} is kept out.")


@app.command()
def enable(context: typer.Context, name: NameArgument, by: ByOption, as_json: JsonFlag = False) -> None:
    """Let a person in again who was kept out, with the password and the second factor that they had."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.people import keeping  # noqa: PLC0415  # once Django is ready

        person = keeping.enable(name, works=service.works, by=_operator(by), now=service.clock())
    _say(output, person, f"{person.username} is let in again.")


@app.command("sign-out")
def sign_out(context: typer.Context, name: NameArgument, by: ByOption, as_json: JsonFlag = False) -> None:
    """End every session of a person."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.service.people import keeping  # noqa: PLC0415  # once Django is ready

        person = keeping.end_sessions_of(name, works=service.works, by=_operator(by), now=service.clock())
    _say(output, person, f"Every session of {person.username} has ended.")


def _operator(by: str) -> Actor:
    """Return whoever runs the command: they have the home folder, and so everything."""
    return Actor(id=f"operator:{by}", roles=frozenset({Role.ADMINISTRATOR}))


def _roles(names: list[str]) -> frozenset[Role]:
    """Return the roles of those names.

    Raises:
        UnknownRole: there is none of one of them.
    """
    known = {role.value: role for role in Role}
    unknown = sorted(set(names) - known.keys())
    if unknown:
        raise UnknownRole(", ".join(unknown))
    return frozenset(known[name] for name in names)


def _row(person: "Person", *, has_second_factor: bool) -> dict[str, object]:
    return {
        "name": person.username,
        "called": person.display_name,
        "roles": person.roles.replace(" ", ", "),
        "may_sign_in": person.is_active and person.has_usable_password(),
        "second_factor": has_second_factor,
        "last_signed_in": person.last_login.isoformat(timespec="minutes") if person.last_login else "never",
    }


def _show_link(output: Output, invited: "Invited") -> None:
    from lapwing.service.people.links import path_of  # noqa: PLC0415  # once Django is ready

    if output.as_json:
        output.json({"name": invited.username, "link": path_of(invited.token)})
        return
    output.say(path_of(invited.token), style="bold")
    output.note(
        f"Put the site's address before it and give it to {invited.username} alone. It sets a password once, "
        "for a day; it is not shown again."
    )


def _say(output: Output, person: "Person", words: str) -> None:
    if output.as_json:
        output.json({"name": person.username, "roles": person.roles.split(), "active": person.is_active})
        return
    output.say(words)

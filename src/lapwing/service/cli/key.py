"""`lapwing key`: API keys are made, listed, rotated and revoked."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from lapwing.model.api_keys import ApiKey
from lapwing.model.errors import BadInput
from lapwing.model.people import MAY, Actor, Permission, Role
from lapwing.service.cli.output import Output
from lapwing.service.cli.session import ByOption, JsonFlag, WhyOption, start
from lapwing.service.cli.with_service import opened

app = typer.Typer(help="API keys: add, list, rotate, revoke.", no_args_is_help=True)

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="The key's id, as `lapwing key list` shows it.")
]


class UnknownScope(BadInput):
    """There is no such scope."""

    code = "lapwing.unknown-scope"


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="What it is for, in words.")],
    by: ByOption,
    scope: Annotated[
        list[str] | None,
        typer.Option(help="What it may do; all that a platform may, if left out. Repeatable."),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="After so many days it holds no more.")] = None,
    rate: Annotated[int | None, typer.Option(min=1, help="Requests a minute, of each process.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a key and print it, once: it is kept nowhere."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_keys import Wanted, issue  # noqa: PLC0415  # beside what needs the extra

        moment = service.clock()
        wanted = Wanted(
            name=name,
            scopes=_scopes(scope or []),
            requests_a_minute=rate,
            expires_at=None if days is None else moment + timedelta(days=days),
        )
        issued = issue(wanted, desk=service.key_desk, by=_person(by), now=moment)
    _show(output, issued.key, issued.token)


@app.command("list")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Show every key, oldest first; none of their secrets is known."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        keys, moment = service.api_keys.every(), service.clock()
    if output.as_json:
        for key in keys:
            output.json(_data(key, now=moment))
        return
    output.table(
        "", ("id", "name", "holds", "until", "last used", "scopes"), (_row(key, moment) for key in keys)
    )


@app.command()
def rotate(
    context: typer.Context,
    key_id: IdArgument,
    by: ByOption,
    overlap_hours: Annotated[
        float, typer.Option(min=0, max=24 * 90, help="So long the old one holds beside the new one.")
    ] = 24.0,
    as_json: JsonFlag = False,
) -> None:
    """Make a key that takes another's place, and print it; the old one holds a while longer."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_keys import rotate as follow  # noqa: PLC0415  # beside what needs the extra

        overlap = timedelta(hours=overlap_hours)
        issued = follow(key_id, overlap=overlap, desk=service.key_desk, by=_person(by), now=service.clock())
    _show(output, issued.key, issued.token)


@app.command()
def revoke(
    context: typer.Context, key_id: IdArgument, by: ByOption, why: WhyOption, as_json: JsonFlag = False
) -> None:
    """Take a key back; within two seconds it opens nothing."""
    session, output = start(context, as_json=as_json)
    with opened(session.home) as service:
        from lapwing.flows.keep_keys import revoke as take_back  # noqa: PLC0415  # beside what needs the extra

        key = take_back(key_id, why=why, desk=service.key_desk, by=_person(by), now=service.clock())
        moment = service.clock()
    if output.as_json:
        output.json(_data(key, now=moment))
    output.say(f"The key {key.id} ({key.name}) is revoked.")


def _person(by: str) -> Actor:
    """Return who acts: whoever can run commands in the home folder administers it."""
    return Actor(id=f"person:{by}", roles=frozenset({Role.ADMINISTRATOR}))


def _scopes(written: list[str]) -> frozenset[Permission]:
    """Return the permissions of these names.

    Raises:
        UnknownScope: one is none.
    """
    possible = sorted(MAY[Role.PLATFORM])
    if unknown := set(written) - set(possible):
        raise UnknownScope(f"{', '.join(sorted(unknown))}; there are {', '.join(possible)}")
    return frozenset(map(Permission, written))


def _show(output: Output, key: ApiKey, token: str) -> None:
    if output.as_json:
        output.json(
            {"id": key.id, "token": token, "scopes": sorted(key.scopes), "expires_at": key.expires_at}
        )
    output.say(token, style="bold")
    output.say("It is shown this once. Send it as: Authorization: Bearer ...")


def _row(key: ApiKey, now: datetime) -> tuple[object, ...]:
    ends = key.revoked_at or key.expires_at
    used = f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never"
    return (
        key.id,
        key.name,
        "yes" if key.holds(now=now) else "no",
        f"{ends:%Y-%m-%d %H:%M}" if ends else "always",
        used,
        " ".join(sorted(key.scopes)),
    )


def _data(key: ApiKey, *, now: datetime) -> dict[str, object]:
    return {
        "id": key.id,
        "name": key.name,
        "holds": key.holds(now=now),
        "scopes": sorted(key.scopes),
        "requests_a_minute": key.requests_a_minute,
        "made_at": key.made_at,
        "made_by": key.made_by,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "rotated_from": key.rotated_from,
        "last_used_at": key.last_used_at,
    }

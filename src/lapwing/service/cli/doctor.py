"""`lapwing doctor`: limits obtained, formats supported, lists and their age, and what needs attention."""

import platform
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated

import typer
from rich.text import Text

from lapwing.intake import all_kinds
from lapwing.lists.versions import State, Version
from lapwing.model.lists import ListInfo
from lapwing.service import health
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Output, as_data
from lapwing.service.cli.session import JsonFlag, Session, start
from lapwing.service.clock import now
from lapwing.service.health import Grade, Remark
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.settings import Settings, read_settings_text
from lapwing.service.wiring import Lists, open_engine, open_lists
from lapwing.signals.registry import all_detectors

_STYLES = {Grade.NOTE: "dim", Grade.ATTENTION: "bold yellow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found out about this installation."""

    session: Session
    settings: Settings
    confinement: Confinement
    remarks: list[Remark]
    lists_verified: int

    @property
    def needs_attention(self) -> bool:
        """Say whether a person should do something."""
        return any(remark.grade is Grade.ATTENTION for remark in self.remarks)


def doctor(
    context: typer.Context,
    settings: Annotated[
        bool, typer.Option("--settings", help="Print the settings as written instead.")
    ] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Read every byte of the serving lists.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Tell what this installation obtained, can read and holds; ends with 1 where that needs attention."""
    session, output = start(context, as_json=as_json)
    if settings:
        typer.echo(read_settings_text(session.home)[0], nl=False)
        return
    examined = _examine(session, verify=verify)
    if output.as_json:
        output.json(_as_data(examined))
    else:
        _tell(output, examined)
    raise typer.Exit(Exit.FOUND if examined.needs_attention else Exit.DONE)


def _examine(session: Session, *, verify: bool) -> Examined:
    """Look at everything."""
    settings, moment = session.settings(), now()
    with open_engine(session.home, settings, workers=1) as engine:
        confinement = engine.confinement()
    lists = open_lists(session.home)
    infos = lists.infos() if verify else ()
    for info in infos:
        lists.verify(info.name)
    remarks = [
        *health.of_confinement(confinement),
        *health.of_settings(settings, today=moment.date()),
        *health.of_lists({info: _standings(lists, info.name) for info in _in_use(lists)}, now=moment),
    ]
    if find_spec("numba") is None:
        says = "not installed; large lists are searched more slowly, with the same answers"
        remarks.append(Remark(grade=Grade.NOTE, about="extra fast", says=says))
    return Examined(
        session=session,
        settings=settings,
        confinement=confinement,
        remarks=remarks,
        lists_verified=len(infos),
    )


def _in_use(lists: Lists) -> list[ListInfo]:
    """Return every list that is not retired."""
    return [info for info in lists.infos() if lists.retired(info.name) is None]


def _standings(lists: Lists, name: str) -> list[tuple[Version, State]]:
    """Return every version of a list and how it stands."""
    return [(each.version, each.state) for each in lists.versions(name)]


def _facts(examined: Examined) -> list[tuple[str, str]]:
    """Return the facts, name and value."""
    settings, confinement = examined.settings, examined.confinement
    facts = [
        ("lapwing", f"{version('lapwing')}, Python {platform.python_version()}, Linux {platform.release()}"),
        ("home", str(examined.session.home)),
        ("settings", settings.source),
        ("policy", f"{settings.book.version}, from {settings.policy_source}"),
        ("sandbox", ", ".join(confinement.obtained)),
        ("memory of a worker", f"{confinement.memory_bytes / 2**20:,.0f} MiB of address space"),
    ]
    facts += [(f"kind {name}", ", ".join(kind.formats)) for name, kind in all_kinds().items()]
    facts += [
        (f"detector {name}", ", ".join(sorted(detector.makes))) for name, detector in all_detectors().items()
    ]
    if examined.lists_verified:
        facts.append(("lists read and verified", str(examined.lists_verified)))
    return facts


def _tell(output: Output, examined: Examined) -> None:
    """Print what was found out, for people."""
    output.table("", ("", ""), _facts(examined))
    if examined.remarks:
        output.say("")
        output.table(
            "",
            ("", "about", ""),
            (
                (Text(each.grade, style=_STYLES[each.grade]), each.about, each.says)
                for each in examined.remarks
            ),
        )
    output.say("\nSomething needs attention." if examined.needs_attention else "\nNothing needs attention.")


def _as_data(examined: Examined) -> dict[str, object]:
    """Return what was found out, for machines."""
    return {
        "facts": dict(_facts(examined)),
        "limits": as_data(examined.settings.limits),
        "confinement": as_data(examined.confinement),
        "remarks": as_data(examined.remarks),
        "needs_attention": examined.needs_attention,
    }

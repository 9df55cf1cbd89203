"""`lapwing doctor`: limits obtained, formats supported, lists and their age, and what needs attention."""

import platform
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated

import typer
from rich.text import Text

from lapwing.intake import all_kinds
from lapwing.service import health
from lapwing.service.cli import checkup
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Output, as_data
from lapwing.service.cli.session import JsonFlag, Session, start
from lapwing.service.cli.vault_checkup import of_the_vault
from lapwing.service.clock import now
from lapwing.service.health import Grade, Remark
from lapwing.service.home import of_home
from lapwing.service.sandbox.confine import Confinement
from lapwing.service.settings import Settings, read_settings_text
from lapwing.service.wiring import open_decisions, open_lists
from lapwing.signals.registry import all_detectors

_STYLES = {Grade.NOTE: "dim", Grade.ATTENTION: "bold yellow", Grade.DAMAGE: "bold red"}
_CLOSING = {
    Grade.NOTE: "Nothing needs attention.",
    Grade.ATTENTION: "Something needs attention.",
    Grade.DAMAGE: "Stored data is not what was written: do not rely on it before a person has looked.",
}
_ENDS = {Grade.NOTE: Exit.DONE, Grade.ATTENTION: Exit.FOUND, Grade.DAMAGE: Exit.INTEGRITY_LOST}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What was found out about this installation. confinement: None where no worker starts."""

    session: Session
    settings: Settings
    confinement: Confinement | None
    found: list[tuple[str, str]]
    remarks: list[Remark]

    @property
    def worst(self) -> Grade:
        """Return the gravest grade of all remarks."""
        return max((each.grade for each in self.remarks), key=list(Grade).index, default=Grade.NOTE)


def doctor(
    context: typer.Context,
    settings: Annotated[
        bool, typer.Option("--settings", help="Print the settings as written instead.")
    ] = False,
    verify: Annotated[
        bool,
        typer.Option(
            "--verify", help="Read every byte of the lists and the vault, and every decision; slow."
        ),
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Tell what this installation obtained, can read and holds, and what to do where something is wrong.

    It starts a worker, writes and removes a small file in the home folder, and looks through the journals,
    manifests and lengths of all lists, the pages of the kept decisions and, where there is a service, whether
    everything sealed is there. Ends with 0 where nothing needs attention, 1 where something does, 7 where
    stored data is not what was written.
    """
    session, output = start(context, as_json=as_json)
    if settings:
        typer.echo(read_settings_text(session.home)[0], nl=False)
        return
    examined = _examine(session, output, verify=verify)
    if output.as_json:
        output.json(_as_data(examined))
    else:
        _tell(output, examined)
    raise typer.Exit(_ENDS[examined.worst])


def _examine(session: Session, output: Output, *, verify: bool) -> Examined:
    """Look at everything."""
    settings, moment = session.settings(), now()
    confinement, workers = checkup.of_the_workers(settings)
    with output.progress("looking through the lists") as advance:
        lists = checkup.of_the_lists(open_lists(session.home), verify=verify, now=moment, advance=advance)
    with output.progress("looking through the decisions") as advance:
        decisions = checkup.of_the_decisions(open_decisions(session.home), verify=verify, advance=advance)
    with output.progress("looking through the vault") as advance:
        vault = of_the_vault(session.home, verify=verify, now=moment, advance=advance)
    remarks = [
        *workers.remarks,
        *of_home(session.home),
        *health.of_settings(settings, today=moment.date()),
        *lists.remarks,
        *decisions.remarks,
        *vault.remarks,
    ]
    if find_spec("numba") is None:
        says = "not installed; large lists are searched more slowly, with the same answers"
        remarks.append(Remark(grade=Grade.NOTE, about="extra fast", says=says))
    return Examined(
        session=session,
        settings=settings,
        confinement=confinement,
        found=[*workers.facts, *lists.facts, *decisions.facts, *vault.facts],
        remarks=remarks,
    )


def _facts(examined: Examined) -> list[tuple[str, str]]:
    """Return the facts, name and value."""
    settings = examined.settings
    return [
        ("lapwing", f"{version('lapwing')}, Python {platform.python_version()}, Linux {platform.release()}"),
        ("home", str(examined.session.home)),
        ("settings", settings.source),
        ("policy", f"{settings.book.version}, from {settings.policy_source}"),
        *examined.found,
        *((f"kind {name}", ", ".join(kind.formats)) for name, kind in all_kinds().items()),
        *((f"detector {name}", ", ".join(sorted(each.makes))) for name, each in all_detectors().items()),
    ]


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
    output.say(f"\n{_CLOSING[examined.worst]}", style="" if examined.worst is Grade.NOTE else "bold")


def _as_data(examined: Examined) -> dict[str, object]:
    """Return what was found out, for machines."""
    return {
        "facts": dict(_facts(examined)),
        "limits": as_data(examined.settings.limits),
        "confinement": as_data(examined.confinement),
        "remarks": as_data(examined.remarks),
        "needs_attention": examined.worst is not Grade.NOTE,
    }

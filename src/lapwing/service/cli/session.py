"""What every command starts from: the home folder, the settings, and how to print."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_data_path

from lapwing.service.cli.output import Output
from lapwing.service.settings import Settings, read_settings

HOME_VARIABLE = "LAPWING_HOME"

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON, one value on a line, instead of tables.")]
ByOption = Annotated[
    str,
    typer.Option("--by", help="Who does this; kept in the journal.", envvar="LAPWING_BY", show_default=False),
]

WhyOption = Annotated[str, typer.Option("--why", help="The reason; kept in the journal.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of the command line. home: where lists, decisions and settings live."""

    home: Path

    def settings(self, *, policy: Path | None = None) -> Settings:
        """Return the settings in force; *policy* takes the place of theirs."""
        return read_settings(self.home, policy=policy)


def start(context: typer.Context, *, as_json: bool) -> tuple[Session, Output]:
    """Return the session that the main command made, and where to print."""
    session = context.find_root().obj
    if not isinstance(session, Session):
        session = Session(home=default_home())
    return session, Output(as_json=as_json)


def default_home() -> Path:
    """Return the home folder where none was named."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else user_data_path("lapwing")

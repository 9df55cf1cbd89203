"""`lapwing list import`: a file becomes a version of a list."""

from pathlib import Path
from typing import Annotated

import typer

from lapwing.flows.import_list import ListFile, Progress, import_list
from lapwing.lists.mapping import ColumnMap, map_from_options, map_from_toml
from lapwing.lists.port import Source
from lapwing.lists.registry import all_sources, source_for
from lapwing.lists.versions import Imported, Outcome
from lapwing.model.errors import BadInput
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.list_ledger import ledger_of
from lapwing.service.cli.list_show import NameArgument, counts_text
from lapwing.service.cli.output import Output, as_data
from lapwing.service.cli.session import ByOption, JsonFlag, start
from lapwing.service.clock import now
from lapwing.service.list_file import read_in_chunks
from lapwing.service.settings import read_text
from lapwing.service.wiring import list_kinds, open_lists


def import_(
    context: typer.Context,
    name: NameArgument,
    file: Annotated[Path, typer.Argument(help="CSV or JSON lines.")],
    by: ByOption,
    mapping: Annotated[
        Path | None,
        typer.Option(help="A TOML file with the tables columns, constants and codes; see the docs."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", help="NAME=FIELD or NAME=ignored for a column, =FIELD:TEXT for a constant."),
    ] = None,
    shape: Annotated[
        str | None,
        typer.Option(help=f"{' or '.join(all_sources())}; told by the file's ending if left out."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a version of a file: all of it, or with every fault named by its line, nothing.

    A version that lacks over a tenth of the serving entries is held until `lapwing list accept`; the command
    then ends with 9.
    """
    session, output = start(context, as_json=as_json)
    tell = ledger_of(session.home)
    with output.progress(f"importing {file.name}") as advance:

        def told(progress: Progress) -> None:
            advance(progress.read_bytes, file.stat().st_size)

        imported = import_list(
            name,
            ListFile(
                name=file.name,
                untrusted_chunks=read_in_chunks(file),
                source=_source(file, shape),
                columns=_columns(mapping, columns or []),
            ),
            store=open_lists(session.home),
            kinds=list_kinds(),
            by=by,
            now=now(),
            progress=told,
        )
    tell("list.import", name, by=by, version=imported.version.number, outcome=imported.outcome.value)
    tell_imported(output, imported)
    if imported.outcome is Outcome.HELD:
        raise typer.Exit(Exit.WAITING)


def _source(file: Path, shape: str | None) -> Source:
    """Return the shape that was named, or the one of the file's ending."""
    if shape is None:
        return source_for(file.name)
    if shape not in all_sources():
        raise BadInput(f"there is no shape {shape!r}; there are {', '.join(all_sources())}")
    return all_sources()[shape]


def _columns(mapping: Path | None, options: list[str]) -> ColumnMap | None:
    """Return the mapping that was given, if one was."""
    kinds = list_kinds().names
    if mapping is not None and options:
        raise BadInput("give --mapping or --column, not both")
    if mapping is not None:
        return map_from_toml(read_text(mapping), kinds=kinds)
    return map_from_options(options, kinds=kinds) if options else None


def tell_imported(output: Output, imported: Imported) -> None:
    """Print what became of an import."""
    version = imported.version
    if output.as_json:
        output.json(as_data(imported))
        return
    match imported.outcome:
        case Outcome.SERVING:
            output.say(f"Version {version.number} of {version.list_name} serves now: {counts_text(version)}.")
        case Outcome.UNCHANGED:
            output.say(f"Nothing has changed: version {version.number} holds the same entries.")
        case Outcome.HELD:
            output.say(f"Version {version.number} of {version.list_name} is held: {'; '.join(imported.why)}.")
            output.say(
                f'After a look: lapwing list accept {version.list_name} {version.number} --by YOU --why "..."'
            )

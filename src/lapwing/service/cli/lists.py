"""`lapwing list`: register lists, import their versions, and see what changed."""

from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from lapwing.flows.import_list import ListFile, Progress, import_list
from lapwing.lists.changes import Changed, tally
from lapwing.lists.closeness import PERCEPTUAL
from lapwing.lists.mapping import ColumnMap, map_from_options, map_from_toml
from lapwing.lists.port import Source
from lapwing.lists.registry import all_sources, source_for
from lapwing.lists.versions import Imported, Outcome, State, Version
from lapwing.model.errors import BadInput
from lapwing.model.lists import ListClass, ListInfo, Threshold, Tier
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Output, as_data
from lapwing.service.cli.session import ByOption, JsonFlag, Session, start
from lapwing.service.clock import now
from lapwing.service.list_file import read_in_chunks
from lapwing.service.wiring import list_kinds, open_lists

app = typer.Typer(help="Reference lists: register, import, compare, accept.", no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="The list's name.")]
WhyOption = Annotated[str, typer.Option("--why", help="The reason; kept in the journal.")]
_SHOWN_CHANGES = 50


@app.command()
def add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    list_class: Annotated[ListClass, typer.Option("--class", help="What its entries are.")],
    tier: Annotated[Tier, typer.Option(help="How far it is trusted.")],
    source: Annotated[str, typer.Option(help="Who gives it.")],
    by: ByOption,
    title: Annotated[str, typer.Option(help="A title for people; the name if left out.")] = "",
    jurisdiction: Annotated[str, typer.Option(help="The law entries were judged by; * for none.")] = "*",
    licence: Annotated[str, typer.Option(help="Under which agreement it is used.")] = "",
    near_bits: Annotated[int, typer.Option(min=0, max=64, help="At most so many bits apart is near.")] = 31,
    least_quality: Annotated[int, typer.Option(min=0, max=100, help="PDQ quality to compare at all.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """Register a list. It matches nothing until a version is imported."""
    session, output = start(context, as_json=as_json)
    threshold = Threshold(near_bits=near_bits, least_quality=least_quality)
    info = ListInfo(
        name=name,
        title=title or name,
        source=source,
        list_class=list_class,
        tier=tier,
        jurisdiction=jurisdiction,
        licence=licence,
        threshold=threshold,
    )
    open_lists(session.home).add(info, by=by, now=now())
    if output.as_json:
        output.json(as_data(info))
    output.say(f"{name} is registered. Next: lapwing list import {name} FILE")


@app.command("import")
def import_(
    context: typer.Context,
    name: NameArgument,
    file: Annotated[Path, typer.Argument(help="CSV or JSON lines.")],
    by: ByOption,
    mapping: Annotated[
        Path | None, typer.Option(help="TOML: [columns], [constants], [codes.FIELD]; see the docs.")
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", help="COLUMN=FIELD, COLUMN=ignored, or =FIELD:TEXT for a constant."),
    ] = None,
    shape: Annotated[
        str | None,
        typer.Option(help=f"{' or '.join(all_sources())}; told by the file's ending if left out."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Make a version of a file: all of it, or with every fault named by its line, nothing.

    A version with over a tenth fewer entries than the serving one is held until `lapwing list accept`; the
    command then ends with 9.
    """
    session, output = start(context, as_json=as_json)
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
    _tell_imported(output, imported)
    if imported.outcome is Outcome.HELD:
        raise typer.Exit(Exit.WAITING)


@app.command()
def accept(
    context: typer.Context,
    name: NameArgument,
    version: Annotated[int, typer.Argument(help="The version to swap in.")],
    by: ByOption,
    why: WhyOption,
    as_json: JsonFlag = False,
) -> None:
    """Swap in a version that a person decided for: one that was held, or an earlier one again."""
    session, output = start(context, as_json=as_json)
    open_lists(session.home).accept(name, version, by=by, why=why, now=now())
    if output.as_json:
        output.json({"list": name, "version": version, "state": "serving"})
    output.say(f"Version {version} of {name} serves now.")


@app.command()
def review(
    context: typer.Context,
    name: NameArgument,
    by: ByOption,
    why: WhyOption,
    near_bits: Annotated[int | None, typer.Option(min=0, max=64)] = None,
    exact_bits: Annotated[int | None, typer.Option(min=0, max=64)] = None,
    least_quality: Annotated[int | None, typer.Option(min=0, max=100)] = None,
    precision: Annotated[float | None, typer.Option(min=0, max=1, help="As measured for the review.")] = None,
    recall: Annotated[float | None, typer.Option(min=0, max=1, help="As measured for the review.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Sign how near counts on a list, with the figures it rests on; look-ups go by it at once."""
    session, output = start(context, as_json=as_json)
    lists = open_lists(session.home)
    info = lists.info(name)
    before, moment = info.threshold, now()
    threshold = Threshold(
        near_bits=before.near_bits if near_bits is None else near_bits,
        exact_bits=before.exact_bits if exact_bits is None else exact_bits,
        least_quality=before.least_quality if least_quality is None else least_quality,
        why=why,
        signed_by=by,
        signed_on=moment.date(),
        precision=precision,
        recall=recall,
    )
    lists.revise(replace(info, threshold=threshold), by=by, why=why, now=moment)
    if output.as_json:
        output.json(as_data(threshold))
    output.say(f"{name}: near is {threshold.near_bits} bits, the same is {threshold.exact_bits} bits.")


@app.command()
def show(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="One list with its journal; all lists if left out.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the lists: source, class, tier, serving version, entries and age."""
    session, output = start(context, as_json=as_json)
    if name is None:
        _show_all(session, output)
    else:
        _show_one(session, output, name)


@app.command()
def versions(context: typer.Context, name: NameArgument, as_json: JsonFlag = False) -> None:
    """Show every version of a list: when, from what, by whom, how many entries, how it stands."""
    session, output = start(context, as_json=as_json)
    standings = open_lists(session.home).versions(name)
    if output.as_json:
        output.json([as_data(each) for each in standings])
        return
    output.table(
        f"Versions of {name}",
        ("version", "state", "entries", "imported", "by", "file", "why held"),
        (
            (
                each.version.number,
                each.state,
                _counts(each.version),
                f"{each.version.provenance.imported_at:%Y-%m-%d %H:%M}",
                each.version.provenance.imported_by,
                each.version.provenance.file_name,
                each.why,
            )
            for each in standings
        ),
    )


@app.command()
def diff(
    context: typer.Context,
    name: NameArgument,
    old: Annotated[int, typer.Argument(help="The earlier version.")],
    new: Annotated[int, typer.Argument(help="The later version.")],
    as_json: JsonFlag = False,
) -> None:
    """Show what differs between two versions: counts by kind, and the first entries of each sort."""
    session, output = start(context, as_json=as_json)
    lists = open_lists(session.home)
    if output.as_json:
        for change in lists.diff(name, old, new):
            output.json(as_data(change))
        return
    counts = tally(lists.diff(name, old, new))
    output.table(
        f"{name}, version {old} to {new}",
        ("kind", *Changed),
        ((kind, *(of[what] for what in Changed)) for kind, of in counts.items()),
    )
    first = islice(lists.diff(name, old, new), _SHOWN_CHANGES)
    output.table(
        "",
        ("what", "entry", "kind", "category", "note"),
        ((each.what, each.entry.id, each.entry.kind, each.entry.category, each.entry.note) for each in first),
    )


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
        try:
            return map_from_toml(mapping.read_text(encoding="utf-8"), kinds=kinds)
        except (OSError, UnicodeDecodeError) as refused:
            raise BadInput(f"{mapping} cannot be read: {refused}") from refused
    return map_from_options(options, kinds=kinds) if options else None


def _tell_imported(output: Output, imported: Imported) -> None:
    """Print what became of an import."""
    version = imported.version
    if output.as_json:
        output.json(as_data(imported))
        return
    match imported.outcome:
        case Outcome.SERVING:
            output.say(f"Version {version.number} of {version.list_name} serves now: {_counts(version)}.")
        case Outcome.UNCHANGED:
            output.say(f"Nothing has changed: version {version.number} holds the same entries.")
        case Outcome.HELD:
            output.say(f"Version {version.number} of {version.list_name} is held: {'; '.join(imported.why)}.")
            output.say(
                f'After a look: lapwing list accept {version.list_name} {version.number} --by YOU --why "..."'
            )


def _counts(version: Version) -> str:
    """Return how many entries of each kind a version has."""
    parts = [
        f"{count.active:,} {kind}" + (f" (+{count.retired:,} retired)" if count.retired else "")
        for kind, count in sorted(version.counts.items())
    ]
    return ", ".join(parts) or "none"


def _show_all(session: Session, output: Output) -> None:
    """Print every list."""
    lists = open_lists(session.home)
    today = now().date()
    rows = [(info, _serving(session, info.name)) for info in lists.infos()]
    if output.as_json:
        output.json([{"info": as_data(info), "serving": as_data(version)} for info, version in rows])
        return
    if not rows:
        output.say(f"There is no list in {session.home}. Register one with `lapwing list add`.")
        return
    output.table(
        "",
        ("list", "class", "tier", "source", "near/same bits", "version", "entries", "age"),
        (
            (
                info.name,
                info.list_class,
                info.tier,
                info.source,
                f"{info.threshold.near_bits}/{info.threshold.exact_bits}"
                if version and PERCEPTUAL & version.counts.keys()
                else "",
                version.number if version else "none",
                _counts(version) if version else "",
                _age(version, today) if version else "",
            )
            for info, version in rows
        ),
    )


def _show_one(session: Session, output: Output, name: str) -> None:
    """Print one list, and who did what to it."""
    lists = open_lists(session.home)
    info, version, acts = lists.info(name), _serving(session, name), lists.journal(name)
    if output.as_json:
        answer = {"info": info, "serving": version, "journal": acts}
        output.json(as_data(answer))
        return
    threshold = info.threshold
    signed = (
        f"signed by {threshold.signed_by} on {threshold.signed_on}"
        if threshold.signed_by
        else "not reviewed yet"
    )
    facts = (
        ("title", info.title),
        ("source", info.source),
        ("class and tier", f"{info.list_class}, {info.tier}"),
        ("jurisdiction", info.jurisdiction),
        ("licence", info.licence or "none written down"),
        (
            "near, same, least quality",
            f"{threshold.near_bits}, {threshold.exact_bits}, {threshold.least_quality}",
        ),
        ("threshold", f"{signed}. {threshold.why}".strip()),
        ("serving", f"version {version.number}: {_counts(version)}" if version else "no version yet"),
    )
    output.table(name, ("", ""), facts)
    output.table(
        "Journal",
        ("when", "who", "what", "version", "why"),
        ((f"{act.at:%Y-%m-%d %H:%M}", act.by, act.what, act.version or "", act.why) for act in acts),
    )


def _serving(session: Session, name: str) -> Version | None:
    """Return the version of a list that serves now."""
    standings = open_lists(session.home).versions(name)
    return next((each.version for each in standings if each.state is State.SERVING), None)


def _age(version: Version, today: date) -> str:
    """Return how long ago a version was imported."""
    days = (today - version.provenance.imported_at.date()).days
    return "today" if days <= 0 else f"{days} days"

"""What `lapwing list` shows: the lists, their versions, and what differs between two."""

from datetime import date
from itertools import islice
from typing import Annotated

import typer

from lapwing.lists.changes import Changed, tally
from lapwing.lists.closeness import PERCEPTUAL, same_bits
from lapwing.lists.versions import State, Version
from lapwing.model.lists import Threshold
from lapwing.service.cli.list_matches import matches_of
from lapwing.service.cli.output import Output, as_data
from lapwing.service.cli.session import JsonFlag, Session, start
from lapwing.service.clock import now
from lapwing.service.wiring import open_lists

NameArgument = Annotated[str, typer.Argument(help="The list's name.")]
_SHOWN_CHANGES = 50


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
                counts_text(each.version),
                f"{each.version.provenance.imported_at:%Y-%m-%d %H:%M}",
                each.version.provenance.imported_by,
                each.version.provenance.file_name,
                each.why,
            )
            for each in standings
        ),
    )


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


def counts_text(version: Version) -> str:
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
    retired = {info.name: lists.retired(info.name) for info, _ in rows}
    if output.as_json:
        answers = (
            {"info": info, "serving": version, "retired": retired[info.name]} for info, version in rows
        )
        output.json([as_data(answer) for answer in answers])
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
                f"{info.threshold.near_bits}/{same_text(info.threshold)}"
                if version and PERCEPTUAL & version.counts.keys()
                else "",
                "retired" if retired[info.name] else version.number if version else "none",
                counts_text(version) if version else "",
                _age(version, today) if version else "",
            )
            for info, version in rows
        ),
    )


def _show_one(session: Session, output: Output, name: str) -> None:
    """Print one list, and who did what to it."""
    lists = open_lists(session.home)
    info, version, acts = lists.info(name), _serving(session, name), lists.journal(name)
    retired = lists.retired(name)
    if output.as_json:
        answer = {
            "info": info,
            "serving": version,
            "retired": retired,
            "journal": acts,
            "matches": matches_of(session.home, name),
        }
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
            f"{threshold.near_bits}, {same_text(threshold)}, {threshold.least_quality}",
        ),
        ("threshold", f"{signed}. {threshold.why}".strip()),
        (
            "retired, last served" if retired else "serving",
            f"version {version.number}: {counts_text(version)}" if version else "no version yet",
        ),
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


def same_text(threshold: Threshold) -> str:
    """Return how many bits apart counts as the same, if a review says so."""
    same = same_bits(threshold)
    return "none" if same is None else str(same)

"""`lapwing explain`: everything about one decision."""

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer
from rich.text import Text

from lapwing.lists.closeness import PERCEPTUAL
from lapwing.model.decision import Decision, Kept
from lapwing.model.lists import Match
from lapwing.model.signals import Region, Turn
from lapwing.policy.decide import canonical_bytes, read_decision
from lapwing.service.cli.output import Output, as_data, plain, step_text
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.wiring import open_decisions

_STDIN = "-"


def explain(
    context: typer.Context,
    decision: Annotated[
        str, typer.Argument(help="The decision's id or its beginning, or - for JSON on stdin.")
    ],
    as_json: JsonFlag = False,
) -> None:
    """Tell everything about one decision: what, why, by which entry, and what it replays with."""
    session, output = start(context, as_json=as_json)
    if decision == _STDIN:
        told = read_decision(sys.stdin.buffer.read())
        items: tuple[tuple[str, datetime | None], ...] = ()
    else:
        kept = open_decisions(session.home).find(decision)
        told, items = kept[0].decision, tuple(_where_and_when(kept))
    if output.as_json:
        output.json(
            {"decision": as_data(told), "items": [{"item": name, "made_at": at} for name, at in items]}
        )
        return
    _tell(output, told, items)


def _where_and_when(kept: tuple[Kept, ...]) -> Iterator[tuple[str, datetime]]:
    """Give each item that the decision was made about, and when."""
    for each in kept:
        yield each.item, each.made_at


def _tell(output: Output, told: Decision, items: tuple[tuple[str, datetime | None], ...]) -> None:
    """Print a decision for people."""
    output.say(told.id, style="bold")
    output.table("", ("", ""), _facts(told, items))
    output.say("")
    output.table(
        "Reasons, gravest first",
        ("step", "rule", "why"),
        ((step_text(each.step), each.rule, each.says) for each in told.reasons),
    )
    if told.matches:
        output.say("")
        output.table("Matches", ("list", "entry", "by", "how near", "where"), map(_match_row, told.matches))
    if told.gaps:
        output.say("")
        output.table(
            "Not measured", ("who", "why", ""), ((gap.who, gap.why, gap.detail) for gap in told.gaps)
        )
    output.say(f"\n{len(canonical_bytes(told))} bytes; the same inputs give the same bytes.", style="dim")


def _facts(told: Decision, items: tuple[tuple[str, datetime | None], ...]) -> Iterator[tuple[object, object]]:
    """Give the decision's facts, name and value."""
    surface = told.context.surface
    for name, at in items:
        yield "item", f"{plain(name)}, {at:%Y-%m-%d %H:%M:%S %Z}" if at else plain(name)
    yield "content", f"{told.kind}, {told.content_id}"
    yield "step", step_text(told.step)
    yield "case", f"queue {told.case.queue}, priority {told.case.priority}" if told.case else "none"
    yield "sets going", ", ".join(told.obligations) or "nothing"
    basis = surface.basis.name if surface.basis else "none"
    yield "surface", f"{surface.name} ({surface.audience}, {surface.jurisdiction}), basis: {basis}"
    yield "account", f"age {told.context.age_band}"
    yield "policy", told.policy_version
    yield "lists", ", ".join(f"{name} version {version}" for name, version in told.list_versions) or "none"
    yield "engine", told.engine_version


def _match_row(match: Match) -> tuple[object, ...]:
    """Return a table's row about one match."""
    entry, where = match.entry, match.signal.where
    is_distance = match.signal.kind in PERCEPTUAL
    near = f"{match.distance_bits} of {match.near_bits} bits" if is_distance else "equal"
    places = [
        "" if where.region is Region.WHOLE else where.region.value,
        "" if where.turn is Turn.UPRIGHT else where.turn.value,
        f"frame {where.frame + 1}" if where.frame else "",
        f"characters {where.start} to {where.end}" if where.end else "",
    ]
    source = f"{entry.list_name} {entry.list_version} ({entry.list_class}, {entry.tier})"
    return (
        source,
        entry.entry_id,
        match.signal.kind,
        f"{match.closeness}: {near}",
        Text(", ".join(filter(None, places))),
    )

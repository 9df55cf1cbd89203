"""`lapwing explain`: everything about one decision."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
import typer
from rich.text import Text

from lapwing.lists.closeness import PERCEPTUAL
from lapwing.model.decision import Decision, Kept
from lapwing.model.errors import BadInput
from lapwing.model.lists import Match
from lapwing.model.signals import Region, Turn
from lapwing.policy.decide import canonical_bytes, read_decision
from lapwing.service.cli.output import Output, as_data, plain, step_text
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.items import STDIN, stdin_bytes
from lapwing.service.wiring import open_decisions

Items: TypeAlias = tuple[tuple[str, datetime | None], ...]
"""What a decision was made about, as the caller named it, and when; None where that was not kept."""

# A decision about content with thousands of matches is a few megabytes.
_MOST_BYTES = 1 << 28


def explain(
    context: typer.Context,
    decision: Annotated[
        str,
        typer.Argument(
            help="The decision's id or its beginning, or - for what `screen --json` printed, on stdin."
        ),
    ],
    as_json: JsonFlag = False,
) -> None:
    """Tell everything about one decision: what, why, by which entry, and what it replays with.

    From stdin it tells of every line in its order, and whether its decision has been changed since.
    """
    session, output = start(context, as_json=as_json)
    if decision == STDIN:
        for told, items in _on_stdin():
            _print(output, told, items)
        return
    kept = open_decisions(session.home).find(decision)
    _print(output, kept[0].decision, tuple(_where_and_when(kept)))


_NONE = msgspec.Raw()


class _Printed(msgspec.Struct, kw_only=True):
    """What a line of `screen --json` or of `explain --json` holds of a decision; the rest is passed over."""

    decision: msgspec.Raw = _NONE
    item: str = ""
    items: list["_PrintedItem"] = []


class _PrintedItem(msgspec.Struct, kw_only=True):
    """One item of a line of `explain --json`."""

    item: str
    made_at: datetime | None


def _on_stdin() -> Iterator[tuple[Decision, Items]]:
    """Give each decision on stdin, one a line, or one over all the lines, and its items.

    Raises:
        BadInput: there is none, a line holds none, or it has been changed.
    """
    stdin, number = stdin_bytes(), 0
    while line := stdin.readline(_MOST_BYTES):
        number += 1
        if not line.strip():
            continue
        if number == 1 and not _is_whole(line):
            yield _read_line(line + stdin.read(_MOST_BYTES), number)
            return
        yield _read_line(line, number)
    if not number:
        raise BadInput("there is nothing on stdin")


def _is_whole(line: bytes) -> bool:
    """Say whether a line is a JSON value, not the beginning of one that is printed over several lines."""
    try:
        msgspec.json.decode(line, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _read_line(line: bytes, number: int) -> tuple[Decision, Items]:
    """Return the decision of a line, bare or as it was printed, and what it was made about."""
    try:
        printed = msgspec.json.decode(line, type=_Printed)
        told = read_decision(bytes(printed.decision) or line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as refused:
        raise BadInput(f"line {number}: this is no decision: {refused}") from refused
    except BadInput as refused:
        raise BadInput(f"line {number}: {refused.detail}") from refused
    items = [(each.item, each.made_at) for each in printed.items]
    return told, (*([(printed.item, None)] if printed.item else []), *items)


def _where_and_when(kept: tuple[Kept, ...]) -> Iterator[tuple[str, datetime]]:
    """Give each item that the decision was made about, and when."""
    for each in kept:
        yield each.item, each.made_at


def _print(output: Output, told: Decision, items: Items) -> None:
    """Print a decision."""
    if output.as_json:
        output.json(
            {"decision": as_data(told), "items": [{"item": name, "made_at": at} for name, at in items]}
        )
    else:
        _tell(output, told, items)


def _tell(output: Output, told: Decision, items: Items) -> None:
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


def _facts(told: Decision, items: Items) -> Iterator[tuple[object, object]]:
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

"""`lapwing screen`: what is to be done with each file, and why."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from lapwing.model.decision import AgeBand, Context, Decision, Step
from lapwing.service.batch import Answer, screen_items
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Advance, Output, as_data, step_text
from lapwing.service.cli.session import JsonFlag, Session, start
from lapwing.service.clock import now
from lapwing.service.items import STDIN, find_items
from lapwing.service.wiring import Engine, open_engine

_KEEP_EVERY = 256


@dataclass(slots=True)
class Tally:
    """What came out, counted."""

    steps: Counter[str] = field(default_factory=Counter)
    items: int = 0
    size_bytes: int = 0
    unknown: int = 0
    matched: int = 0

    def add(self, answer: Answer) -> None:
        """Count one answer."""
        decision = answer.screened.decision
        self.items += 1
        self.steps[decision.step.value] += 1
        self.size_bytes += answer.screened.measured.size_bytes
        self.unknown += bool(decision.gaps)
        self.matched += bool(decision.matches)

    def exit_code(self) -> Exit:
        """Return how the command ends: found before unknown before done."""
        asked_by_match = self.matched and self.items > self.steps[Step.ALLOW.value]
        if asked_by_match:
            return Exit.FOUND
        return Exit.UNKNOWN if self.unknown else Exit.DONE


def screen(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...|-", help="Files, folders, or - for stdin.")],
    surface: Annotated[str, typer.Option(help="The surface that the content is on.")] = "upload",
    kind: Annotated[
        str | None, typer.Option(help="image, text, url, name or query; told by the bytes if left out.")
    ] = None,
    lines: Annotated[bool, typer.Option("--lines", help="Each line of stdin is content of its own.")] = False,
    age_band: Annotated[AgeBand, typer.Option(help="Age of the account's holder.")] = AgeBand.UNKNOWN,
    policy: Annotated[Path | None, typer.Option(help="Try another policy.")] = None,
    workers: Annotated[int, typer.Option(min=0, max=64, help="Worker processes; 0 for one a core.")] = 0,
    everything: Annotated[bool, typer.Option("--all", help="List what is allowed, too.")] = False,
    keep: Annotated[bool, typer.Option(help="Keep the decisions for `lapwing explain`.")] = True,
    as_json: JsonFlag = False,
) -> None:
    """Screen files, folders or stdin: what matches, why, and what would be done.

    Ends with 0 where everything is allowed, 1 where something matched, 8 where nothing matched but something
    could not be measured.
    """
    session, output = start(context, as_json=as_json)
    settings = session.settings(policy=policy)
    place = Context(surface=settings.surface(surface), age_band=age_band)
    with open_engine(session.home, settings, workers=workers) as engine:
        tally = Tally()
        began = time.monotonic()
        engine.require_kind(kind)
        with output.progress("screening") as advance:
            job = engine.job(settings, place, kind=kind, today=now().date())
            items = find_items(paths, by_line=lines, most_bytes=job.most_bytes)
            answers = _counted(
                screen_items(items, job=job), tally, advance, _count(paths) if output.shows_progress else None
            )
            shown = _told(answers, output, everything=everything)
            if keep:
                _keep(engine, shown)
            else:
                for _ in shown:
                    pass
        _summary(output, tally, time.monotonic() - began, engine, session)
    raise typer.Exit(tally.exit_code())


def _count(paths: list[str]) -> int | None:
    """Return how many items there are, or None where stdin is among them."""
    return None if STDIN in paths else sum(1 for _ in find_items(paths, by_line=False, most_bytes=1))


def _counted(
    answers: Iterable[Answer], tally: Tally, advance: Advance, total: int | None
) -> Iterator[Answer]:
    """Pass the answers on, counting them and moving the bar."""
    for answer in answers:
        tally.add(answer)
        advance(tally.items, total)
        yield answer


def _told(answers: Iterable[Answer], output: Output, *, everything: bool) -> Iterator[Answer]:
    """Pass the answers on, printing each at once for machines and together for people."""
    rows: list[tuple[object, ...]] = []
    for answer in answers:
        decision = answer.screened.decision
        if output.as_json:
            output.json(_json_line(answer))
        elif everything or decision.reasons:
            rows.append(_row(answer))
        yield answer
    if rows:
        output.table("", ("step", "item", "decision", "why"), rows)


def _row(answer: Answer) -> tuple[object, ...]:
    """Return a table's row: the gravest reason, and how many more there are."""
    decision = answer.screened.decision
    nothing = "An allow-list entry alone." if decision.matches else "Nothing matched."
    why = decision.reasons[0].says if decision.reasons else nothing
    more = f" (and {len(decision.reasons) - 1} more)" if len(decision.reasons) > 1 else ""
    return step_text(decision.step), answer.item.name, Text(decision.id[:14], style="dim"), f"{why}{more}"


def _json_line(answer: Answer) -> dict[str, object]:
    """Return what machines get of one item."""
    measured = answer.screened.measured
    return {
        "item": answer.item.name.encode(errors="surrogateescape").decode(errors="replace"),
        "decision": as_data(answer.screened.decision),
        "size_bytes": measured.size_bytes,
        "facts": dict(measured.facts),
    }


def _keep(engine: Engine, answers: Iterable[Answer]) -> None:
    """Keep the decisions that give a reason, some hundred at a time."""
    waiting: list[tuple[str, Decision]] = []
    for answer in answers:
        if answer.screened.decision.reasons:
            waiting.append((answer.item.name, answer.screened.decision))
        if len(waiting) >= _KEEP_EVERY:
            engine.decisions.keep(waiting, at=now())
            waiting.clear()
    engine.decisions.keep(waiting, at=now())


def _summary(output: Output, tally: Tally, seconds: float, engine: Engine, session: Session) -> None:
    """Print what came out in all."""
    if output.as_json:
        return
    counts = ", ".join(f"{tally.steps[step.value]} {step.value}" for step in Step if tally.steps[step.value])
    rate = tally.items / seconds if seconds else 0.0
    megabytes = tally.size_bytes / 1e6
    output.say(
        f"\n{tally.items} items: {counts or 'none'}. {tally.unknown} with something unknown. "
        f"{seconds:.1f} s, {rate:.0f} a second, {megabytes:.1f} MB.",
        style="bold",
    )
    if not engine.kit.matcher.versions:
        output.note(f"There is no list yet in {session.home}; see `lapwing list add --help`.", style="yellow")
    elif tally.matched or tally.unknown:
        output.say("`lapwing explain DECISION` tells everything about one.")

"""`lapwing screen`: what is to be done with each file, and why."""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from lapwing.model.decision import AgeBand, Context, Decision, Step
from lapwing.model.errors import Unavailable
from lapwing.service.batch import Answer, screen_items
from lapwing.service.cli.exits import problem
from lapwing.service.cli.output import Output, as_data, step_text
from lapwing.service.cli.session import JsonFlag, Session, start
from lapwing.service.cli.streams import ReaderGone
from lapwing.service.cli.tally import Tally
from lapwing.service.clock import now
from lapwing.service.items import STDIN, find_items, require_lines
from lapwing.service.wiring import Engine, open_engine, require_kind

_KEEP_EVERY = 256


class Stopped(Unavailable):
    """The work was stopped before its end; what is told is not the whole."""

    code = "lapwing.stopped"


def screen(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...|-", help="Files, folders, or - for stdin.")],
    surface: Annotated[str, typer.Option(help="The surface that the content is on.")] = "upload",
    kind: Annotated[
        str | None, typer.Option(help="film, document, image, text, url, name or query; else told by bytes.")
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="Each line of stdin and of the files is content of its own.")
    ] = False,
    age_band: Annotated[AgeBand, typer.Option(help="Age of the account's holder.")] = AgeBand.UNKNOWN,
    policy: Annotated[Path | None, typer.Option(help="Try another policy.")] = None,
    workers: Annotated[int, typer.Option(min=0, max=64, help="Worker processes; 0 for one a core.")] = 0,
    everything: Annotated[bool, typer.Option("--all", help="List what is allowed, too.")] = False,
    keep: Annotated[bool, typer.Option(help="Keep the decisions for `lapwing explain`.")] = True,
    as_json: JsonFlag = False,
) -> None:
    """Screen files, folders or stdin: what matches, why, and what would be done.

    Ends with 1 where a match asks for more than allow on any item; else with 8 where something of any item
    could not be measured, whatever is done about that; else with 0. A match that an allow-list or the policy
    clears does not count. Ended early, it tells and keeps what it has decided, says that this is not the
    whole, and ends with 130 (Ctrl-C), or with the code of what ended it.
    """
    session, output = start(context, as_json=as_json)
    settings = session.settings(policy=policy)
    require_kind(kind)
    if lines:
        require_lines(paths)
    place = Context(surface=settings.surface(surface), age_band=age_band)
    with open_engine(session.home, settings, workers=workers) as engine:
        if keep:
            engine.decisions.prepare()
        job = engine.job(settings, place, kind=kind, today=now().date())
        items = find_items(paths, by_line=lines, most_bytes=job.most_bytes)
        run = Run(session=session, output=output, engine=engine, keep=keep, everything=everything)
        total = _count(paths) if output.shows_progress and not lines else None
        with (
            run.told_in_any_case(),
            output.progress("screening") as advance,
            closing(screen_items(items, job=job)) as answers,
        ):
            for answer in answers:
                run.take(answer)
                advance(run.tally.items, total)
    raise typer.Exit(run.tally.exit_code())


def _count(paths: list[str]) -> int | None:
    """Return how many items there are, or None where stdin is among them."""
    return None if STDIN in paths else sum(1 for _ in find_items(paths, by_line=False, most_bytes=1))


@dataclass(slots=True, kw_only=True)
class Run:
    """One run of the command: what has been decided so far, told and kept."""

    session: Session
    output: Output
    engine: Engine
    keep: bool
    everything: bool
    tally: Tally = field(default_factory=Tally)
    _rows: list[tuple[object, ...]] = field(default_factory=list)
    _waiting: list[tuple[str, Decision]] = field(default_factory=list)
    _kept: int = 0
    _began: float = field(default_factory=time.monotonic)

    def take(self, answer: Answer) -> None:
        """Count an answer, keep it if it gives a reason, and tell it: machines now, people at the end."""
        decision = answer.screened.decision
        self.tally.add(answer)
        if self.keep and decision.reasons:
            self._waiting.append((answer.item.name, decision))
        if len(self._waiting) >= _KEEP_EVERY:
            self._keep_waiting()
        if self.output.as_json:
            self.output.json(_json_line(answer))
        elif self.everything or decision.reasons:
            self._rows.append(_row(answer))

    @contextmanager
    def told_in_any_case(self) -> Iterator[None]:
        """Run a block; however it ends, what was decided is kept and told, as the whole or as a part.

        Raises:
            Unavailable: decisions cannot be kept; they have been told all the same.
        """
        try:
            yield
        except ReaderGone:
            self._keep_waiting()
            raise
        except BaseException:
            self._end(whole=False)
            raise
        self._end(whole=True)

    def _end(self, *, whole: bool) -> None:
        """Keep what is not kept yet, and tell what people get; one does not stand in for the other."""
        try:
            self._keep_waiting()
        finally:
            if whole or self.tally.items:
                self._tell(whole=whole)

    def _keep_waiting(self) -> None:
        """Keep the decisions that wait for it."""
        if self._waiting:
            self.engine.decisions.keep(self._waiting, at=now())
            self._kept += len(self._waiting)
            self._waiting.clear()

    def _tell(self, *, whole: bool) -> None:
        """Print what people get, and to both that it is not the whole where it is not."""
        if self._rows:
            self.output.table("", ("step", "item", "decision", "why"), self._rows)
        stopped = Stopped(f"{self.tally.items} items had been decided.")
        if self.output.as_json:
            if not whole:
                self.output.note_json(problem(stopped))
            return
        self._summary(whole=whole)
        if not whole:
            self.output.note(f"lapwing: {stopped}", style="bold red")

    def _summary(self, *, whole: bool) -> None:
        """Print what came out in all, or so far."""
        tally, seconds = self.tally, time.monotonic() - self._began
        steps = ", ".join(f"{tally.steps[step]} {step}" for step in Step if tally.steps[step])
        rate = tally.items / seconds if seconds else 0.0
        self.output.say(
            f"\n{'' if whole else 'NOT THE WHOLE: '}{tally.items} items: {steps or 'none'}. "
            f"{tally.unknown} with something unknown. "
            f"{seconds:.1f} s, {rate:.0f} a second, {tally.size_bytes / 1e6:.1f} MB.",
            style="bold",
        )
        if not self.engine.kit.matcher.versions:
            says = f"There is no list yet in {self.session.home}; see `lapwing list add --help`."
            self.output.note(says, style="yellow")
        elif self._kept:
            self.output.say("`lapwing explain DECISION` tells everything about one.")


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

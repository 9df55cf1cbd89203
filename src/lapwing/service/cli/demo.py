"""`lapwing demo`: a small world is made, screened, and shown: what was found, missed, and why."""

import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from lapwing.model.decision import Context, Decision
from lapwing.model.errors import BadInput
from lapwing.model.lists import Entry
from lapwing.service.batch import screen_items
from lapwing.service.cli.output import Output
from lapwing.service.cli.session import JsonFlag, Session, start
from lapwing.service.clock import now
from lapwing.service.demo.listing import fingerprint, register_lists
from lapwing.service.demo.nearest import with_distance
from lapwing.service.demo.report import ListLine, Outcome, ReportRow, Summary, write_report
from lapwing.service.demo.scoring import scored
from lapwing.service.demo.world import World, make_world
from lapwing.service.items import Item
from lapwing.service.settings import Settings
from lapwing.service.wiring import Engine, open_engine, open_lists

BY = "demo"
MARK = "truth.json"
PARTS = ("uploads", "lists", "previews", "home")


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One upload: what was decided, and its row of the page."""

    row: ReportRow
    decision: Decision


def demo(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help="Where the world is made; what an earlier demo left is replaced.")
    ],
    pictures: Annotated[int, typer.Option(help="How many pictures are uploaded.")] = 300,
    seed: Annotated[int, typer.Option(help="Another seed, another world.")] = 2026,
    as_json: JsonFlag = False,
) -> None:
    """Make a small synthetic world, screen it, and show what was found, missed and why.

    Everything in it is made up: drawn pictures, freely licensed photographs, invented lists and messages.
    """
    _, output = start(context, as_json=as_json)
    _clear(folder)
    with output.progress("making pictures, messages and lists") as advance:
        world = make_world(folder, fingerprint=fingerprint, seed=seed, pictures=pictures, progress=advance)
    session = Session(home=folder / "home")
    register_lists(world, session.home, by=BY, now=now())
    settings = session.settings()
    with open_engine(session.home, settings) as engine, output.progress("screening") as advance:
        began = time.monotonic()
        played: list[Played] = []
        for each in _screened(session, world, engine, settings):
            played.append(each)
            advance(len(played), len(world.truths))
        seconds = time.monotonic() - began
        engine.decisions.keep(((each.row.file, each.decision) for each in played), at=now())
    report = folder / "report.html"
    write_report(report, [each.row for each in played], _page_summary(session, world, settings, seconds))
    _tell(output, played, seconds, report, session)


def _clear(folder: Path) -> None:
    """Remove what an earlier demo left, and nothing else.

    Raises:
        BadInput: the folder holds something that no demo made.
    """
    if not folder.exists():
        return
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        raise BadInput(f"{folder} holds something that no demo made; name another folder")
    for part in PARTS:
        shutil.rmtree(folder / part, ignore_errors=True)


def _screened(session: Session, world: World, engine: Engine, settings: Settings) -> Iterator[Played]:
    """Give every upload with what was decided about it and how that stands to the truth."""
    job = engine.job(settings, Context(surface=settings.surface("upload")), kind=None, today=now().date())
    entries = _entries(session, world)
    items = (Item(name=truth.file, path=world.path(truth)) for truth in world.truths)
    for truth, answer in zip(world.truths, screen_items(items, job=job), strict=True):
        decision, measured = answer.screened.decision, answer.screened.measured
        row = scored(truth, decision, world=world)
        of_item = entries.get((truth.list_name, truth.item), [])
        yield Played(row=with_distance(row, measured, of_item), decision=decision)


def _entries(session: Session, world: World) -> dict[tuple[str, str], list[Entry]]:
    """Return the listed entries by list and item."""
    lists = open_lists(session.home)
    found: dict[tuple[str, str], list[Entry]] = {}
    for each in world.lists:
        for entry in lists.entries(each.name, 1):
            found.setdefault((each.name, entry.item), []).append(entry)
    return found


def _page_summary(session: Session, world: World, settings: Settings, seconds: float) -> Summary:
    """Return what holds for the whole run, for the page."""
    lists = open_lists(session.home)
    lines = tuple(
        ListLine(
            name=each.name,
            title=each.title,
            list_class=each.list_class.value,
            tier=each.tier.value,
            version=1,
            entries=lists.versions(each.name)[0].version.active,
        )
        for each in world.lists
    )
    facts = (("policy", settings.book.version), ("settings", settings.source))
    return Summary(made_on=f"{now():%d %B %Y, %H:%M} UTC", elapsed_s=seconds, lists=lines, facts=facts)


def _tell(output: Output, played: list[Played], seconds: float, report: Path, session: Session) -> None:
    """Print what came out."""
    rows = [each.row for each in played]
    counts = _by_sort(rows)
    if output.as_json:
        output.json({"counts": counts, "seconds": seconds, "report": str(report), "home": str(session.home)})
        return
    output.table(
        "Everything here is synthetic.",
        ("files", *Outcome),
        ((sort, *(of[outcome] or "" for outcome in Outcome)) for sort, of in counts.items()),
    )
    wrong = [row for row in rows if row.outcome in {Outcome.MISSED, Outcome.FALSE_MATCH}]
    if wrong:
        output.say("")
        output.table(
            "Missed, or matched by mistake",
            ("file", "what was done to it", "", "why"),
            ((row.file, row.alteration or row.sort, row.outcome, _why(row)) for row in wrong),
        )
    found = sum(row.outcome is Outcome.FOUND for row in rows)
    listed = found + sum(row.outcome is Outcome.MISSED for row in rows)
    output.say(
        f"\n{found} of {listed} listed items found; {len(rows)} files in {seconds:.1f} s, "
        f"{len(rows) / seconds:.0f} a second.",
        style="bold",
    )
    output.say(f"The pictures side by side:  {report}")
    example = next((each.decision.id for each in played if each.row.outcome is Outcome.FOUND), None)
    if example:
        output.say(f"One decision in full:       {_command()} --home {session.home} explain {example[:14]}")
    output.say(f"The lists:                  {_command()} --home {session.home} list show")


def _command() -> str:
    """Return how this program can be called from here: by name where the shell finds it, else by its path."""
    called = sys.argv[0]
    return "lapwing" if shutil.which("lapwing") == called else called


def _by_sort(rows: list[ReportRow]) -> Mapping[str, Mapping[Outcome, int]]:
    """Return how many files of each sort, or of each family of alterations, came to which outcome."""
    counts: dict[str, dict[Outcome, int]] = {}
    for row in sorted(rows, key=lambda row: (row.sort, row.family)):
        name = row.sort if row.family == row.sort else f"{row.sort}: {row.family}"
        counts.setdefault(name, dict.fromkeys(Outcome, 0))[row.outcome] += 1
    return counts


def _why(row: ReportRow) -> str:
    """Return why an upload was missed, or what it was taken for."""
    return row.why_missed or (row.reasons[0] if row.reasons else "")

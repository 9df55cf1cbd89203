"""What commands print: tables for people, JSON for machines, progress on the terminal only."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import msgspec
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from lapwing.service.cli.streams import tell

FILE_COLUMNS = 200
"""The width of tables that go to a file or pipe, which has none of its own."""

STEP_STYLES = {"allow": "green", "deter": "cyan", "limit": "yellow", "hold": "magenta", "block": "bold red"}


class Advance(Protocol):
    """Tells how far long work has come."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Say that *done* of *total* is done."""
        ...


class Output:
    """Where one command's answers go. Answers go to stdout, everything else to stderr."""

    def __init__(self, *, as_json: bool) -> None:
        """Print JSON where *as_json*, else for people; colour only where stdout is a terminal."""
        self.as_json = as_json
        on_terminal = sys.stdout.isatty()
        self._out = Console(highlight=False, width=None if on_terminal else FILE_COLUMNS)
        self._err = Console(stderr=True, highlight=False)

    @property
    def shows_progress(self) -> bool:
        """Say whether anybody sees a progress bar."""
        return sys.stderr.isatty() and not self.as_json

    def json(self, answer: object) -> None:
        """Print one JSON value on a line of its own."""
        sys.stdout.write(msgspec.json.encode(answer, order="sorted").decode() + "\n")

    def say(self, text: str, *, style: str = "") -> None:
        """Print a line for people; nothing where JSON was asked for."""
        if not self.as_json:
            self._out.print(Text(text, style=style))

    def note(self, text: str, *, style: str = "") -> None:
        """Print a line to stderr, so that it is not taken for an answer."""
        self._err.print(Text(text, style=style))

    def note_json(self, answer: object) -> None:
        """Print one JSON value on a line to stderr, so that it is not taken for an answer."""
        tell(msgspec.json.encode(answer, order="sorted").decode())

    def table(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Print a table for people. Cells are shown as they are: markup and control characters do nothing."""
        table = Table(
            title=title or None, title_justify="left", header_style="bold", box=None, pad_edge=False
        )
        for head in heads:
            table.add_column(head, overflow="fold")
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(plain(str(cell))) for cell in row))
        self._out.print(table)

    @contextmanager
    def progress(self, what: str) -> Iterator[Advance]:
        """Show a progress bar on the terminal while the block runs; nothing where stderr is none."""
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._err,
            transient=True,
            disable=not self.shows_progress,
        ) as bar:
            task = bar.add_task(what, total=None)

            def advance(done: int, total: int | None = None) -> None:
                bar.update(task, completed=done, total=total)

            yield advance


def plain(text: str) -> str:
    """Return *text* without the characters by which a file's name could take over a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def step_text(step: str) -> Text:
    """Return a step in its colour."""
    return Text(step, style=STEP_STYLES[step])


def as_data(record: object) -> Any:  # noqa: ANN401  # JSON has no narrower type
    """Return a record as plain data."""
    return msgspec.to_builtins(record)

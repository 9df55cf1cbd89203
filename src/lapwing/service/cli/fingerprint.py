"""`lapwing fingerprint`: what a list would hold of a file, without comparing it with any."""

import csv
import io
import sys
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Annotated

import typer

from lapwing.intake import recognise
from lapwing.model.content import ContentId
from lapwing.model.signals import Measured
from lapwing.policy.words import describe_gap
from lapwing.service.cli.exits import Exit
from lapwing.service.cli.output import Output, as_data, plain
from lapwing.service.cli.session import JsonFlag, start
from lapwing.service.fingerprints import Fingerprint, Look, Row, fingerprints, measure_items, rows
from lapwing.service.items import Item, find_items
from lapwing.service.wiring import list_kinds, open_measurer, require_kind
from lapwing.signals.port import PLAIN

_COLUMNS = Row.__struct_fields__
_LONGEST_NAME = 1000


def fingerprint(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...|-", help="Files, folders, or - for stdin.")],
    kind: Annotated[
        str | None, typer.Option(help="film, document, image, text, url, name or query; else told by bytes.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, max=64, help="Worker processes; 0 for one a core.")] = 0,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV that `lapwing list import` takes as it is.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Print the fingerprints of files: digests, PDQ of both families, addresses in texts and QR codes.

    Files are decoded in confined workers, at full size and as they are; no list is asked, nothing is kept.
    What --json or --csv prints, `lapwing list import` takes as it is from a file that ends in .jsonl or .csv.
    A PDQ of a picture with little structure, which would fit too many others, is left out there, and files
    of the same bytes stand there once. Ends with 8 where something of any file could not be measured.
    """
    if as_csv and as_json:
        raise typer.BadParameter("give --csv or --json, not both")
    session, output = start(context, as_json=as_json)
    settings = replace(session.settings(), robustness=PLAIN)
    require_kind(kind)
    printer = Printer(output=output, as_csv=as_csv)
    with open_measurer(settings, workers=workers) as measuring:
        look = Look(
            measurer=measuring.measurer,
            most_bytes=settings.limits.input_bytes,
            kind=kind,
            recognise=recognise,
            in_flight=measuring.in_flight,
        )
        items = find_items(paths, by_line=False, most_bytes=look.most_bytes)
        with output.progress("measuring") as advance, closing(measure_items(items, look=look)) as every:
            for done, (item, measured) in enumerate(every, start=1):
                printer.take(item, measured)
                advance(done)
    printer.end()
    raise typer.Exit(Exit.UNKNOWN if printer.gaps else Exit.DONE)


@dataclass(slots=True, kw_only=True)
class Printer:
    """Prints what was measured, in the form that was asked for. gaps: how many files have any."""

    output: Output
    as_csv: bool
    gaps: int = 0
    _table: list[tuple[object, ...]] = field(default_factory=list)
    _told: set[ContentId] = field(default_factory=set)
    _copies: int = 0
    _unfit: int = 0

    def take(self, item: Item, measured: Measured) -> None:
        """Print the fingerprints of one file, and to stderr what of it could not be measured."""
        name = plain(item.name)[-_LONGEST_NAME:]
        self.gaps += bool(measured.gaps)
        for gap in measured.gaps:
            self.output.note(f"{name}: {describe_gap(gap)}", style="yellow")
        found = fingerprints(measured, never_listed=list_kinds().never_listed)
        if not (self.as_csv or self.output.as_json):
            self._table += [(name, each.kind, each.value, _remark(each)) for each in found]
        elif measured.content_id in self._told:
            self._copies += 1
        else:
            self._print_rows(name, measured, found)

    def _print_rows(self, name: str, measured: Measured, found: tuple[Fingerprint, ...]) -> None:
        """Print what a list may hold of one file, for machines."""
        if self.as_csv and not self._told:
            sys.stdout.write(_csv_line(_COLUMNS))
        self._told.add(measured.content_id)
        fit = [each for each in found if each.fit]
        self._unfit += len(found) - len(fit)
        for row in rows(fit, of=measured.content_id, name=name):
            if self.as_csv:
                sys.stdout.write(_csv_line(tuple(getattr(row, name) for name in _COLUMNS)))
            else:
                self.output.json(as_data(row))

    def end(self) -> None:
        """Print what waited for the end, and to stderr what was left out."""
        if self._table:
            self.output.table("", ("file", "kind", "fingerprint", "note"), self._table)
        if self._copies:
            self.output.note(f"{self._copies} files have the same bytes as others, which stand for them.")
        if self._unfit:
            says = f"{self._unfit} fingerprints of pictures with little structure were left out."
            self.output.note(says, style="yellow")


def _remark(each: Fingerprint) -> str:
    """Return a fingerprint's note, and whether it should be on no list."""
    return each.note if each.fit else f"{each.note}; fits too many pictures for a list"


def _csv_line(cells: tuple[str, ...]) -> str:
    """Return one line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()

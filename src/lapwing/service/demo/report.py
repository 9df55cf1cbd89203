"""The page that shows what was found, missed and why: one file that needs nothing else and asks nobody."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from lapwing.model.decision import Step

MOST_PICTURE_BYTES = 5_500_000
"""All small pictures of a page together, before they are written as text; about 7.4 MB then."""


class Outcome(StrEnum):
    """How a decision stands to what is true of a file."""

    FOUND = "found"
    MISSED = "missed"
    FALSE_MATCH = "false match"
    CLEAR = "clear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One upload and what was decided.

    file: its name, as it came. sort: what sort of file it is. what: the truth about it in a sentence.
    step: what is done with it; reasons: why, in sentences.
    alteration, family: what was done to a listed picture, and of what sort that is.
    list_name, list_version, entry, distance_bits: the match, or the entry that should have matched.
    why_missed: a sentence where it was missed.
    elapsed_ms: None where it was not measured.
    shown, original: small JPEGs of the upload and of the listed picture; empty where there is none.
    """

    file: str
    sort: str
    what: str
    outcome: Outcome
    step: Step
    reasons: tuple[str, ...] = ()
    alteration: str = ""
    family: str = ""
    list_name: str = ""
    list_version: int | None = None
    entry: str = ""
    distance_bits: int | None = None
    why_missed: str = ""
    elapsed_ms: float | None = None
    shown: bytes = b""
    original: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A list that was screened against."""

    name: str
    title: str
    list_class: str
    tier: str
    version: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What holds for the whole run.

    made_on: when, as text. elapsed_s: screening alone, in seconds; None where it was not measured.
    facts: (name, value) pairs for the end of the page: engine, policy, limits.
    """

    made_on: str
    elapsed_s: float | None = None
    lists: tuple[ListLine, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A row as the page shows it: its name made safe to read, its pictures as text."""

    row: ReportRow
    name: str
    shown: str
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """How many of one sort were found and missed."""

    name: str
    found: int
    missed: int

    @property
    def total(self) -> int:
        """Return how many there were."""
        return self.found + self.missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cards, or bars, under one heading."""

    name: str
    cards: tuple[Card, ...] = ()
    bars: tuple[Bar, ...] = ()

    @property
    def found(self) -> int:
        """Return how many were found in all its bars."""
        return sum(bar.found for bar in self.bars)

    @property
    def total(self) -> int:
        """Return how many there were in all its bars."""
        return sum(bar.total for bar in self.bars)


STEPS = {
    Step.BLOCK: ("Blocked", "Not published."),
    Step.HOLD: ("Held", "Out of sight until a person has decided."),
    Step.LIMIT: ("Limited", "Shown to fewer people until a person has decided."),
    Step.DETER: ("Warned", "Shown, with a message to the sender."),
    Step.ALLOW: ("Allowed with a note", "Shown; a match is on record, or an exception was made."),
}
"""For each step a heading and what it means, the gravest first."""


def write_report(path: Path, rows: Sequence[ReportRow], summary: Summary) -> None:
    """Write the page. It holds everything itself, and the names in it can be anything.

    Raises:
        OSError: the file cannot be written.
    """
    path.write_text(report_page(rows, summary), encoding="utf-8")


def report_page(rows: Sequence[ReportRow], summary: Summary) -> str:
    """Return the page as HTML."""
    environment = Environment(
        loader=PackageLoader("lapwing.service.demo"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    cards = _cards(rows)
    counts = {outcome: sum(row.outcome is outcome for row in rows) for outcome in Outcome}
    return environment.get_template("report.html").render(
        summary=summary,
        total=len(rows),
        counts=counts,
        Outcome=Outcome,
        bars=_bars(rows),
        steps=[(step, *words, _by_family(_acted(cards, step))) for step, words in STEPS.items()],
        missed=_of(cards, Outcome.MISSED),
        wrong=_of(cards, Outcome.FALSE_MATCH),
        unknown=_of(cards, Outcome.UNKNOWN),
        clear=[card for card in cards if card.row.outcome is Outcome.CLEAR],
        per_second=len(rows) / summary.elapsed_s if summary.elapsed_s else None,
    )


def readable(name: str) -> str:
    """Return a file name with everything that cannot be seen, or turns the writing round, spelt out."""
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in name)


def _cards(rows: Sequence[ReportRow]) -> list[Card]:
    """Return a card for each row; pictures go first to what was missed or wrong, while there is room."""
    order = [Outcome.MISSED, Outcome.FALSE_MATCH, Outcome.FOUND, Outcome.UNKNOWN, Outcome.CLEAR]
    left = MOST_PICTURE_BYTES
    cards = []
    for row in sorted(rows, key=lambda row: order.index(row.outcome)):
        size = len(row.shown) + len(row.original)
        fits = size <= left
        left -= size if fits else 0
        shown, original = (row.shown, row.original) if fits else (b"", b"")
        cards.append(Card(row=row, name=readable(row.file), shown=_uri(shown), original=_uri(original)))
    return cards


def _uri(picture: bytes) -> str:
    """Return a JPEG as an address that holds it, or nothing."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}" if picture else ""


def _of(cards: Iterable[Card], outcome: Outcome) -> list[Group]:
    """Return the cards of one outcome, by what was done to them."""
    return _by_family(card for card in cards if card.row.outcome is outcome)


def _acted(cards: Iterable[Card], step: Step) -> Iterable[Card]:
    """Give the cards on which a step was taken because of a match."""
    return (card for card in cards if card.row.step is step and card.row.outcome is Outcome.FOUND)


def _by_family(cards: Iterable[Card]) -> list[Group]:
    """Return cards grouped by what was done to them, nearest first in each."""

    def key(card: Card) -> tuple[str, int, str]:
        return card.row.family, card.row.distance_bits or 0, card.name

    ordered = sorted(cards, key=key)
    return [
        Group(name=name, cards=tuple(group)) for name, group in groupby(ordered, lambda card: card.row.family)
    ]


def _bars(rows: Sequence[ReportRow]) -> list[Group]:
    """Return how many were found and missed, by alteration within its family; the surest families first."""
    listed = [row for row in rows if row.outcome in {Outcome.FOUND, Outcome.MISSED} and row.family]
    names = {(row.family, row.alteration or row.sort) for row in listed}
    bars: dict[str, list[Bar]] = {}
    for family, name in sorted(names):
        of = [row.outcome for row in listed if (row.family, row.alteration or row.sort) == (family, name)]
        bar = Bar(name=name, found=of.count(Outcome.FOUND), missed=of.count(Outcome.MISSED))
        bars.setdefault(family, []).append(bar)
    groups = [Group(name=family, bars=tuple(each)) for family, each in bars.items()]
    return sorted(groups, key=lambda group: (-group.found / group.total, group.name))

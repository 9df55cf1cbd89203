"""The ledger: what was done, newest first, found by what it was done to, by whom, or as what."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.evidence.ledger import Line, act_of
from lapwing.model.people import ENGINE
from lapwing.service.console.office import office
from lapwing.service.store.reads.ledger import head, lines, newest_checkpoint

PAGE_LINES = 100
LONGEST_KEY = 200


def ledger(request: HttpRequest) -> HttpResponse:
    """Show lines of the ledger."""
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_KEY] for name in ("on", "by", "act")}
    before = request.GET.get("before", "")
    found = lines(
        on=asked["on"] or None,
        by=_actor(asked["by"]) or None,
        act=asked["act"] or None,
        before=int(before) if _is_number(before) else None,
        most=PAGE_LINES,
    )
    rows = [_row(line) for line in found]
    ends, signed = head(), newest_checkpoint()
    context = {
        "rows": rows,
        "asked": asked,
        "ends": ends,
        "older": _older(found),
        "signed": signed,
        "unsigned": ends.number - (signed.size if signed else 0),
        "key": office().public_key() if signed else "",
    }
    return render(request, "console/ledger.html", context)


def _row(line: Line) -> dict[str, object]:
    act = act_of(line.text)
    # As pairs: a fact may be called "items", which a template would take for the pairs.
    return {"number": line.number, "act": act, "facts": tuple(act.facts.items())}


def _actor(asked: str) -> str:
    """Return the id of an actor; a name alone is a person's."""
    return f"person:{asked}" if asked and ":" not in asked and asked != ENGINE.id else asked


def _is_number(asked: str) -> bool:
    # 15 digits are more lines than any ledger has, and fewer than any database can count.
    return asked.isascii() and asked.isdecimal() and len(asked) <= 15  # noqa: PLR2004


def _older(found: Sequence[Line]) -> int | None:
    """Return the number before which the next page's lines are; None where there are none."""
    return found[-1].number if len(found) == PAGE_LINES and found[-1].number > 1 else None

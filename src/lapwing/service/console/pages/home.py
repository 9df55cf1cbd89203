"""What waits, how things stand, what one has in hand; each figure leads to where it can be mended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.model.people import Permission
from lapwing.service.console.access import actor_of
from lapwing.service.console.figures import (
    Figure,
    case_figures,
    ledger_figures,
    list_figures,
    machine_figures,
    outbox_figures,
)
from lapwing.service.people.given import given
from lapwing.service.store.reads.cases import queue_counts
from lapwing.service.store.reads.desk import cases_in_hand


def home(request: HttpRequest) -> HttpResponse:
    """Show each person what is theirs to do."""
    by, now = actor_of(request), given().now()
    context: dict[str, object] = {"now": now}
    figures: list[Figure] = []
    if Permission.CASE_READ in by.may:
        queues, in_hand = queue_counts(now=now), cases_in_hand(by.id, now=now)
        figures += case_figures(queues, in_hand=len(in_hand), now=now)
        context |= {
            "queues": queues,
            "waiting": sum(queue.undecided - queue.claimed for queue in queues),
            "in_hand": in_hand,
            "takes": Permission.CASE_CLAIM in by.may,
        }
    if Permission.OUTBOX_READ in by.may:
        figures += outbox_figures(now=now, sees_destinations=Permission.DESTINATION_WRITE in by.may)
        figures += machine_figures(now=now)
    if Permission.LIST_READ in by.may:
        figures += list_figures(now=now)
    if Permission.LEDGER_READ in by.may:
        figures += ledger_figures()
    figures.sort(key=lambda figure: not figure.alarm)
    return render(request, "console/home.html", {**context, "figures": figures})

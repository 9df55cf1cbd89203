"""What waits, and what one has in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.model.people import Permission
from lapwing.model.platform import MessageState
from lapwing.service.console.access import actor_of
from lapwing.service.people.given import given
from lapwing.service.store.reads.cases import queue_counts
from lapwing.service.store.reads.desk import cases_in_hand
from lapwing.service.store.reads.ledger import head
from lapwing.service.store.reads.outbox import message_counts


def home(request: HttpRequest) -> HttpResponse:
    """Show each person what is theirs to do."""
    by, now = actor_of(request), given().now()
    context: dict[str, object] = {"now": now}
    if Permission.CASE_READ in by.may:
        queues = queue_counts(now=now)
        context |= {
            "queues": queues,
            "waiting": sum(queue.undecided - queue.claimed for queue in queues),
            "in_hand": cases_in_hand(by.id, now=now),
            "takes": Permission.CASE_CLAIM in by.may,
        }
    if Permission.OUTBOX_READ in by.may:
        counts = message_counts()
        context |= {"due": counts[MessageState.DUE], "dead": counts[MessageState.DEAD]}
    if Permission.LEDGER_READ in by.may:
        context["lines"] = head().number
    return render(request, "console/home.html", context)

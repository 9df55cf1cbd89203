"""What is owed to the platform, and what is to be sent again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.flows.deliver import NotDead, send_again
from lapwing.model.people import Permission
from lapwing.model.platform import MessageState
from lapwing.service.console.access import actor_of
from lapwing.service.console.paging import page_of
from lapwing.service.people.given import given
from lapwing.service.store.reads.outbox import message_counts
from lapwing.service.store.reads.outbox import messages as messages_kept

PAGE_MESSAGES = 50


def outbox(request: HttpRequest) -> HttpResponse:
    """Show the messages, of one state if asked for, last made first."""
    asked = request.GET.get("state", "")
    state = MessageState(asked) if asked in set(MessageState) else None
    paging = page_of(request, size=PAGE_MESSAGES)
    found = messages_kept(state=state, most=paging.asked, after=paging.after)
    context = {
        "messages_kept": found[:PAGE_MESSAGES],
        "counts": list(message_counts().items()),
        "state": state,
        "paging": paging.told(len(found)),
        "replays": Permission.OUTBOX_REPLAY in actor_of(request).may,
    }
    return render(request, "console/outbox.html", context)


def replay(request: HttpRequest, message_id: str) -> HttpResponse:
    """Make a message due once more."""
    try:
        send_again(message_id, works=given().works, by=actor_of(request), now=given().now())
        messages.success(request, "It is to be sent again.")
    except NotDead:
        messages.info(request, "It is still being sent; there is nothing to send again yet.")
    return HttpResponseRedirect(reverse("outbox"))

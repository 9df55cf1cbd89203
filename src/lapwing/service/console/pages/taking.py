"""A case is taken in hand, and handed back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lapwing.flows import review
from lapwing.service.console.access import actor_of
from lapwing.service.people.given import given


def take_next(request: HttpRequest) -> HttpResponse:
    """Take the case that comes next, in a queue or in any."""
    queue = request.POST.get("queue", "")[:200] or None
    case = review.claim_next(queue, works=given().works, by=actor_of(request), now=given().now())
    if case is None:
        messages.info(request, "Nothing waits here that you could take.")
        return HttpResponseRedirect(reverse("home"))
    return HttpResponseRedirect(reverse("case", args=[case.id]))


def take(request: HttpRequest, case_id: str) -> HttpResponse:
    """Take one case."""
    review.claim(case_id, works=given().works, by=actor_of(request), now=given().now())
    return HttpResponseRedirect(reverse("case", args=[case_id]))


def hand_back(request: HttpRequest, case_id: str) -> HttpResponse:
    """Give a case back to its queue."""
    review.hand_back(case_id, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, "Handed back. Somebody else can take it now.")
    return HttpResponseRedirect(reverse("home"))

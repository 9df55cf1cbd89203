"""The queues, and the cases in one in the order in which they are to be taken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.model.people import Permission
from lapwing.service.console.access import actor_of
from lapwing.service.console.paging import page_of
from lapwing.service.people.given import given
from lapwing.service.store.reads.cases import cases_in, decided_cases, queue_counts
from lapwing.service.store.reads.matches import drawn_cases

PAGE_CASES = 50


def queues(request: HttpRequest) -> HttpResponse:
    """Show how every queue stands."""
    context = {"queues": queue_counts(now=given().now()), "takes": _takes(request)}
    return render(request, "console/queues.html", context)


def queue(request: HttpRequest, queue: str) -> HttpResponse:
    """Show the undecided cases of a queue."""
    paging = page_of(request, size=PAGE_CASES)
    cases = cases_in(queue, most=paging.asked, after=paging.after)
    context = {
        "queue": queue,
        "cases": cases[:PAGE_CASES],
        "paging": paging.told(len(cases)),
        "now": given().now(),
        "takes": _takes(request),
    }
    return render(request, "console/queue.html", context)


def drawn(request: HttpRequest) -> HttpResponse:
    """Show the undecided cases of which something was drawn for review, likely false matches first."""
    paging = page_of(request, size=PAGE_CASES)
    found = drawn_cases(most=paging.asked, after=paging.after)
    context = {
        "drawn": found[:PAGE_CASES],
        "paging": paging.told(len(found)),
        "now": given().now(),
        "takes": _takes(request),
    }
    return render(request, "console/drawn.html", context)


def decided(request: HttpRequest) -> HttpResponse:
    """Show the decided cases, last decided first."""
    paging = page_of(request, size=PAGE_CASES)
    cases = decided_cases(most=paging.asked, after=paging.after)
    return render(
        request, "console/decided.html", {"cases": cases[:PAGE_CASES], "paging": paging.told(len(cases))}
    )


def _takes(request: HttpRequest) -> bool:
    return Permission.CASE_CLAIM in actor_of(request).may

"""Decisions of the engine, newest first, and one of them with its reasons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.model.decision import Step
from lapwing.model.works import Missing
from lapwing.service.console.case_view import decision_view
from lapwing.service.people.given import given
from lapwing.service.store.reads.decisions import decisions_made

PAGE_DECISIONS = 50


def decisions(request: HttpRequest) -> HttpResponse:
    """Show the newest decisions, of one step if asked for."""
    asked = request.GET.get("step", "")
    step = asked if asked in set(Step) else None
    found = decisions_made(step=step, most=PAGE_DECISIONS)
    context = {"decisions": found, "steps": list(Step), "step": step, "most": PAGE_DECISIONS}
    return render(request, "console/decisions.html", context)


def decision(request: HttpRequest, decision_id: str) -> HttpResponse:
    """Show a decision: what matched, what is missing, and what it rests on."""
    kept = given().works.run(lambda work: work.decisions.find(decision_id))
    if kept is None:
        raise Missing("decision")
    return render(request, "console/decision.html", {"view": decision_view(kept)})

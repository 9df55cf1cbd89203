"""One case: why it is here, what it is, what was done, and the form to decide it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.service.console.access import actor_of
from lapwing.service.console.case_view import CaseView, case_view
from lapwing.service.console.decide_form import DecideForm


def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show a case."""
    return case_page(request, case_view(case_id, by=actor_of(request)))


def case_page(
    request: HttpRequest, view: CaseView, *, form: DecideForm | None = None, says: str = "", status: int = 200
) -> HttpResponse:
    """Return the page of a case.

    Args:
        request: who asks.
        view: the case as they see it.
        form: as they filled it in, with its errors; a new one if None.
        says: what has to be known first.
        status: of the answer.
    """
    context = {"view": view, "form": form or DecideForm(version=view.case.version), "says": says}
    return render(request, "console/case.html", context, status=status)

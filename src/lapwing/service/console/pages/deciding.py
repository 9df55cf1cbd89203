"""A case is decided; of two who do so at once, the second is told and loses nothing that they typed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lapwing.cases.claims import AlreadyDecided, InOtherHands
from lapwing.cases.deciding import SamePerson
from lapwing.flows.review import decide_case
from lapwing.model.cases import Finding
from lapwing.model.errors import LapwingError
from lapwing.model.works import Changed
from lapwing.service.console import given as console
from lapwing.service.console.access import actor_of
from lapwing.service.console.case_view import case_view
from lapwing.service.console.decide_form import DecideForm
from lapwing.service.console.pages.case import case_page
from lapwing.service.console.wording import name_of
from lapwing.service.people.given import given

TOLD: dict[type[LapwingError], str] = {
    Changed: "This case has changed since you opened it. Below it is as it stands now; nothing was decided.",
    AlreadyDecided: "Somebody else has decided this case meanwhile. Your decision was not kept.",
    InOtherHands: "Somebody else has this case in hand by now. Your decision was not kept.",
    SamePerson: "You decided this case first, so somebody else has to be the second person.",
}


def decide(request: HttpRequest, case_id: str) -> HttpResponse:
    """Keep what a person found, or show the case again with what is wrong."""
    form = DecideForm(request.POST)
    if not form.is_valid():
        return case_page(request, case_view(case_id, by=actor_of(request)), form=form, status=422)
    try:
        finding = _decided(request, case_id, form)
    except (Changed, AlreadyDecided, InOtherHands, SamePerson) as told:
        return case_page(
            request, case_view(case_id, by=actor_of(request)), form=form, says=TOLD[type(told)], status=409
        )
    messages.success(request, f"Kept: {name_of(finding.kind)}.")
    return HttpResponseRedirect(reverse("home"))


def _decided(request: HttpRequest, case_id: str, form: DecideForm) -> Finding:
    return decide_case(
        case_id,
        form.found(),
        works=given().works,
        new_id=console.given().new_id,
        by=actor_of(request),
        now=given().now(),
    )

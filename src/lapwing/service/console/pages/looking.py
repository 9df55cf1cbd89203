"""Sealed content is looked at: small and blurred first, then step by step, each kept before it is seen."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lapwing.flows.look import Seen, look
from lapwing.intake import closed_kinds
from lapwing.model.errors import BadInput, NotPermitted
from lapwing.model.evidence import ExposureStep
from lapwing.service.console import given as console
from lapwing.service.console.access import actor_of
from lapwing.service.console.case_view import PICTURES, Shown, case_view
from lapwing.service.console.pages.case import case_page
from lapwing.service.console.pictures import embedded, picture
from lapwing.service.people.given import given

MOST_LETTERS = 4000
"""Of a text that is shown."""


def blurred(request: HttpRequest, case_id: str, sealed_id: str) -> HttpResponse:
    """Return the picture of a sealed object, grey, small and blurred."""
    seen = _seen(request, case_id, sealed_id, ExposureStep.BLURRED)
    return HttpResponse(_drawn(seen), content_type="image/png")


def reveal(request: HttpRequest, case_id: str) -> HttpResponse:
    """Show one step more of one object, in this answer alone."""
    try:
        step = ExposureStep(request.POST.get("step", ""))
    except ValueError:
        raise BadInput("there is no such step") from None
    if step is ExposureStep.BLURRED:
        return HttpResponseRedirect(reverse("case", args=[case_id]))
    seen = _seen(request, case_id, request.POST.get("sealed", ""), step)
    view = case_view(case_id, by=actor_of(request), shown={seen.sealed.id: _shown(seen)})
    return case_page(request, view)


def _seen(request: HttpRequest, case_id: str, sealed_id: str, step: ExposureStep) -> Seen:
    return look(
        sealed_id,
        case_id,
        step,
        works=given().works,
        vault=console.given().vault,
        new_id=console.given().new_id,
        by=actor_of(request),
        now=given().now(),
    )


def _shown(seen: Seen) -> Shown:
    if seen.sealed.kind in closed_kinds():
        return Shown(step=seen.step, trouble=f"nothing here looks into a {seen.sealed.kind}.")
    if seen.sealed.kind not in PICTURES:
        text = seen.untrusted_data.decode(errors="replace")[:MOST_LETTERS]
        return Shown(step=seen.step, text=text)
    try:
        return Shown(step=seen.step, picture=embedded(_drawn(seen)))
    except BadInput as refused:
        return Shown(step=seen.step, trouble=refused.detail or "It cannot be drawn.")


def _drawn(seen: Seen) -> bytes:
    """Return a PNG of our own making.

    Raises:
        NotPermitted: words have no picture, and are shown when they are asked for.
        BadInput: nothing can be seen of it.
    """
    if seen.sealed.kind not in PICTURES:
        raise NotPermitted("it is no picture")
    drawn = console.given().previews.preview(seen.untrusted_data, kind=seen.sealed.kind)
    return picture(drawn, seen.step)

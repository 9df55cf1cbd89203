"""What a page says when it cannot be had: which of the five things went wrong, and what to do."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lapwing.cases.claims import AlreadyDecided, InOtherHands, NotInHand
from lapwing.cases.deciding import NothingToUndo
from lapwing.model.errors import BadInput, IntegrityLost, LapwingError, NotPermitted, Unavailable
from lapwing.model.works import AlreadyThere, Changed, Missing
from lapwing.service.console.headers import protect
from lapwing.service.people.links import LinkGone


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """How a kind of error is told. status: of HTTP; title: what it is; next_step: what to do about it."""

    status: int
    title: str
    next_step: str


_FASTER = Refusal(
    status=409,
    title="Somebody else was faster",
    next_step="Look at it again as it is now, and decide then.",
)

# The first that fits is told. What people at work run into comes before its family: their role is not amiss.
_BY_ERROR: tuple[tuple[type[LapwingError], Refusal], ...] = (
    *dict.fromkeys((InOtherHands, AlreadyDecided, NothingToUndo, Changed), _FASTER).items(),
    (
        NotInHand,
        Refusal(
            status=403,
            title="This case is not in your hands",
            next_step="It is yours for half an hour after you take it. Open it, and take it again.",
        ),
    ),
    (
        LinkGone,
        Refusal(
            status=422,
            title="This link opens nothing any more",
            next_step="If you have no password yet, or lost it, ask an administrator for a new link.",
        ),
    ),
    (
        Missing,
        Refusal(
            status=404,
            title="There is nothing here",
            next_step="It may have been taken away, or the address is not whole.",
        ),
    ),
    (
        AlreadyThere,
        Refusal(status=409, title="There is one already", next_step="Look at what is there first."),
    ),
    (
        BadInput,
        Refusal(status=422, title="This cannot be used as it is", next_step="Go back and correct it."),
    ),
    (
        NotPermitted,
        Refusal(
            status=403,
            title="This is not yours to do",
            next_step="If it should be, ask an administrator about your role. The ledger says you tried.",
        ),
    ),
    (
        Unavailable,
        Refusal(
            status=503,
            title="Something does not answer",
            next_step="Nothing was lost. Try the same again in a moment.",
        ),
    ),
    (
        IntegrityLost,
        Refusal(
            status=500,
            title="What is kept is not what was written",
            next_step="Change nothing, and call whoever runs this service at once.",
        ),
    ),
)
_ANYTHING = Refusal(status=500, title="Something went wrong", next_step="Call whoever runs this service.")


def refusal(request: HttpRequest, error: LapwingError) -> HttpResponse:
    """Return the page that tells an error, with its status."""
    told = next((told for family, told in _BY_ERROR if isinstance(error, family)), _ANYTHING)
    says = " ".join((type(error).__doc__ or "").split())
    return render(
        request,
        "console/refusal.html",
        {"refusal": told, "says": says, "code": type(error).code},
        status=told.status,
    )


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form that did not come from our own pages, or from one that is too old."""
    del reason  # it is for developers
    told = Refusal(
        status=403,
        title="This form could not be taken",
        next_step="Open the page anew and fill it in there.",
    )
    says = "It did not come from this site, or the session in which it was opened is over."
    context = {"refusal": told, "says": says, "code": "lapwing.forged"}
    return protect(render(request, "console/refusal.html", context, status=told.status))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for an address that is none."""
    del exception  # it names the address, which they know
    return protect(refusal(request, Missing()))


def fault(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours. It asks nothing of anybody, for that may be what fails."""
    del request
    return protect(HttpResponse(render_to_string("console/fault.html"), status=_ANYTHING.status))

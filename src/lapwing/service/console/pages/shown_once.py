"""A secret that was just made is shown in this one answer, and kept nowhere."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is shown. about: what it is for; back, back_title: where to go on from there."""

    title: str
    about: str
    secret: str = field(repr=False)
    back: str
    back_title: str


def shown_once(request: HttpRequest, told: Told) -> HttpResponse:
    """Return the page; no browser keeps it, as none of our pages."""
    return render(request, "console/shown_once.html", {"told": told})

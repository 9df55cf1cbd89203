"""What is known of the platform: its surfaces, and where messages go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.model.people import Permission
from lapwing.service.console.access import actor_of
from lapwing.service.people.given import given


def platform(request: HttpRequest) -> HttpResponse:
    """Show the surfaces; to whoever sees to them, the destinations too."""
    may = actor_of(request).may
    surfaces = given().works.run(lambda work: tuple(work.surfaces.every()))
    context: dict[str, object] = {"surfaces": surfaces, "today": given().now().date()}
    if Permission.DESTINATION_WRITE in may:
        context["destinations"] = given().works.run(lambda work: tuple(work.destinations.every()))
    return render(request, "console/platform.html", context)

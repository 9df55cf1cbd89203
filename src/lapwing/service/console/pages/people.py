"""The people: who there is, in which roles, and whether they can sign in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.service.people.enrol import enrolled_among
from lapwing.service.people.given import given
from lapwing.service.people.models import Person


def people(request: HttpRequest) -> HttpResponse:
    """Show everybody. Who administers them does so at the command line."""
    found = list(Person.objects.order_by("username"))
    now, enrolled = given().now(), enrolled_among(found)
    rows = [
        {
            "person": person,
            "enrolled": person.pk in enrolled,
            "link_open": person.link_until is not None and person.link_until > now,
        }
        for person in found
    ]
    return render(request, "console/people.html", {"rows": rows})

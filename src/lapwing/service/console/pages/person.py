"""One person: roles, a new link, kept out or let in, sessions; nobody does any of it to themselves."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.model.people import Permission, Role
from lapwing.model.works import Missing
from lapwing.service.console.access import actor_of, person_of
from lapwing.service.console.forms import REFUSED, Form
from lapwing.service.console.pages.people import link_shown, roles_field
from lapwing.service.people import keeping
from lapwing.service.people.enrol import codes_left, has_factor
from lapwing.service.people.given import given
from lapwing.service.people.models import Person
from lapwing.service.people.open_sessions import open_sessions


class RolesForm(Form):
    """The roles of somebody."""

    roles = roles_field()


def person(request: HttpRequest, username: str) -> HttpResponse:
    """Show a person, and what can be done about them."""
    return _page(request, _found(username))


def roles(request: HttpRequest, username: str) -> HttpResponse:
    """Give a person other roles."""
    found, form = _found(username), RolesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=REFUSED)
    chosen = [Role(each) for each in form.cleaned_data["roles"]]
    keeping.set_roles(username, chosen, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, "The roles hold from their next click on.")
    return _back(username)


def reset(request: HttpRequest, username: str) -> HttpResponse:
    """Give a person a new link, and where asked for let them set up a new second factor."""
    _found(username)
    invited = keeping.reset(
        username,
        second_factor=request.POST.get("second_factor") == "yes",
        works=given().works,
        by=actor_of(request),
        now=given().now(),
    )
    return link_shown(request, invited)


def lock(request: HttpRequest, username: str) -> HttpResponse:
    """Keep a person out."""
    return _done(request, username, keeping.disable, "Kept out. Every session of theirs has ended.")


def unlock(request: HttpRequest, username: str) -> HttpResponse:
    """Let a person in again."""
    return _done(request, username, keeping.enable, "Let in again, with the password that they had.")


def end_sessions(request: HttpRequest, username: str) -> HttpResponse:
    """Sign a person out everywhere."""
    return _done(request, username, keeping.end_sessions_of, "Every session of theirs has ended.")


def _done(request: HttpRequest, username: str, act: Callable[..., Person], says: str) -> HttpResponse:
    _found(username)
    act(username, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, says)
    return _back(username)


def _page(
    request: HttpRequest, found: Person, *, form: RolesForm | None = None, status: int = 200
) -> HttpResponse:
    now = given().now()
    context = {
        "whose": found,
        "form": form or RolesForm(initial={"roles": sorted(found.role_set)}),
        "is_you": found.pk == person_of(request).pk,
        "enrolled": has_factor(found),
        "codes_left": codes_left(found),
        "link_open": found.link_until is not None and found.link_until > now,
        "sessions": open_sessions(found, now=now),
        "reads_ledger": Permission.LEDGER_READ in actor_of(request).may,
    }
    return render(request, "console/person.html", context, status=status)


def _found(username: str) -> Person:
    found = Person.objects.filter(username=username).first() if "\0" not in username else None
    if found is None:
        raise Missing("person")
    return found


def _back(username: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("person", args=[username]))

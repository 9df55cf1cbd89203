"""The people: who there is, in which roles, whether they can sign in; one is added."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lapwing.model.errors import BadInput
from lapwing.model.people import Role
from lapwing.service.console.access import actor_of
from lapwing.service.console.forms import Form, form_page
from lapwing.service.console.pages.shown_once import Told, shown_once
from lapwing.service.console.wording import ROLES
from lapwing.service.people.enrol import enrolled_among
from lapwing.service.people.given import given
from lapwing.service.people.keeping import Invited, add_person
from lapwing.service.people.links import path_of
from lapwing.service.people.models import LONGEST_DISPLAY_NAME, LONGEST_NAME, Person


def roles_field() -> forms.MultipleChoiceField:
    """Return the field that asks for roles."""
    return forms.MultipleChoiceField(
        label="Roles",
        choices=[(role.value, words) for role, words in ROLES.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role."},
    )


class AddForm(Form):
    """Who is added."""

    username = forms.CharField(
        label="Signs in as",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text="2 to 40 lower-case letters, digits, dots and hyphens. The ledger names them so for ever.",
        error_messages={"required": "Give a name to sign in with."},
    )
    display_name = forms.CharField(
        label="Called",
        max_length=LONGEST_DISPLAY_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="On pages. The name above where this is empty.",
    )
    roles = roles_field()


def people(request: HttpRequest) -> HttpResponse:
    """Show everybody."""
    found = list(Person.objects.order_by("username"))
    now, enrolled = given().now(), enrolled_among(found)
    rows = [
        {
            "person": person,
            "roles": sorted(person.role_set),
            "enrolled": person.pk in enrolled,
            "link_open": person.link_until is not None and person.link_until > now,
        }
        for person in found
    ]
    return render(request, "console/people.html", {"rows": rows})


def add(request: HttpRequest) -> HttpResponse:
    """Ask who is to be added, add them, and show the link by which they set a password."""
    form = AddForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            invited = add_person(
                form.cleaned_data["username"],
                display_name=form.cleaned_data["display_name"],
                roles=[Role(each) for each in form.cleaned_data["roles"]],
                works=given().works,
                by=actor_of(request),
                now=given().now(),
            )
        except BadInput as refused:
            form.refuse(refused)
        else:
            return link_shown(request, invited)
    return form_page(request, "console/person_add.html", form)


def link_shown(request: HttpRequest, invited: Invited) -> HttpResponse:
    """Return the page that shows a one-time link, once."""
    told = Told(
        title="A link to set a password",
        about=f"For {invited.username}. It works once, for a day, and whoever has it can use it: give it to "
        "them by a way that nobody else reads. Then they sign in and set up their second factor.",
        secret=request.build_absolute_uri(path_of(invited.token)),
        back=reverse("person", args=[invited.username]),
        back_title="To the person",
    )
    return shown_once(request, told)

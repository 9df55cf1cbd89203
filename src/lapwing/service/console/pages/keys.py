"""The API keys by which the platform asks: made and shown once, rotated, revoked."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.flows.keep_keys import Issued, Wanted, issue, revoke, rotate
from lapwing.model.api_keys import ApiKey
from lapwing.model.errors import BadInput
from lapwing.model.people import MAY, Permission, Role
from lapwing.model.works import Missing
from lapwing.service.console.access import actor_of
from lapwing.service.console.forms import REFUSED, Form, WhyForm, form_page
from lapwing.service.console.office import office
from lapwing.service.console.pages.shown_once import Told, shown_once
from lapwing.service.console.wording import SCOPES
from lapwing.service.people.given import given

MOST_DAYS, MOST_A_MINUTE = 3650, 1_000_000
_OVERLAPS = (("24", "24 hours"), ("168", "7 days"), ("1", "1 hour"), ("0", "not at all"))


class KeyForm(Form):
    """What a key is to be."""

    name = forms.CharField(
        label="Name",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Which of your programs holds it.",
        error_messages={"required": "Give it a name."},
    )
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=[(scope.value, SCOPES[scope]) for scope in Permission if scope in MAY[Role.PLATFORM]],
        widget=forms.CheckboxSelectMultiple,
        initial=[scope.value for scope in MAY[Role.PLATFORM] - {Permission.SURFACE_WRITE}],
        error_messages={"required": "Choose at least one thing that it may do."},
    )
    days = forms.IntegerField(
        label="Holds for so many days",
        min_value=1,
        max_value=MOST_DAYS,
        required=False,
        help_text="It has no end where this is empty.",
    )
    rate = forms.IntegerField(
        label="Requests a minute, at most",
        min_value=1,
        max_value=MOST_A_MINUTE,
        required=False,
        help_text="There is no limit where this is empty.",
    )


class RotateForm(Form):
    """How long the old key holds beside the new one."""

    overlap = forms.ChoiceField(label="The old one holds on for", choices=_OVERLAPS)


def keys(request: HttpRequest) -> HttpResponse:
    """Show every key, last made first, those that hold no more at the end."""
    now = given().now()
    found = sorted(office().key_desk.keys.every(), key=lambda each: (each.holds(now=now), each.made_at))
    rows = [_row(each) for each in reversed(found)]
    return render(request, "console/keys.html", {"rows": rows})


def add(request: HttpRequest) -> HttpResponse:
    """Ask what a key is to be, make it, and show it once."""
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            issued = issue(_wanted(form), desk=office().key_desk, by=actor_of(request), now=given().now())
        except BadInput as refused:
            form.refuse(refused)
        else:
            return _shown(request, issued)
    return form_page(request, "console/key_add.html", form)


def key(request: HttpRequest, key_id: str) -> HttpResponse:
    """Show a key, and what can be done about it."""
    return _page(request, _found(key_id))


def rotate_key(request: HttpRequest, key_id: str) -> HttpResponse:
    """Make the key that takes another's place, and show it once."""
    found, form = _found(key_id), RotateForm(request.POST)
    if not form.is_valid():
        return _page(request, found, rotating=form, status=REFUSED)
    overlap = timedelta(hours=int(form.cleaned_data["overlap"]))
    issued = rotate(key_id, overlap=overlap, desk=office().key_desk, by=actor_of(request), now=given().now())
    return _shown(request, issued)


def revoke_key(request: HttpRequest, key_id: str) -> HttpResponse:
    """Take a key back."""
    found, form = _found(key_id), WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, revoking=form, status=REFUSED)
    why = form.cleaned_data["why"]
    revoke(key_id, why=why, desk=office().key_desk, by=actor_of(request), now=given().now())
    messages.success(request, "Revoked. Within two seconds it opens nothing.")
    return HttpResponseRedirect(reverse("key", args=[key_id]))


def _wanted(form: KeyForm) -> Wanted:
    filled = form.cleaned_data
    days = filled["days"]
    return Wanted(
        name=filled["name"],
        scopes=frozenset(Permission(each) for each in filled["scopes"]),
        requests_a_minute=filled["rate"],
        expires_at=None if days is None else given().now() + timedelta(days=days),
    )


def _page(
    request: HttpRequest,
    found: ApiKey,
    *,
    rotating: RotateForm | None = None,
    revoking: WhyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    every = office().key_desk.keys.every()
    context = {
        "row": _row(found),
        "rotating": rotating or RotateForm(auto_id="rotate_%s"),
        "revoking": revoking or WhyForm(auto_id="id_%s"),
        "form": revoking or rotating,
        "followed_by": [each for each in every if each.rotated_from == found.id],
    }
    return render(request, "console/key.html", context, status=status)


def _shown(request: HttpRequest, issued: Issued) -> HttpResponse:
    told = Told(
        title=f"The key {issued.key.name}",
        about="Whoever has it can do what it may. Send it as Authorization: Bearer, and keep it where you "
        "keep passwords. We keep only its digest.",
        secret=issued.token,
        back=reverse("key", args=[issued.key.id]),
        back_title="To the key",
    )
    return shown_once(request, told)


def _found(key_id: str) -> ApiKey:
    found = office().key_desk.keys.find(key_id)
    if found is None:
        raise Missing("API key")
    return found


def _row(found: ApiKey) -> dict[str, object]:
    now = given().now()
    scopes = [SCOPES.get(each, each.value) for each in Permission if each in found.scopes]
    return {
        "key": found,
        "holds": found.holds(now=now),
        "scopes": scopes,
        "does_all": found.scopes >= MAY[Role.PLATFORM],
    }

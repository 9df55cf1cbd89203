"""The platform's surfaces: who sees what is on them, on what basis they are screened, what unknown means."""

import hashlib
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.flows.tell_us import put_surface
from lapwing.model.decision import Audience, LegalBasis, Step, Surface
from lapwing.model.errors import BadInput
from lapwing.model.people import Permission
from lapwing.model.works import Changed
from lapwing.service.console.access import actor_of
from lapwing.service.console.forms import ASKED, REFUSED, Form, form_page, name_field
from lapwing.service.console.wording import AUDIENCES, UNKNOWN_MEANS
from lapwing.service.people.given import given

LONGEST_BASIS = 500
CHANGED_STATUS = 409
# As the API takes them.
_LAW = RegexValidator(r"\A[A-Z]{2}(-[A-Z0-9]{1,3})?\Z", "A code as GB, or GB-SCT for a part of it.")
_WORD = RegexValidator(r"[0-9A-Za-z]", "Name the basis in words.")


class SurfaceForm(Form):
    """How a surface is to be treated. seen: which state of it the person saw."""

    audience = forms.ChoiceField(
        label="Who sees what is on it",
        choices=[(each.value, AUDIENCES[each]) for each in Audience],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who sees what is on it."},
    )
    jurisdiction = forms.CharField(
        label="Jurisdiction",
        max_length=6,
        validators=[_LAW],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="The law that it is under: GB, or GB-SCT for a part of it.",
        error_messages={"required": "Say which law it is under."},
    )
    basis = forms.CharField(
        label="Legal basis",
        max_length=LONGEST_BASIS,
        required=False,
        validators=[_WORD],
        help_text="Why it may be screened. Without a basis it is not screened at all.",
    )
    expires_on = forms.DateField(
        label="The basis holds until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The last day. It has no end where this is empty.",
    )
    on_unknown = forms.ChoiceField(
        label="What happens where something could not be measured",
        choices=[(each.value, UNKNOWN_MEANS[each]) for each in reversed(Step)],
        widget=forms.RadioSelect,
        initial=Step.HOLD.value,
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def surface(self, before: Surface) -> Surface:
        """Return *before* as it is to be. The form is valid."""
        filled = self.cleaned_data
        basis = LegalBasis(name=filled["basis"], expires_on=filled["expires_on"]) if filled["basis"] else None
        return replace(
            before,
            audience=Audience(filled["audience"]),
            jurisdiction=filled["jurisdiction"],
            basis=basis,
            on_unknown=Step(filled["on_unknown"]),
        )

    def clean(self) -> dict[str, object]:
        """Return what was filled in; an end without a basis is an error."""
        filled = super().clean() or {}
        if filled.get("expires_on") and not filled.get("basis") and "basis" not in self.errors:
            self.add_error("expires_on", "Nothing can end here: there is no basis.")
        return filled


class NewSurfaceForm(SurfaceForm):
    """A surface that is not known yet."""

    name = name_field("As your platform calls it when it asks.")
    field_order = ("name",)


def surfaces(request: HttpRequest) -> HttpResponse:
    """Show every surface."""
    found = given().works.run(lambda work: tuple(work.surfaces.every()))
    context = {"surfaces": found, "today": given().now().date(), "writes": _writes(request)}
    return render(request, "console/surfaces.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Ask for a surface that is not known yet, and keep it."""
    form = NewSurfaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        name = form.cleaned_data["name"]
        if name in {each.name for each in given().works.run(lambda work: tuple(work.surfaces.every()))}:
            form.add_error("name", "There is one of that name already.")
        else:
            blank = Surface(name=name, audience=Audience.PUBLIC, jurisdiction="GB", basis=None)
            return _kept(request, form.surface(blank))
    return form_page(request, "console/surface_add.html", form)


def surface(request: HttpRequest, name: str) -> HttpResponse:
    """Show a surface; whoever may, changes it, unless somebody else did meanwhile."""
    found = _found(name)
    if request.method != "POST":
        return _page(request, found, SurfaceForm(initial=_initial(found)))
    form = SurfaceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    if form.cleaned_data["seen"] != _digest(found):
        form.refuse(Changed("surface"))
        return _page(request, found, SurfaceForm(_again(request, found)), says=True, status=CHANGED_STATUS)
    try:
        return _kept(request, form.surface(found))
    except BadInput as refused:
        form.refuse(refused)
        return _page(request, found, form)


def _again(request: HttpRequest, found: Surface) -> dict[str, object]:
    """Return what was typed, now about the surface as it is."""
    return {**request.POST.dict(), "seen": _digest(found)}


def _kept(request: HttpRequest, after: Surface) -> HttpResponse:
    put_surface(after, works=given().works, by=actor_of(request), now=given().now())
    messages.success(request, f"Kept. It holds for what comes to {after.name} from now on.")
    return HttpResponseRedirect(reverse("surfaces"))


def _page(
    request: HttpRequest, found: Surface, form: SurfaceForm, *, says: bool = False, status: int | None = None
) -> HttpResponse:
    context = {
        "surface": found,
        "form": form,
        "says": says,
        "writes": _writes(request),
        "today": given().now().date(),
    }
    usual = REFUSED if form.is_bound else ASKED
    return render(request, "console/surface.html", context, status=status or usual)


def _initial(found: Surface) -> dict[str, object]:
    basis = found.basis
    return {
        "audience": found.audience.value,
        "jurisdiction": found.jurisdiction,
        "basis": basis.name if basis else "",
        "expires_on": basis.expires_on if basis else None,
        "on_unknown": found.on_unknown.value,
        "seen": _digest(found),
    }


def _digest(found: Surface) -> str:
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _found(name: str) -> Surface:
    return given().works.run(lambda work: work.surfaces.get(name))


def _writes(request: HttpRequest) -> bool:
    return Permission.SURFACE_WRITE in actor_of(request).may

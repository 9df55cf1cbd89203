"""A decision is taken back, with a reason."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.cases.deciding import LONGEST_WHY
from lapwing.flows import review
from lapwing.service.console import given as console
from lapwing.service.console.access import actor_of
from lapwing.service.console.case_view import case_view
from lapwing.service.people.given import given


class UndoForm(forms.Form):
    """Why it is taken back."""

    why = forms.CharField(
        label="Why is it taken back?",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For whoever reads the ledger. Do not describe the content, and name nobody.",
        error_messages={
            "required": "Give a reason.",
            "max_length": f"Give a reason of at most {LONGEST_WHY:,} characters.",
        },
    )


def undo(request: HttpRequest, case_id: str) -> HttpResponse:
    """Ask for the reason, then take the decision back."""
    form = UndoForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not form.is_valid():
        view = case_view(case_id, by=actor_of(request))
        status = 422 if form.is_bound else 200
        return render(request, "console/undo.html", {"view": view, "form": form}, status=status)
    review.undo(
        case_id,
        why=form.cleaned_data["why"],
        works=given().works,
        new_id=console.given().new_id,
        by=actor_of(request),
        now=given().now(),
    )
    messages.success(request, "Taken back. The case is open again and its items are out of sight.")
    return HttpResponseRedirect(reverse("case", args=[case_id]))

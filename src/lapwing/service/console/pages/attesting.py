"""A person states something about a row of the code, until when; or takes it back."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.compliance.catalogue import Requirement
from lapwing.flows.attest import LARGEST_ATTACHMENT, LONGEST_STATEMENT, Statement, withdraw
from lapwing.model.attestations import Attestation
from lapwing.model.errors import BadInput
from lapwing.model.works import Missing
from lapwing.service.console.access import actor_of
from lapwing.service.console.forms import REFUSED, Form, WhyForm, form_page
from lapwing.service.console.office import office
from lapwing.service.people.given import given

_MEBIBYTE = 1024 * 1024


class AttestForm(Form):
    """What is stated. days: for so many it may hold; asks: the row is a question."""

    answer = forms.ChoiceField(
        label="Answer",
        choices=(("yes", "Yes"), ("no", "No")),
        widget=forms.RadioSelect,
        error_messages={"required": "Answer yes or no."},
    )
    about = forms.CharField(
        label="Of whom or what",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Where the row has one for each, as a part of the code. Else leave it empty.",
    )
    text = forms.CharField(
        label="Statement",
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="In your words: what is so, since when, and where that can be seen. It stays on record.",
        error_messages={"required": "Say what you state."},
    )
    attachment = forms.FileField(
        label="File",
        required=False,
        help_text=f"Sealed beside it, up to {LARGEST_ATTACHMENT // _MEBIBYTE} MiB. Never content.",
    )
    expires_on = forms.DateField(
        label="It counts until",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Say until when it counts."},
    )

    def __init__(self, *args: Any, days: int, asks: bool, today: datetime, **kwargs: Any) -> None:  # noqa: ANN401
        """Ask about a row."""
        super().__init__(*args, **kwargs)
        last = (today + timedelta(days=days)).date()
        self.fields["expires_on"].help_text = f"That day begins without it; {last:%Y-%m-%d} at the latest."
        self.fields["expires_on"].initial = last
        if not asks:
            del self.fields["answer"]

    def statement(self, row: str) -> Statement:
        """Return what is stated. The form is valid."""
        filled = self.cleaned_data
        file = filled["attachment"]
        return Statement(
            row=row,
            text=filled["text"],
            about=filled["about"],
            answer=filled.get("answer", ""),
            expires_at=datetime.combine(filled["expires_on"], time(), UTC),
            untrusted_attachment=None if file is None else file.read(LARGEST_ATTACHMENT + 1),
        )


def attest(request: HttpRequest, row: str) -> HttpResponse:
    """Ask for a statement about a row, and keep it."""
    requirement, form = _asked(request, row)
    if form.is_valid():
        try:
            kept = office().state(form.statement(row), by=actor_of(request))
        except BadInput as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Kept. It counts until {kept.expires_at:%Y-%m-%d}.")
            return HttpResponseRedirect(reverse("register_row", args=[row]))
    return form_page(request, "console/attest.html", form, requirement=requirement)


def withdraw_statement(request: HttpRequest, row: str, attestation_id: str) -> HttpResponse:
    """Ask why a statement is taken back, and take it back."""
    kept, form = _kept(row, attestation_id), WhyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        withdraw(kept.id, why=why, works=given().works, by=actor_of(request), now=given().now())
        messages.success(request, "Taken back. It stays on record, and counts no more.")
        return HttpResponseRedirect(reverse("register_row", args=[row]))
    status = REFUSED if form.is_bound else 200
    return render(request, "console/withdraw.html", {"form": form, "kept": kept}, status=status)


def _asked(request: HttpRequest, row: str) -> tuple[Requirement, AttestForm]:
    code = office().code()
    days, requirement = code.treatment.attest.get(row), code.catalogue.rows.get(row)
    if days is None or requirement is None:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    asks = row.startswith(code.treatment.questions)
    return requirement, AttestForm(*sent, days=days, asks=asks, today=given().now())


def _kept(row: str, attestation_id: str) -> Attestation:
    """Return a statement about that row.

    Raises:
        Missing: there is none of that id, or it is about another row.
    """
    kept = given().works.run(lambda work: work.attestations.find(attestation_id))
    if kept is None or kept.row != row:
        raise Missing("attestation")
    return kept

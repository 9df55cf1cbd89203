"""The reference lists: what serves, how old it is, what waits for a person, and how near counts."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapwing.flows import rule_list
from lapwing.flows.keep_list import Review
from lapwing.lists.closeness import same_bits
from lapwing.lists.info import MOST_NEAR_BITS, MOST_QUALITY
from lapwing.lists.versions import State
from lapwing.model.errors import BadInput
from lapwing.model.people import Permission
from lapwing.service.console.access import actor_of
from lapwing.service.console.forms import REFUSED, Form, WhyForm, why_field
from lapwing.service.console.office import office
from lapwing.service.people.given import given
from lapwing.service.store.reads.list_views import ListView
from lapwing.service.store.reads.matches import newest_measured

MOST_VERSIONS, MOST_ACTS = 20, 50


class ReviewForm(Form):
    """How near counts, and what was measured."""

    near_bits = forms.IntegerField(
        label="Near: at most so many bits apart",
        min_value=0,
        max_value=MOST_NEAR_BITS,
        help_text="A lead for a person.",
        error_messages={"required": "Say up to how many bits apart is near."},
    )
    exact_bits = forms.IntegerField(
        label="The same picture: at most so many bits apart",
        min_value=0,
        max_value=MOST_NEAR_BITS,
        required=False,
        help_text="Blocks without a person, so it needs the figures below. Empty where no distance does.",
    )
    least_quality = forms.IntegerField(
        label="Least quality",
        min_value=0,
        max_value=MOST_QUALITY,
        help_text="Flatter pictures are not compared by distance.",
        error_messages={"required": "Say how flat a picture may be."},
    )
    precision = forms.FloatField(
        label="Precision, 0 to 1",
        min_value=0,
        max_value=1,
        required=False,
        help_text="Of the matches that people looked at, how many were right.",
    )
    recall = forms.FloatField(label="Recall, 0 to 1", min_value=0, max_value=1, required=False)
    sample_size = forms.IntegerField(
        label="Matches that people looked at", min_value=1, max_value=10**9, required=False
    )
    why = why_field()

    def review(self) -> Review:
        """Return the review. The form is valid."""
        return Review(**{name: value for name, value in self.cleaned_data.items() if name != "why"})


def lists(request: HttpRequest) -> HttpResponse:
    """Show every list."""
    return render(request, "console/lists.html", {"views": office().lists(), "writes": _writes(request)})


def list_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one list, with its versions and who did what to it."""
    return _page(request, name)


def accept(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Let a version serve, for a reason."""

    def rule(why: str) -> None:
        rule_list.rule_accept(
            name, number, chair=office().chair, by=actor_of(request), why=why, now=given().now()
        )

    return _ruled(request, name, rule, f"Version {number} serves now.")


def review(request: HttpRequest, name: str) -> HttpResponse:
    """Sign how near counts."""
    form = ReviewForm(request.POST)
    if form.is_valid():
        why, chair = form.cleaned_data["why"], office().chair
        try:
            rule_list.rule_review(
                name, form.review(), chair=chair, by=actor_of(request), why=why, now=given().now()
            )
        except BadInput as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Signed. Look-ups go by it at once.")
            return HttpResponseRedirect(reverse("list", args=[name]))
    return _page(request, name, reviewing=form, form=form)


def retire(request: HttpRequest, name: str) -> HttpResponse:
    """Let a list match nothing any more."""

    def rule(why: str) -> None:
        rule_list.rule_retire(name, chair=office().chair, by=actor_of(request), why=why, now=given().now())

    return _ruled(request, name, rule, "Retired. It matches nothing.")


def reinstate(request: HttpRequest, name: str) -> HttpResponse:
    """Let a retired list serve again."""

    def rule(why: str) -> None:
        rule_list.rule_reinstate(name, chair=office().chair, by=actor_of(request), why=why, now=given().now())

    return _ruled(request, name, rule, "Reinstated: the version that served last serves again.")


def _ruled(request: HttpRequest, name: str, rule: Callable[[str], None], says: str) -> HttpResponse:
    """Do what a person decides, for the reason that they give; or show the list again with what is wrong."""
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            rule(form.cleaned_data["why"])
        except BadInput as refused:
            form.refuse(refused)
        else:
            messages.success(request, says)
            return HttpResponseRedirect(reverse("list", args=[name]))
    return _page(request, name, form=form)


def _page(
    request: HttpRequest, name: str, *, form: Form | None = None, reviewing: ReviewForm | None = None
) -> HttpResponse:
    view, measured = office().list_of(name), newest_measured()
    erring = [each for each in measured.lists if each.list_name == name] if measured else []
    context = {
        "view": view,
        "measured": measured,
        "erring": erring[0] if erring else None,
        "same": same_bits(view.info.threshold),
        "versions": view.standings[:MOST_VERSIONS],
        "older_versions": max(0, len(view.standings) - MOST_VERSIONS),
        "journal": view.journal[:MOST_ACTS],
        "older_acts": max(0, len(view.journal) - MOST_ACTS),
        "reviewing": reviewing or ReviewForm(initial=_figures(view), auto_id="review_%s"),
        "form": form,
        "writes": _writes(request),
        "held": State.HELD,
        "serving": State.SERVING,
    }
    return render(request, "console/list.html", context, status=200 if form is None else REFUSED)


def _figures(view: ListView) -> dict[str, object]:
    threshold = view.info.threshold
    names = ("near_bits", "exact_bits", "least_quality", "precision", "recall", "sample_size")
    return {name: getattr(threshold, name) for name in names}


def _writes(request: HttpRequest) -> bool:
    return Permission.LIST_WRITE in actor_of(request).may

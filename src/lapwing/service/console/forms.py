"""What the console's forms share: why something is done, and how a refusal is told beside the form."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapwing.cases.deciding import LONGEST_WHY
from lapwing.model.errors import LapwingError

REFUSED, ASKED = 422, 200
_NAME = RegexValidator(r"\A[a-z0-9][a-z0-9-]{0,63}\Z", "Up to 64 lower-case letters, digits and hyphens.")


class Form(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # Django's own
        """Ask."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    def refuse(self, error: LapwingError) -> None:
        """Tell beside the form why it was not taken."""
        self.add_error(None, str(error))


def why_field(label: str = "Why") -> forms.CharField:
    """Return the field that asks for a reason."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For whoever reads the ledger. Name nobody.",
        error_messages={
            "required": "Give a reason.",
            "max_length": f"Give a reason of at most {LONGEST_WHY:,} characters.",
        },
    )


def name_field(help_text: str = "") -> forms.CharField:
    """Return the field that asks for a name as the API takes them."""
    return forms.CharField(
        label="Name",
        max_length=64,
        validators=[_NAME],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        help_text=help_text,
        error_messages={"required": "Give it a name."},
    )


class WhyForm(Form):
    """Why it is done."""

    why = why_field()


def form_page(request: HttpRequest, template: str, form: Form, **context: object) -> HttpResponse:
    """Return the page of a form, as it is to be filled in or corrected."""
    status = REFUSED if form.is_bound else ASKED
    return render(request, template, {"form": form, **context}, status=status)

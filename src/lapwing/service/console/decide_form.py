"""The form by which a case is decided."""

from typing import Any

from django import forms

from lapwing.cases.deciding import LONGEST_WHY
from lapwing.flows.review import Found
from lapwing.model.cases import Basis, FindingKind
from lapwing.model.lists import Category
from lapwing.service.console.wording import name_of

_KINDS = [(kind.value, name_of(kind)) for kind in FindingKind]
_CATEGORIES = [(each.value, name_of(each)) for each in (Category.NONE, Category.A, Category.B, Category.C)]
_BASES = [(basis.value, name_of(basis)) for basis in Basis]
_ILLEGAL = frozenset({FindingKind.CSAM, FindingKind.OTHER_CSEA})


class DecideForm(forms.Form):
    """What a person found, on what it stands, and why. version: of the case that they saw."""

    kind = forms.ChoiceField(
        label="What did you find?",
        choices=_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what you found."},
    )
    category = forms.ChoiceField(
        label="Category",
        choices=_CATEGORIES,
        initial=Category.NONE.value,
        help_text="A, B or C goes with child sexual abuse material, and with nothing else.",
    )
    basis = forms.ChoiceField(
        label="On what does it stand?",
        choices=_BASES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it stands on the law or on our terms."},
    )
    why = forms.CharField(
        label="Why",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="For whoever reads the ledger. Do not describe the content, and name nobody.",
        error_messages={
            "required": "Give a reason.",
            "max_length": f"Give a reason of at most {LONGEST_WHY:,} characters.",
        },
    )
    version = forms.IntegerField(min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:  # noqa: ANN401  # Django's
        """Ask about the case at that version."""
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version
        self.label_suffix = ""

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; what does not go together is an error of the field to change."""
        filled = super().clean() or {}
        if "kind" not in filled:
            return filled
        kind = FindingKind(filled["kind"])
        if "category" in filled:
            self._check_category(kind, Category(filled["category"]))
        if "basis" in filled:
            self._check_basis(kind, Basis(filled["basis"]))
        return filled

    def found(self) -> Found:
        """Return what the person says of the case. The form is valid."""
        filled = self.cleaned_data
        return Found(
            kind=FindingKind(filled["kind"]),
            why=filled["why"],
            basis=Basis(filled["basis"]),
            category=Category(filled["category"]),
            version=filled["version"],
        )

    def _check_category(self, kind: FindingKind, category: Category) -> None:
        if kind is FindingKind.CSAM and category is Category.NONE:
            self.add_error("category", "Child sexual abuse material has a category: choose A, B or C.")
        if kind is not FindingKind.CSAM and category is not Category.NONE:
            self.add_error("category", "Only child sexual abuse material has a category: choose none.")

    def _check_basis(self, kind: FindingKind, basis: Basis) -> None:
        if kind in _ILLEGAL and basis is not Basis.LAW:
            self.add_error("basis", "This finding is a judgement of the law: choose the law.")
        if kind is FindingKind.TERMS and basis is not Basis.TERMS:
            self.add_error("basis", "What is against our terms stands on our terms: choose them.")

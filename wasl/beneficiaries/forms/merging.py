"""What is chosen of two files: which stands, whose values, or that they are two people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models import WhyDifferent
from wasl.beneficiaries.queries import Comparison
from wasl.common.forms import CleanCharField, CleanTextField, PickField

KNOWN_HOW = [choice for choice in WhyDifferent.choices if choice[0] != WhyDifferent.REGISTRATION]


class MergeForm(forms.Form):
    """Which of two files stands, and for every field in which they differ whose value; the marks of
    what was seen.
    """

    survivor = forms.TypedChoiceField(coerce=int)
    seen_first = CleanCharField(max_length=64, required=False)
    seen_second = CleanCharField(max_length=64, required=False)

    def __init__(self, *args: Any, comparison: Comparison, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(file.pk), file.full_name) for file in comparison.files]
        self.fields["survivor"].choices = choices  # type: ignore[attr-defined]
        self.asked = [line.name for line in comparison.lines if line.differs]
        for name in self.asked:
            self.fields[f"field-{name}"] = forms.TypedChoiceField(choices=choices, coerce=int)

    def takes(self) -> set[str]:
        """The fields that stand as the file that goes has them."""
        survivor = self.cleaned_data["survivor"]
        return {name for name in self.asked if self.cleaned_data[f"field-{name}"] != survivor}


class DifferentForm(forms.Form):
    """How somebody knows that two files are two people."""

    why = PickField(label=_("How do you know?"), choices=KNOWN_HOW)
    remark = CleanTextField(label=_("In a few words"), rows=2, max_length=2000, required=False)


class UndoMergeForm(forms.Form):
    """Why two files are taken apart again."""

    reason = CleanCharField(label=_("Why are they taken apart?"), max_length=300)


class OtherFileForm(forms.Form):
    """The number under which the other file of the same person is found."""

    number = CleanCharField(
        label=_("Number of the other file"),
        max_length=40,
        help_text=_("Its ID number, beneficiary number or mobile."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autofocus": True}),
    )

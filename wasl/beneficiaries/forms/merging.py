"""The decisions about two files: which survives, whose values, or that they are two people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.merging import WhyDifferent
from wasl.beneficiaries.queries.pairs import Comparison
from wasl.common.forms import CleanCharField, CleanTextField, PickField

# "Registration" is set when somebody is registered as a different person, not chosen here.
KNOWN_HOW = [choice for choice in WhyDifferent.choices if choice[0] != WhyDifferent.REGISTRATION]


class MergeForm(forms.Form):
    """The surviving file, the source of every differing field, and digests of both files as
    seen.
    """

    survivor = forms.TypedChoiceField(coerce=int)
    # Digests by `state_of`: a file changed after the comparison makes the action refuse.
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
        """Return the fields whose value comes from the file that goes."""
        survivor = self.cleaned_data["survivor"]
        return {name for name in self.asked if self.cleaned_data[f"field-{name}"] != survivor}


class DifferentForm(forms.Form):
    """How somebody knows that two files are two people."""

    why = PickField(label=_("How do you know?"), choices=KNOWN_HOW)
    remark = CleanTextField(label=_("In a few words"), rows=2, max_length=2000, required=False)


class UndoMergeForm(forms.Form):
    """The reason for undoing a merge."""

    reason = CleanCharField(label=_("Why are they taken apart?"), max_length=300)


class OtherFileForm(forms.Form):
    """A number by which the other file of the same person is found."""

    number = CleanCharField(
        label=_("Number of the other file"),
        max_length=40,
        help_text=_("Its ID number, beneficiary number or mobile."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autofocus": True}),
    )

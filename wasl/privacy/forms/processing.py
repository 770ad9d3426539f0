"""Forms for the record of processing and the review of reads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanCharField, CleanTextField, with_blank
from wasl.privacy.kinds import DATA_KINDS
from wasl.privacy.models.processing import LegalBasis, ProcessingActivity


class ActivityForm(forms.Form):
    """The written part of an activity.

    The data of a shipped activity follow from the model fields.
    """

    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=120)
    name_en = CleanCharField(label=_("Name in English"), max_length=120, required=False)
    purpose = CleanTextField(label=_("What it is for"))
    whom = CleanCharField(label=_("Whose data"), max_length=300)
    data_kinds = forms.MultipleChoiceField(
        label=_("Which data"),
        choices=list(DATA_KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    basis = forms.ChoiceField(label=_("On which ground"), choices=with_blank(LegalBasis.choices))
    basis_note = CleanCharField(label=_("The ground in words"), max_length=300, required=False)
    recipients = CleanTextField(label=_("Who receives them"))
    retention = CleanCharField(
        label=_("How long, beside the rules of keeping"), max_length=300, required=False,
    )  # fmt: skip
    abroad = CleanCharField(
        label=_("Sent outside the Kingdom"), max_length=300, required=False,
        help_text=_("To whom and where; empty where nothing is."),
    )  # fmt: skip
    measures = CleanTextField(label=_("How they are protected"), required=False)
    is_active = forms.BooleanField(label=_("It is carried out today"), required=False, initial=True)

    def __init__(
        self, *args: Any, activity: ProcessingActivity | None = None, **options: Any
    ) -> None:
        if activity:
            options.setdefault(
                "initial", {name: getattr(activity, name) for name in self.base_fields}
            )
        super().__init__(*args, **options)
        # A shipped activity derives its data from the models; only own ones have them chosen here.
        if activity and not activity.code.startswith("own-"):
            del self.fields["data_kinds"]


class SignReviewForm(forms.Form):
    note = CleanTextField(
        label=_("What you found, and what was done"), rows=5,
        help_text=_("Whom you asked about the reads below, what they said, and what changes."),
    )  # fmt: skip

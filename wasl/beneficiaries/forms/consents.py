"""Forms to give and withdraw a consent at the desk."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.consents import ConsentHow, ConsentPurpose
from wasl.beneficiaries.models.representing import Representative
from wasl.common.forms import PickField, UploadField

# The other ways, such as a code, belong to the website.
AT_THE_DESK = [(how.value, how.label) for how in (ConsentHow.SPOKEN, ConsentHow.PAPER)]


# Django's fields of choice are generic only in the stubs, so a subclass cannot name its model.
class RepresentativeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody who acts for the person, listed by name."""

    def label_from_instance(self, obj: Representative) -> str:
        return obj.full_name


class ConsentForm(forms.Form):
    """How somebody agreed to the text shown above the form."""

    purpose = forms.ChoiceField(choices=ConsentPurpose.choices, widget=forms.HiddenInput)
    how = PickField(label=_("How was it said?"), choices=AT_THE_DESK, initial=ConsentHow.SPOKEN)
    file = UploadField(
        label=_("The signed paper"),
        required=False,
        help_text=_("Only where it was signed on paper."),
    )
    representative = RepresentativeField(
        label=_("Said by who acts for them"), queryset=Representative.objects.none(),
        required=False, empty_label=_("The person themself"),
    )  # fmt: skip

    def __init__(self, *args: Any, representatives: list[Representative], **options: Any) -> None:
        super().__init__(*args, **options)
        if not representatives:
            del self.fields["representative"]
            return
        # Only those who may act for the person today can be named; any other key is refused as
        # invalid.
        may = Representative.objects.filter(
            pk__in=[representative.pk for representative in representatives]
        )
        cast(RepresentativeField, self.fields["representative"]).queryset = may


class WithdrawConsentForm(forms.Form):
    purpose = forms.ChoiceField(choices=ConsentPurpose.choices, widget=forms.HiddenInput)
    how = PickField(label=_("How was it said?"), choices=AT_THE_DESK, initial=ConsentHow.SPOKEN)

"""Shapes of the public pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.common.forms import CleanCharField, CleanTextField, DualDateField, MobileField, NationalIdField


class IdentifyForm(forms.Form):
    id_number = NationalIdField(label=_("National ID or iqama number"))
    mobile = MobileField(label=_("Your mobile"), help_text=_("We send a code to it."))


class TrackForm(forms.Form):
    reference = CleanCharField(label=_("Request number"), max_length=16, help_text=_("As on your receipt, like 1448-000117."))
    mobile = MobileField(label=_("Your mobile"), help_text=_("The one you gave us."))


class CodeForm(forms.Form):
    code = CleanCharField(label=_("The six digits we sent"), max_length=10)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}


class AboutYouForm(forms.Form):
    full_name = CleanCharField(label=_("Full name, as on the ID"), max_length=300)
    gender = forms.ChoiceField(label=_("You are"), choices=Gender.choices, widget=forms.RadioSelect)
    birth = DualDateField(label=_("Date of birth"), help_text=_("Day first, Hijri or Gregorian, as on the ID."))


class AskForm(forms.Form):
    name = CleanCharField(label=_("Your name"), max_length=300)
    mobile = MobileField(label=_("Your mobile"))
    question = CleanTextField(label=_("Your question"))


class ObjectForm(forms.Form):
    grounds = CleanTextField(
        label=_("What do you object to, and why?"), help_text=_("In your own words; a few sentences are enough.")
    )


class WithdrawForm(forms.Form):
    reason = CleanCharField(label=_("Why do you withdraw it?"), max_length=300)

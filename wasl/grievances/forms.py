"""Forms for lodging, advising on and settling an objection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanTextField
from wasl.grievances.models import Advice
from wasl.messaging.models import Channel


class LodgeForm(forms.Form):
    grounds = CleanTextField(
        label=_("What do you object to, and why?"),
        help_text=_("In the person's own words; a few sentences are enough."),
    )
    channel = forms.ChoiceField(label=_("How did it reach us?"), choices=Channel.choices)


class AdviseForm(forms.Form):
    advice = forms.ChoiceField(
        label=_("What do you advise?"), choices=Advice.choices, widget=forms.RadioSelect
    )
    reasons = CleanTextField(
        label=_("Reasons"), help_text=_("The second reviewer reads them before deciding.")
    )


class SettleForm(forms.Form):
    reasons = CleanTextField(
        label=_("Reasons"), help_text=_("The person reads them. Short, kind and clear.")
    )

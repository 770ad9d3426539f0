"""Shapes of lodging and settling an objection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanTextField
from wasl.messaging.models import Channel


class LodgeForm(forms.Form):
    grounds = CleanTextField(
        label=_("What do you object to, and why?"),
        help_text=_("In the person's own words; a few sentences are enough."),
    )
    channel = forms.ChoiceField(label=_("How did it reach us?"), choices=Channel.choices)


class SettleForm(forms.Form):
    reasons = CleanTextField(label=_("Reasons"), help_text=_("The person reads them. Short, kind and clear."))

"""The shape of an incoming letter, and of making one void."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanCharField


class ReceiveForm(forms.Form):
    party = CleanCharField(label=_("From"), max_length=300)
    subject = CleanCharField(label=_("Subject"), max_length=300)
    their_number = CleanCharField(label=_("Their number"), max_length=60, required=False)


class VoidForm(forms.Form):
    reason = CleanCharField(label=_("Why is it void?"), max_length=300)

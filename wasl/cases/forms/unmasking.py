"""The form that asks why a declared number is needed in full."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.person import UnmaskReason
from wasl.common.forms import PickField


class UnmaskForm(forms.Form):
    reason = PickField(label=_("Why do you need to see it?"), choices=UnmaskReason.choices)

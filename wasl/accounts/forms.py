"""What the administrator types."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts import queries
from wasl.accounts.models import Department, Gender
from wasl.accounts.roles import ROLE_CHOICES
from wasl.common.forms import CleanCharField, DigitsField


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Password"),
        min_length=12,
        max_length=128,
        strip=False,
        help_text=_("Twelve characters at least; tell it to them in person. They change it after the first sign-in."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class StaffForm(PasswordForm):
    username = forms.SlugField(label=_("Username"), max_length=60, help_text=_("Latin letters, digits and hyphens."))
    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=150)
    name_en = CleanCharField(label=_("Name in English"), max_length=150, required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, widget=forms.RadioSelect)
    email = forms.EmailField(label=_("E-mail"), required=False)
    field_order = ["name_ar", "name_en", "gender", "username", "email", "password"]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    department: "forms.ModelChoiceField[Department]" = forms.ModelChoiceField(label=_("Department"), queryset=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["department"]
        field.queryset = queries.departments()  # type: ignore[attr-defined]
        field.label_from_instance = lambda department: department.name  # type: ignore[attr-defined]


class DepartmentForm(forms.Form):
    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=100)
    name_en = CleanCharField(label=_("Name in English"), max_length=100)
    code = forms.SlugField(label=_("Code"), max_length=50, help_text=_("Latin letters, digits and hyphens."))


class ClockForm(forms.Form):
    days = forms.IntegerField(label=_("Days forward"), min_value=1, max_value=366, initial=1)


def _code() -> DigitsField:
    return DigitsField(label=_("The code that the app shows"), max_length=20, autocomplete="one-time-code")


class SecondStepForm(AuthenticateForm):
    code = _code()


class ConfirmAgainForm(ReauthenticateForm):
    code = _code()


class SetUpAppForm(ActivateTOTPForm):
    code = _code()

"""Forms of the administration and of sign-in."""

from collections.abc import Sequence
from typing import Any, cast

from allauth.account.forms import LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wasl.accounts import first_code, queries
from wasl.accounts.duties import OpenWork
from wasl.accounts.models import Department, Gender, User
from wasl.accounts.roles import ROLE_CHOICES
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    CodeField,
    EmailField,
    NameField,
    SlugField,
)
from wasl.common.text import ascii_digits, clean


def _new_password(label: Any, **options: Any) -> forms.CharField:
    hidden = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    short = {"min_length": _("Twelve characters at least; three or four words are easy to keep.")}
    return forms.CharField(
        label=label,
        min_length=12,
        max_length=128,
        # A password is stored as typed, spaces included.
        strip=False,
        widget=hidden,
        error_messages=short,
        **options,
    )


validate_link = URLValidator(schemes=["https"], message=_("This is not a whole address: %(value)s"))


class PasswordForm(forms.Form):
    password = _new_password(
        _("Password"),
        help_text=_(
            "Twelve characters at least; tell it to them in person. They change it after the "
            "first sign-in."
        ),
    )


class StaffForm(PasswordForm):
    username = SlugField(
        label=_("Username"), max_length=60, help_text=_("Latin letters, digits and hyphens.")
    )
    name_ar = NameField(label=_("Name in Arabic"), max_length=150)
    name_en = NameField(label=_("Name in English"), max_length=150, required=False)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, widget=forms.RadioSelect)
    email = EmailField(label=_("E-mail"), required=False)
    field_order = ["name_ar", "name_en", "gender", "username", "email", "password"]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    department: "forms.ModelChoiceField[Department]" = forms.ModelChoiceField(
        label=_("Department"), queryset=None, empty_label=_("Choose…")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["department"]
        field.queryset = queries.departments()  # type: ignore[attr-defined]
        field.label_from_instance = lambda department: department.name  # type: ignore[attr-defined]


class DepartmentForm(forms.Form):
    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=100)
    name_en = CleanCharField(label=_("Name in English"), max_length=100)
    code = SlugField(
        label=_("Code"), max_length=50, help_text=_("Latin letters, digits and hyphens.")
    )


class NumberText(CleanCharField):
    """A telephone or licence number as its owner writes it, stored in the digits 0-9."""

    attributes = {"dir": "ltr", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(ascii_digits(value) if isinstance(value, str) else value)


class IdentityForm(forms.Form):
    """The association's name and contact."""

    name_ar = CleanCharField(label=_("Name in Arabic, as in the licence"))
    name_en = CleanCharField(label=_("Name in English"), required=False)
    short_name_ar = CleanCharField(
        label=_("Short name in Arabic"), max_length=100, help_text=_("As people call it.")
    )
    short_name_en = CleanCharField(label=_("Short name in English"), max_length=100, required=False)
    place_ar = CleanCharField(label=_("Town or village in Arabic"), required=False)
    place_en = CleanCharField(label=_("Town or village in English"), required=False)
    phone = NumberText(label=_("Telephone"), max_length=30, required=False)
    email = EmailField(label=_("E-mail"), required=False)


class SocialLinksField(CleanTextField):
    """Addresses of pages on social media, one a line."""

    attributes = {"dir": "ltr", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        links = str(super().clean(value) or "").split()
        for link in links:
            validate_link(link)
        return "\n".join(links)


class ContactForm(IdentityForm):
    """The same, with address, opening hours and social media for the public page (CHA-1…CHA-7)."""

    address_ar = CleanCharField(
        label=_("Address in Arabic"),
        max_length=300,
        required=False,
        help_text=_("Where people find you, in words."),
    )
    address_en = CleanCharField(label=_("Address in English"), max_length=300, required=False)
    hours_ar = CleanTextField(label=_("Opening hours in Arabic"), max_length=500, required=False)
    hours_en = CleanTextField(label=_("Opening hours in English"), max_length=500, required=False)
    social_links = SocialLinksField(
        label=_("Your pages on social media"),
        required=False,
        max_length=1000,
        help_text=_("Whole addresses, one a line: https://…"),
    )


class LicenceForm(forms.Form):
    """The text beside the name at the head of every paper (LET-4)."""

    supervising_body = CleanCharField(
        label=_("Supervising body"), help_text=_("The ministry or centre that licensed you.")
    )
    licence_label = CleanCharField(
        label=_("Word before the licence number"), max_length=100, initial="ترخيص رقم"
    )
    licence_number = NumberText(label=_("Number of the licence"), max_length=50)
    address = CleanCharField(label=_("Address"), max_length=300, required=False)


class LetterheadForm(LicenceForm):
    association_name = CleanCharField(label=_("The association's name"))
    phone = NumberText(label=_("Telephone"), max_length=30, required=False)
    email = EmailField(label=_("E-mail"), required=False)
    field_order = ["supervising_body", "association_name"]


class FoundForm(IdentityForm, LicenceForm):
    """The first start: the printed code, the association, its licence, and its administrator."""

    code = CleanCharField(
        label=_("The code of the first start"),
        max_length=40,
        help_text=_("The program printed it."),
    )
    administrator = NameField(label=_("Your name in Arabic"), max_length=150)
    gender = forms.ChoiceField(label=_("Gender"), choices=Gender.choices, widget=forms.RadioSelect)
    username = SlugField(
        label=_("Username"), max_length=60, help_text=_("Latin letters, digits and hyphens.")
    )
    password = _new_password(
        _("Password"),
        help_text=_("Twelve characters at least; three or four words are easy to keep."),
    )
    again = _new_password(_("The password once more"))

    SECTIONS = (
        (_("The code"), ("code",)),
        (_("The association"), tuple(IdentityForm.base_fields)),
        (_("Its licence, for the head of every paper"), tuple(LicenceForm.base_fields)),
        (
            _("You, who keep the system"),
            ("administrator", "gender", "username", "password", "again"),
        ),
    )

    field_order = ["code", *IdentityForm.base_fields, *LicenceForm.base_fields]

    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def clean_code(self) -> str:
        if not first_code.is_right(self.cleaned_data["code"]):
            raise forms.ValidationError(
                _(
                    "This is not the code. It stands where the program was started, or `wasl "
                    "doctor` says where it is kept."
                )
            )
        # The code has done its work, and is not handed on.
        return ""

    def clean(self) -> None:
        typed = self.cleaned_data
        if "password" in typed and "again" in typed and typed["password"] != typed["again"]:
            self.add_error("again", _("The two passwords differ."))

    def values(self) -> dict[str, Any]:
        """Return the arguments of `actions.found`."""
        typed = self.cleaned_data
        identity = {name: typed[name] for name in IdentityForm.base_fields} | {
            "address_ar": typed["address"]
        }
        return {
            "identity": identity,
            "letterhead": {name: typed[name] for name in LicenceForm.base_fields}
            | {name: identity[name] for name in ("phone", "email")},
            "administrator": {
                "name_ar": typed["administrator"],
                "gender": typed["gender"],
                "username": typed["username"],
                "email": "",
            },
            "password": typed["password"],
        }


# Django's fields of choice are generic only in the stubs, so a subclass cannot name its model.
class StaffField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A staff member, listed by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class LeadForm(forms.Form):
    lead = StaffField(label=_("Led by"), queryset=None, empty_label=_("Choose…"))

    def __init__(self, *args: Any, department: Department, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(StaffField, self.fields["lead"]).queryset = queries.members_of(department)


class LeaveForm(forms.Form):
    """The successor of a leaver's work, one for all or another for each kind; and the reason."""

    everything = StaffField(
        label=_("Who takes over everything they can"),
        queryset=None,
        required=False,
        empty_label=_("Choose kind by kind"),
    )
    reason = CleanCharField(label=_("Why do they leave?"), max_length=200)

    def __init__(self, *args: Any, work: Sequence[OpenWork], **options: Any) -> None:
        super().__init__(*args, **options)
        self.work = work
        able = {user.pk for item in work for user in item.successors}
        cast(StaffField, self.fields["everything"]).queryset = self._among(able)
        for item in work:
            empty = _("Nobody: it ends") if item.duty.may_end else _("Choose…")
            self.fields[item.duty.key] = StaffField(
                label=str(item.duty.label),
                queryset=self._among({user.pk for user in item.successors}),
                required=False,
                empty_label=empty,
            )
        self.order_fields(["everything", *(item.duty.key for item in work), "reason"])

    @staticmethod
    def _among(keys: set[int]) -> "QuerySet[User]":
        return User.objects.filter(pk__in=keys).order_by("name_ar", "pk")

    @property
    def lines(self) -> list[tuple[OpenWork, forms.BoundField]]:
        """Return each kind with the field that chooses its successor."""
        return [(item, self[item.duty.key]) for item in self.work]

    def successors(self) -> dict[str, User | None]:
        """Return the successor of each kind: the chosen one, else the one for everything if they
        can.
        """
        return {item.duty.key: self._successor(item) for item in self.work}

    def _successor(self, item: OpenWork) -> User | None:
        chosen, everything = (
            self.cleaned_data.get(item.duty.key),
            self.cleaned_data.get("everything"),
        )
        return chosen or (everything if everything in item.successors else None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for item in self.work:
            if (
                not item.duty.may_end
                and item.duty.key not in self.errors
                and self._successor(item) is None
            ):
                self.add_error(item.duty.key, _("Choose who takes this over."))
        return data


class ClockForm(forms.Form):
    days = forms.IntegerField(label=_("Days forward"), min_value=1, max_value=366, initial=1)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """The sign-in form.

    The username is cleaned as by the form that made it; the password stays as typed.
    """

    def clean_login(self) -> str:
        return ascii_digits(clean(super().clean_login()))


def _code() -> CodeField:
    return CodeField(label=_("The code that the app shows"))


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    code = _code()


class ConfirmAgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    code = _code()


class SetUpAppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    code = _code()

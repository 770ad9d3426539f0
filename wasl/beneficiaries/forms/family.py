"""Shapes of a family and of who acts for a person."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.beneficiaries.models import HouseholdRole, RepresentativeScope
from wasl.beneficiaries.queries import by_id_number
from wasl.common.forms import (
    CleanCharField,
    DualDateField,
    MobileField,
    NationalIdField,
    OnceField,
    PickField,
)

MEMBER_ROLES = [(role.value, role.label) for role in HouseholdRole if role != HouseholdRole.HEAD]
GENDER_OF_ROLE = {HouseholdRole.SON: Gender.MALE, HouseholdRole.DAUGHTER: Gender.FEMALE}


class NewcomerForm(forms.Form):
    """Somebody of the household: known by their ID number, or told of; a child needs none."""

    id_number = NationalIdField(
        label=_("ID number"), required=False, help_text=_("Leave it empty for a child whose number is not known.")
    )
    full_name = CleanCharField(
        label=_("Full name"), max_length=300, required=False, help_text=_("Not needed where the ID number is known.")
    )
    role = PickField(label=_("What they are to the head of the household"), choices=MEMBER_ROLES)
    gender = PickField(label=_("Gender"), choices=Gender.choices, required=False)
    birth = DualDateField(label=_("Date of birth"), required=False)
    since = DualDateField(
        label=_("In the household since"), required=False, help_text=_("Leave it empty when it was always so.")
    )
    is_studying = forms.BooleanField(label=_("Goes to school or university"), required=False)
    is_provider = forms.BooleanField(label=_("Earns for the household"), required=False)
    once = OnceField(required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("birth", "since"):
            self.fields[name].latest = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("gender"):
            given["gender"] = GENDER_OF_ROLE.get(given.get("role", ""), "")
        known = by_id_number(given["id_number"]) if given.get("id_number") else None
        if known is None and "id_number" not in self.errors:
            if not given.get("full_name") and "full_name" not in self.errors:
                self.add_error("full_name", _("Enter the name as it stands on the ID."))
            if not given["gender"] and given.get("role"):
                self.add_error("gender", _("Choose female or male, as the ID says."))
        return given

    def told(self) -> dict[str, Any]:
        """Who the newcomer is, as the action wants it."""
        return {name: self.cleaned_data[name] for name in ("id_number", "full_name", "gender", "birth", "is_studying")}


class RepresentativeForm(forms.Form):
    """Who may act for the person, by which document."""

    full_name = CleanCharField(label=_("Full name"), max_length=300)
    scope = PickField(label=_("Acts as"), choices=RepresentativeScope.choices)
    document_number = CleanCharField(
        label=_("Number of the document"), max_length=60, help_text=_("The power of attorney, or the court's deed.")
    )
    valid_from = DualDateField(label=_("Valid from"))
    valid_to = DualDateField(label=_("Valid until"), required=False, help_text=_("Leave it empty when it has no end."))
    id_number = NationalIdField(label=_("ID number"), required=False)
    mobile = MobileField(label=_("Mobile"), required=False)
    once = OnceField(required=False)

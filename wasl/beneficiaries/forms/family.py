"""Shapes of a family and of who acts for a person."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models import Relation, RepresentativeScope
from wasl.common.forms import (
    CleanCharField,
    DualDateField,
    MobileField,
    NationalIdField,
    OnceField,
    PickField,
)


class DependantForm(forms.Form):
    """Somebody the person provides for."""

    full_name = CleanCharField(label=_("Full name"), max_length=300)
    relation = PickField(label=_("Relation"), choices=Relation.choices)
    birth = DualDateField(label=_("Date of birth"), required=False)
    is_studying = forms.BooleanField(label=_("Goes to school or university"), required=False)
    once = OnceField(required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["birth"].latest = today  # type: ignore[attr-defined]


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

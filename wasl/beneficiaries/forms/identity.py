"""Forms of further numbers and of further ways to reach a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.beneficiaries.forms.rows import RowsForm
from wasl.beneficiaries.models.identity import ContactKind, ContactPurpose, IdentifierKind
from wasl.beneficiaries.models.person import Person, PreferredChannel, Purpose
from wasl.common.forms import CleanCharField, DigitsField, DualDateField, NameField, PickField

LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]


class IdentifierForm(RowsForm):
    """A further number of a person."""

    kind = PickField(label=_("Kind of number"), choices=IdentifierKind.choices)
    number = DigitsField(label=_("Number"), max_length=20)
    issuer = CleanCharField(label=_("Issued by"), max_length=100, required=False)
    valid_to = DualDateField(label=_("Valid until"), required=False)

    beside = (("number", "issuer"),)


class ContactForm(RowsForm):
    """A further way to reach a person."""

    kind = PickField(label=pgettext_lazy("contact", "What it is"), choices=ContactKind.choices)
    value = DigitsField(label=_("Number or address"), max_length=254)
    purpose = PickField(label=_("Whose it is, and what for"), choices=ContactPurpose.choices)
    holder_name = NameField(label=_("Who answers there"), required=False)


class PreferencesForm(RowsForm):
    """The preferred channel, unwanted topics, and quiet hours."""

    preferred_channel = PickField(
        label=_("They like to be reached by"), choices=PreferredChannel.choices, required=False
    )
    language = PickField(label=_("Language of messages"), choices=LANGUAGES)
    opted_out = forms.MultipleChoiceField(
        label=_("They do not want to be written to about"),
        choices=Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Messages about their own requests are always sent."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        # A browser's time field shows a value only in this format.
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    beside = (("quiet_from", "quiet_until"),)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("quiet_from") is None) != (data.get("quiet_until") is None):
            self.add_error("quiet_until", _("Quiet hours have a beginning and an end."))
        return data

    @classmethod
    def known(cls, person: Person) -> dict[str, Any]:
        """Return the initial values."""
        return {name: getattr(person, name) for name in cls.base_fields if name != "once"}

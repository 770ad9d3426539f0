"""Forms of who may act for a person."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.forms.rows import RowsForm
from wasl.beneficiaries.models.representing import EndCause, RepresentativeScope
from wasl.beneficiaries.queries.finding import by_id_number
from wasl.common.forms import (
    CleanCharField,
    DualDateField,
    MobileField,
    NameField,
    NationalIdField,
    PickField,
    UploadField,
)

# A death is recorded on the person, which ends all their representations (ADR 23).
CAUSES = [(cause.value, cause.label) for cause in EndCause if cause != EndCause.DEATH]


class RepresentativeForm(RowsForm):
    """Who may act for the person, by which document.

    Somebody in the register is identified by their ID number.
    """

    id_number = NationalIdField(label=_("ID number"), required=False)
    full_name = NameField(
        label=_("Full name"),
        required=False,
        help_text=_("Not needed where the ID number is known."),
    )
    mobile = MobileField(label=_("Mobile"), required=False)
    scope = PickField(label=_("Acts as"), choices=RepresentativeScope.choices)
    document_number = CleanCharField(
        label=_("Number of the document"),
        max_length=60,
        help_text=_("The power of attorney, or the court's deed."),
    )
    valid_from = DualDateField(label=_("Valid from"))
    valid_to = DualDateField(
        label=_("Valid until"), required=False, help_text=_("Leave it empty when it has no end.")
    )
    file = UploadField(
        label=_("Copy of the document"), required=False, help_text=_("PDF or photograph.")
    )

    beside = (("full_name", "mobile"), ("valid_from", "valid_to"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        existing = by_id_number(data["id_number"]) if data.get("id_number") else None
        if (
            existing is None
            and not data.get("full_name")
            and not {"id_number", "full_name"} & set(self.errors)
        ):
            self.add_error("full_name", _("Enter the name as it stands on the ID."))
        data["acting_person"] = existing
        return data


class EndRepresentationForm(RowsForm):
    """Why and since when somebody no longer acts for a person."""

    cause = PickField(label=_("Why they no longer act"), choices=CAUSES)
    day = DualDateField(label=_("Since which day"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].latest = today  # type: ignore[attr-defined]

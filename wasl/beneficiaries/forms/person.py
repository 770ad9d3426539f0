"""Forms of a person's data."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.beneficiaries.likeness.sketches import digits
from wasl.beneficiaries.models.person import MaritalStatus, Person, UnmaskReason
from wasl.beneficiaries.queries.finding import read_search
from wasl.common.dates import Calendar, WrittenDate
from wasl.common.forms import (
    BuildingNumberField,
    CleanCharField,
    DualDateField,
    EmailField,
    IbanField,
    MobileField,
    NameField,
    NationalIdField,
    OnceField,
    PickField,
    PostalCodeField,
    ShortAddressField,
)
from wasl.common.identifiers import mask, mask_iban
from wasl.common.text import clean, whole_number

LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]


# Kinds of a search, and the field of the registration form each fills.
BOXES = {
    "id": "id_number",
    "mobile": "mobile",
    "iban": "iban",
    "email": "email",
    "name": "full_name",
}


class PersonForm(forms.Form):
    """The data of a new person; only the name, the gender and the ID number are required."""

    id_number = NationalIdField(
        label=_("ID number"), required=False, help_text=_("National ID or iqama, ten digits.")
    )
    without_id = forms.BooleanField(label=_("The ID number is not known to us"), required=False)
    full_name = NameField(
        label=_("Full name"), help_text=_("As it stands on the ID, from one part to nine.")
    )
    gender = PickField(label=_("Gender"), choices=Gender.choices)
    birth = DualDateField(
        label=_("Date of birth"),
        required=False,
        help_text=_("As on the ID, Hijri or Gregorian: 12/6/1390 or 5/8/1970."),
    )
    mobile = MobileField(
        label=_("Mobile"), required=False, help_text=_("Answers and codes are sent to it.")
    )
    email = EmailField(label=_("E-mail"), required=False)
    language = PickField(label=_("Language of messages"), choices=LANGUAGES, initial="ar")
    known_as = CleanCharField(label=_("Known as"), max_length=100, required=False)
    latin_name = NameField(label=_("Name in Latin letters"), required=False)
    iban = IbanField(
        label=_("IBAN"), required=False, help_text=_("Begins with SA, 24 letters and digits.")
    )
    marital_status = PickField(
        label=_("Marital status"), choices=MaritalStatus.choices, required=False
    )
    is_studying = forms.BooleanField(label=_("Goes to school or university"), required=False)
    city = CleanCharField(label=_("City or village"), max_length=100, required=False)
    district = CleanCharField(label=_("District"), max_length=100, required=False)
    street = CleanCharField(label=_("Street"), max_length=100, required=False)
    building_number = BuildingNumberField(label=_("Building number"), required=False)
    postal_code = PostalCodeField(label=_("Postal code"), required=False)
    additional_number = BuildingNumberField(label=_("Additional number"), required=False)
    unit_number = CleanCharField(label=_("Unit"), max_length=10, required=False)
    short_address = ShortAddressField(
        label=_("Short national address"),
        required=False,
        help_text=_("Four letters and four digits: RRRD2929."),
    )
    once = OnceField(required=False)

    needed = ("id_number", "without_id", "full_name", "gender", "birth", "mobile")
    address = (
        "city", "district", "short_address", "street", "building_number", "postal_code",
        "additional_number", "unit_number",
    )  # fmt: skip
    further = (
        "marital_status",
        "is_studying",
        "email",
        "language",
        "known_as",
        "latin_name",
        "iban",
    )

    def __init__(self, *args: Any, today: date | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["birth"].latest = today  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        # A correction has no such box: an empty ID number there keeps the known one.
        if "without_id" not in self.fields:
            return data
        if (
            not data.pop("without_id", None)
            and not data.get("id_number")
            and "id_number" not in self.errors
        ):
            self.add_error(
                "id_number", _("Enter the ID number, or say below that it is not known.")
            )
        return data

    def told(self) -> dict[str, Any]:
        """Return who is described, as far as it can be read.

        An ID number with a wrong digit counts too, since it may lead to the right person.
        """
        self.is_valid()
        return {"id_number": digits(self["id_number"].value() or ""), **self.cleaned_data}

    @property
    def needed_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.needed]

    @property
    def address_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.address]

    @property
    def further_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.further]

    @property
    def further_open(self) -> bool:
        """Whether a folded field has an error, so that the part is shown open."""
        return (
            any(self.errors.get(name) for name in (*self.address, *self.further))
            if self.is_bound
            else False
        )


class CorrectForm(PersonForm):
    """The same for a known person; identifiers are masked, and left empty they do not change."""

    id_number = NationalIdField(label=_("ID number"), required=False)
    # Django removes a field that a subclass sets to None; its stubs do not say so.
    without_id = None  # type: ignore[assignment]
    iban = IbanField(label=_("IBAN"), required=False)
    # The digest by `state_of`; a form from a stale page is refused.
    version = CleanCharField(max_length=64, required=False, widget=forms.HiddenInput())

    paper_seen = forms.BooleanField(
        label=_("I held the paper: the ID for a new mobile, the bank's paper for a new account"),
        required=False,
        help_text=_(
            "Without it a new mobile or account counts after 72 hours, and the old mobile is told."
        ),
    )

    needed = ("id_number", "full_name", "gender", "birth", "mobile", "paper_seen")
    retained_fields = ("id_number", "iban")

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        keep = _("Leave it empty to keep %(value)s.")
        if person.id_number:
            self.fields["id_number"].help_text = keep % {"value": mask(person.id_number)}
        if person.iban:
            self.fields["iban"].help_text = keep % {"value": mask_iban(person.iban)}

    def changes(self) -> dict[str, Any]:
        """Return the changed fields with their new values."""
        changed = set(self.changed_data) - {"version", "once", "paper_seen"}
        return {
            name: self.cleaned_data[name]
            for name in changed
            # An identifier left empty means "keep"; any other field left empty is emptied.
            if self.cleaned_data[name] or name not in self.retained_fields
        }


def known_values(person: Person) -> dict[str, Any]:
    """Return the initial values of a correction, without identifiers."""
    names = set(PersonForm.base_fields) - {
        "once",
        "birth",
        "without_id",
        *CorrectForm.retained_fields,
    }
    calendar = cast(Calendar, person.birth_calendar)
    birth = person.birth_date and WrittenDate(person.birth_date, person.birth_written, calendar)
    return {**{name: getattr(person, name) for name in names}, "birth": birth}


def started_with(typed: str) -> dict[str, str]:
    """Return the data that a search already gives for a new person: numbers by kind, the rest as
    name.
    """
    # The whole text first: a number typed with spaces is one number.
    full_search = read_search(typed)
    if full_search.kind in BOXES and full_search.kind != "name":
        return {BOXES[full_search.kind]: full_search.value}
    started: dict[str, str] = {}
    words = []
    for word in clean(typed)[:100].split():
        search = read_search(word)
        if search.kind in BOXES and search.kind != "name":
            started.setdefault(BOXES[search.kind], search.value)
        elif whole_number(word) is not None:
            # The form says what is wrong with it.
            started.setdefault("id_number", word)
        else:
            words.append(word)
    return {**started, "full_name": " ".join(words)} if words else started


class UnmaskForm(forms.Form):
    """The reason to see an identifier in full."""

    reason = PickField(label=_("Why do you need to see it?"), choices=UnmaskReason.choices)

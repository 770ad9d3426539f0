"""Shapes of what happens in a household."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.beneficiaries.actions import HOMES
from wasl.beneficiaries.forms.rows import RowsForm
from wasl.beneficiaries.models import Cause, HouseholdMember, HouseholdRole, Person
from wasl.beneficiaries.queries import Family, by_id_number
from wasl.common.forms import CleanCharField, DualDateField, NationalIdField, PickField

MEMBER_ROLES = [(role.value, role.label) for role in HouseholdRole if role != HouseholdRole.HEAD]
GENDER_OF_ROLE = {HouseholdRole.SON: Gender.MALE, HouseholdRole.DAUGHTER: Gender.FEMALE}
CAUSES = [(cause.value, cause.label) for cause in (Cause.RECORDED, Cause.JOINING, Cause.MARRIAGE, Cause.DIVORCE)]


class DayForm(RowsForm):
    """The day on which something happened; not tomorrow."""

    day = DualDateField(label=_("Since which day"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, DualDateField):
                field.latest = today

    def clean(self) -> dict[str, Any]:
        """The action takes the day alone; what was written of a birth or death stays with it."""
        given = super().clean() or {}
        if "day" in given:
            given["day"] = given["day"].day if given["day"] else None
        return given


class _WhoForm(DayForm):
    """Somebody known by their ID number, or told of."""

    id_number = NationalIdField(label=_("ID number"), required=False)
    full_name = CleanCharField(
        label=_("Full name"), max_length=300, required=False, help_text=_("Not needed where the ID number is known.")
    )
    birth = DualDateField(label=_("Date of birth"), required=False)

    def is_told(self, given: dict[str, Any]) -> bool:
        """Whether who it is was said; a field says what is missing."""
        known = by_id_number(given["id_number"]) if given.get("id_number") else None
        if known is None and not given.get("full_name") and not {"id_number", "full_name"} & set(self.errors):
            self.add_error("full_name", _("Enter the name as it stands on the ID."))
        return known is None


class NewcomerForm(_WhoForm):
    """Somebody of the household; a child needs no ID number."""

    gender = PickField(label=_("Gender"), choices=Gender.choices, required=False)
    role = PickField(label=_("What they are to the head of the household"), choices=MEMBER_ROLES)
    cause = PickField(label=_("How they came into the household"), choices=CAUSES, initial=Cause.RECORDED)
    is_studying = forms.BooleanField(label=_("Goes to school or university"), required=False)
    is_provider = forms.BooleanField(label=_("Earns for the household"), required=False)

    beside = (("birth", "day"), ("is_studying", "is_provider"))
    field_order = ("role", "id_number", "full_name", "gender", "birth", "day", "cause", "is_studying", "is_provider")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["id_number"].help_text = _("Leave it empty for a child whose number is not known.")
        self.fields["day"].required = False
        self.fields["day"].label = _("In the household since")
        self.fields["day"].help_text = _("Leave it empty when it was always so.")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given["gender"] = given.get("gender") or GENDER_OF_ROLE.get(given.get("role", ""), "")
        if self.is_told(given) and not given["gender"] and given.get("role"):
            self.add_error("gender", _("Choose female or male, as the ID says."))
        return given


class BirthForm(DayForm):
    """A child that was born."""

    day = None
    full_name = CleanCharField(label=_("Full name"), max_length=300)
    gender = PickField(label=_("Gender"), choices=Gender.choices)
    birth = DualDateField(label=_("Date of birth"))
    id_number = NationalIdField(
        label=_("ID number"), required=False, help_text=_("Leave it empty while the child has none; add it later.")
    )

    beside = (("birth", "id_number"),)


class MarriageForm(_WhoForm):
    """Whom the person married, when, and where the couple lives."""

    home = PickField(label=_("Where they live"), choices=HOMES)

    beside = (("birth", "day"),)
    field_order = ("id_number", "full_name", "birth", "day", "home")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].label = _("Day of the marriage")
        self.fields["id_number"].label = _("ID number of the spouse")
        self.fields["full_name"].label = _("Name of the spouse")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.is_told(given)
        return given


class DivorceForm(DayForm):
    """Whom the person is divorced from, who leaves the household, and which children go along."""

    spouse = forms.ChoiceField(label=_("Divorced from"), widget=forms.RadioSelect())
    leaver = forms.ChoiceField(label=_("Who leaves the household"), widget=forms.RadioSelect(), required=False)
    children = forms.MultipleChoiceField(
        label=_("Children who go along"), widget=forms.CheckboxSelectMultiple(), required=False
    )

    field_order = ("spouse", "day", "leaver", "children")

    def __init__(self, *args: Any, person: Person, family: Family | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].label = _("Day of the divorce")
        others = family.others if family else []
        self.people = {str(one.person_id): one.person for one in others} | {str(person.pk): person}
        couple = [one for one in others if one.person.gender != person.gender and one.role in _COUPLE]
        elsewhere = [("", _("Somebody who does not live here"))]
        self._offer("spouse", [(str(one.person_id), one.person.full_name) for one in couple] + elsewhere)
        self.initial.setdefault("spouse", str(couple[0].person_id) if len(couple) == 1 else "")
        self.fields["spouse"].required = False
        two = [(str(person.pk), person.full_name), *((str(one.person_id), one.person.full_name) for one in couple)]
        self._offer("leaver", [("", _("Nobody for now")), *(two if couple else [])])
        self._offer("children", [(str(one.person_id), one.person.full_name) for one in others if _is_child(one)])
        if not self.fields["children"].choices:  # type: ignore[attr-defined]
            del self.fields["children"]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in ("spouse", "leaver"):
            given[name] = self.people.get(given.get(name) or "")
        given["children"] = [self.people[key] for key in given.get("children", ()) if key in self.people]
        return given


_COUPLE = {HouseholdRole.HEAD, HouseholdRole.SPOUSE}


def _is_child(member: HouseholdMember) -> bool:
    return member.role in {HouseholdRole.SON, HouseholdRole.DAUGHTER}


class DeathForm(RowsForm):
    """The day somebody died, as the certificate has it."""

    death = DualDateField(label=_("Day of the death"), help_text=_("As the death certificate says."))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["death"].latest = today  # type: ignore[attr-defined]


class PlaceForm(RowsForm):
    """What somebody does in their household."""

    is_provider = forms.BooleanField(label=_("Earns for the household"), required=False)
    is_studying = forms.BooleanField(label=_("Goes to school or university"), required=False)


class OnDayForm(forms.Form):
    """A day to look back to."""

    day = DualDateField(label=_("Who lived here on"), required=False)

"""Forms of what happens in a household."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.beneficiaries.actions.family import HOMES
from wasl.beneficiaries.forms.rows import RowsForm
from wasl.beneficiaries.models.household import Cause, HouseholdRole
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.finding import by_id_number
from wasl.beneficiaries.queries.household import Family, family_of
from wasl.common.forms import DualDateField, NameField, NationalIdField, PickField

# The head is named by an action of its own, which gives everybody a new role.
MEMBER_ROLES = [(role.value, role.label) for role in HouseholdRole if role != HouseholdRole.HEAD]
GENDER_OF_ROLE = {HouseholdRole.SON: Gender.MALE, HouseholdRole.DAUGHTER: Gender.FEMALE}
CAUSES = [
    (cause.value, cause.label)
    for cause in (Cause.RECORDED, Cause.JOINING, Cause.MARRIAGE, Cause.DIVORCE)
]


class DayForm(RowsForm):
    """The day on which something happened; not in the future."""

    day = DualDateField(label=_("Since which day"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        # The day of birth too, in the forms below: neither lies in the future.
        for field in self.fields.values():
            if isinstance(field, DualDateField):
                field.latest = today

    def clean(self) -> dict[str, Any]:
        """Reduce the day to its date, as the action takes it; a birth or death keeps how it was
        written.
        """
        data = super().clean() or {}
        if "day" in data:
            data["day"] = data["day"].day if data["day"] else None
        return data


class _WhoForm(DayForm):
    """Somebody known by their ID number, or described."""

    id_number = NationalIdField(label=_("ID number"), required=False)
    full_name = NameField(
        label=_("Full name"),
        required=False,
        help_text=_("Not needed where the ID number is known."),
    )
    birth = DualDateField(label=_("Date of birth"), required=False)

    def is_told(self, data: dict[str, Any]) -> bool:
        """Whether the person is not in the register yet.

        A missing name is reported on its field.
        """
        existing = by_id_number(data["id_number"]) if data.get("id_number") else None
        if (
            existing is None
            and not data.get("full_name")
            # When either field is wrong already, a second sentence about the name would mislead.
            and not {"id_number", "full_name"} & set(self.errors)
        ):
            self.add_error("full_name", _("Enter the name as it stands on the ID."))
        return existing is None


class NewcomerForm(_WhoForm):
    """Somebody of the household; a child needs no ID number."""

    gender = PickField(label=_("Gender"), choices=Gender.choices, required=False)
    role = PickField(label=_("What they are to the head of the household"), choices=MEMBER_ROLES)
    cause = PickField(
        label=_("How they came into the household"), choices=CAUSES, initial=Cause.RECORDED
    )
    is_studying = forms.BooleanField(label=_("Goes to school or university"), required=False)
    is_provider = forms.BooleanField(label=_("Earns for the household"), required=False)

    beside = (("birth", "day"), ("is_studying", "is_provider"))
    field_order = (
        "role",
        "id_number",
        "full_name",
        "gender",
        "birth",
        "day",
        "cause",
        "is_studying",
        "is_provider",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["id_number"].help_text = _(
            "Leave it empty for a child whose number is not known."
        )
        self.fields["day"].required = False
        self.fields["day"].label = _("In the household since")
        self.fields["day"].help_text = _("Leave it empty when it was always so.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        # A son or daughter has said it by their role.
        data["gender"] = data.get("gender") or GENDER_OF_ROLE.get(data.get("role", ""), "")
        if self.is_told(data) and not data["gender"] and data.get("role"):
            self.add_error("gender", _("Choose female or male, as the ID says."))
        return data


class BirthForm(DayForm):
    """A newborn child."""

    # The day of the birth is the day, so the field of `DayForm` is removed. Django does so for a
    # None; its stubs do not say so.
    day = None  # type: ignore[assignment]
    full_name = NameField(label=_("Full name"))
    gender = PickField(label=_("Gender"), choices=Gender.choices)
    birth = DualDateField(label=_("Date of birth"))
    id_number = NationalIdField(
        label=_("ID number"),
        required=False,
        help_text=_("Leave it empty while the child has none; add it later."),
    )

    beside = (("birth", "id_number"),)


NOBODY = "nobody"


class _AlongField(forms.TypedMultipleChoiceField):
    """The members of a household who go along with somebody who leaves it; its value is the
    people.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, family: Family | None, **options: Any) -> None:
        rows = family.may_go_along if family else []
        self.people = {str(row.person_id): row.person for row in rows}
        choices = [
            (str(row.person_id), f"{row.person.full_name} · {row.role_name}") for row in rows
        ]
        super().__init__(choices=choices, coerce=self.people.get, empty_value=[], **options)


class MarriageForm(_WhoForm):
    """The spouse, the day, where the couple lives, and who goes along.

    Who lives with the spouse is known once the spouse's ID number was given: then it is asked, and
    must be answered.
    """

    home = PickField(label=_("Where they live"), choices=HOMES)

    beside = (("birth", "day"),)
    field_order = ("id_number", "full_name", "birth", "day", "home")

    def __init__(self, *args: Any, person: Person, family: Family | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.fields["day"].label = _("Day of the marriage")
        self.fields["id_number"].label = _("ID number of the spouse")
        self.fields["full_name"].label = _("Name of the spouse")
        note = _(
            "Only where this person leaves the household they live in. Who is not "
            "chosen stays there."
        )
        along = _AlongField(
            family, label=_("Who goes along with this person"), required=False, help_text=note
        )
        if along.people:
            self.fields["along"] = along
        # Fields that depend on the spouse are built from the sent number, before the form is
        # validated.
        self.spouse = self._known_spouse() if self.is_bound else None
        home = family_of(self.spouse) if self.spouse else None
        spouse_field = _AlongField(home, label=_("Who goes along with the spouse"), required=False)
        # "Nobody" is a choice of its own: an unanswered question must not leave children behind
        # unnoticed (ADR 23).
        spouse_field.choices = [*spouse_field.choices, (NOBODY, _("Nobody"))]  # type: ignore[misc]
        if home and spouse_field.people:
            self.fields["along_spouse"] = spouse_field
            # A husband who heads a household already keeps it, so he leaves nobody.
            self.leaves = not (person.is_female and home.own.role == HouseholdRole.HEAD)

    def _known_spouse(self) -> Person | None:
        try:
            number = self.fields["id_number"].clean(self.data.get("id_number", ""))
        # A wrong number is reported by the field itself.
        except forms.ValidationError:
            return None
        return by_id_number(number) if number else None

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.is_told(data)
        if self._leaves_others(data.get("home")) and not self.data.getlist("along_spouse"):  # type: ignore[attr-defined]
            self.add_error("along_spouse", _("Choose who goes along with the spouse, or «Nobody»."))
        chosen = [*data.get("along", ()), *data.get("along_spouse", ())]
        data["along"] = [companion for companion in chosen if companion]
        return data

    def _leaves_others(self, home: str | None) -> bool:
        """Whether the spouse leaves a household in which others live."""
        return "along_spouse" in self.fields and (
            home == "joined" or (home == "own" and self.leaves)
        )


class DivorceForm(DayForm):
    """The former spouse, who leaves the household, and which children go along."""

    spouse = forms.ChoiceField(label=_("Divorced from"), widget=forms.RadioSelect())
    leaver = forms.ChoiceField(
        label=_("Who leaves the household"), widget=forms.RadioSelect(), required=False
    )

    field_order = ("spouse", "day", "leaver", "children")

    def __init__(self, *args: Any, person: Person, family: Family | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].label = _("Day of the divorce")
        members = family.others if family else []
        self.people = {str(member.person_id): member.person for member in members} | {
            str(person.pk): person
        }
        couple = [
            member
            for member in members
            if member.person.gender != person.gender and member.role in _COUPLE
        ]
        elsewhere = [("", _("Somebody who does not live here"))]
        self._offer(
            "spouse",
            [(str(member.person_id), member.person.full_name) for member in couple] + elsewhere,
        )
        # With several wives nobody is chosen beforehand.
        self.initial.setdefault("spouse", str(couple[0].person_id) if len(couple) == 1 else "")
        self.fields["spouse"].required = False
        two = [
            (str(person.pk), person.full_name),
            *((str(member.person_id), member.person.full_name) for member in couple),
        ]
        self._offer("leaver", [("", _("Nobody for now")), *(two if couple else [])])
        children = _AlongField(family, label=_("Who goes along"), required=False)
        if children.people:
            self.fields["children"] = children

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("spouse", "leaver"):
            data[name] = self.people.get(data.get(name) or "")
        data.setdefault("children", [])
        if data["children"] and not data["leaver"]:
            self.add_error("leaver", _("Say who leaves with those who go along."))
        return data


_COUPLE = {HouseholdRole.HEAD, HouseholdRole.SPOUSE}


TAKEN_AS = [("other", _("As other relatives")), ("child", _("As sons and daughters"))]


class DeathForm(RowsForm):
    """The day of death as on the certificate, and who of the household is taken in elsewhere."""

    death = DualDateField(
        label=_("Day of the death"), help_text=_("As the death certificate says.")
    )
    into = NationalIdField(
        label=_("ID number of who takes them in"),
        required=False,
        help_text=_("Somebody whom the register knows."),
    )
    taken_as = PickField(
        label=_("What they are to the head there"),
        choices=TAKEN_AS,
        initial="other",
        required=False,
    )

    field_order = ("death", "along", "into", "taken_as")
    beside = (("into", "taken_as"),)

    def __init__(self, *args: Any, today: date, family: Family | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["death"].latest = today  # type: ignore[attr-defined]
        note = _(
            "Leave it empty where they stay in their household; then it asks for its new head."
        )
        along = _AlongField(
            family, label=_("Who goes to another household"), required=False, help_text=note
        )
        if along.people:
            self.fields["along"] = along
            # A field added here comes last until the order is applied again.
            self.order_fields(self.field_order)
        else:
            del self.fields["into"], self.fields["taken_as"]

    def clean(self) -> dict[str, Any]:
        """Replace `into` by the person with that number."""
        data = super().clean() or {}
        along, number = data.setdefault("along", []), data.get("into")
        data["into"] = by_id_number(number) if number else None
        if number and data["into"] is None:
            self.add_error("into", _("The register knows nobody with this ID number."))
        if number and not along and "along" not in self.errors:
            self.add_error("along", _("Choose who goes there."))
        if along and not number and "into" not in self.errors:
            self.add_error("into", _("Say who takes them in."))
        return data


class PlaceForm(RowsForm):
    """Whether somebody earns for their household and whether they study."""

    is_provider = forms.BooleanField(label=_("Earns for the household"), required=False)
    is_studying = forms.BooleanField(label=_("Goes to school or university"), required=False)


class OnDayForm(forms.Form):
    """A past day to look at."""

    day = DualDateField(label=_("Who lived here on"), required=False)

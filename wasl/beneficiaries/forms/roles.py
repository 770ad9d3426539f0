"""Forms of what a person is to the association."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.beneficiaries.forms.rows import RowsForm
from wasl.beneficiaries.models.person import Category
from wasl.common.forms import CleanCharField, CleanTextField, DualDateField, IntField, PickField


class MemberForm(RowsForm):
    """A new member of the general assembly."""

    number = CleanCharField(label=_("Membership number"), max_length=20)
    shares = IntField(label=_("Shares"), required=False, min_value=1)
    joined = DualDateField(label=_("Joined on"), required=False)

    beside = (("number", "shares"),)


class SharesForm(RowsForm):
    """The number of shares a member holds."""

    shares = IntField(label=_("Shares"), min_value=1)


class ReasonForm(RowsForm):
    """The reason to suspend or resume a membership."""

    reason = CleanTextField(label=_("Why"), max_length=300, rows=2)


class EndMembershipForm(ReasonForm):
    """The reason and the day of a member's withdrawal."""

    day = DualDateField(label=_("Since which day"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].latest = today  # type: ignore[attr-defined]


class CategoryForm(RowsForm):
    """The category of a beneficiary."""

    category = PickField(label=_("Category"), choices=Category.choices)


class VolunteerForm(RowsForm):
    """What a volunteer can do, and when."""

    skills = CleanCharField(label=_("What they can do"), max_length=300, required=False)
    availability = CleanCharField(label=_("When they are free"), max_length=300, required=False)


# Django's fields of choice are generic only in the stubs, so a subclass cannot name its model.
class StaffField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A staff member, listed by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class StaffForm(RowsForm):
    """The staff member who is this person."""

    user = StaffField(
        label=_("Member of the staff"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody of the staff"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        users = User.objects.filter(is_active=True).order_by("name_ar")
        self.fields["user"].queryset = users  # type: ignore[attr-defined]

"""Forms of committees."""

from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.catalogue.models.offered import ReasonCode, ServiceVersion
from wasl.catalogue.policies import can_give, most_in_words
from wasl.committees.models import (
    AgendaItem,
    Choice,
    Committee,
    CommitteeMember,
    DecisionOutcome,
    Meeting,
    Seat,
)
from wasl.committees.queries import may_take_chair, seats
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IntField,
    MoneyField,
    UploadsField,
)
from wasl.governance.models.documents import Clause


# Django's fields of choice are generic only in the stubs, so a subclass cannot name its model.
class CommitteeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A committee, listed by its name."""

    def label_from_instance(self, obj: Committee) -> str:
        return obj.name


class StaffField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A staff member, listed by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Members of a committee, each listed by name and seat."""

    def label_from_instance(self, obj: CommitteeMember) -> str:
        return f"{obj.user.name} · {obj.get_seat_display()}"


class ChairField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A member of a committee, listed by name."""

    def label_from_instance(self, obj: CommitteeMember) -> str:
        return obj.user.name


class ReasonCodeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A reason code, listed by its text."""

    def label_from_instance(self, obj: ReasonCode) -> str:
        return obj.text


class ClausesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Clauses, each listed by its code and heading, or the beginning of its text."""

    def label_from_instance(self, obj: Clause) -> str:
        return f"{obj.code} · {obj.heading or obj.text_ar[:60]}"


class MeetingForm(forms.Form):
    committee = CommitteeField(
        Committee.objects.order_by("id"), label=_("Committee"), empty_label=None
    )
    number = CleanCharField(label=_("Meeting number"), max_length=20)
    held_date = DualDateField(label=_("Day of the meeting"), help_text=_("Today or later."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The field shows the limit and refuses it; the action checks it again.
        self.fields["held_date"].earliest = today  # type: ignore[attr-defined]


class DayForm(forms.Form):
    held_date = DualDateField(label=_("Day of the meeting"))


class CommitteeForm(forms.Form):
    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=100)
    name_en = CleanCharField(label=_("Name in English"), max_length=100, required=False)
    quorum = IntField(
        label=_("Quorum"),
        min_value=1,
        max_value=99,
        help_text=_("How many voting members must be present to decide."),
    )


class QuorumForm(forms.Form):
    quorum = IntField(label=_("Quorum"), min_value=1, max_value=99)


class SeatForm(forms.Form):
    user = StaffField(
        User.objects.filter(is_active=True).order_by("name_ar"),
        label=_("Member of the staff"),
        empty_label=_("Choose…"),
    )
    seat = forms.ChoiceField(label=_("Seat"), choices=Seat.choices)
    from_date = DualDateField(label=_("From which day?"))


class AttendanceForm(forms.Form):
    members = MembersField(None, label=_("Who is present?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = cast(MembersField, self.fields["members"])
        # Only who has a seat on the day of the meeting, not today.
        members.queryset = seats(meeting.committee, meeting.held_date)


class VoteForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Your vote"), choices=Choice.choices, widget=forms.RadioSelect
    )
    reason = CleanCharField(label=_("Reason, if you wish"), max_length=300, required=False)


class RecuseForm(forms.Form):
    reason = CleanCharField(label=_("Why do you step aside?"), max_length=200)


class HandChairForm(forms.Form):
    member = ChairField(
        None, label=_("Who takes the chair?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ChairField, self.fields["member"]).queryset = may_take_chair(item)


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    reason_code = ReasonCodeField(
        ReasonCode.objects.none(),
        label=_("Reason code"),
        required=False,
        help_text=_("Required when the request is not accepted."),
    )
    plain_words = CleanTextField(
        label=_("Reason in plain words"),
        help_text=_("The applicant reads this in the letter. Short, kind and clear."),
    )
    conditions = CleanTextField(label=_("Conditions, one a line"), required=False)
    amount = MoneyField(label=_("Amount in riyals"), required=False)
    quantity = MoneyField(label=_("Quantity"), required=False)
    clauses = ClausesField(
        Clause.objects.none(),
        label=_("Clauses it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, clauses: QuerySet[Clause], version: ServiceVersion, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # A service gives either money or goods; the other field would only invite a mistake.
        del self.fields["quantity" if version.measure == "amount" else "amount"]
        own = self.fields[version.measure]
        if version.measure == "quantity":
            own.label = _("Quantity, in %(unit)s") % {"unit": version.unit}
        if most := most_in_words(version):
            own.help_text = _("%(most)s at most.") % {"most": most}
        self.version = version
        reason_code = cast(ReasonCodeField, self.fields["reason_code"])
        reason_code.queryset = ReasonCode.objects.filter(active=True).order_by("outcome", "id")
        cast(ClausesField, self.fields["clauses"]).queryset = clauses

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("outcome") == DecisionOutcome.APPROVED:
            # The action checks it again; here the sentence stands beside the field.
            verdict = can_give(self.version, typed.get("amount"), typed.get("quantity"))
            if not verdict:
                self.add_error(self.version.measure, str(verdict.reason))
        return typed


class ReleaseForm(forms.Form):
    # As long as the column: the reason is printed in the letter.
    early_reason = CleanTextField(
        label=_("Why is the need urgent?"), max_length=300, required=False
    )
    # Django takes the field off the class, so `form.files` stays what was uploaded.
    files = UploadsField(  # type: ignore[assignment]
        label=_("What goes with the letter"),
        required=False,
        help_text=_(
            "Counted on the letter and named there with its fingerprint; the applicant "
            "can open it too."
        ),
    )


class KinshipForm(forms.Form):
    relation = CleanCharField(label=_("How are you related?"), max_length=100)

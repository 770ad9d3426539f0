"""Forms of committees."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.catalogue.models import ReasonCode, ServiceVersion
from wasl.catalogue.policies import can_give, most_in_words
from wasl.committees.models import AgendaItem, Choice, Committee, DecisionOutcome, Meeting, Seat
from wasl.committees.queries import may_take_chair, seats
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IntField,
    MoneyField,
    UploadsField,
)
from wasl.governance.models import Clause


class MeetingForm(forms.Form):
    committee = forms.ModelChoiceField(
        Committee.objects.order_by("id"), label=_("Committee"), empty_label=None
    )
    number = CleanCharField(label=_("Meeting number"), max_length=20)
    held_date = DualDateField(label=_("Day of the meeting"), help_text=_("Today or later."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The field shows the limit and refuses it; the action checks it again.
        self.fields["held_date"].earliest = today  # type: ignore[attr-defined]
        self.fields["committee"].label_from_instance = lambda committee: committee.name


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
    user: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        User.objects.filter(is_active=True).order_by("name_ar"),
        label=_("Member of the staff"),
        empty_label=_("Choose…"),
    )
    seat = forms.ChoiceField(label=_("Seat"), choices=Seat.choices)
    from_date = DualDateField(label=_("From which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].label_from_instance = lambda user: user.name


class AttendanceForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        None, label=_("Who is present?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        # Only who has a seat on the day of the meeting, not today.
        members.queryset = seats(meeting.committee, meeting.held_date)
        members.label_from_instance = lambda member: (
            f"{member.user.name} · {member.get_seat_display()}"
        )


class VoteForm(forms.Form):
    choice = forms.ChoiceField(
        label=_("Your vote"), choices=Choice.choices, widget=forms.RadioSelect
    )
    reason = CleanCharField(label=_("Reason, if you wish"), max_length=300, required=False)


class RecuseForm(forms.Form):
    reason = CleanCharField(label=_("Why do you step aside?"), max_length=200)


class HandChairForm(forms.Form):
    member = forms.ModelChoiceField(
        None, label=_("Who takes the chair?"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member = self.fields["member"]
        member.queryset = may_take_chair(item)
        member.label_from_instance = lambda committee_member: committee_member.user.name


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"), choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    reason_code = forms.ModelChoiceField(
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
    clauses = forms.ModelMultipleChoiceField(
        Clause.objects.none(),
        label=_("Clauses it rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, clauses: Any, version: ServiceVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A service gives either money or goods; the other field would only invite a mistake.
        del self.fields["quantity" if version.measure == "amount" else "amount"]
        own = self.fields[version.measure]
        if version.measure == "quantity":
            own.label = _("Quantity, in %(unit)s") % {"unit": version.unit}
        if most := most_in_words(version):
            own.help_text = _("%(most)s at most.") % {"most": most}
        self.version = version
        self.fields["reason_code"].queryset = ReasonCode.objects.filter(active=True).order_by(
            "outcome", "id"
        )
        self.fields["reason_code"].label_from_instance = lambda code: code.text
        self.fields["clauses"].queryset = clauses
        self.fields["clauses"].label_from_instance = lambda clause: (
            f"{clause.code} · {clause.heading or clause.text_ar[:60]}"
        )

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
    files = UploadsField(
        label=_("What goes with the letter"),
        required=False,
        help_text=_(
            "Counted on the letter and named there with its fingerprint; the applicant "
            "can open it too."
        ),
    )


class KinshipForm(forms.Form):
    relation = CleanCharField(label=_("How are you related?"), max_length=100)

"""Forms for incidents."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.clock import RIYADH, day_of
from wasl.common.dates import WrittenDate
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IntField,
    OnceField,
    PickField,
    YesNoField,
)
from wasl.common.text import ascii_digits, clean
from wasl.privacy.kinds import DATA_KINDS
from wasl.privacy.models.incidents import IncidentKind

TOLD = [
    ("sms", _("By text message, now")),
    ("email", _("By e-mail, now")),
    ("call", _("Called already")),
    ("visit", _("Told face to face already")),
    ("letter", _("Written to already")),
]


class ClockField(forms.TimeField):
    """A time of day in 24 hours, such as 14:30, in any digits."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Enter a time of day such as 14:30.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            "dir": "ltr",
            "inputmode": "numeric",
            "placeholder": "14:30",
            "autocomplete": "off",
            "maxlength": 5,
        }

    def to_python(self, value: Any) -> time | None:
        return super().to_python(
            # Arabic keyboards type Arabic digits, and people write 14.30 as well.
            ascii_digits(clean(value)).replace(".", ":") if isinstance(value, str) else value
        )


class ReportForm(forms.Form):
    """A report: what went wrong, and since when the association knows."""

    kind = PickField(label=_("What kind of incident"), choices=IncidentKind.choices)
    story = CleanTextField(
        label=_("What happened"),
        rows=6,
        help_text=_("Where, how, which papers or pages. Name nobody whose data it is."),
    )
    aware_day = DualDateField(label=_("The day somebody here first knew"))
    aware_time = ClockField(label=_("At what time"))
    occurred_day = DualDateField(label=_("The day it happened, if known"), required=False)
    once = OnceField(required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        local_now = now.astimezone(RIYADH)
        initial = {"aware_day": day_of(now), "aware_time": f"{local_now:%H:%M}"}
        super().__init__(*args, **{"initial": initial, **options})
        for name in ("aware_day", "occurred_day"):
            self.fields[name].latest = day_of(now)  # type: ignore[attr-defined]

    def report(self) -> dict[str, Any]:
        """Return the arguments of `actions.report_incident`."""
        data = self.cleaned_data
        occurred: WrittenDate | None = data["occurred_day"]
        return {
            "kind": data["kind"],
            "story": data["story"],
            "aware_at": datetime.combine(data["aware_day"].day, data["aware_time"], tzinfo=RIYADH),
            # Only the day is asked, so midnight stands for it; this never lies after `aware_at` of
            # that day.
            "occurred_at": datetime.combine(occurred.day, time(0), tzinfo=RIYADH)
            if occurred
            else None,
            "once": data["once"],
        }


class AssessForm(forms.Form):
    is_harmful = YesNoField(
        label=_("May it do harm to the people or their data?"),
        help_text=_("When in doubt, yes: the authority and the people are then told."),
    )
    data_kinds = forms.MultipleChoiceField(
        label=_("Which data"), choices=list(DATA_KINDS.items()), widget=forms.CheckboxSelectMultiple
    )
    people_estimate = IntField(label=_("About how many people"))
    assessment = CleanTextField(label=_("Why you judge it so"))
    measures = CleanTextField(label=_("What was done at once"), required=False)


class NotifyForm(forms.Form):
    late_reason = CleanCharField(
        label=_("Why it is late"),
        max_length=300,
        required=False,
        help_text=_("Only after the seventy-two hours."),
    )


class AffectedForm(forms.Form):
    numbers = CleanTextField(
        label=_("ID numbers, one a line"),
        help_text=_("Of people in the register; others are told by other ways."),
    )


class TellForm(forms.Form):
    how = forms.ChoiceField(label=_("How"), choices=TOLD)


class LessonsForm(forms.Form):
    lessons = CleanTextField(label=_("What was learnt, and what changed because of it"), rows=5)

"""Forms of circulars and of informing a recipient by hand."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.catalogue.models.offered import Service
from wasl.common.forms import CleanCharField, CleanTextField, DualDateField, PickField
from wasl.governance.models.documents import PolicyVersion
from wasl.outreach import queries
from wasl.outreach.models import TITLE, Audience, Circular, How

WORDS = ("title_ar", "body_ar", "reduces_ar", "title_en", "body_en", "reduces_en")


class CircularForm(forms.Form):
    """The text of a circular in plain words and both languages, its version, and its audience."""

    version = forms.ModelChoiceField(
        label=_("Which policy it tells of"), queryset=PolicyVersion.objects.none(), required=False,
        empty_label=_("None: an announcement"),
        help_text=_("Versions in force. An announcement goes to nobody who opted out of news."),
    )  # fmt: skip
    audience = PickField(label=_("To whom"), choices=Audience.choices)
    service = forms.ModelChoiceField(
        label=_("Which service"), queryset=Service.objects.none(), required=False,
        empty_label=_("None"),
        help_text=_("For those of one service: who asked for it within a year, or whose request is open."),
    )  # fmt: skip
    title_ar = CleanCharField(
        label=_("Title in Arabic"), max_length=TITLE, help_text=_("It stands in the text message.")
    )
    body_ar = CleanTextField(label=_("What changes, in plain Arabic"), max_length=3000, rows=6)
    reduces_ar = CleanTextField(
        label=_("Which right is reduced, in Arabic"), max_length=1500, required=False, rows=3,
        help_text=_("Needed when the version reduces a right: which one, from when, and whom it does not touch."),
    )  # fmt: skip
    title_en = CleanCharField(label=_("Title in English"), max_length=TITLE, required=False)
    body_en = CleanTextField(
        label=_("What changes, in plain English"), max_length=3000, required=False, rows=6
    )
    reduces_en = CleanTextField(
        label=_("Which right is reduced, in English"), max_length=1500, required=False, rows=3
    )
    due_date = DualDateField(
        label=_("Acknowledged until"),
        required=False,
        help_text=_("Leave it empty when reading is enough."),
    )

    def __init__(
        self, *args: Any, circular: Circular | None = None, today: date, **options: Any
    ) -> None:
        if circular:
            field_names = (*WORDS, "audience", "due_date")
            options["initial"] = {name: getattr(circular, name) for name in field_names}
            options["initial"] |= {"version": circular.version_id, "service": circular.service_id}
        super().__init__(*args, **options)
        versions, services = self.fields["version"], self.fields["service"]
        versions.queryset = queries.policies_in_force()  # type: ignore[attr-defined]
        versions.label_from_instance = _named  # type: ignore[attr-defined]
        names = queries.service_names(today)
        # A service has no name of its own: its version offered today gives it.
        services.queryset = Service.objects.filter(pk__in=names).order_by("pk")  # type: ignore[attr-defined]
        services.label_from_instance = lambda service: names[service.pk]  # type: ignore[attr-defined]
        self.fields["due_date"].earliest = today  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        due = self.cleaned_data["due_date"]
        return {**self.cleaned_data, "due_date": due.day if due else None}


def _named(version: PolicyVersion) -> str:
    return f"{version.document.title} · {version.number}"


class ToldForm(forms.Form):
    """How somebody was informed by hand, and whether they acknowledged it then."""

    how = PickField(
        label=_("How were they told?"),
        # A link is the person's own; an officer does not acknowledge by it.
        choices=[choice for choice in How.choices if choice[0] != How.LINK],
    )
    acknowledged = forms.BooleanField(label=_("They acknowledged it"), required=False)

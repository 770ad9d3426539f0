"""Forms for a person's request about their own data."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.beneficiaries.models.person import MaritalStatus, Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.queries.file import state_of
from wasl.common.dates import WrittenDate
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    EmailField,
    IbanField,
    IntField,
    MobileField,
    NameField,
    NationalIdField,
    OnceField,
    PickField,
    ShortAddressField,
    with_blank,
)
from wasl.messaging.models import Channel
from wasl.privacy.models.requests import HandoverWay, IdentityProof, RefusalCode, Right


class ReceiveForm(forms.Form):
    """A new request. For a person in the register, name and address are not asked."""

    right = PickField(label=_("What is asked for"), choices=Right.choices)
    details = CleanTextField(
        label=_("In their words"),
        required=False,
        help_text=_(
            "What should be corrected and how, or which data it is about. A few words are enough."
        ),
    )
    channel = PickField(
        label=_("How it reached us"), choices=Channel.choices, initial=Channel.INTERVIEW
    )
    is_oral = forms.BooleanField(
        label=_("It was spoken, not written"),
        required=False,
        help_text=_("A spoken request counts like a written one."),
    )
    representative = forms.ModelChoiceField(
        label=_("Asked by who acts for them"), queryset=Representative.objects.none(),
        required=False, empty_label=_("The person themself"),
    )  # fmt: skip
    requester_name = NameField(label=_("Who asks"))
    contact = CleanCharField(
        label=_("Where the answer goes"), help_text=_("A mobile, an e-mail or an address.")
    )
    once = OnceField(required=False)

    def __init__(
        self, *args: Any, representatives: list[Representative] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        # None: the person is not in the register, so name and contact are asked. A list, even an
        # empty one: both are on file.
        if representatives is None:
            del self.fields["representative"]
            return
        for name in ("requester_name", "contact"):
            del self.fields[name]
        if representatives:
            may = Representative.objects.filter(
                pk__in=[representative.pk for representative in representatives]
            )
            chosen: Any = self.fields["representative"]
            chosen.queryset = may
            chosen.label_from_instance = lambda representative: (
                f"{representative.full_name}، {representative.get_scope_display()}"
            )
        else:
            del self.fields["representative"]


class IdentityForm(forms.Form):
    how = PickField(label=_("How was it made sure who asks?"), choices=IdentityProof.choices)


class ExtendForm(forms.Form):
    days = IntField(label=_("Days more"), min_value=1, max_value=30, initial=30)
    reason = CleanCharField(
        label=_("Why more time is needed"),
        max_length=300,
        help_text=_("The person is told today, with the new day."),
    )


class AnswerForm(forms.Form):
    answer = CleanTextField(
        label=_("A word to the person"),
        required=False,
        help_text=_(
            "The letter says by itself what was done and when. Write here what else "
            "they should know."
        ),
    )


class ReasonedForm(forms.Form):
    """An answer with a reason, chosen from those that today's facts support."""

    def __init__(
        self, *args: Any, reasons: Iterable[RefusalCode] = tuple(RefusalCode), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offered = [(code.value, code.label) for code in reasons]
        self.fields["refusal"].choices = with_blank(offered)  # type: ignore[attr-defined]


class PartForm(ReasonedForm):
    refusal = forms.ChoiceField(label=_("Why not the rest"))
    answer = CleanTextField(
        label=_("What was not done"),
        help_text=_("The person reads it in the letter, beside what was done."),
    )


class RefuseForm(ReasonedForm):
    refusal = forms.ChoiceField(label=_("Reason"))
    answer = CleanTextField(
        label=_("In plain words"),
        help_text=_("The person reads it in the letter, with the way to complain."),
    )


class HandoverForm(forms.Form):
    """How the file reached the person who asked, and into whose hands."""

    way = PickField(
        label=_("How was it handed over?"),
        choices=[(way.value, way.label) for way in (HandoverWay.IN_PERSON, HandoverWay.POST)],
    )
    handed_to = CleanCharField(label=_("To whom"), max_length=300)


class UsesForm(forms.Form):
    """The uses to stop: consents, and messages that are not part of a service."""

    uses = forms.MultipleChoiceField(
        label=_("What is to stop?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, uses: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["uses"].choices = list(uses)  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """The values on file, to be corrected.

    Masked values start empty, and stay as they are when left empty.
    """

    full_name = NameField(label=_("Full name"))
    known_as = CleanCharField(label=_("Known as"), max_length=100, required=False)
    latin_name = NameField(label=_("Name in Latin letters"), required=False)
    gender = PickField(label=_("Gender"), choices=Gender.choices)
    birth = DualDateField(
        label=_("Date of birth"), required=False, help_text=_("Hijri or Gregorian")
    )
    marital_status = PickField(
        label=_("Marital status"), choices=MaritalStatus.choices, required=False
    )
    city = CleanCharField(label=_("City or village"), max_length=100, required=False)
    district = CleanCharField(label=_("District"), max_length=100, required=False)
    street = CleanCharField(label=_("Street"), max_length=100, required=False)
    short_address = ShortAddressField(label=_("Short national address"), required=False)
    id_number = NationalIdField(
        label=_("ID number"), required=False, help_text=_("Empty: it stays as it is.")
    )
    mobile = MobileField(
        label=_("Mobile"), required=False, help_text=_("Empty: it stays as it is.")
    )
    email = EmailField(label=_("E-mail"), required=False, help_text=_("Empty: it stays as it is."))
    iban = IbanField(label=_("IBAN"), required=False, help_text=_("Empty: it stays as it is."))
    paper_seen = forms.BooleanField(
        label=_("I held the paper: the ID for a new mobile, the bank's paper for a new account"),
        required=False,
    )
    version = CleanCharField(max_length=64, required=False, widget=forms.HiddenInput())
    # Never prefilled: the form would show in full what pages mask.
    masked = ("id_number", "mobile", "email", "iban")

    def __init__(self, *args: Any, person: Person, today: date, **options: Any) -> None:
        names = set(self.base_fields) - {*self.masked, "birth", "paper_seen", "version"}
        # `version` lets the action refuse when the file changed after the page was drawn.
        on_file: dict[str, Any] = {name: getattr(person, name) for name in names} | {
            "version": state_of(person)
        }
        if person.birth_date:
            calendar: Any = person.birth_calendar
            on_file["birth"] = WrittenDate(person.birth_date, person.birth_written, calendar)
        super().__init__(*args, **{"initial": on_file, **options})
        self.fields["birth"].latest = today  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """Return the fields that changed, in the shape that `actions.correct_data` takes."""
        typed = self.cleaned_data
        changed = set(self.changed_data) - {"paper_seen", "version"}
        # An empty masked field means "unchanged"; any other field may be emptied.
        return {name: typed[name] for name in changed if typed[name] or name not in self.masked}

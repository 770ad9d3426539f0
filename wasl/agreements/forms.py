"""Forms of agreements."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.agreements import queries
from wasl.agreements.models.agreement import Agreement, Kind, Party, SignedHow, Term, TermKind
from wasl.agreements.models.breaches import Breach, Consequence
from wasl.agreements.models.rights import AcknowledgedHow
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    EmailField,
    IntField,
    NameField,
    OnceField,
    PickField,
    UploadField,
    with_blank,
)
from wasl.governance.models.documents import Clause


class AgreementForm(forms.Form):
    """The agreement's own fields, without the rights and duties of each party."""

    kind = PickField(label=_("What kind of agreement"), choices=Kind.choices)
    title = CleanCharField(label=_("Title"), max_length=200)
    subject = CleanTextField(label=_("Subject of the agreement"))
    starts = DualDateField(label=_("First day"), required=False)
    ends = DualDateField(
        label=_("Last day"), required=False, help_text=_("Empty where it has no end.")
    )
    liability = CleanTextField(
        label=_("Limits of liability"), required=False,
        help_text=_("For what each party answers and up to how much, and for what not. It is shown before anybody agrees."),
    )  # fmt: skip
    consequences = CleanTextField(
        label=_("What follows a default"),
        required=False,
        help_text=_("Step by step, and who decides it."),
    )
    disputes = CleanTextField(
        label=_("How disputes are settled"), required=False,
        help_text=_("By whom, within how many days, and to whom one may turn after that."),
    )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement | None = None, **options: Any) -> None:
        if agreement:
            initial = {
                name: getattr(agreement, name)
                for name in ("kind", "title", "subject", "liability", "consequences", "disputes")
            }
            options.setdefault(
                "initial", initial | {"starts": agreement.starts_date, "ends": agreement.ends_date}
            )
        super().__init__(*args, **options)


class DraftForm(AgreementForm):
    """The same fields, and with whom the agreement is made."""

    body = CleanCharField(
        label=_("With whom"), max_length=300, help_text=_("The name of the body or the person.")
    )
    spokesman = NameField(label=_("Who speaks for it"), max_length=200, required=False)
    email = EmailField(
        label=_("Its e-mail"), required=False, help_text=_("It is reminded there of what it owes.")
    )
    once = OnceField(required=False)
    field_order = ("body", "spokesman", "email", "kind", "title")

    def __init__(self, *args: Any, with_person: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        # The register knows the name and address of a person already.
        if with_person:
            del self.fields["body"], self.fields["spokesman"], self.fields["email"]


class TermForm(forms.Form):
    """A right or a duty."""

    party = forms.ModelChoiceField(
        label=pgettext_lazy("agreement", "Whose"), queryset=Party.objects.none(), empty_label=None
    )
    kind = PickField(label=_("Right or duty"), choices=TermKind.choices)
    text = CleanTextField(label=_("The right or duty in words"))
    how = CleanCharField(
        label=_("How it is performed"), max_length=300, required=False, help_text=_("Of a duty.")
    )
    due = DualDateField(
        label=_("By which day"), required=False, help_text=_("Of what is repeated, the first one.")
    )
    every_months = IntField(
        label=_("Every so many months"), required=False, min_value=0, max_value=60,
        help_text=_("Empty where it is done once."),
    )  # fmt: skip
    due_event = CleanCharField(
        label=_("Or at which event"), max_length=200, required=False,
        help_text=_("Where no day can be named, such as «the delivery» or «a fault of the device»."),
    )  # fmt: skip
    event_days = IntField(
        label=_("Within so many days of the event"), required=False, min_value=0, max_value=3650,
        help_text=_("Empty where it is due on the day of the event."),
    )  # fmt: skip

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen: Any = self.fields["party"]
        # Limits the choice to this agreement: a pk of another one is refused by the field.
        chosen.queryset = agreement.parties.order_by("pk")
        chosen.label_from_instance = lambda party: party.name


class SignForm(forms.Form):
    how = PickField(label=_("How"), choices=SignedHow.choices)
    witness = NameField(
        label=_("Witness"),
        max_length=200,
        required=False,
        help_text=_("Of a declaration by another party than ours."),
    )


class FileForm(forms.Form):
    file = UploadField(label=_("The signed paper, or what belongs to the agreement"))


class ReasonForm(forms.Form):
    reason = CleanCharField(label=_("Why"), max_length=300)


class AmendForm(ReasonForm):
    """The reason of an amendment; the changes themselves are written in the copy."""

    once = OnceField(required=False)


class PerformForm(forms.Form):
    done = DualDateField(label=_("Performed on"))
    note = CleanCharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        options.setdefault("initial", {"done": today})
        super().__init__(*args, **options)
        self.fields["done"].latest = today  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """The event of a duty, on the day it happened."""

    happened = DualDateField(label=_("When it happened"))
    note = CleanCharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        options.setdefault("initial", {"happened": today})
        super().__init__(*args, **options)
        self.fields["happened"].latest = today  # type: ignore[attr-defined]


class BreachForm(forms.Form):
    """The duty that is cited, when and what happened."""

    term: "forms.ModelChoiceField[Term]" = forms.ModelChoiceField(
        label=_("Which duty"), queryset=None, empty_label=None
    )
    happened = DualDateField(label=pgettext_lazy("event", "When"))
    facts = CleanTextField(label=_("What happened"))
    clause: "forms.ModelChoiceField[Clause]" = forms.ModelChoiceField(
        label=_("Clause of ours that speaks of it"),
        queryset=None,
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, agreement: Agreement, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        term: Any = self.fields["term"]
        term.queryset = (
            agreement.terms.filter(kind=TermKind.DUTY).select_related("party").order_by("order")
        )
        term.label_from_instance = lambda instance: f"{instance.party.name}: {instance.text[:80]}"
        clause: Any = self.fields["clause"]
        clause.queryset = queries.clauses_to_cite()
        clause.label_from_instance = lambda instance: (
            f"{instance.version.document.title} · {instance.heading or instance.code}"
        )
        self.fields["happened"].latest = today  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    consequence = forms.ChoiceField(
        label=_("What follows"), choices=with_blank(Consequence.choices)
    )
    cure_by = DualDateField(label=_("To be made good by"), required=False)
    reasons = CleanTextField(label=_("Reasons"))


class DismissForm(forms.Form):
    reasons = CleanTextField(label=_("Why it is no breach"))


class CureForm(forms.Form):
    cured = DualDateField(label=_("Made good on"))
    note = CleanCharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        options.setdefault("initial", {"cured": today})
        super().__init__(*args, **options)
        self.fields["cured"].latest = today  # type: ignore[attr-defined]


class DisputeForm(forms.Form):
    party: "forms.ModelChoiceField[Party]" = forms.ModelChoiceField(
        label=_("Who contests"), queryset=None, empty_label=None
    )
    breach: "forms.ModelChoiceField[Breach]" = forms.ModelChoiceField(
        label=_("Which breach"),
        queryset=None,
        required=False,
        empty_label=_("The agreement itself"),
    )
    grounds = CleanTextField(label=_("What is contested, and why"))

    def __init__(self, *args: Any, agreement: Agreement, **options: Any) -> None:
        super().__init__(*args, **options)
        party: Any = self.fields["party"]
        party.queryset = agreement.parties.order_by("pk")
        party.label_from_instance = lambda instance: instance.name
        breach: Any = self.fields["breach"]
        breach.queryset = agreement.breaches.select_related("term").order_by("pk")
        breach.label_from_instance = lambda instance: instance.term.text[:80]


class SettleForm(forms.Form):
    outcome = CleanTextField(label=_("How it is settled, and why"))


class AcknowledgeForm(forms.Form):
    how = PickField(
        label=_("How were they told?"),
        choices=[
            # The portal is no choice of the desk: only the person acknowledges there.
            (choice.value, choice.label)
            for choice in (AcknowledgedHow.READ, AcknowledgedHow.READ_OUT)
        ],
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)

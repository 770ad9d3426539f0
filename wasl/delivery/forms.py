"""Forms of budgets, planning, handing over and holds."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import (
    CleanCharField,
    CodeField,
    DualDateField,
    MoneyField,
    NameField,
    NationalIdField,
    UploadField,
)
from wasl.common.numbers import format_amount
from wasl.delivery.models import Delivery, Hold, Proof


class BudgetForm(forms.Form):
    amount = MoneyField(
        label=_("What the service may give in the year"), min_value=0, max_digits=14
    )


class ScheduleForm(forms.Form):
    planned_date = DualDateField(label=_("Day of the delivery"), help_text=_("Today or later."))
    place = CleanCharField(
        label=_("Place"),
        max_length=200,
        help_text=_("The person's home, or where they collect it."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["planned_date"].earliest = today  # type: ignore[attr-defined]


class ReleaseToHeirForm(forms.Form):
    """The heir a held delivery goes to, and the paper that proves it."""

    heir_name = CleanCharField(
        label=_("Name of the heir, or of who acts for the heirs"), max_length=300,
        help_text=_("As it stands in the deed of the heirs or in the power of attorney."),
    )  # fmt: skip
    heir_id_number = NationalIdField(label=_("ID number"), required=False)
    paper = UploadField(
        label=_("Deed of the heirs, or their power of attorney"),
        help_text=_("PDF or photograph."),
        required=True,
    )
    reason = CleanCharField(label=_("Note"), max_length=300, required=False)


class CancelForm(forms.Form):
    """The reason why nothing goes to the heirs."""

    reason = CleanCharField(label=_("Why is it cancelled?"), max_length=300)


class HandOverForm(forms.Form):
    part = MoneyField(label=_("How much is handed over now?"))
    receiver_name = NameField(label=_("Received by"))
    proof = forms.ChoiceField(
        label=_("Proof of receipt"), choices=Proof.choices, widget=forms.RadioSelect
    )
    code = CodeField(label=_("Code from the receiver's mobile"), required=False)
    # The drawing as a data address, written by the canvas of the page.
    signature = forms.CharField(required=False, widget=forms.HiddenInput)
    note_text = CleanCharField(label=_("Note"), max_length=300, required=False)
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, delivery: Delivery, heir: Hold | None = None, **options: Any
    ) -> None:
        remaining = delivery.total - delivery.handed
        receiver = heir.heir_name if heir else delivery.case.person.full_name
        # No code is sent to the mobile of somebody who died.
        proof = Proof.SIGNATURE if heir else Proof.CODE
        first = {"part": remaining, "receiver_name": receiver, "proof": proof}
        super().__init__(*args, **{"initial": first, **options})
        self.fields["part"].help_text = _("%(most)s at most.") % {"most": format_amount(remaining)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("proof") == Proof.CODE and not cleaned.get("code"):
            self.add_error("code", _("Enter the six digits the receiver got."))
        if cleaned.get("proof") == Proof.SIGNATURE and not cleaned.get("signature"):
            self.add_error("proof", _("The receiver has not signed yet."))
        return cleaned

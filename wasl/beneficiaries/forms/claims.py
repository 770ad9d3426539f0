"""Forms to prove an identity, to refuse a change, and to confirm a mobile by its code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.forms.rows import RowsForm
from wasl.beneficiaries.models.claims import ProofPaper, ProofWay
from wasl.common.dates import WrittenDate
from wasl.common.forms import CleanCharField, DigitsField, DualDateField, NationalIdField, PickField

# An officer cannot choose the national provider: that proof will come from its own service, with
# its reference (ADR 42).
SEEN_BY_OFFICERS = [choice for choice in ProofWay.choices if choice[0] != ProofWay.PROVIDER]
PAPERS = [choice for choice in ProofPaper.choices if choice[0] != ProofPaper.PROVIDER_ANSWER]


class ProofForm(RowsForm):
    """How, when and on which paper the ID was seen."""

    way = PickField(label=_("Where did you see it?"), choices=SEEN_BY_OFFICERS)
    paper = PickField(label=_("Which paper was it?"), choices=PAPERS)
    number = NationalIdField(
        label=_("The number on the paper"),
        help_text=_("Type it from the paper; it is compared with what is claimed."),
    )
    seen = DualDateField(label=_("On which day?"), help_text=_("Day first, Hijri or Gregorian."))
    is_same = forms.BooleanField(
        label=_("The name, the number and the face are those of the person who filed the request.")
    )

    def proof(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        seen_date: WrittenDate = self.cleaned_data["seen"]
        proof = {name: self.cleaned_data[name] for name in ("way", "paper", "number")}
        return {**proof, "seen": seen_date.day}


class RefuseChangeForm(RowsForm):
    reason = CleanCharField(
        label=_("Why is it refused?"),
        max_length=300,
        help_text=_("As the person, or whoever asked, told you."),
    )


class MobileCodeForm(RowsForm):
    code = DigitsField(label=_("The six digits the person reads to you"), max_length=6)

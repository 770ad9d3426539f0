"""Shapes of a request about one's own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models import Representative
from wasl.common.forms import CleanCharField, CleanTextField, IntField, NameField, OnceField, PickField, with_blank
from wasl.messaging.models import Channel
from wasl.privacy.models import IdentityProof, RefusalCode, Right


class ReceiveForm(forms.Form):
    """What is asked, by whom, how. For somebody in the register name and address are known."""

    right = PickField(label=_("What is asked for"), choices=Right.choices)
    details = CleanTextField(
        label=_("In their words"),
        required=False,
        help_text=_("What should be corrected and how, or which data it is about. A few words are enough."),
    )
    channel = PickField(label=_("How it reached us"), choices=Channel.choices, initial=Channel.INTERVIEW)
    is_oral = forms.BooleanField(
        label=_("It was spoken, not written"),
        required=False,
        help_text=_("A spoken request counts like a written one."),
    )
    representative = forms.ModelChoiceField(
        label=_("Asked by who acts for them"), queryset=Representative.objects.none(), required=False,
        empty_label=_("The person themself"),
    )  # fmt: skip
    requester_name = NameField(label=_("Who asks"))
    contact = CleanCharField(label=_("Where the answer goes"), help_text=_("A mobile, an e-mail or an address."))
    once = OnceField(required=False)

    def __init__(self, *args: Any, representatives: list[Representative] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if representatives is None:
            del self.fields["representative"]
            return
        for known in ("requester_name", "contact"):
            del self.fields[known]
        if representatives:
            may = Representative.objects.filter(pk__in=[one.pk for one in representatives])
            chosen = self.fields["representative"]
            chosen.queryset = may  # type: ignore[attr-defined]
            chosen.label_from_instance = lambda one: f"{one.full_name}، {one.get_scope_display()}"  # type: ignore[attr-defined]
        else:
            del self.fields["representative"]


class IdentityForm(forms.Form):
    how = PickField(label=_("How was it made sure who asks?"), choices=IdentityProof.choices)


class ExtendForm(forms.Form):
    days = IntField(label=_("Days more"), min_value=1, max_value=30, initial=30)
    reason = CleanCharField(
        label=_("Why more time is needed"), max_length=300, help_text=_("The person is told today, with the new day.")
    )


class AnswerForm(forms.Form):
    answer = CleanTextField(label=_("What was done"), help_text=_("The person reads it in the letter."))


class PartForm(AnswerForm):
    refusal = forms.ChoiceField(label=_("Why not the rest"), choices=with_blank(RefusalCode.choices))


class RefuseForm(forms.Form):
    refusal = forms.ChoiceField(label=_("Reason"), choices=with_blank(RefusalCode.choices))
    answer = CleanTextField(
        label=_("In plain words"), help_text=_("The person reads it in the letter, with the way to complain.")
    )

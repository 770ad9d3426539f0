"""Forms for retention rules, holds and proposals to destroy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanCharField, IntField, PickField
from wasl.privacy.models.destruction import Action, RetentionRule, Trigger
from wasl.privacy.retention import KEPT


class RuleForm(forms.Form):
    """A retention rule: months, trigger, ground and what follows."""

    months = IntField(label=_("Months"), min_value=1, max_value=600)
    trigger = forms.ChoiceField(label=_("Counted from"))
    action = PickField(label=_("And then"), choices=Action.choices)
    basis_ar = CleanCharField(label=_("Ground, in Arabic"), max_length=300)
    basis_en = CleanCharField(label=_("Ground, in English"), max_length=300, required=False)
    is_obliging = forms.BooleanField(
        label=_("A law or rule obliges us to keep it so long"), required=False,
        help_text=_("Then a request to destroy it is refused until that day."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("The rule holds"), required=False)

    def __init__(self, *args: Any, rule: RetentionRule, **options: Any) -> None:
        names = ("months", "trigger", "action", "basis_ar", "basis_en", "is_obliging", "is_active")
        options.setdefault("initial", {name: getattr(rule, name) for name in names})
        super().__init__(*args, **options)
        labels = dict(Trigger.choices)
        # Not every trigger has a date in every category.
        may = KEPT[rule.category].triggers
        self.fields["trigger"].choices = [(code, labels[code]) for code in may]  # type: ignore[attr-defined]


class HoldForm(forms.Form):
    reason = CleanCharField(
        label=_("Why everything of this person must be kept"), max_length=300,
        help_text=_("Which court, authority or dispute asks for it."),
    )  # fmt: skip


class ErasureForm(forms.Form):
    reason = CleanCharField(label=_("Why it is to be destroyed"), max_length=300)


class RejectForm(forms.Form):
    why = CleanCharField(label=_("Why it is not approved"), max_length=300)

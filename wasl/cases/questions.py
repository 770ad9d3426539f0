"""A page of questions, made from a service version: the same at the desk and on the public site
(TOO-3).

Nothing is required here, so that a half-filled page can be kept; what is still wanted is told by
`queries.missing`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wasl.cases import values
from wasl.catalogue.conditions import Met, fields_of, judge
from wasl.catalogue.models import NUMBERS, FieldKind, FieldRequirement
from wasl.catalogue.queries import Form
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IbanField,
    IntField,
    MobileField,
    MoneyField,
    PickField,
    YesNoField,
)

PLAIN: dict[str, type[forms.Field]] = {
    FieldKind.INTEGER: IntField,
    FieldKind.MONEY: MoneyField,
    FieldKind.DATE: DualDateField,
    FieldKind.YES_NO: YesNoField,
    FieldKind.IBAN: IbanField,
    FieldKind.MOBILE: MobileField,
}
SHORT = {FieldKind.INTEGER, FieldKind.MONEY, FieldKind.DATE, FieldKind.MOBILE}


@dataclass(frozen=True)
class Row:
    """One question of the page: its field, how wide it is, and under which answer of this page it
    is shown.
    """

    field: forms.BoundField
    size: str
    when: str
    prefilled: bool


class Questions(forms.Form):
    """The questions of one section that are asked, or may be asked by an answer on the same
    page.
    """

    def __init__(
        self,
        *args: Any,
        asked: list[FieldRequirement],
        answers: Mapping[str, str],
        known: frozenset[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.asked = asked
        self.known = known
        for one in asked:
            self.fields[one.key] = field_for(one)
            self.initial.setdefault(one.key, initial(one, answers.get(one.key, "")))
        if first := next((one for one in asked if one.required and not answers.get(one.key)), None):
            self.fields[first.key].widget.attrs["autofocus"] = True

    def rows(self) -> list[Row]:
        """The questions in order, ready to draw."""
        keys = {one.key for one in self.asked}
        return [
            Row(
                field=self[one.key],
                size="short" if one.kind in SHORT else "",
                when=_when(one, keys),
                prefilled=one.key in self.known,
            )
            for one in self.asked
        ]

    def answers(self) -> dict[str, Any]:
        """What was typed well, by key; what was not is left as it is kept."""
        return {key: value for key, value in self.cleaned_data.items() if key in self.fields}


def build(
    form: Form,
    section: str,
    *,
    answers: Mapping[str, str],
    data: Mapping[str, Any] | None = None,
    known: frozenset[str] = frozenset(),
) -> Questions:
    """The page of one section, for the answers kept so far."""
    here = [one for part in form.sections if part.code == section for one in part.fields]
    keys = {one.key for one in here}
    asked = [
        one
        for one in here
        if judge(one.condition, answers) is not Met.NOT_MET
        or fields_of(one.condition) & keys - {one.key}
    ]
    return Questions(data, asked=asked, answers=answers, known=known)


def field_for(one: values.Question) -> forms.Field:
    """The form field of a question, by its kind."""
    label = one.label if one.required else _("%(label)s (if there is one)") % {"label": one.label}
    said = " · ".join(str(part) for part in (one.help, values.bounds(one)) if part)
    shape: dict[str, Any] = {"label": label, "help_text": said, "required": False}
    if one.kind == FieldKind.TEXT:
        return CleanCharField(max_length=300, **shape)
    if one.kind == FieldKind.LONG_TEXT:
        return CleanTextField(**shape)
    if one.several:
        return SeveralField(question=one, choices=one.options, **shape)
    if one.kind == FieldKind.CHOICE:
        return PickField(choices=one.options, **shape)
    if one.kind in NUMBERS:
        shape["validators"] = [_within(one)]
    return PLAIN[one.kind](**shape)


class SeveralField(forms.MultipleChoiceField):
    """Boxes to tick; the answer that none applies stands alone."""

    def __init__(self, *, question: values.Question, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple(), **options)
        self.question = question

    def clean(self, value: Any) -> str:
        ticked = super().clean(value)
        try:
            return values.canonical(self.question, ticked)
        except values.BadValue as bad:
            raise ValidationError(str(bad.reason), code="several") from bad


def _within(one: values.Question) -> Callable[[Any], None]:
    def check(number: Any) -> None:
        try:
            values.check_bounds(one, number)
        except values.BadValue as bad:
            raise ValidationError(str(bad.reason), code="bounds") from bad

    return check


def initial(one: values.Question, kept: str) -> Any:
    """A kept answer as its form field shows it."""
    if one.kind == FieldKind.DATE:
        return values.written(kept)
    if one.several:
        return values.chosen(kept)
    if one.kind == FieldKind.MONEY:
        return values.plain(one, kept)
    return kept


def _when(one: FieldRequirement, keys: set[str]) -> str:
    """`field=value|value` for a condition that the page itself can follow, else nothing."""
    condition = one.condition or {}
    if condition.get("field") not in keys or condition.get("op") not in ("eq", "in"):
        return ""
    wanted = condition["value"] if condition["op"] == "in" else [condition["value"]]
    return f"{condition['field']}={'|'.join(str(value) for value in wanted)}"

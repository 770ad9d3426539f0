"""A page of questions from a service version, the same at the desk and on the public site (TOO-3).

Nothing is required here, so that a half-filled page can be saved; `queries.missing` says what is
still needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wasl.cases import values
from wasl.catalogue.conditions import Met, fields_of, judge
from wasl.catalogue.models.offered import NUMBERS, FieldKind, FieldRequirement
from wasl.catalogue.queries.offered import Form
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
    """A question of the page: its field, its width, and the answer under which it is shown."""

    field: forms.BoundField
    size: str
    when: str
    prefilled: bool


class Questions(forms.Form):
    """The questions of a section, on one page.

    It has those that are asked, and those that an answer on the same page may bring up.
    """

    def __init__(
        self,
        *args: Any,
        questions: list[FieldRequirement],
        answers: Mapping[str, str],
        prefilled_keys: frozenset[str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.asked = questions
        self.known = prefilled_keys
        for question in questions:
            self.fields[question.key] = field_for(question)
            self.initial.setdefault(question.key, initial(question, answers.get(question.key, "")))
        if first := next(
            (
                question
                for question in questions
                if question.required and not answers.get(question.key)
            ),
            None,
        ):
            self.fields[first.key].widget.attrs["autofocus"] = True

    def rows(self) -> list[Row]:
        """Return the questions in order, ready to draw."""
        keys = {question.key for question in self.asked}
        return [
            Row(
                field=self[question.key],
                size="short" if question.kind in SHORT else "",
                when=_when(question, keys),
                prefilled=question.key in self.known,
            )
            for question in self.asked
        ]

    def answers(self) -> dict[str, Any]:
        """Return the valid answers, by key.

        An invalid one is left out, so what was saved before stays.
        """
        return {key: value for key, value in self.cleaned_data.items() if key in self.fields}


def build(
    form: Form,
    section: str,
    *,
    answers: Mapping[str, str],
    data: Mapping[str, Any] | None = None,
    prefilled_keys: frozenset[str] = frozenset(),
) -> Questions:
    """Return the page of one section, for the answers saved so far."""
    section_questions = [
        question for part in form.sections if part.code == section for question in part.fields
    ]
    keys = {question.key for question in section_questions}
    questions = [
        question
        for question in section_questions
        # A question that depends on an answer of this page is drawn too: the page shows it as soon
        # as that answer is chosen, without asking the server.
        if judge(question.condition, answers) is not Met.NOT_MET
        or fields_of(question.condition) & keys - {question.key}
    ]
    return Questions(data, questions=questions, answers=answers, prefilled_keys=prefilled_keys)


def field_for(question: values.Question) -> forms.Field:
    """Return the form field of a question, by its kind."""
    label = (
        question.label
        if question.required
        else _("%(label)s (if there is one)") % {"label": question.label}
    )
    help_text = " · ".join(str(part) for part in (question.help, values.bounds(question)) if part)
    shape: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if question.kind == FieldKind.TEXT:
        return CleanCharField(max_length=300, **shape)
    if question.kind == FieldKind.LONG_TEXT:
        return CleanTextField(**shape)
    if question.several:
        return SeveralField(question=question, choices=question.options, **shape)
    if question.kind == FieldKind.CHOICE:
        return PickField(choices=question.options, **shape)
    if question.kind in NUMBERS:
        shape["validators"] = [_within(question)]
    return PLAIN[question.kind](**shape)


class SeveralField(forms.MultipleChoiceField):
    """Boxes to tick; the answer that none applies excludes the others."""

    def __init__(self, *, question: values.Question, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple(), **options)
        self.question = question

    def clean(self, value: Any) -> str:
        ticked = super().clean(value)
        try:
            return values.canonical(self.question, ticked)
        except values.BadValue as bad:
            raise ValidationError(str(bad.reason), code="several") from bad


def _within(question: values.Question) -> Callable[[Any], None]:
    def check(number: Any) -> None:
        try:
            values.check_bounds(question, number)
        except values.BadValue as bad:
            raise ValidationError(str(bad.reason), code="bounds") from bad

    return check


def initial(question: values.Question, value: str) -> Any:
    """Return a saved answer as its form field shows it."""
    if question.kind == FieldKind.DATE:
        return values.written(value)
    if question.several:
        return values.chosen(value)
    if question.kind == FieldKind.MONEY:
        return values.plain(question, value)
    return value


def _when(question: FieldRequirement, keys: set[str]) -> str:
    """Return `field=value|value` for a condition that the page itself can follow, else ''."""
    condition = question.condition or {}
    if condition.get("field") not in keys or condition.get("op") not in ("eq", "in"):
        return ""
    accepted_values = condition["value"] if condition["op"] == "in" else [condition["value"]]
    return f"{condition['field']}={'|'.join(str(value) for value in accepted_values)}"

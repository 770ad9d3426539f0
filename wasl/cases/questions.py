"""A page of questions from a service version, the same at the desk and on the public site (TOO-3).

Nothing is required here, so that a half-filled page can be saved; `queries.missing` says what is
still needed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.conditions import Met, fields_of, judge
from wasl.catalogue.models.offered import FieldRequirement
from wasl.catalogue.queries.offered import Form


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
            kind = answer_type(question.kind)
            self.fields[question.key] = kind.form_field(question)
            saved_answer = kind.initial(question, answers.get(question.key, ""))
            self.initial.setdefault(question.key, saved_answer)
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
                size="short" if answer_type(question.kind).is_short else "",
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


def _when(question: FieldRequirement, keys: set[str]) -> str:
    """Return `field=value|value` for a condition that the page itself can follow, else ''."""
    condition = question.condition or {}
    if condition.get("field") not in keys or condition.get("op") not in ("eq", "in"):
        return ""
    accepted_values = condition["value"] if condition["op"] == "in" else [condition["value"]]
    return f"{condition['field']}={'|'.join(str(value) for value in accepted_values)}"

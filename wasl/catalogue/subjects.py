"""What a condition may look at, and a condition as a sentence that non-engineers read.

A subject is a question of the form, a fact of the study, something on the person's file, or the
class of need. Pure: no row is read. A subject that no longer exists is shown by its bare key, and
`queries.service_faults` names it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wasl.catalogue.answer_types import answer_type, subject_type
from wasl.catalogue.conditions import Met, judge
from wasl.catalogue.facts import FACTS, MARITAL, Choices, Kind
from wasl.catalogue.models.guide import LETTERS, letter

# Prefixes of keys, so that a question of a form never collides with them: its key has no dot.
STUDY, PERSON, NEED = "study.", "person.", "need."
# Statements that the builder on the page offers for a condition.
MOST_PARTS = 4


class Asked(Protocol):
    """A question of a form."""

    @property
    def key(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def kind(self) -> str: ...
    @property
    def options(self) -> list[tuple[str, str]]: ...


@dataclass(frozen=True)
class Subject:
    """Something a condition may look at: its label, kind and origin."""

    key: str
    label: str | Promise
    kind: Kind
    origin: str | Promise
    choices: Choices = ()
    sensitive: bool = False

    @property
    def options(self) -> list[tuple[str, str]]:
        return subject_type(self.kind).subject_options(self.choices)


FORM = gettext_lazy("the form")
REGISTER = gettext_lazy("the person's file")
OF_THE_PERSON = (
    Subject("person.age", gettext_lazy("Age of the applicant"), Kind.NUMBER, REGISTER),
    Subject(
        "person.is_member", gettext_lazy("Member of the general assembly"), Kind.YES_NO, REGISTER
    ),
    Subject(
        "person.gender",
        gettext_lazy("Gender"),
        Kind.CHOICE,
        REGISTER,
        (("female", pgettext_lazy("gender", "Female")), ("male", pgettext_lazy("gender", "Male"))),
    ),
    Subject(
        "person.marital", gettext_lazy("Marital status, on file"), Kind.CHOICE, REGISTER, MARITAL
    ),
)


# Prefills of a question, so that nobody is asked twice (OBJ-1); `cases` reads each from the
# person's file.
PREFILLS: dict[str, str | Promise] = {
    "person.full_name": gettext_lazy("Full name"),
    "person.mobile": gettext_lazy("Mobile"),
    "person.iban": gettext_lazy("IBAN"),
    "person.city": gettext_lazy("City"),
    "person.district": gettext_lazy("District"),
    "person.short_address": gettext_lazy("Short national address"),
    "person.member_number": gettext_lazy("Membership number"),
    "person.birth_date": gettext_lazy("Birth date"),
    "person.dependants": gettext_lazy("How many dependants"),
    "person.household": gettext_lazy("How many in the household"),
}


def form_subjects(fields: Iterable[Any]) -> dict[str, Subject]:
    """Return the questions that a condition may look at, by key.

    These are choices, yes/no questions, numbers and amounts.
    """
    return {
        field.key: Subject(
            field.key, field.label, kind, FORM, tuple(field.options), field.sensitive
        )
        for field in fields
        # Texts, dates and accounts are left out: a condition cannot compare them.
        if (kind := answer_type(field.kind).subject_kind)
    }


def known_subjects() -> dict[str, Subject]:
    """Return what a criterion may look at beside the form: study, person and class of need."""
    # Findings of a study are shown only to those whose work needs them.
    studied = (
        Subject(f"{STUDY}{key}", fact.label, fact.kind, fact.origin, fact.choices, sensitive=True)
        for key, fact in FACTS.items()
    )
    classes: Choices = tuple((code, letter(code)) for code in LETTERS)
    need = Subject(
        f"{NEED}class",
        _("Class of need"),
        Kind.CHOICE,
        _("the assessment of need"),
        classes,
        sensitive=True,
    )
    return {subject.key: subject for subject in (*OF_THE_PERSON, need, *studied)}


def all_subjects(fields: Iterable[Any]) -> dict[str, Subject]:
    """Return everything that a criterion may look at, the form first."""
    return {**form_subjects(fields), **known_subjects()}


NAMES: dict[str, str | Promise] = {
    "in": gettext_lazy("is one of"),
    "not_in": gettext_lazy("is none of"),
    "eq": gettext_lazy("is"),
    "lt": gettext_lazy("is less than"),
    "le": gettext_lazy("is at most"),
    "gt": gettext_lazy("is more than"),
    "ge": gettext_lazy("is at least"),
}
# The wording of each operator in a sentence.
SAID = {
    "eq": gettext_lazy("“%(question)s” is: %(value)s"),
    "in": gettext_lazy("“%(question)s” is: %(value)s"),
    "ne": gettext_lazy("“%(question)s” is not: %(value)s"),
    "not_in": gettext_lazy("“%(question)s” is not: %(value)s"),
    "gt": gettext_lazy("“%(question)s” is more than %(value)s"),
    "ge": gettext_lazy("“%(question)s” is %(value)s or more"),
    "lt": gettext_lazy("“%(question)s” is less than %(value)s"),
    "le": gettext_lazy("“%(question)s” is %(value)s or less"),
}


def in_words(condition: Mapping[str, Any] | None, subjects: Mapping[str, Subject]) -> str:
    """Return when something is asked: «عند: السكن هو إيجار»; "" where it always is."""
    return _("when %(condition)s") % {"condition": stated(condition, subjects)} if condition else ""


def stated(condition: Mapping[str, Any], subjects: Mapping[str, Subject]) -> str:
    """Return a condition as a bare statement."""
    if "all" in condition:
        return _(" and ").join(stated(statement, subjects) for statement in condition["all"])
    if "any" in condition:
        return _(" or ").join(stated(statement, subjects) for statement in condition["any"])
    subject = subjects.get(condition["field"])
    details = {
        "question": subject.label if subject else condition["field"],
        "value": _value(subject, condition["value"]),
    }
    return SAID[condition["op"]] % details


def _value(subject: Subject | None, value: Any) -> str:
    if isinstance(value, list):
        return _(" or ").join(_value(subject, item) for item in value)
    return said(subject, str(value))


def said(subject: Subject | None, text: str) -> str:
    """Return a value as people read it, or the bare text where its subject is gone."""
    if subject is None:
        return text
    if subject.options:
        # Several answers of a choice are stored joined by `|`.
        return _(", ").join(dict(subject.options).get(choice, choice) for choice in text.split("|"))
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return subject_type(subject.kind).number_in_words(number)


@dataclass(frozen=True)
class Part:
    """A statement of a condition, compared with what is known.

    It holds the statement, the value on record, the verdict, the origin, and whether only those
    whose work needs it may see the value.
    """

    words: str
    value: str
    met: Met
    origin: str = ""
    sensitive: bool = False


def parts(
    condition: Mapping[str, Any], subjects: Mapping[str, Subject], values: Mapping[str, str]
) -> list[Part]:
    """Return every statement of a condition by itself, so that a verdict shows its grounds."""
    for joined in ("all", "any"):
        if joined in condition:
            return [
                part
                for statement in condition[joined]
                for part in parts(statement, subjects, values)
            ]
    subject, text = subjects.get(condition["field"]), values.get(condition["field"], "")
    value = said(subject, text) if text else ""
    from_ = (str(subject.origin), subject.sensitive) if subject else ("", False)
    return [Part(stated(condition, subjects), value, judge(condition, values), *from_)]


def flat(condition: Mapping[str, Any] | None) -> tuple[str, list[Mapping[str, Any]]] | None:
    """Return how the statements of a condition are joined, and the statements, for the builder.

    None where the condition is nested deeper.
    """
    if not condition:
        return "all", []
    joined = "any" if "any" in condition else "all"
    rows = condition.get(joined, [condition])
    fits = len(rows) <= MOST_PARTS and all("field" in row for row in rows)
    return (joined, list(rows)) if fits else None

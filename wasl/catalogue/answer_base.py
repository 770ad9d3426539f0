"""What every kind of answer answers: the base of the classes in `answer_types`."""

from decimal import Decimal
from typing import Any, ClassVar, Literal, Protocol

from django import forms
from django.utils.functional import Promise
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from wasl.catalogue.facts import Choices, Kind
from wasl.common.dates import BadDate
from wasl.common.identifiers import BadIdentifier
from wasl.common.numbers import BadNumber, format_number
from wasl.common.text import clean

# How `papers` prints an answer, or the place for it (`papers.kinds.FormField`).
PaperKind = Literal["text", "long", "number", "money", "date", "choice", "yes_no", "phone", "iban"]


class Question(Protocol):
    """A question of a service's form or of the study's."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def help(self) -> str | Promise: ...
    @property
    def required(self) -> bool: ...
    @property
    def options(self) -> list[tuple[str, str]]: ...
    @property
    def several(self) -> bool: ...
    @property
    def least(self) -> Decimal | None: ...
    @property
    def most(self) -> Decimal | None: ...
    @property
    def step(self) -> Decimal | None: ...


class BadValue(ValueError):
    """Text that is no answer to its question; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


class AnswerType:
    """A kind of answer. It holds no state: every method takes the question.

    Subclasses override `parse`, `format`, `data` and the others where their kind differs from
    plain text; callers use `canonical`, `show` and `plain`, which handle what is common to all.
    """

    # How a paper prints it.
    paper_kind: ClassVar[PaperKind]
    # What a condition may look at and how it compares; None where conditions cannot compare it.
    subject_kind: ClassVar[Kind | None] = None
    # What the builder offers. `conditions.OPERATORS` evaluates more, which older conditions may
    # still hold.
    operators: ClassVar[tuple[str, ...]] = ()
    # Whether its field on a page is a narrow one.
    is_short: ClassVar[bool] = False
    # PRE-6: masked wherever the work does not need it in full; see `policies.can_unmask`.
    is_masked: ClassVar[bool] = False
    # Whether it names the account that is paid.
    is_account: ClassVar[bool] = False
    # What else a question of this kind needs or may have.
    takes_choices: ClassVar[bool] = False
    takes_bounds: ClassVar[bool] = False
    is_whole: ClassVar[bool] = False

    # Reading

    def canonical(self, question: Question, typed: Any) -> str:
        """Return the one text of an answer; the empty text for none. Raises `BadValue`."""
        if typed is None or (isinstance(typed, str) and not clean(typed)):
            return ""
        try:
            return self.parse(question, typed)
        except (BadIdentifier, BadNumber, BadDate) as bad:
            raise BadValue(bad.reason) from bad

    def parse(self, question: Question, typed: Any) -> str:
        """Return the canonical text of an answer that is not empty."""
        raise NotImplementedError

    def bounds(self, question: Question) -> str:
        """Say beside a question which numbers it takes; nothing where it takes any."""
        return ""

    def same(self, question: Question, declared: str, document_value: str) -> bool:
        """Return whether a document says what was declared."""
        return declared == document_value

    # Showing

    def show(self, question: Question, value: str, *, full: bool = False) -> SafeString | str:
        """Format an answer for a page; account and mobile numbers masked unless `full`."""
        if not value:
            return ""
        if self.is_masked and not full:
            return self.mask(value)
        try:
            return self.format(question, value)
        # The value was destroyed, or its key is lost: the text in its place says so itself.
        except (ValueError, ArithmeticError):
            return value

    def format(self, question: Question, value: str) -> SafeString | str:
        """Format an answer that is not empty for a page, in full."""
        return mark_safe(linebreaks(value, autoescape=True)) if "\n" in value else value  # noqa: S308  # linebreaks escapes

    def mask(self, value: str) -> SafeString:
        """Format an answer of a masked kind so that it is recognised and not read."""
        raise NotImplementedError

    def plain(self, question: Question, value: str) -> Any:
        """Return an answer as Python data, for a paper or a form field.

        That is a Decimal, a date, a bool, or the text of a choice. Text that is no answer of its
        kind any more (destroyed, or sealed with a lost key) is returned as it is.
        """
        try:
            return self.data(question, value) if value else ""
        except (ValueError, ArithmeticError):
            return value

    def data(self, question: Question, value: str) -> Any:
        """Return an answer that is not empty as Python data."""
        return value

    # Asking

    def form_field(self, question: Question) -> forms.Field:
        """Return the form field of a question."""
        label = (
            question.label
            if question.required
            else gettext("%(label)s (if there is one)") % {"label": question.label}
        )
        parts = (question.help, self.bounds(question))
        help_text = " · ".join(str(part) for part in parts if part)
        return self.build_field(question, label=label, help_text=help_text, required=False)

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        """Return the form field of this kind, with a label and help."""
        raise NotImplementedError

    def initial(self, question: Question, value: str) -> Any:
        """Return a saved answer as its form field shows it."""
        return value

    # Conditions (only the kinds that have a `subject_kind`)

    def subject_options(self, choices: Choices) -> list[tuple[str, str]]:
        """Return the values that a condition may name, with their labels."""
        return [(value, str(label)) for value, label in choices]

    def drawn_operator(self, operator: str) -> str:
        """Return the operator under which the builder draws a stored one."""
        return operator

    def condition_field(self, options: list[tuple[str, str]], value: Any) -> forms.Field:
        """Return the field of the value that a condition compares with."""
        raise NotImplementedError

    def number_in_words(self, number: Decimal) -> str:
        """Return a number of a condition or a rule as people read it."""
        return format_number(number)

    def fact_in_words(self, choices: Choices, text: str) -> str:
        """Return a value of a fact as people read it."""
        raise NotImplementedError

"""The kinds of answer a question may have: a class for each, with all that depends on the kind.

Whoever adds a kind writes a subclass here, registers it in `ANSWER_TYPES`, and adds the member to
`FieldKind`. No other module branches over the kinds (`tests/catalogue/test_answer_types.py`): it
calls `answer_type(question.kind)`.

An answer is stored as one canonical text ("1200.50", "2026-11-22 (12/6/1448)", "yes"), and the
empty text is no answer. Declarations are hashed over these texts, so they must never change.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wasl.catalogue.answer_base import AnswerType, BadValue, Question
from wasl.catalogue.facts import Choices, Kind
from wasl.catalogue.models.offered import FieldKind
from wasl.common.dates import WrittenDate, parse_dual
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
from wasl.common.identifiers import check_iban, check_mobile
from wasl.common.numbers import (
    format_amount,
    format_money,
    parse_decimal,
)
from wasl.common.templatetags import wasl as show
from wasl.common.text import clean, clean_lines, fold

MOST_WHOLE, MOST_MONEY = 1_000_000_000, Decimal("9999999999.99")
# A ticked checkbox of a form sends `on`; `True` and `False` are Python's own, made text.
YES = {"yes", "true", "on", "1", "نعم", "True"}
NO = {"no", "false", "off", "0", "لا", "False"}
# Separates the answers where several apply. A single answer holds no separator, so answers from
# before a question took several still read the same.
SEVERAL = "|"
# The answer that cannot be combined with another.
NONE = "none"


def _at_most(text: str, most: int) -> str:
    if len(text) > most:
        raise BadValue(_("Write at most %(most)s characters.") % {"most": most})
    return text


class FreeText(AnswerType):
    """What texts of any length share."""

    def same(self, question: Question, declared: str, document_value: str) -> bool:
        # Without regard to spelling variants.
        return fold(declared) == fold(document_value)


class Text(FreeText):
    paper_kind = "text"

    def parse(self, question: Question, typed: Any) -> str:
        return _at_most(clean(str(typed)), 300)

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        return CleanCharField(max_length=300, **shape)


class LongText(FreeText):
    paper_kind = "long"

    def parse(self, question: Question, typed: Any) -> str:
        return _at_most(clean_lines(str(typed)), 4000)

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        return CleanTextField(**shape)


class Number(AnswerType):
    """What whole numbers and amounts share: bounds, and comparison in a condition."""

    field_class: ClassVar[type[forms.Field]]
    is_short = True
    takes_bounds = True

    def canonical(self, question: Question, typed: Any) -> str:
        text = super().canonical(question, typed)
        if text:
            self.check_bounds(question, Decimal(text))
        return text

    def check_bounds(self, question: Question, number: Decimal) -> None:
        """Refuse a number outside the bounds of the question. Raises `BadValue`."""
        least, most, step = question.least, question.most, question.step
        if least is not None and number < least:
            raise BadValue(_("Write %(least)s at least.") % {"least": format_amount(least)})
        if most is not None and number > most:
            raise BadValue(_("Write %(most)s at most.") % {"most": format_amount(most)})
        # Steps count from the least number, as in an HTML number field, so page and server agree.
        if step is not None and (number - (least or 0)) % step:
            raise BadValue(_("Count by %(step)s.") % {"step": format_amount(step)})

    def bounds(self, question: Question) -> str:
        least, most, step = (
            None if limit is None else format_amount(limit)
            for limit in (question.least, question.most, question.step)
        )
        sentences = []
        if least is not None and most is not None:
            sentences.append(
                gettext("From %(least)s to %(most)s.") % {"least": least, "most": most}
            )
        elif most is not None:
            sentences.append(gettext("%(most)s at most.") % {"most": most})
        elif least is not None:
            sentences.append(gettext("%(least)s at least.") % {"least": least})
        # Counting by one needs no words.
        if step is not None and question.step != 1:
            sentences.append(gettext("Count by %(step)s.") % {"step": step})
        return " ".join(sentences)

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        return self.field_class(validators=[self._within(question)], **shape)

    def _within(self, question: Question) -> Callable[[Any], None]:
        def check(number: Any) -> None:
            try:
                self.check_bounds(question, number)
            except BadValue as bad:
                raise ValidationError(str(bad.reason), code="bounds") from bad

        return check

    def fact_in_words(self, choices: Choices, text: str) -> str:
        return self.number_in_words(Decimal(text))


class Integer(Number):
    paper_kind = "number"
    field_class = IntField
    subject_kind = Kind.NUMBER
    operators = ("lt", "le", "gt", "ge", "eq")
    is_whole = True

    def parse(self, question: Question, typed: Any) -> str:
        number = parse_decimal(str(typed))
        if number != number.to_integral_value():
            raise BadValue(_("Enter a whole number, without a fraction."))
        if not 0 <= number <= MOST_WHOLE:
            raise BadValue(_("This number is out of range."))
        return str(int(number))

    def format(self, question: Question, value: str) -> SafeString | str:
        return show.num(int(value))

    def condition_field(self, options: list[tuple[str, str]], value: Any) -> forms.Field:
        return IntField(label=_("Value"), required=False, max_value=1_000_000, initial=value)


class Money(Number):
    paper_kind = "money"
    field_class = MoneyField
    subject_kind = Kind.MONEY
    operators = ("lt", "le", "gt", "ge")

    def parse(self, question: Question, typed: Any) -> str:
        amount = parse_decimal(str(typed))
        if not 0 <= amount <= MOST_MONEY:
            raise BadValue(_("This amount is out of range."))
        if amount != amount.quantize(Decimal("0.01")):
            raise BadValue(_("Write at most two digits after the point."))
        return format(amount.quantize(Decimal("0.01")), "f")

    def format(self, question: Question, value: str) -> SafeString | str:
        return show.money(Decimal(value))

    def data(self, question: Question, value: str) -> Decimal:
        return Decimal(value)

    def initial(self, question: Question, value: str) -> Any:
        return self.plain(question, value)

    def condition_field(self, options: list[tuple[str, str]], value: Any) -> forms.Field:
        initial = None if value is None else Decimal(str(value))
        return MoneyField(label=_("Value"), required=False, initial=initial)

    def number_in_words(self, number: Decimal) -> str:
        return format_money(number)


class Date(AnswerType):
    paper_kind = "date"
    is_short = True

    def parse(self, question: Question, typed: Any) -> str:
        if isinstance(typed, date):
            return typed.isoformat()
        read = typed if isinstance(typed, WrittenDate) else parse_dual(written(str(typed)))
        # A Hijri writing is kept beside the day: it is what the document says.
        return (
            read.day.isoformat()
            if read.calendar == "gregorian"
            else f"{read.day.isoformat()} ({read.text})"
        )

    def same(self, question: Question, declared: str, document_value: str) -> bool:
        # Ten characters are the ISO day; the Hijri writing behind it may differ.
        return declared[:10] == document_value[:10]

    def format(self, question: Question, value: str) -> SafeString | str:
        return show.dual(date.fromisoformat(value[:10]))

    def data(self, question: Question, value: str) -> date:
        return date.fromisoformat(value[:10])

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        return DualDateField(**shape)

    def initial(self, question: Question, value: str) -> str:
        return written(value)


def written(text: str) -> str:
    """Return a day as it was typed, from the canonical `2026-11-22 (12/6/1448)`.

    Other text comes back as it is.
    """
    _day, bracket, day_text = text.partition(" (")
    return day_text.removesuffix(")") if bracket else text


class Choice(AnswerType):
    """One of the answers offered, or several of them where the question takes several."""

    paper_kind = "choice"
    subject_kind = Kind.CHOICE
    operators = ("in", "not_in")
    takes_choices = True

    def parse(self, question: Question, typed: Any) -> str:
        if question.several:
            return self._parse_several(question, typed)
        value = clean(str(typed))
        if value not in dict(question.options):
            raise BadValue(_("Choose one of the answers offered."))
        return value

    def _parse_several(self, question: Question, typed: Any) -> str:
        picked = (
            [str(value) for value in typed]
            if isinstance(typed, list | tuple | set)
            else chosen(clean(str(typed)))
        )
        if set(picked) - {value for value, _label in question.options}:
            raise BadValue(_("Choose among the answers offered."))
        if NONE in picked and len(set(picked)) > 1:
            raise BadValue(_("Choose what applies, or that nothing does, not both."))
        # In the order of the options, so that the same choice always gives the same text.
        return SEVERAL.join(value for value, _label in question.options if value in picked)

    def format(self, question: Question, value: str) -> SafeString | str:
        labels = dict(question.options)
        return gettext(", ").join(labels.get(choice, choice) for choice in chosen(value))

    def data(self, question: Question, value: str) -> str | list[str]:
        labels = dict(question.options)
        if question.several:
            return [labels.get(choice, choice) for choice in chosen(value)]
        return labels.get(value, value)

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        if question.several:
            return SeveralField(question=question, choices=question.options, **shape)
        return PickField(choices=question.options, **shape)

    def initial(self, question: Question, value: str) -> str | list[str]:
        return chosen(value) if question.several else value

    def drawn_operator(self, operator: str) -> str:
        # The builder offers lists only; older conditions hold a single value.
        return {"ne": "not_in", "eq": "in"}.get(operator, operator)

    def condition_field(self, options: list[tuple[str, str]], value: Any) -> forms.Field:
        # Older conditions hold a single value instead of a list.
        initial = [] if value is None else [value]
        if isinstance(value, list):
            initial = value
        return forms.MultipleChoiceField(
            label=_("Value"),
            choices=options,
            initial=initial,
            required=False,
            widget=forms.CheckboxSelectMultiple(),
        )

    def fact_in_words(self, choices: Choices, text: str) -> str:
        return str(dict(choices).get(text, text))


def chosen(value: str) -> list[str]:
    """Return the answers of a choice that takes several."""
    return value.split(SEVERAL) if value else []


class SeveralField(forms.MultipleChoiceField):
    """Boxes to tick; the answer that none applies excludes the others."""

    def __init__(self, *, question: Question, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple(), **options)
        self.question = question

    def clean(self, value: Any) -> str:
        ticked = super().clean(value)
        try:
            return answer_type(self.question.kind).canonical(self.question, ticked)
        except BadValue as bad:
            raise ValidationError(str(bad.reason), code="several") from bad


class YesNo(AnswerType):
    paper_kind = "yes_no"
    subject_kind = Kind.YES_NO
    operators = ("eq",)

    def parse(self, question: Question, typed: Any) -> str:
        value = clean(str(typed))
        if value in YES or value in NO:
            return "yes" if value in YES else "no"
        raise BadValue(_("Answer yes or no."))

    def format(self, question: Question, value: str) -> SafeString | str:
        return gettext("Yes") if value == "yes" else gettext("No")

    def data(self, question: Question, value: str) -> bool:
        return value == "yes"

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        return YesNoField(**shape)

    def subject_options(self, choices: Choices) -> list[tuple[str, str]]:
        return [("yes", gettext("Yes")), ("no", gettext("No"))]

    def condition_field(self, options: list[tuple[str, str]], value: Any) -> forms.Field:
        return forms.ChoiceField(
            label=_("Value"),
            choices=options,
            initial=value,
            required=False,
            widget=forms.RadioSelect(),
        )

    def fact_in_words(self, choices: Choices, text: str) -> str:
        return gettext("Yes") if text == "yes" else gettext("No")


class Iban(AnswerType):
    paper_kind = "iban"
    is_masked = True
    is_account = True

    def parse(self, question: Question, typed: Any) -> str:
        return check_iban(str(typed))

    def format(self, question: Question, value: str) -> SafeString:
        return show.iban(value)

    def mask(self, value: str) -> SafeString:
        return show.masked_iban(value)

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        return IbanField(**shape)


class Mobile(AnswerType):
    paper_kind = "phone"
    is_short = True
    is_masked = True

    def parse(self, question: Question, typed: Any) -> str:
        return check_mobile(str(typed))

    def format(self, question: Question, value: str) -> SafeString:
        return show.phone(value)

    def mask(self, value: str) -> SafeString:
        return show.masked_phone(value)

    def build_field(self, question: Question, **shape: Any) -> forms.Field:
        return MobileField(**shape)


ANSWER_TYPES: dict[FieldKind, AnswerType] = {
    FieldKind.TEXT: Text(),
    FieldKind.LONG_TEXT: LongText(),
    FieldKind.INTEGER: Integer(),
    FieldKind.MONEY: Money(),
    FieldKind.DATE: Date(),
    FieldKind.CHOICE: Choice(),
    FieldKind.YES_NO: YesNo(),
    FieldKind.IBAN: Iban(),
    FieldKind.MOBILE: Mobile(),
}
# A condition also compares facts of the study and of the person's file, which are of these kinds.
SUBJECT_TYPES: dict[Kind, AnswerType] = {
    kind.subject_kind: kind for kind in ANSWER_TYPES.values() if kind.subject_kind
}
CHOICE_KINDS = [member.value for member, kind in ANSWER_TYPES.items() if kind.takes_choices]
BOUNDED_KINDS = [member.value for member, kind in ANSWER_TYPES.items() if kind.takes_bounds]
WHOLE_KINDS = [member.value for member, kind in ANSWER_TYPES.items() if kind.is_whole]


def answer_type(kind: str) -> AnswerType:
    """Return the class of a question's kind. Raises `ValueError` for text that is no kind."""
    return ANSWER_TYPES[FieldKind(kind)]


def subject_type(kind: Kind) -> AnswerType:
    """Return the class that knows how a condition compares a subject of this kind."""
    return SUBJECT_TYPES[kind]

"""Form fields that accept what people type.

Digits of any script, stray direction marks, either calendar.

Every text input of the product uses these, so no uncleaned text reaches a row.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from wasl.common import identifiers, uploads
from wasl.common.dates import BadDate, Calendar, WrittenDate, format_dual, parse_dual, short_hijri
from wasl.common.identifiers import BadIdentifier, Reason
from wasl.common.names import LONGEST, check_name
from wasl.common.numbers import BadNumber, format_amount, parse_decimal
from wasl.common.text import ascii_digits, clean, clean_lines, hides_words

Attributes = dict[str, Any]
Choices = Iterable[tuple[Any, Any]]


class CleanCharField(forms.CharField):
    """One line of cleaned text, at most 200 characters by default.

    The direction follows the text.
    """

    attributes: Attributes = {"dir": "auto", "autocomplete": "off"}

    def __init__(self, *, autocomplete: str = "", **options: Any) -> None:
        options.setdefault("max_length", 200)
        super().__init__(**options)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def widget_attrs(self, widget: forms.Widget) -> Attributes:
        return {**super().widget_attrs(widget), **self.attributes, **widget.attrs}

    def clean(self, value: Any) -> Any:
        # Before `super().clean`: cleaning would remove the signs without saying that words were
        # hidden.
        if isinstance(value, str) and hides_words(value):
            raise ValidationError(
                _(
                    "This holds invisible signs that can hide words. Type it, or paste it "
                    "without formatting."
                ),
                code="hidden",
            )
        return super().clean(value)

    def to_python(self, value: Any) -> Any:
        return super().to_python(clean(value) if isinstance(value, str) else value)


class CleanTextField(CleanCharField):
    """Several lines of text, cleaned line by line; at most 4,000 characters by default."""

    attributes = {"dir": "auto"}

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        options.setdefault("max_length", 4000)
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        # Past CleanCharField.to_python, which would join the lines into one.
        return forms.CharField.to_python(
            self, clean_lines(value) if isinstance(value, str) else value
        )


class DigitsField(CleanCharField):
    """A code of digits stored as text in 0-9, such as a one-time code, typed in any script."""

    attributes = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        return super().to_python(ascii_digits(value) if isinstance(value, str) else value)


class _IdentifierField(DigitsField):
    """A field whose value is checked and normalised by a function of `wasl.common.identifiers`."""

    def check_typed(self, value: str) -> str:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if typed in self.empty_values:
            return self.empty_value
        try:
            return self.check_typed(typed)
        except BadIdentifier as bad:
            raise ValidationError(str(bad.reason), code="identifier") from bad


class NationalIdField(_IdentifierField):
    """A national ID or iqama: ten digits."""

    def check_typed(self, value: str) -> str:
        return identifiers.check_national_id(value)


class MobileField(_IdentifierField):
    """A Saudi mobile, as +9665XXXXXXXX. Give `autocomplete="tel"` where people type their own."""

    attributes = {"dir": "ltr", "inputmode": "tel", "autocomplete": "off"}

    def check_typed(self, value: str) -> str:
        return identifiers.check_mobile(value)

    def prepare_value(self, value: Any) -> Any:
        return identifiers.national_form(value) if isinstance(value, str) else value


class ReferenceField(_IdentifierField):
    """The number of a request, a file or an agreement: 1448-000117."""

    attributes = {"dir": "ltr", "inputmode": "text", "autocomplete": "off"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, **options})

    def check_typed(self, value: str) -> str:
        return identifiers.check_reference(value)


class EmailField(_IdentifierField):
    """An e-mail address that a mail server accepts.

    Give `autocomplete="email"` where people type their own.
    """

    widget = forms.EmailInput
    attributes = {"dir": "ltr", "autocomplete": "off"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254, **options})

    def check_typed(self, value: str) -> str:
        return identifiers.check_email(value)


class NameField(CleanCharField):
    """A person's name of one to nine parts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, **options})

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        # A name that is too long goes on to `max_length`, which says by how much.
        if typed in self.empty_values or len(typed) > LONGEST:
            return typed
        try:
            return check_name(typed)
        except BadIdentifier as bad:
            raise ValidationError(str(bad.reason), code="name") from bad


class CodeField(DigitsField):
    """A one-time code, typed in any digits and with any spaces or dashes."""

    attributes = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "one-time-code"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 20, **options})

    def to_python(self, value: Any) -> Any:
        return identifiers.packed(super().to_python(value))


class SlugField(forms.SlugField):
    """A short name of Latin letters, digits and hyphens, for addresses and sign-in; cleaned."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(ascii_digits(clean(value)) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> Attributes:
        return {**super().widget_attrs(widget), "dir": "ltr", "autocomplete": "off", **widget.attrs}


class IbanField(_IdentifierField):
    """A Saudi IBAN, without spaces."""

    attributes = {
        "dir": "ltr",
        "inputmode": "text",
        "autocomplete": "off",
        "autocapitalize": "characters",
    }

    def check_typed(self, value: str) -> str:
        return identifiers.check_iban(value)


class ShortAddressField(_IdentifierField):
    """A short national address: RRRD2929."""

    attributes = {
        "dir": "ltr",
        "inputmode": "text",
        "autocomplete": "off",
        "autocapitalize": "characters",
    }

    def check_typed(self, value: str) -> str:
        return identifiers.check_short_address(value)


class BuildingNumberField(_IdentifierField):
    """The four digits of a building, or of its additional number, in a national address."""

    def check_typed(self, value: str) -> str:
        return identifiers.check_building_number(value)


class PostalCodeField(_IdentifierField):
    """A postal code of five digits."""

    def check_typed(self, value: str) -> str:
        return identifiers.check_postal_code(value)


class DualDateField(forms.Field):
    """An input for a day in either calendar; the value is a `WrittenDate`, or None when left empty.

    `calendar` insists on one; `earliest` and `latest` may also be set by the form, which knows
    today's date.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        calendar: Calendar | None = None,
        earliest: date | None = None,
        latest: date | None = None,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.calendar, self.earliest, self.latest = calendar, earliest, latest

    def widget_attrs(self, widget: forms.Widget) -> Attributes:
        own = {
            "dir": "ltr",
            "inputmode": "text",
            "autocomplete": "off",
            "placeholder": "12/6/1448",
            "maxlength": 40,
        }
        return {**own, **widget.attrs}

    def to_python(self, value: Any) -> WrittenDate | None:
        typed = clean(str(value or ""))[:40]
        if not typed:
            return None
        try:
            written_date = parse_dual(typed, self.calendar)
        except BadDate as bad:
            raise ValidationError(str(bad.reason), code="date") from bad
        self._check_bounds(written_date.day)
        return written_date

    def _check_bounds(self, day: date) -> None:
        if self.earliest and day < self.earliest:
            raise ValidationError(
                _("The date may not be before %(day)s.") % {"day": format_dual(self.earliest)}
            )
        if self.latest and day > self.latest:
            raise ValidationError(
                _("The date may not be after %(day)s.") % {"day": format_dual(self.latest)}
            )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date):
            # The form shows a text that `parse_dual` reads again, whatever the language of the
            # page.
            return short_hijri(value, "en").removesuffix(" AH")
        return str(value) if isinstance(value, WrittenDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            before, now = self.to_python(self.prepare_value(initial)), self.to_python(data)
        except ValidationError:
            return True
        # The same day written in the other calendar is no change.
        return (before and before.day) != (now and now.day)


class MoneyField(forms.DecimalField):
    """A sum of riyals, not negative, two decimals; typed in any digits, grouped or not."""

    def __init__(self, **options: Any) -> None:
        options = {
            "max_digits": 12,
            "decimal_places": 2,
            "min_value": 0,
            "widget": forms.TextInput(),
            **options,
        }
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> Attributes:
        return {"dir": "ltr", "inputmode": "decimal", "autocomplete": "off", **widget.attrs}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django's own DecimalField
        if not isinstance(value, str):
            return super().to_python(value)
        if not clean(value):
            return None
        try:
            return parse_decimal(value)
        except BadNumber as bad:
            raise ValidationError(str(bad.reason), code="number") from bad

    def prepare_value(self, value: Any) -> Any:
        return format_amount(value, arabic=False) if isinstance(value, Decimal | int) else value


class IntField(forms.IntegerField):
    """A whole number, not negative by default; typed with or without grouping, in any digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            # Below the limit of PostgreSQL's integer (2,147,483,647): beyond it the row would be
            # refused.
            **{"min_value": 0, "max_value": 2_000_000_000, "widget": forms.TextInput(), **options}
        )

    def widget_attrs(self, widget: forms.Widget) -> Attributes:
        return {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", **widget.attrs}

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or not clean(value):
            return super().to_python(value or None)
        try:
            number = parse_decimal(value)
        except BadNumber as bad:
            raise ValidationError(str(bad.reason), code="number") from bad
        if number != number.to_integral_value():
            raise ValidationError(_("Enter a whole number, without a fraction."), code="number")
        return int(number)


def with_blank(choices: Choices, blank: Reason = "") -> list[tuple[Any, Any]]:
    """Put an empty choice first, so that nobody submits the first real one without choosing."""
    return [("", blank or _("Choose…")), *choices]


class PickField(forms.ChoiceField):
    """A choice of one value: radio buttons up to five choices, beyond that a list.

    A list begins with an empty choice.
    """

    def __init__(self, *, choices: Choices = (), **options: Any) -> None:
        choice_list = list(choices)
        few = len(choice_list) <= 5
        options.setdefault("widget", forms.RadioSelect() if few and choice_list else forms.Select())
        radio = isinstance(options["widget"], forms.RadioSelect)
        super().__init__(choices=choice_list if radio else with_blank(choice_list), **options)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not answered: True, False, None."""

    def __init__(self, **options: Any) -> None:
        shape = {
            "choices": [("yes", _("Yes")), ("no", _("No"))],
            "widget": forms.RadioSelect(),
            "empty_value": None,
        }
        super().__init__(**{**shape, "coerce": lambda value: value == "yes", **options})

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class OnceField(forms.UUIDField):
    """The token that `{% once %}` writes, so that a form sent twice creates one row.

    It is stored as a unique value on the new row.
    """

    widget = forms.HiddenInput


class UploadInput(forms.FileInput):
    """The input for a file, with the size limit, and whether the chosen file may stay chosen."""

    def get_context(self, name: str, value: Any, attrs: Attributes | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        own = context["widget"]
        own["stays"] = own["attrs"].pop("stays", False)
        own["limit"] = str(settings.UPLOAD_LIMIT)
        return context


class _BoundUpload(forms.BoundField):
    """Keep a good file chosen when another field is wrong.

    The browser keeps the input when the page is drawn again.
    """

    def build_widget_attrs(
        self, attrs: Attributes, widget: forms.Widget | None = None
    ) -> Attributes:
        stays = (
            self.form.is_bound and bool(self.form.errors) and not self.errors and bool(self.data)
        )
        return {**super().build_widget_attrs(attrs, widget), "stays": stays}


class UploadsInput(UploadInput):
    """The input for several files at once."""

    allow_multiple_selected = True


class UploadField(forms.FileField):
    """A document or photograph, checked by content and re-encoded: `uploads.Accepted`, or None."""

    widget = UploadInput

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return _BoundUpload(form, self, field_name)

    def widget_attrs(self, widget: forms.Widget) -> Attributes:
        return {
            "accept": ".pdf,.jpg,.jpeg,.png,.heic,application/pdf,image/jpeg,image/png,image/heic"
        }

    def clean(self, data: Any, initial: Any = None) -> uploads.Accepted | None:
        file = super().clean(data, initial)
        if not isinstance(file, File):
            return None
        try:
            return uploads.accept(file)
        except uploads.BadUpload as bad:
            raise ValidationError(str(bad.reason), code="upload") from bad


class UploadsField(UploadField):
    """Several documents or photographs; the value is a list of `uploads.Accepted`.

    A file that is refused is named.
    """

    def __init__(self, *, most: int = 10, **options: Any) -> None:
        options.setdefault("widget", UploadsInput(attrs={"multiple": True}))
        super().__init__(**options)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[uploads.Accepted]:  # type: ignore[override]
        files = [file for file in data or [] if file]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > self.most:
            raise ValidationError(_("At most %(most)s files.") % {"most": self.most}, code="upload")
        return [self._fit(file, initial) for file in files]

    def _fit(self, file: Any, initial: Any) -> uploads.Accepted:
        try:
            return super().clean(file, initial)  # type: ignore[return-value]
        except ValidationError as bad:
            raise ValidationError(
                f"{clean(file.name)}: {' '.join(bad.messages)}", code="upload"
            ) from bad

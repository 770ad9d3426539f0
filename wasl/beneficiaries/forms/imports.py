"""Forms of a file of people: the file, its columns, which rows, and the reason for an export."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from wasl.accounts.models import Gender
from wasl.beneficiaries import columns
from wasl.beneficiaries.actions.importing import BATCH_SIZES
from wasl.beneficiaries.findings import TITLES
from wasl.beneficiaries.models.imports import ExportReason, PeopleImport
from wasl.beneficiaries.queries.imports import ROW_FILTERS, Surveyed
from wasl.common.forms import CleanCharField, PickField
from wasl.common.text import whole_number

SAMPLES = 3
NOT_BROUGHT = _("Not brought")


class TableField(forms.FileField):
    """A workbook or a CSV file; its value is (name, bytes).

    The type is judged later, by the content.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"accept": ".xlsx,.xlsm,.csv,.txt,.tsv"}

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes] | None:
        file = super().clean(data, initial)
        if not isinstance(file, File):
            return None
        # Checked before the file is read into memory.
        if (file.size or 0) > settings.UPLOAD_LIMIT:
            limit = filesizeformat(settings.UPLOAD_LIMIT)
            raise ValidationError(
                _(
                    "The file is larger than %(limit)s. Divide it into several files and bring "
                    "them one by one."
                ),
                params={"limit": limit},
            )
        return str(file.name or ""), file.read()


class UploadImportForm(forms.Form):
    """The file of people to upload."""

    file = TableField(
        label=_("File"),
        help_text=_("Excel (xlsx) or CSV, at most 40 MB, with headings in any order."),
    )


class SheetForm(forms.Form):
    """The sheet that holds the people, and the row of its headings."""

    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int)
    header = forms.TypedChoiceField(label=_("Row of the headings"), coerce=int)

    def __init__(self, *args: Any, sheets: list[Surveyed], chosen: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["sheet"].choices = [(at, _named(sheet)) for at, sheet in enumerate(sheets)]  # type: ignore[attr-defined]
        rows = sheets[chosen].rows[: columns.HEAD_ROWS]
        self.fields["header"].choices = [  # type: ignore[attr-defined]
            # Rows are numbered from 1, so 0 is free to mean none.
            (0, _("There are no headings")),
            *((number, f"{number}: {_preview(cells)}") for number, cells in rows),
        ]


def _named(sheet: Surveyed) -> str:
    # Translated at once, since the name of the sheet is put in.
    label = _now("%(name)s (rows: about %(rows)s)") % {
        "name": sheet.sheet.name,
        "rows": sheet.sheet.rows,
    }
    return _now("%(name)s, hidden") % {"name": label} if sheet.sheet.hidden else label


def _preview(cells: list[Any]) -> str:
    preview = " | ".join(str(cell) for cell in cells if cell is not None)
    return preview if len(preview) <= 60 else f"{preview[:59]}…"


class MappingForm(forms.Form):
    """The field that each column holds, and the defaults for empty cells."""

    gender = PickField(
        label=_("Gender, where a row does not say it"),
        choices=Gender.choices,
        required=False,
        help_text=_("It is read from «بن» and «بنت» in the name first."),
    )
    city = CleanCharField(
        label=_("City or village, where a row does not say it"), max_length=100, required=False
    )
    batch_size = forms.TypedChoiceField(
        label=_("People in a batch"),
        coerce=int,
        choices=[(size, str(size)) for size in BATCH_SIZES],
        help_text=_("A batch is brought whole or not at all, and can be undone on its own."),
    )

    def __init__(
        self, *args: Any, source: PeopleImport, chosen: Surveyed, header: int, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.titles, self.chosen, self.header = chosen.headings(header), chosen, header
        self.places = chosen.filled(header)
        choices: list[tuple[str, str | Promise]] = [("", NOT_BROUGHT), *columns.LABELS.items()]
        for place in self.places:
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=self._title(place), choices=choices, required=False
            )
        self.fields["batch_size"].initial = source.batch_size

    def _title(self, place: int) -> str:
        letter = get_column_letter(place + 1)
        return f"{letter}: {self.titles[place]}" if self.titles[place] else letter

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return a line for each column: its letter, heading, samples, and the choice of a
        field.
        """
        below = self.chosen.below(self.header)
        return [
            {
                "letter": get_column_letter(place + 1),
                "heading": self.titles[place],
                "hidden": place in self.chosen.sheet.hidden_columns,
                "samples": _samples(below, place),
                "field": self[f"column_{place}"],
            }
            for place in self.places
        ]

    @property
    def mapping(self) -> dict[int, str]:
        """Return the field of each column that is imported."""
        return {
            place: field
            for place in self.places
            if (field := self.cleaned_data.get(f"column_{place}"))
        }

    @property
    def defaults(self) -> dict[str, str]:
        return {"gender": self.cleaned_data["gender"], "city": self.cleaned_data["city"]}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        places: dict[str, int] = {}
        for place in self.places:
            field = data.get(f"column_{place}")
            if field and field in places:
                details = {
                    "field": str(columns.LABELS[field]),
                    "other": get_column_letter(places[field] + 1),
                }
                self.add_error(
                    f"column_{place}", _now("Column %(other)s is «%(field)s» already.") % details
                )
            # Columns that are not imported share the key "", and are never refused.
            places.setdefault(field or "", place)
        # Without a name a row is no person; every other column may be missing.
        if not {"full_name", "first_name"} & set(places):
            self.add_error(None, _("Say which column holds the name."))
        return data


def _samples(below: list[tuple[int, list[Any]]], place: int) -> list[str]:
    cells = [
        cells[place] for _number, cells in below if place < len(cells) and cells[place] is not None
    ]
    return [str(cell)[:40] for cell in cells[:SAMPLES]]


def mapping_started(guessed: dict[int, str], source: PeopleImport) -> dict[str, Any]:
    """Return the initial values of the mapping form."""
    chosen = {f"column_{place}": field for place, field in guessed.items()}
    return {**chosen, **source.defaults, "batch_size": source.batch_size}


class RowNumbersField(forms.Field):
    """The numbers of the ticked rows; anything else sent is ignored."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        return [number for typed in value or () if (number := whole_number(typed)) is not None]


class ImportRowsForm(forms.Form):
    """The rows to choose or leave out: those ticked, or all in the filtered list."""

    what = forms.ChoiceField(
        choices=[("bring", ""), ("leave", ""), ("bring_all", ""), ("leave_all", "")]
    )
    rows = RowNumbersField(required=False)
    which = forms.ChoiceField(
        choices=[("", ""), *((row_filter, "") for row_filter in ROW_FILTERS)], required=False
    )
    code = forms.ChoiceField(choices=[("", ""), *TITLES.items()], required=False)


class ExportForm(forms.Form):
    """The reason for an export."""

    reason = PickField(label=_("What is the list for?"), choices=ExportReason.choices)


class ExportMembersForm(ExportForm):
    """The same for the register of members; numbers are masked unless needed in full."""

    with_ended = forms.BooleanField(
        label=_("With those whose membership has ended"), required=False
    )
    in_full = forms.BooleanField(
        label=_("With ID numbers and mobiles in full"),
        required=False,
        help_text=_("That they were taken out in full, and why, is recorded."),
    )

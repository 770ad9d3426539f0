"""The builder of a condition: subject, operator and value are chosen, no code is typed (TOO-2)."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.catalogue.answer_types import subject_type
from wasl.catalogue.forms.guide import DraftPart
from wasl.catalogue.subjects import MOST_PARTS, NAMES, Subject, flat, stated
from wasl.common.forms import with_blank

JOINED = [("all", _("All of these hold")), ("any", _("One of these is enough"))]


class ConditionPart(DraftPart):
    """A part of a draft with a condition of up to four statements, joined by "all" or "any".

    The value field of a row follows its subject; a row without a subject is ignored. A deeper
    condition is shown in words and saved unchanged.
    """

    condition_required = False

    def __init__(
        self,
        *args: Any,
        about: Mapping[str, Subject],
        condition: Mapping[str, Any] | None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.about, self.before = about, condition
        self.joined, self.statements = flat(condition) or ("all", [])
        self.is_deep = flat(condition) is None
        self.fields["joined"] = forms.ChoiceField(
            label=_("How they count together"), choices=JOINED, initial=self.joined, required=False,
            widget=forms.RadioSelect(),
        )  # fmt: skip
        for place in range(0 if self.is_deep else self._rows()):
            self._add_row(place)

    def _rows(self) -> int:
        # One empty row more than there are statements, so that another can be added.
        if not self.is_bound:
            return min(len(self.statements) + 1, MOST_PARTS)
        used = [place for place in range(MOST_PARTS) if self.data.get(f"part{place}_subject")]
        return min(max(used, default=-1) + 2, MOST_PARTS)

    def _add_row(self, place: int) -> None:
        row = self.statements[place] if place < len(self.statements) else {}
        key = self.data.get(f"part{place}_subject", "") if self.is_bound else row.get("field", "")
        subject = self.about.get(key)
        # A subject that is gone stays in the list, so that saving does not silently drop the
        # statement.
        lost = [(key, key)] if key and not subject else []
        self.fields[f"part{place}_subject"] = forms.ChoiceField(
            label=_("What it looks at"), choices=[*_grouped(self.about), *lost], required=False,
            initial=row.get("field", ""),
        )  # fmt: skip
        # Operators and values depend on the subject; they are drawn once one is chosen.
        if subject is None:
            return
        kind = subject_type(subject.kind)
        self.fields[f"part{place}_op"] = forms.ChoiceField(
            label=_("Compares"), choices=[(option, NAMES[option]) for option in kind.operators],
            initial=kind.drawn_operator(str(row.get("op", ""))), required=False,
        )  # fmt: skip
        self.fields[f"part{place}_value"] = kind.condition_field(subject.options, row.get("value"))

    def condition_rows(self) -> list[dict[str, Any]]:
        """Return the statements, ready to draw."""
        names = ("subject", "op", "value")
        places = [place for place in range(MOST_PARTS) if f"part{place}_subject" in self.fields]
        return [
            {
                name: self[f"part{place}_{name}"]
                for name in names
                if f"part{place}_{name}" in self.fields
            }
            for place in places
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for place in range(MOST_PARTS):
            key = data.get(f"part{place}_subject")
            if not key:
                continue
            if key not in self.about:
                self.add_error(
                    f"part{place}_subject",
                    _("This is no longer there. Choose another, or empty the row."),
                )
            elif (
                # An invalid value already has its own message.
                data.get(f"part{place}_value") in (None, "", [])
                and f"part{place}_value" not in self.errors
            ):
                self.add_error(f"part{place}_value", _("Say with what it compares."))
        if self.condition_required and not self.is_deep and not self._given(data):
            self.add_error("part0_subject", _("Choose what this looks at."))
        return data

    def _given(self, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        places = [
            place for place in range(MOST_PARTS) if data.get(f"part{place}_subject") in self.about
        ]
        return [
            {
                "field": data[f"part{place}_subject"],
                "op": data.get(f"part{place}_op")
                or subject_type(self.about[data[f"part{place}_subject"]].kind).operators[0],
                "value": _plain(data[f"part{place}_value"]),
            }
            for place in places
            if data.get(f"part{place}_value") not in (None, "", [])
        ]

    def condition(self) -> dict[str, Any] | None:
        """Return the condition as it is stored, or None where nothing was chosen."""
        if self.is_deep:
            return dict(self.before or {})
        rows = self._given(self.cleaned_data)
        # A single statement is stored without "all" or "any"; `flat` reads both shapes.
        if len(rows) < 2:
            return rows[0] if rows else None
        return {self.cleaned_data.get("joined") or "all": rows}

    def reads(self) -> str:
        """Return what has been chosen so far, as a sentence."""
        if self.is_deep or not self.is_bound:
            return stated(self.before, self.about) if self.before else ""
        # For its cleaned data; the sentence is shown even while some rows are wrong.
        self.is_valid()
        chosen = self.condition()
        return stated(chosen, self.about) if chosen else ""


def _grouped(about: Mapping[str, Subject]) -> list[Any]:
    """Return subjects by origin, for a list with headings."""
    groups = groupby(about.values(), key=lambda subject: str(subject.origin))
    return with_blank(
        [
            (origin, [(subject.key, str(subject.label)) for subject in group])
            for origin, group in groups
        ]
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        # JSON has no Decimal.
        return format(value.normalize(), "f")
    return value if isinstance(value, list) else str(value)

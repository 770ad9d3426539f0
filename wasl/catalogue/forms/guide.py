"""Forms of the scoring guide: a line, the classes, the first day, and a made-up household."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.catalogue.answer_types import subject_type
from wasl.catalogue.facts import FACTS, PIECES, Fact, Piece
from wasl.catalogue.models.guide import LETTERS, ScoringGuide, ScoringLine, letter
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.rules import MOST_BANDS
from wasl.catalogue.scoring import FITTING, MOST_POINTS, Operator, Trend
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IntField,
    MoneyField,
    PickField,
    with_blank,
)

SPARE_BANDS = 2
WAYS = {
    Operator.BANDS: _("By bands of the number"),
    Operator.PER_COUNT: _("So many points for each"),
}
TRENDS = [
    (Trend.FALLING.value, _("The more there is, the fewer points")),
    (Trend.RISING.value, _("The more there is, the more points")),
    (Trend.FREE.value, _("Neither")),
]


def points_field(label: Any, **options: Any) -> IntField:
    """Return a field for points: whole numbers, also below zero."""
    shape = {"label": label, "min_value": -MOST_POINTS, "max_value": MOST_POINTS, "required": False}
    return IntField(**{**shape, **options})


class DraftPart(forms.Form):
    """A part of a draft.

    It carries the edition that the page was drawn for, so that a stale page is noticed.
    """

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TermsForm(DraftPart):
    """The months of validity, the note, and the classes from the greatest need down."""

    valid_months = IntField(
        label=_("An assessment holds for, in months"), min_value=1, max_value=60
    )
    note_ar = CleanCharField(
        label=_("What this version changes, in Arabic"), max_length=300, required=False
    )
    note_en = CleanCharField(
        label=_("What this version changes, in English"), max_length=300, required=False
    )

    def __init__(self, *args: Any, guide: ScoringGuide, **options: Any) -> None:
        initial = {
            name: getattr(guide, name) for name in ("valid_months", "note_ar", "note_en", "edition")
        }
        classes = {need_class.code: need_class for need_class in guide_queries.classes_of(guide)}
        for code, need_class in classes.items():
            own = {
                "points": need_class.from_points,
                "meaning_ar": need_class.meaning_ar,
                "meaning_en": need_class.meaning_en,
            }
            initial |= {f"{code}-{name}": value for name, value in own.items()}
        super().__init__(*args, **{"initial": initial, **options})
        # A row for each possible letter; empty rows are no class.
        for code in LETTERS:
            self.fields[f"{code}-points"] = points_field(_("From"), min_value=-1000, max_value=1000)
            self.fields[f"{code}-meaning_ar"] = CleanCharField(
                label=_("Meaning, in Arabic"), max_length=160, required=False
            )
            self.fields[f"{code}-meaning_en"] = CleanCharField(
                label=_("Meaning, in English"), max_length=160, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each letter, ready to draw."""
        return [
            {"letter": letter(code), **{part: self[f"{code}-{part}"] for part in PARTS}}
            for code in LETTERS
        ]

    def classes(self) -> list[dict[str, Any]]:
        """Return the classes that were filled in, in order; an empty row is none."""
        rows = [
            {part: self.cleaned_data.get(f"{code}-{part}") for part in PARTS} for code in LETTERS
        ]
        return [
            {
                "from_points": row["points"],
                "meaning_ar": row["meaning_ar"],
                "meaning_en": row["meaning_en"],
            }
            for row in rows
            if any(value not in (None, "") for value in row.values())
        ]


PARTS = ("points", "meaning_ar", "meaning_en")


class LineForm(DraftPart):
    """A line: its wording, how it counts, and the points.

    Only the fields of the chosen operator are read.
    """

    label_ar = CleanCharField(label=_("Words of the line, in Arabic"), max_length=160)
    label_en = CleanCharField(label=_("Words of the line, in English"), max_length=160)

    def __init__(
        self, *args: Any, fact: Fact, line: ScoringLine | None, edition: int, **options: Any
    ) -> None:
        initial: dict[str, Any] = {
            "edition": edition,
            "operator": FITTING[fact.kind][0].value,
            "trend": "",
        }
        if line:
            initial |= {
                name: getattr(line, name) for name in ("label_ar", "label_en", "operator", "trend")
            }
            initial |= _drawn(line)
        super().__init__(*args, **{"initial": initial, **options})
        self.fact, self.bands = fact, self._how_many(line)
        # Most kinds allow a single operator, and then there is nothing to choose.
        if len(FITTING[fact.kind]) > 1:
            ways = [(operator.value, WAYS[operator]) for operator in FITTING[fact.kind]]
            self.fields["operator"] = PickField(label=_("How it is counted"), choices=ways)
        if Operator.BANDS in FITTING[fact.kind]:
            self._add_bands()
        if Operator.PER_COUNT in FITTING[fact.kind]:
            self.fields["each"] = points_field(_("Points for each"), min_value=0)
            self.fields["most"] = points_field(_("Points at most"), min_value=0)
        for value, label in fact.choices:
            self.fields[f"choice-{value}"] = points_field(label)
        if Operator.YES_NO in FITTING[fact.kind]:
            self.fields["yes"], self.fields["no"] = (
                points_field(_("Points for yes")),
                points_field(_("Points for no")),
            )

    def _how_many(self, line: ScoringLine | None) -> int:
        if self.is_bound:
            return min(sum(name.startswith("limit-") for name in self.data), MOST_BANDS)
        used = len(line.rule["below"]) if line and line.operator == Operator.BANDS else 1
        return min(used + SPARE_BANDS, MOST_BANDS)

    def _add_bands(self) -> None:
        for place in range(self.bands):
            limit = MoneyField(label=_("Less than"), required=False)
            self.fields[f"limit-{place}"] = limit
            self.fields[f"points-{place}"] = points_field(_("Points"))
        self.fields["rest"] = points_field(_("Points for the rest"))
        self.fields["trend"] = forms.ChoiceField(
            label=_("Which way the points go"),
            choices=TRENDS,
            required=False,
            widget=forms.RadioSelect(),
        )

    def band_rows(self) -> list[dict[str, Any]]:
        """Return the bands, ready to draw."""
        return [
            {"limit": self[f"limit-{place}"], "points": self[f"points-{place}"]}
            for place in range(self.bands)
        ]

    def choice_rows(self) -> list[Any]:
        return [self[f"choice-{value}"] for value, _label in self.fact.choices]

    def operator(self) -> Operator:
        """Return how the line counts: as chosen, or the only way its fact allows."""
        return Operator(self.cleaned_data.get("operator") or FITTING[self.fact.kind][0])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "operator" in self.errors:
            return data
        needed: dict[Operator, tuple[str, ...]] = {
            Operator.BANDS: ("rest",),
            Operator.PER_COUNT: ("each", "most"),
            Operator.CHOICE: (),
            Operator.YES_NO: ("yes", "no"),
        }
        for name in needed[self.operator()]:
            # Zero must be written: an empty field might be an oversight.
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Write the points, 0 if it gives none."))
        if self.operator() == Operator.BANDS:
            self._check_bands(data)
        return data

    def _check_bands(self, data: dict[str, Any]) -> None:
        for place in range(self.bands):
            pair = {name: data.get(name) for name in (f"limit-{place}", f"points-{place}")}
            left = [
                name for name, value in pair.items() if value is None and name not in self.errors
            ]
            if len(left) == 1:
                self.add_error(left[0], _("A band needs both its limit and its points."))

    def rule(self) -> dict[str, Any]:
        """Return the rule as `actions.keep_line` takes it."""
        data, operator = self.cleaned_data, self.operator()
        if operator == Operator.BANDS:
            pairs = [
                (data.get(f"limit-{place}"), data.get(f"points-{place}"))
                for place in range(self.bands)
            ]
            return {
                "below": [[limit, points] for limit, points in pairs if limit is not None],
                "rest": data["rest"],
            }
        if operator == Operator.CHOICE:
            choice_points = {
                value: data.get(f"choice-{value}") for value, _label in self.fact.choices
            }
            return {
                "points": {
                    value: points for value, points in choice_points.items() if points is not None
                }
            }
        names = ("each", "most") if operator == Operator.PER_COUNT else ("yes", "no")
        return {name: data[name] for name in names}


def _drawn(line: ScoringLine) -> dict[str, Any]:
    """Return a stored rule as initial values of the form."""
    if line.operator == Operator.BANDS:
        bands = enumerate(line.rule["below"])
        pairs = [
            pair
            for place, (limit, n) in bands
            for pair in ((f"limit-{place}", limit), (f"points-{place}", n))
        ]
        return {"rest": line.rule["rest"], **dict(pairs)}
    if line.operator == Operator.CHOICE:
        return {f"choice-{value}": n for value, n in line.rule["points"].items()}
    return dict(line.rule)


class ForceForm(DraftPart):
    """The first day of a version."""

    from_date = DualDateField(
        label=_("In force from"), help_text=_("Hijri or Gregorian; today or later")
    )


class ReturnForm(DraftPart):
    """The reason for sending a version back."""

    reason = CleanTextField(label=_("What is to be changed"), max_length=300)


class FamilyForm(forms.Form):
    """A made-up household to try a guide on: the pieces its lines need.

    Nothing of it is written to the database.
    """

    def __init__(self, *args: Any, guide: ScoringGuide, **options: Any) -> None:
        super().__init__(*args, **options)
        read = {line.source for line in guide.lines.all()}
        piece_keys = {piece for key, fact in FACTS.items() if key in read for piece in fact.pieces}
        for key, piece in PIECES.items():
            if key in piece_keys:
                self.fields[key] = _family_field(piece)

    def household(self) -> dict[str, str]:
        """Return the valid answers as canonical text."""
        if not self.is_valid():
            # Invalid fields count as unknown, so that the score of the others is still shown.
            data = {
                key: value for key, value in self.cleaned_data.items() if key not in self.errors
            }
        else:
            data = self.cleaned_data
        return {key: str(value) for key, value in data.items() if value not in (None, "")}


def _family_field(piece: Piece) -> forms.Field:
    shape: dict[str, Any] = {"label": piece.label, "required": False}
    kind = subject_type(piece.kind)
    if kind.takes_bounds:
        return IntField(max_value=1000, **shape) if kind.is_whole else MoneyField(**shape)
    choices = kind.subject_options(piece.choices)
    return forms.ChoiceField(choices=with_blank(choices, _("Not known")), **shape)

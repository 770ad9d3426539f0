"""The forms of the social study, a part on a page; nothing is required, so that half a visit can be
kept.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.beneficiaries.models import HouseholdRole
from wasl.cases import questions, study_form, values
from wasl.cases.models import (
    Case,
    NeedAssessment,
    Party,
    Recommendation,
    Study,
    StudyMember,
    Urgency,
)
from wasl.cases.queries import StudyFile
from wasl.cases.study_form import HEALTH, SOURCES, STAGES, TICKS, WORK, Part, StudyField
from wasl.catalogue.policies import most_in_words
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IntField,
    MoneyField,
    NameField,
    PickField,
    with_blank,
)
from wasl.common.hashing import canonical
from wasl.common.uploads import Accepted, BadUpload, drawn

MOST_ROWS = 40


class VisitForm(forms.Form):
    """When, where, and who was there."""

    visit_date = DualDateField(
        label=_("Day of the visit"), help_text=_("Hijri or Gregorian"), required=False
    )
    visit_place = CleanCharField(label=_("Place"), required=False)
    present = CleanCharField(label=_("Who was present"), max_length=300, required=False)

    def __init__(self, *args: Any, study: Study, **options: Any) -> None:
        kept = {name: getattr(study, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": kept, **options})

    def answers(self) -> dict[str, Any]:
        """What was typed well, as `actions.record_study` takes it."""
        found = {
            name: value for name, value in self.cleaned_data.items() if name not in self.errors
        }
        if "visit_date" in found:
            found["visit_date"] = found["visit_date"].day if found["visit_date"] else None
        return found


class OpinionForm(forms.Form):
    """What was found, and the recommendation, left empty until it is ripe."""

    findings = CleanTextField(label=_("What was found"), rows=5, required=False)
    recommendation = PickField(
        label=_("Recommendation"),
        choices=[("", _("Not yet")), *Recommendation.choices],
        required=False,
    )
    recommended_amount = MoneyField(label=_("Recommended amount"), required=False)
    recommended_quantity = IntField(label=_("Recommended quantity"), required=False)
    urgency = PickField(label=_("How long it can wait"), choices=Urgency.choices, required=False)
    reason = CleanTextField(label=_("The researcher's opinion, and why"), rows=3, required=False)

    def __init__(self, *args: Any, case: Case, study: Study, **options: Any) -> None:
        kept = {name: getattr(study, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": kept, **options})
        version = case.service_version
        other = {"amount": "recommended_quantity", "quantity": "recommended_amount"}[
            version.measure
        ]
        del self.fields[other]
        if most := most_in_words(version):
            own = self.fields[f"recommended_{version.measure}"]
            own.help_text = _("%(most)s at most.") % {"most": most}

    def answers(self) -> dict[str, Any]:
        """What was typed well, as `actions.record_study` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.errors}

    def half(self) -> dict[str, Any]:
        """What can be kept while it is still being written: a recommendation waits for its
        words.
        """
        found = self.answers()
        whole = found.get("recommendation") and found.get("findings") and found.get("reason")
        return (
            found if whole or not found.get("recommendation") else {**found, "recommendation": ""}
        )


class AnswersForm(forms.Form):
    """The questions of one part, its table of money, and the tick that everything was asked
    about.
    """

    def __init__(self, *args: Any, part: Part, file: StudyFile, **options: Any) -> None:
        super().__init__(*args, **options)
        self.part, self.file = part, file
        for one in part.fields:
            self.fields[one.key] = _field(one)
            self.initial[one.key] = _initial(one, file.answers.get(one.key, ""))
        if tick := TICKS.get(part.code):
            shape: dict[str, Any] = {"label": tick.label, "required": False}
            self.fields[tick.key] = forms.BooleanField(**shape)
            self.initial[tick.key] = file.answers.get(tick.key) == "yes"

    def answers(self) -> dict[str, Any]:
        """What was typed well, by key."""
        found = {key: value for key, value in self.cleaned_data.items() if key not in self.errors}
        tick = TICKS.get(self.part.code)
        if tick and tick.key in found:
            found[tick.key] = "yes" if found[tick.key] else ""
        return found

    def typed(self) -> dict[str, str]:
        """The answers as they would be kept, for the totals that are shown while typing."""
        self.full_clean()
        return {**self.file.answers, **_canonical(self.answers())}

    def money_rows(self) -> list[dict[str, Any]]:
        """The table of money, a row for each source."""
        side = self.part.side
        return [
            {
                "label": source.label,
                "amount": self[f"{side}-{source.key}"],
                "period": self[f"{side}-{source.key}-period"],
                "note": self[f"{side}-{source.key}-note"],
                "prefilled": f"{side}-{source.key}" in self.file.prefilled,
            }
            for source in (SOURCES[side] if side else ())
        ]

    def rows(self) -> list[dict[str, Any]]:
        """The other questions in order, ready to draw."""
        side = self.part.side
        money = {
            f"{side}-{source.key}{tail}"
            for source in SOURCES.get(side, ())
            for tail in ("", "-period", "-note")
        }
        return [
            {
                "field": self[one.key],
                "when": one.when,
                "size": _size(one),
                "prefilled": one.key in self.file.prefilled,
            }
            for one in self.part.fields
            if one.key not in money
        ]

    def tick(self) -> forms.BoundField | None:
        """The tick under a table."""
        tick = TICKS.get(self.part.code)
        return self[tick.key] if tick else None


def _field(one: StudyField) -> forms.Field:
    shape: dict[str, Any] = {"label": one.label, "help_text": one.help, "required": False}
    if one.choices and not one.several:
        is_period = one.key.endswith("-period")
        return forms.ChoiceField(
            choices=one.choices if is_period else with_blank(one.choices), **shape
        )
    field = questions.field_for(one)
    field.label, field.help_text = (
        one.label,
        one.help,
    )  # a table of money names its sources and nothing else
    if one.most is not None:
        field.widget.attrs["placeholder"] = " "  # by which the style sheet knows an empty row
    elif one.key.endswith("-note"):
        field.widget.attrs["placeholder"] = _("Note")
    return field


def _size(one: StudyField) -> str:
    if one.kind in questions.SHORT:
        return "short"
    return "half" if one.choices and not one.several else ""


def _initial(one: StudyField, kept: str) -> Any:
    return questions.initial(one, kept)


def _canonical(told: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for key, value in told.items():
        try:
            found[key] = values.canonical(study_form.FIELDS[key], value)
        except values.BadValue:
            continue
    return found


class MemberForm(forms.Form):
    """One of the household: name and place, age, schooling, health, work."""

    full_name = NameField(label=_("Name"), required=False)
    relation = forms.ChoiceField(
        label=_("What they are in the household"),
        choices=with_blank(HouseholdRole.choices),
        required=False,
    )
    birth = DualDateField(label=_("Date of birth"), required=False)
    age = IntField(label=_("Or the age, in years"), max_value=130, required=False)
    stage = forms.ChoiceField(label=_("Schooling"), choices=with_blank(STAGES), required=False)
    health = forms.ChoiceField(label=_("Health"), choices=with_blank(HEALTH), required=False)
    work = forms.ChoiceField(label=_("Work"), choices=with_blank(WORK), required=False)
    orphan = forms.BooleanField(label=_("An orphan"), required=False)
    offered = forms.BooleanField(
        label=_("Ask an officer to add them to the household on file"), required=False
    )

    def __init__(self, *args: Any, member: StudyMember | None, key: str, **options: Any) -> None:
        super().__init__(*args, **{"prefix": key, "initial": _of_member(member), **options})
        self.key, self.member = key, member
        if member and member.person_id:
            del self.fields["offered"]

    @property
    def title(self) -> str:
        return self.member.full_name if self.member else ""

    @property
    def is_blank(self) -> bool:
        """A new row in which nothing was written."""
        return self.member is None and not any(
            self.data.get(self.add_prefix(name)) for name in self.fields
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, why in (
            ("full_name", _("Write the name.")),
            ("relation", _("Choose what they are in the household.")),
        ):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, why)
        return given

    def told(self) -> dict[str, Any]:
        """The row as `actions.record_family` takes it."""
        given = self.cleaned_data
        return {**given, "key": self.key, "orphan": "yes" if given.get("orphan") else "no"}


def _of_member(member: StudyMember | None) -> dict[str, Any]:
    if member is None:
        return {}
    told = member.told
    return {
        "full_name": member.full_name,
        "relation": member.relation,
        "birth": member.birth_written or member.birth_date,
        "age": member.age,
        **{name: told.get(name, "") for name in ("stage", "health", "work")},
        "orphan": told.get("orphan") == "yes",
        "offered": member.is_offered,
    }


class FamilyForm:
    """The household's rows, those that are kept and those being written, each by a key of its
    own.
    """

    def __init__(self, *, file: StudyFile, data: Any = None, blank: bool = False) -> None:
        kept = {str(one.key): one for one in file.members}
        keys = (
            [key for key in data.getlist("row")[:MOST_ROWS] if _is_key(key)]
            if data is not None
            else list(kept)
        )
        if data is None and (blank or not kept):
            keys.append(str(uuid.uuid4()))
        self.rows = [MemberForm(data, member=kept.get(key), key=key) for key in dict.fromkeys(keys)]
        self.is_whole = (
            bool(data.get("whole"))
            if data is not None
            else file.answers.get("family-asked") == "yes"
        )

    @property
    def written(self) -> list[MemberForm]:
        return [row for row in self.rows if not row.is_blank]

    def is_valid(self) -> bool:
        """Every row that was written, each looked at to the end."""
        return not sum(not row.is_valid() for row in self.written)

    def members(self) -> list[dict[str, Any]]:
        """The rows that were written well."""
        return [row.told() for row in self.written if row.is_valid()]

    def seen(self) -> list[StudyMember]:
        """The household as it is being typed, for what is reckoned meanwhile; nothing of it is
        kept.
        """
        return [_seen(told) for told in self.members()]


def _seen(told: dict[str, Any]) -> StudyMember:
    birth = told.get("birth")
    details = {name: told[name] for name in ("stage", "health", "work", "orphan") if told.get(name)}
    return StudyMember(
        birth_date=birth.day if birth else None,
        age=told.get("age"),
        details=canonical(details).decode(),
    )


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


class StudySignForm(forms.Form):
    """Who signs the study, drawn on the screen."""

    party = PickField(label=_("Signature of"), choices=Party.choices, initial=Party.FAMILY)
    name = NameField(label=_("Name of who signs"))
    signature = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_signature(self) -> Accepted | None:
        """The drawing as an accepted picture."""
        address = self.cleaned_data["signature"]
        if not address:
            return None
        try:
            return drawn(address)
        except BadUpload as bad:
            raise forms.ValidationError(str(bad.reason)) from bad


class TakeOverForm(forms.Form):
    """Whether the one who is added to the household is female or male, where their place does not
    say it.
    """

    gender = PickField(label=_("Gender"), choices=Gender.choices)


class OverrideForm(forms.Form):
    """Which class instead of the guide's, and why."""

    need_class = forms.ChoiceField(label=_("Class asked for"), widget=forms.RadioSelect())
    reason = CleanTextField(
        label=_("Why the guide's class does not fit"),
        rows=4,
        max_length=1000,
        help_text=_("A second person reads it and decides."),
    )

    def __init__(self, *args: Any, assessment: NeedAssessment, **options: Any) -> None:
        super().__init__(*args, **options)
        others = [one for one in _classes(assessment) if one.code != assessment.need_class]
        named = [
            (one.code, f"{one.letter} · {one.meaning}" if one.meaning else one.letter)
            for one in others
        ]
        self.fields["need_class"].choices = named  # type: ignore[attr-defined]


def _classes(assessment: NeedAssessment) -> Iterable[Any]:
    return sorted(assessment.guide.classes.all(), key=lambda one: one.code)


class SettleForm(forms.Form):
    """What the second person says."""

    answer = CleanTextField(label=_("Note"), rows=2, max_length=1000, required=False)

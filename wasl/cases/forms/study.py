"""Forms of the social study, one part on a page.

Nothing is required, so that half a visit can be saved.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.cases import study_form
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.models.case import Case
from wasl.cases.models.study import Party, Recommendation, Study, StudyMember, Urgency
from wasl.cases.queries.study import StudyFile
from wasl.cases.study_form import HEALTH, SOURCES, STAGES, TICKS, WORK, Part, StudyField
from wasl.catalogue.answer_base import BadValue
from wasl.catalogue.answer_types import answer_type
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

# As many as `actions.record_family` takes.
MOST_ROWS = 40


class VisitForm(forms.Form):
    """When and where the visit was, and who was there."""

    visit_date = DualDateField(
        label=_("Day of the visit"), help_text=_("Hijri or Gregorian"), required=False
    )
    visit_place = CleanCharField(label=_("Place"), required=False)
    present = CleanCharField(label=_("Who was present"), max_length=300, required=False)

    def __init__(self, *args: Any, study: Study, **options: Any) -> None:
        initial = {name: getattr(study, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": initial, **options})

    def answers(self) -> dict[str, Any]:
        """Return what is valid, as `actions.record_study` takes it."""
        answers = {
            name: value for name, value in self.cleaned_data.items() if name not in self.errors
        }
        if "visit_date" in answers:
            answers["visit_date"] = answers["visit_date"].day if answers["visit_date"] else None
        return answers


class OpinionForm(forms.Form):
    """What was found, and the recommendation, which may stay empty for now."""

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
        initial = {name: getattr(study, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": initial, **options})
        version = case.service_version
        # A service gives either money or things, so the study recommends in its measure alone.
        other_field = {"amount": "recommended_quantity", "quantity": "recommended_amount"}[
            version.measure
        ]
        del self.fields[other_field]
        if most := most_in_words(version):
            own = self.fields[f"recommended_{version.measure}"]
            own.help_text = _("%(most)s at most.") % {"most": most}

    def answers(self) -> dict[str, Any]:
        """Return what is valid, as `actions.record_study` takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.errors}

    def half(self) -> dict[str, Any]:
        """Return what can be saved while the opinion is being written.

        A recommendation waits until its findings and reason are there.
        """
        answers = self.answers()
        is_complete = (
            answers.get("recommendation") and answers.get("findings") and answers.get("reason")
        )
        return (
            answers
            if is_complete or not answers.get("recommendation")
            else {**answers, "recommendation": ""}
        )


class AnswersForm(forms.Form):
    """The questions of one part.

    They come with its table of money and the tick that everything was asked about.
    """

    def __init__(self, *args: Any, part: Part, file: StudyFile, **options: Any) -> None:
        super().__init__(*args, **options)
        self.part, self.file = part, file
        for question in part.fields:
            self.fields[question.key] = _field(question)
            self.initial[question.key] = _initial(question, file.answers.get(question.key, ""))
        if tick := TICKS.get(part.code):
            shape: dict[str, Any] = {"label": tick.label, "required": False}
            self.fields[tick.key] = forms.BooleanField(**shape)
            self.initial[tick.key] = file.answers.get(tick.key) == "yes"

    def answers(self) -> dict[str, Any]:
        """Return what is valid, by key."""
        answers = {key: value for key, value in self.cleaned_data.items() if key not in self.errors}
        tick = TICKS.get(self.part.code)
        if tick and tick.key in answers:
            answers[tick.key] = "yes" if answers[tick.key] else ""
        return answers

    def typed(self) -> dict[str, str]:
        """Return the answers as they would be saved, for the totals shown while typing."""
        self.full_clean()
        return {**self.file.answers, **_canonical(self.answers())}

    def money_rows(self) -> list[dict[str, Any]]:
        """Return the table of money, a row for each source."""
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
        """Return the other questions in order, ready to draw."""
        side = self.part.side
        money = {
            f"{side}-{source.key}{tail}"
            for source in SOURCES.get(side, ())
            for tail in ("", "-period", "-note")
        }
        return [
            {
                "field": self[question.key],
                "when": question.when,
                "size": _size(question),
                "prefilled": question.key in self.file.prefilled,
            }
            for question in self.part.fields
            if question.key not in money
        ]

    def tick(self) -> forms.BoundField | None:
        """Return the tick under a table."""
        tick = TICKS.get(self.part.code)
        return self[tick.key] if tick else None


def _field(question: StudyField) -> forms.Field:
    shape: dict[str, Any] = {"label": question.label, "help_text": question.help, "required": False}
    if question.choices and not question.several:
        is_period = question.key.endswith("-period")
        return forms.ChoiceField(
            # A period has no empty choice: without one an amount counts by the month.
            choices=question.choices if is_period else with_blank(question.choices),
            **shape,
        )
    field = answer_type(question.kind).form_field(question)
    # `form_field` adds bounds and «if there is one», for which a table of money has no place.
    field.label, field.help_text = cast(str, question.label), cast(str, question.help)
    if question.most is not None:
        # The style sheet recognises an empty row by it (`:placeholder-shown`).
        field.widget.attrs["placeholder"] = " "
    elif question.key.endswith("-note"):
        field.widget.attrs["placeholder"] = _("Note")
    return field


def _size(question: StudyField) -> str:
    if answer_type(question.kind).is_short:
        return "short"
    return "half" if question.choices and not question.several else ""


def _initial(question: StudyField, value: str) -> Any:
    return answer_type(question.kind).initial(question, value)


def _canonical(data: Mapping[str, Any]) -> dict[str, str]:
    answers = {}
    for key, value in data.items():
        try:
            question = study_form.FIELDS[key]
            answers[key] = answer_type(question.kind).canonical(question, value)
        # What is typed only in part does not count yet.
        except BadValue:
            continue
    return answers


class MemberForm(forms.Form):
    """A household member: name, relation, age, schooling, health, work."""

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
        # Who is in the register's household already is not offered to it again.
        if member and member.person_id:
            del self.fields["offered"]

    @property
    def title(self) -> str:
        return self.member.full_name if self.member else ""

    @property
    def is_blank(self) -> bool:
        """Return whether nothing was written in a new row."""
        return self.member is None and not any(
            self.data.get(self.add_prefix(name)) for name in self.fields
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name, why in (
            ("full_name", _("Write the name.")),
            ("relation", _("Choose what they are in the household.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, why)
        return data

    def told(self) -> dict[str, Any]:
        """Return the row as `actions.record_family` takes it."""
        data = self.cleaned_data
        return {**data, "key": self.key, "orphan": "yes" if data.get("orphan") else "no"}


def _of_member(member: StudyMember | None) -> dict[str, Any]:
    if member is None:
        return {}
    details = member.told
    return {
        "full_name": member.full_name,
        "relation": member.relation,
        "birth": member.birth_written or member.birth_date,
        "age": member.age,
        **{name: details.get(name, "") for name in ("stage", "health", "work")},
        "orphan": details.get("orphan") == "yes",
        "offered": member.is_offered,
    }


class FamilyForm:
    """The rows of the household, saved ones and new ones, each with a key of its own."""

    def __init__(self, *, file: StudyFile, data: Any = None, blank: bool = False) -> None:
        existing = {str(member.key): member for member in file.members}
        keys = (
            # Keys come from the browser: what is no UUID, and rows beyond the limit, are dropped.
            [key for key in data.getlist("row")[:MOST_ROWS] if _is_key(key)]
            if data is not None
            else list(existing)
        )
        if data is None and (blank or not existing):
            # One empty row for an empty household, and where another member is added.
            keys.append(str(uuid.uuid4()))
        # A key that was sent twice is one row.
        self.rows = [
            MemberForm(data, member=existing.get(key), key=key) for key in dict.fromkeys(keys)
        ]
        self.is_whole = (
            bool(data.get("whole"))
            if data is not None
            else file.answers.get("family-asked") == "yes"
        )

    @property
    def written(self) -> list[MemberForm]:
        return [row for row in self.rows if not row.is_blank]

    def is_valid(self) -> bool:
        """Return whether every written row is valid; check each of them."""
        # `all` would stop at the first fault, and later rows would show none.
        return not sum(not row.is_valid() for row in self.written)

    def members(self) -> list[dict[str, Any]]:
        """Return the rows that are valid."""
        return [row.told() for row in self.written if row.is_valid()]

    def seen(self) -> list[StudyMember]:
        """Return the household as it is being typed, for the score; nothing is saved."""
        return [_seen(member) for member in self.members()]


def _seen(data: dict[str, Any]) -> StudyMember:
    birth = data.get("birth")
    details = {name: data[name] for name in ("stage", "health", "work", "orphan") if data.get(name)}
    # Only what the score looks at; names are not needed.
    return StudyMember(
        birth_date=birth.day if birth else None,
        age=data.get("age"),
        details=canonical(details).decode(),
    )


def _is_key(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


class StudySignForm(forms.Form):
    """A signer of the study, and the signature drawn on the screen."""

    party = PickField(label=_("Signature of"), choices=Party.choices, initial=Party.FAMILY)
    name = NameField(label=_("Name of who signs"))
    signature = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_signature(self) -> Accepted | None:
        """Return the drawing as an accepted picture."""
        address = self.cleaned_data["signature"]
        if not address:
            return None
        try:
            return drawn(address)
        except BadUpload as bad:
            raise forms.ValidationError(str(bad.reason)) from bad


class TakeOverForm(forms.Form):
    """The gender of a member who is added to the household, where their place does not say it."""

    gender = PickField(label=_("Gender"), choices=Gender.choices)


class OverrideForm(forms.Form):
    """A class in place of the guide's, and why."""

    need_class = forms.ChoiceField(label=_("Class asked for"), widget=forms.RadioSelect())
    reason = CleanTextField(
        label=_("Why the guide's class does not fit"),
        rows=4,
        max_length=1000,
        help_text=_("A second person reads it and decides."),
    )

    def __init__(self, *args: Any, assessment: NeedAssessment, **options: Any) -> None:
        super().__init__(*args, **options)
        other_classes = [
            guide_class
            for guide_class in _classes(assessment)
            if guide_class.code != assessment.need_class
        ]
        named = [
            (
                guide_class.code,
                f"{guide_class.letter} · {guide_class.meaning}"
                if guide_class.meaning
                else guide_class.letter,
            )
            for guide_class in other_classes
        ]
        self.fields["need_class"].choices = named  # type: ignore[attr-defined]


def _classes(assessment: NeedAssessment) -> Iterable[Any]:
    return sorted(assessment.guide.classes.all(), key=lambda guide_class: guide_class.code)


class SettleForm(forms.Form):
    """The answer of the second person."""

    answer = CleanTextField(label=_("Note"), rows=2, max_length=1000, required=False)
